"""Where figures of reach come from: apps say whom they counted, by municipality and sector."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from varv.extension import ExtensionPoint

#: A municipality's id, or None for outside the region; and a sector.
Place = tuple[int | None, str]


@dataclass(frozen=True)
class Group:
    """How many took part who are alike in all that is counted.

    ``alone`` are those who speak for no organisation that staff have checked: people. ``occasion``
    is where they took part, if the source has occasions. Not ``is_open`` is what everybody may not
    know of, such as input that is secret by law.
    """

    municipality: int | None
    sector: str
    alone: bool
    occasion: int | None
    is_open: bool
    number: int


@dataclass(frozen=True)
class Occasion:
    """Something that people take part in, such as a round or a meeting.

    ``desk_url`` is where staff who have the ``permission`` go on from the figures, to write to
    those who are missing.
    """

    id: int
    label: str
    at: datetime
    is_public: bool
    desk_url: str = ""
    permission: str = ""


def _no_occasions() -> Sequence[Occasion]:
    return ()


@dataclass(frozen=True)
class Source:
    """One kind of taking part.

    Figures of all occasions are the sum of those of each: who took part twice is counted twice.
    ``occasions`` come in order of time; there are none where people do not take part at a time.
    """

    label: str | Promise
    groups: Callable[[], Iterable[Group]]
    occasions: Callable[[], Sequence[Occasion]] = _no_occasions

    def count(self) -> Iterator[Place]:
        """Give one pair for each that took part."""
        for group in self.groups():
            for _each in range(group.number):
                yield group.municipality, group.sector


point: ExtensionPoint[Source] = ExtensionPoint("reach sources")
