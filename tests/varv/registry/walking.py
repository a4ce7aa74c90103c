"""What a thing comes from and leads to at once, as a reader sees it."""

from varv.registry import kinds
from varv.registry.queries import beside


def came_from(thing, user=None):
    """Return what a thing comes from."""
    return list(beside(kinds.ref(thing), user).came_from.knots)


def led_to(thing, user=None):
    """Return what a thing leads to."""
    return list(beside(kinds.ref(thing), user).led_to.knots)
