"""Counting who came from where: municipalities by sectors, with totals."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from varv.people.models import Municipality, Sector
from varv.people.queries import municipalities
from varv.reach.sources import Place


@dataclass(frozen=True)
class Row:
    """One municipality, or outside the region (``code`` empty): counts by sector, and all."""

    name: str
    code: str
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True)
class Tile:
    """One municipality on the tile map."""

    name: str
    code: str
    col: int
    row: int
    value: float | None
    label: str


@dataclass(frozen=True)
class Tally:
    """A table of reach: rows are all municipalities and outside, columns the sectors."""

    sectors: tuple[str, ...]
    rows: tuple[Row, ...]
    totals: tuple[int, ...]
    total: int
    tiles: tuple[Tile, ...]

    @property
    def reached(self) -> int:
        """How many of the region's municipalities have anybody."""
        return sum(1 for tile in self.tiles if tile.value)


def tally(places: Iterable[Place]) -> Tally:
    """Count ``places``, pairs of municipality and sector; one query, however many there are.

    A municipality that has nobody is there with zero: who is missing is what one looks for.
    """
    counted = Counter(places)
    known = list(municipalities())
    rows = [_row(place.name, place.code, place.pk, counted) for place in known]
    outside = _row(_("Outside the region"), "", None, counted)
    every = [*rows, outside]
    totals = tuple(sum(row.counts[place] for row in every) for place in range(len(Sector)))
    return Tally(
        sectors=tuple(str(label) for label in Sector.labels),
        rows=tuple(every),
        totals=totals,
        total=sum(totals),
        tiles=tuple(_tile(place, row) for place, row in zip(known, rows, strict=True)),
    )


def _row(name: str, code: str, key: int | None, counted: Counter[Place]) -> Row:
    counts = tuple(counted[key, sector] for sector in Sector.values)
    return Row(name=name, code=code, counts=counts, total=sum(counts))


def _tile(place: Municipality, row: Row) -> Tile:
    return Tile(
        name=place.name,
        code=place.code,
        col=place.tile_col,
        row=place.tile_row,
        value=row.total,
        label=str(row.total),
    )
