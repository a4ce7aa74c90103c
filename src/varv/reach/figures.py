"""What a page of reach shows: the numbers, held against inhabitants or workplaces, in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from varv.people.models import Municipality, Outline
from varv.people.queries import current_region
from varv.reach.counting import ALL, EVERY, REGION, WHO, Cell, Numbers, When, Where
from varv.reach.counts import Tile
from varv.reach.maps import Shape, drawn
from varv.reach.rates import Rate, Trend, Verdict, rates, trend
from varv.reach.sources import Occasion

AT_MOST = 6
"""How many occasions the page shows side by side; the files have all."""


SIGNS: dict[Verdict | None, str] = {Verdict.MORE: " ▲", Verdict.FEWER: " ▼"}
"""What a tile says besides its colour."""


class Per(TextChoices):
    """What counts are held against."""

    INHABITANTS = "inhabitants", _("1,000 inhabitants")
    WORKPLACES = "workplaces", _("1,000 workplaces")


_BASE: dict[str, Callable[[Municipality], int | None]] = {
    Per.INHABITANTS: lambda one: one.population,
    Per.WORKPLACES: lambda one: one.workplaces,
}
_YEAR: dict[str, Callable[[Municipality], int | None]] = {
    Per.INHABITANTS: lambda one: one.population_year,
    Per.WORKPLACES: lambda one: one.workplaces_year,
}
_SOURCE = {Per.INHABITANTS: "population", Per.WORKPLACES: "workplaces"}


@dataclass(frozen=True)
class Line:
    """One place: its numbers by who they are, the one that is compared, and how it compares."""

    name: str
    code: str
    cells: Sequence[Cell]
    chosen: Cell
    rate: Rate | None = None

    @property
    def labelled(self) -> list[tuple[Any, Cell]]:
        """The numbers, each with who they are."""
        return [(label, cell) for (_key, label), cell in zip(WHO, self.cells, strict=True)]


@dataclass(frozen=True)
class Moment:
    """A municipality's number at one occasion."""

    occasion: Occasion
    cell: Cell
    rate: Rate | None


@dataclass(frozen=True)
class Story:
    """A municipality's numbers from occasion to occasion, and how its share went last."""

    name: str
    moments: Sequence[Moment]
    trend: Trend | None


@dataclass(frozen=True)
class Basis:
    """What the counts are held against: whose figures, of which years, on what terms."""

    per: Per
    years: Sequence[int]
    source: Any
    licence: str


@dataclass(frozen=True)
class Table:
    """The numbers of one occasion, or of all: municipalities by who they are."""

    numbers: Numbers
    lines: Sequence[Line]
    region: Line
    outside: Line

    @property
    def columns(self) -> Sequence[tuple[str, Any]]:
        """Who is counted, in the order of the cells."""
        return WHO


@dataclass(frozen=True)
class Figures(Table):
    """All that a page shows of one source."""

    who: str
    basis: Basis
    tiles: Sequence[Tile]
    shapes: Sequence[Shape]
    map_source: Any
    map_licence: str
    occasions: Sequence[Occasion]
    stories: Sequence[Story]

    @property
    def nobody(self) -> bool:
        """Tell whether nobody at all has been counted."""
        return not any(self.numbers.counts.values())

    @property
    def compares(self) -> bool:
        """Tell whether any municipality can be compared with the region."""
        return any(line.rate for line in self.lines)

    @property
    def hides_places(self) -> bool:
        """Tell whether the number of every municipality that has anybody is hidden."""
        told = [line.chosen for line in self.lines if line.chosen.mark or line.chosen.number]
        return bool(told) and all(cell.mark for cell in told)

    @property
    def fewer(self) -> list[str]:
        """The municipalities from which fewer took part than expected."""
        return self._with(Verdict.FEWER)

    @property
    def more(self) -> list[str]:
        """The municipalities from which more took part than expected."""
        return self._with(Verdict.MORE)

    def _with(self, verdict: Verdict) -> list[str]:
        return [line.name for line in self.lines if line.rate and line.rate.verdict is verdict]


