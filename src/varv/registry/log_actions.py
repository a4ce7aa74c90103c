"""The names of what the log can tell; an act without a registered name cannot be logged."""

from django.utils.functional import Promise

from varv.extension import ExtensionPoint

point: ExtensionPoint[str | Promise] = ExtensionPoint("log actions")


def register(action: str, label: str | Promise) -> None:
    """Let ``action`` (``app.act``) be logged; ``label`` reads "Meeting published"."""
    point.register(action, label)


def label(action: str) -> str:
    """Return how ``action`` reads."""
    return str(point[action]) if action in point else action
