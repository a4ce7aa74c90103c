"""What is to be read before a meeting; higher apps tell of it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from varv.extension import ExtensionPoint
from varv.meetings.models import Meeting


@dataclass(frozen=True)
class Handout:
    """A paper that everybody may read; ``url`` begins with a slash."""

    title: str
    url: str


#: It takes ids of meetings and returns the handouts of each.
Tell = Callable[[Collection[int]], Mapping[int, Sequence[Handout]]]
point: ExtensionPoint[Tell] = ExtensionPoint("handouts of meetings")


def of(meeting: Meeting) -> list[Handout]:
    """Return the handouts of one meeting."""
    return of_all([meeting]).get(meeting.pk, [])


def of_all(meetings: Iterable[Meeting]) -> dict[int, list[Handout]]:
    """Return the handouts of many meetings by their ids."""
    ids = [one.pk for one in meetings]
    found: dict[int, list[Handout]] = {pk: [] for pk in ids}
    for tell in point:
        for pk, some in tell(ids).items():
            found[pk] += some
    return found
