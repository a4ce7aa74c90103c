"""Figures of a programme: what its page tells in numbers, by the apps that can count it."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from varv.cycles.models import Programme
from varv.extension import ExtensionPoint


@dataclass(frozen=True)
class Figure:
    """One figure that everybody may see: what it is, its value in words, where it is told more."""

    label: str | Promise
    value: str | Promise
    url: str = ""


#: Each returns its figure, or None where there is nothing to count yet.
point: ExtensionPoint[Callable[[Programme], Figure | None]] = ExtensionPoint(
    "figures of a programme"
)


def figures(programme: Programme) -> list[Figure]:
    """Return the figures of the programme that there are."""
    return [figure for count in point if (figure := count(programme)) is not None]
