"""The part of analysis in the inventory of personal data."""

from varv.registry.inventory import declare


def register() -> None:
    """Declare every field."""
    declare(
        "analysis.Evidence",
        free="title author summary",
        plain="key kind published_on precision url created_at",
    )
