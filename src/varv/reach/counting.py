"""A source's numbers by municipality, by who they are and by occasion, with all their sums.

Organisations are counted in their sector; who speaks for none that staff have checked is counted
among private persons. What everybody sees has small numbers of private persons hidden, and with
them the sums that they are part of.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from varv.people.models import Municipality, Sector
from varv.people.queries import municipalities
from varv.reach.sources import Group, Occasion, Source
from varv.reach.suppression import OTHER, hide

ALONE, ALL = "alone", "all"
#: Who is counted: the sectors, private persons, and all together.
WHO: Sequence[tuple[str, str | Promise]] = (
    *((str(one.value), one.label) for one in Sector),
    (ALONE, _("Private persons")),
    (ALL, _("All")),
)
REGION = "region"
"""The place of all municipalities together; outside the region is ``None``."""
EVERY = "every"
"""The occasion of all occasions together; a source without occasions has the one, ``None``."""

Where = int | str | None
When = int | str | None


@dataclass(frozen=True)
class Cell:
    """A number, or why it is hidden; see ``suppression``."""

    number: int | None
    mark: str = ""


@dataclass(frozen=True)
class Numbers:
    """All numbers of a source that a reader may see."""

    places: Sequence[Municipality]
    occasions: Sequence[Occasion]
    counts: Counter[tuple[Where, str, When]]
    marks: dict[tuple[Where, When], str] = field(default_factory=dict)

    def cell(self, place: Where, who: str, when: When = EVERY) -> Cell:
        """Return one number as it is shown."""
        mark = self.marks.get((place, when), "") if who in (ALONE, ALL) else ""
        if not mark:
            return Cell(self.counts[place, who, when])
        # All together are the few and the organisations: they may be many.
        return Cell(None, OTHER if who == ALL else mark)

    def together(self, when: When) -> Cell:
        """Return how many there were from everywhere; hidden where any part of it is."""
        parts = [self.cell(place, ALL, when) for place in (REGION, None)]
        told = [one.number for one in parts if one.number is not None]
        return Cell(sum(told)) if len(told) == len(parts) else Cell(None, OTHER)

    @property
    def hides(self) -> bool:
        """Tell whether anything is hidden."""
        return any(self.marks.values())


def all_numbers(source: Source) -> Numbers:
    """Return the numbers as staff see them."""
    return _numbers(list(source.groups()), source.occasions())


def public_numbers(source: Source) -> Numbers:
    """Return the numbers as everybody sees them.

    Every occasion and every sum is looked at together: what one page hides no other may tell.
    """
    occasions = [one for one in source.occasions() if one.is_public]
    known = {one.id for one in occasions} | {None}
    groups = [one for one in source.groups() if one.is_open and one.occasion in known]
    found = _numbers(groups, occasions)
    times = sorted({one.occasion for one in groups}, key=lambda one: one or 0)
    found.marks.update(_hidden(found, [one.pk for one in found.places], times, REGION))
    found.marks.update(_hidden(found, [None], times, None))
    return found


def _numbers(groups: Iterable[Group], occasions: Sequence[Occasion]) -> Numbers:
    counts: Counter[tuple[Where, str, When]] = Counter()
    held = set()
    for one in groups:
        held.add(one.occasion)
        places: list[Where] = [None] if one.municipality is None else [one.municipality, REGION]
        for place in places:
            for who in (ALONE if one.alone else one.sector, ALL):
                for when in (one.occasion, EVERY):
                    counts[place, who, when] += one.number
    return Numbers(
        places=list(municipalities()),
        occasions=[one for one in occasions if one.id in held],
        counts=counts,
    )


def _hidden(
    numbers: Numbers, places: Sequence[int | None], times: Sequence[int | None], together: Where
) -> dict[tuple[Where, When], str]:
    """Return the marks of private persons in ``places``, and of all of them ``together``."""
    if not times or not places:
        return {}
    table = [[numbers.counts[place, ALONE, when] for when in times] for place in places]
    hidden = hide(table)
    rows: list[Where] = [*places, together]
    columns: list[When] = [*times, EVERY]
    if together is None:  # outside is one row, which is its own total
        rows = [together]
    return {
        (place, when): mark
        for r, place in enumerate(rows)
        for c, when in enumerate(columns)
        if (mark := hidden.at(r, c))
    }
