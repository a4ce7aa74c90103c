"""What evidence, claims, SWOT, assets and criteria add to the extension points below."""

from varv.analysis.extensions import assets, claims, criteria, swot


def register() -> None:
    """Add everything; called once, when the apps are ready."""
    claims.register()
    swot.register()
    assets.register()
    criteria.register()
