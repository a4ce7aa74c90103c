"""Reading areas, how they were worded, and what became of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Prefetch, QuerySet

from varv.cycles.models import (
    Area,
    AreaAddress,
    AreaSuccession,
    Lap,
    Programme,
)

#: Deeper than any real chain of merges and splits; a wrong row cannot make a page endless.
MAX_GENERATIONS = 12


@dataclass(frozen=True)
class Ancestor:
    """An area that this one came of, by how many merges and splits away."""

    succession: AreaSuccession
    generation: int

    @property
    def area(self) -> Area:
        """The area that was."""
        return self.succession.predecessor


def areas_with_laps(programme: Programme | None = None) -> QuerySet[Area]:
    """Return areas with their current lap and its steps, in a fixed number of queries.

    Earlier laps are left where they are: after some years they are most of what there is.
    """
    current = (
        Lap.objects.prefetch_related("steps")
        .order_by("area_id", F("closed_at").asc(nulls_first=True), "-number")
        .distinct("area_id")
    )
    areas = Area.objects.prefetch_related(Prefetch("laps", current)).order_by("position", "pk")
    return areas.filter(programme=programme) if programme else areas


def active_areas(programme: Programme | None = None) -> QuerySet[Area]:
    """Return the areas in use, each with ``current_steps`` at hand."""
    return areas_with_laps(programme).filter(state=Area.State.ACTIVE)


def areas_to_choose(programme: Programme | None = None) -> QuerySet[Area]:
    """Return the areas in use for a form to offer: their names, not their laps."""
    areas = Area.objects.filter(state=Area.State.ACTIVE).order_by("position", "pk")
    return areas.filter(programme=programme) if programme else areas


def retired_areas(programme: Programme | None = None) -> QuerySet[Area]:
    """Return the areas no longer in use, each with what became of it."""
    successions = AreaSuccession.objects.select_related("successor")
    areas = Area.objects.filter(state=Area.State.RETIRED).prefetch_related(
        Prefetch("successions", successions)
    )
    return areas.filter(programme=programme) if programme else areas


def area_at(slug: str) -> tuple[Area, bool] | None:
    """Return the area with this address and whether the address is an old one; None if neither."""
    area = areas_with_laps().filter(slug=slug).select_related("programme__case").first()
    if area:
        return area, False
    old = AreaAddress.objects.filter(slug=slug).select_related("area").first()
    return (old.area, True) if old else None


def successions_of(area: Area) -> QuerySet[AreaSuccession]:
    """Return what became of the area."""
    return area.successions.select_related("successor")


def origins_of(area: Area) -> QuerySet[AreaSuccession]:
    """Return what the area came of, one step back."""
    return area.origins.select_related("predecessor")


def ancestors(area: Area) -> list[Ancestor]:
    """Return all areas that this one came of, nearest first, one query a generation."""
    found: list[Ancestor] = []
    seen, generation = {area.pk}, {area.pk}
    for number in range(1, MAX_GENERATIONS + 1):
        rows = list(
            AreaSuccession.objects.filter(successor__in=generation).select_related(
                "predecessor", "successor"
            )
        )
        found += [Ancestor(row, number) for row in rows if row.predecessor_id not in seen]
        generation = {row.predecessor_id for row in rows} - seen
        seen |= generation
        if not generation:
            break
    return found


def lineages(areas: Iterable[Area]) -> dict[int, set[int]]:
    """Return the ids of each area and of all it came of, in one query whatever their number.

    What was gathered for an area still holds for what it became.
    """
    parents: dict[int, set[int]] = defaultdict(set)
    for successor, predecessor in AreaSuccession.objects.order_by().values_list(
        "successor", "predecessor"
    ):
        parents[successor].add(predecessor)
    return {area.pk: _lineage(area.pk, parents) for area in areas}


def lineage(area: Area) -> set[int]:
    """Return the ids of the area and of all it came of."""
    return lineages([area])[area.pk]


def _lineage(area: int, parents: dict[int, set[int]]) -> set[int]:
    seen: set[int] = set()
    waiting = [area]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting += parents.get(one, ())
    return seen