def table(numbers: Numbers, *, occasion: int) -> Table:
    """Return the numbers of one occasion, held against nothing."""
    return Table(
        numbers=numbers,
        lines=[_line(numbers, one.name, one.code, one.pk, ALL, occasion) for one in numbers.places],
        region=_line(numbers, "", "", REGION, ALL, occasion),
        outside=_line(numbers, "", "", None, ALL, occasion),
    )


def figures(
    numbers: Numbers, *, occasion: int | None = None, who: str = ALL, per: str = Per.INHABITANTS
) -> Figures:
    """Return what a page shows of ``numbers``: of one occasion or all, for some or all."""
    when: When = EVERY if occasion is None else occasion
    found = compared(numbers, who=who, when=when, per=per)
    lines = [
        _line(numbers, one.name, one.code, one.pk, who, when, rate)
        for one, rate in zip(numbers.places, found, strict=True)
    ]
    region = current_region()
    tiles = [_tile(one, line) for one, line in zip(numbers.places, lines, strict=True)]
    occasions = list(numbers.occasions)[-AT_MOST:] if len(numbers.occasions) > 1 else []
    return Figures(
        numbers=numbers,
        who=who,
        basis=basis(numbers, Per(per), region),
        lines=lines,
        region=_line(numbers, "", "", REGION, who, when),
        outside=_line(numbers, "", "", None, who, when),
        tiles=tiles,
        shapes=drawn(outlines(), tiles),
        map_source=region.map_source if region else "",
        map_licence=region.map_licence if region else "",
        occasions=occasions,
        stories=_stories(numbers, occasions, who, per),
    )


def compared(numbers: Numbers, *, who: str, when: When, per: str) -> list[Rate | None]:
    """Return how each municipality compares with the region; None where that is hidden.

    A rate tells the total, so there is none where the total is hidden.
    """
    if numbers.cell(REGION, who, when).mark:
        return [None] * len(numbers.places)
    counts = [numbers.counts[one.pk, who, when] for one in numbers.places]
    found = rates(counts, [_BASE[per](one) for one in numbers.places])
    return [
        None if numbers.cell(one.pk, who, when).mark else rate
        for one, rate in zip(numbers.places, found, strict=True)
    ]


def _line(
    numbers: Numbers,
    name: str,
    code: str,
    place: Where,
    who: str,
    when: When,
    rate: Rate | None = None,
) -> Line:
    return Line(
        name=name,
        code=code,
        cells=[numbers.cell(place, one, when) for one, _label in WHO],
        chosen=numbers.cell(place, who, when),
        rate=rate,
    )


def _tile(place: Municipality, line: Line) -> Tile:
    """Return the tile: what is compared where there is something, else the number."""
    cell, verdict = line.chosen, line.rate.verdict if line.rate else None
    value: float | None = line.rate.ratio if line.rate else cell.number
    label = f"{shown(cell)}{SIGNS.get(verdict, '')}"
    return Tile(place.name, place.code, place.tile_col, place.tile_row, value, label)


def shown(cell: Cell) -> str:
    """Return a number as a tile has room for it."""
    return {"": str(cell.number), "few": "1–4"}.get(cell.mark, "…")


def basis(numbers: Numbers, per: Per, region: Any) -> Basis:
    """Return what the numbers are held against: which years, by whom and under which licence."""
    years = {year for one in numbers.places if (year := _YEAR[per](one))}
    name = _SOURCE[per]
    return Basis(
        per=per,
        years=sorted(years),
        source=getattr(region, f"{name}_source", ""),
        licence=getattr(region, f"{name}_licence", ""),
    )


def outlines() -> dict[str, Any]:
    """Return the outlines of the municipalities by their codes; none where the folder has none."""
    return dict(Outline.objects.values_list("municipality__code", "polygons"))


def _stories(
    numbers: Numbers, occasions: Sequence[Occasion], who: str, per: str
) -> Sequence[Story]:
    by_occasion = [compared(numbers, who=who, when=one.id, per=per) for one in occasions]
    told = []
    for row, place in enumerate(numbers.places):
        moments = [
            Moment(one, numbers.cell(place.pk, who, one.id), found[row])
            for one, found in zip(occasions, by_occasion, strict=True)
        ]
        last = moments[-2:]
        went = trend(last[0].rate, last[1].rate) if len(last) == 2 else None
        told.append(Story(place.name, moments, went))
    return told if occasions else []
