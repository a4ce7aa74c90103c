"""What the page of the whole county shows: reach beside statistics, and how uneven they are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from varv.analysis.compute.municipal import Unevenness, unevenness
from varv.analysis.county.statistics import (
    DISTANCE,
    JOBS,
    LAND,
    POPULATION,
    WORKPLACES,
    Measure,
    Statistics,
    statistics,
)
from varv.people.models import Municipality
from varv.reach.counting import ALL, EVERY, REGION, Cell, Numbers, public_numbers
from varv.reach.counts import Tile
from varv.reach.figures import Per, compared
from varv.reach.rates import Rate, Verdict
from varv.reach.sources import point
from varv.text.numbers import number, signed_percent

#: Kilometres from the county seat that part near from far.
NEAR, FAR = 50, 100
#: How many years the page shows side by side; the files have all.
AT_MOST = 6


@dataclass(frozen=True)
class Place:
    """One municipality, or the whole region (``code`` empty), in figures."""

    name: str
    code: str
    population: float | None
    change: float | None
    land: float | None
    workplaces: float | None
    jobs: float | None
    distance: float | None
    #: The inhabitants of the year that the workplaces are of.
    population_then: float | None = None
    group: str = ""

    @property
    def density(self) -> float | None:
        """Inhabitants per square kilometre."""
        return self.population / self.land if self.population is not None and self.land else None

    @property
    def workplaces_per_thousand(self) -> float | None:
        """Workplaces for every thousand inhabitants."""
        if self.workplaces is None or not self.population_then:
            return None
        return 1000 * self.workplaces / self.population_then


@dataclass(frozen=True)
class Reached:
    """One kind of taking part: each municipality's number, and how it compares."""

    key: str
    label: str | Promise
    numbers: Numbers
    rates: Sequence[Rate | None]

    @property
    def cells(self) -> list[tuple[Cell, Rate | None]]:
        """Number and rate of each municipality."""
        return [
            (self.numbers.cell(place.pk, ALL, EVERY), rate)
            for place, rate in zip(self.numbers.places, self.rates, strict=True)
        ]

    @property
    def whole(self) -> Cell:
        """The number of the whole region."""
        return self.numbers.cell(REGION, ALL, EVERY)

    @property
    def counts(self) -> list[int] | None:
        """Each municipality's number, if none is hidden: else an index could tell it."""
        cells = [cell.number for cell, _rate in self.cells]
        return None if self.numbers.hides else [one or 0 for one in cells]

    def names(self, verdict: Verdict) -> list[str]:
        """Return the municipalities of which this can be said."""
        return [
            place.name
            for place, rate in zip(self.numbers.places, self.rates, strict=True)
            if rate and rate.verdict is verdict
        ]

    @property
    def fewer(self) -> list[str]:
        """The municipalities from which fewer took part than expected."""
        return self.names(Verdict.FEWER)

    @property
    def more(self) -> list[str]:
        """The municipalities from which more took part than expected."""
        return self.names(Verdict.MORE)

    @property
    def anybody(self) -> bool:
        """Tell whether anybody of the region has been counted."""
        return any(cell.mark or cell.number for cell, _rate in self.cells)


@dataclass(frozen=True)
class Uneven:
    """How unevenly something is spread, in words: ``text`` says what would have to move."""

    label: str
    text: str
    found: Unevenness

    @property
    def between_text(self) -> str:
        """Say how much of it lies between near and far; empty where that makes no sense."""
        if self.found.between is None:
            return ""
        between = round(self.found.between)
        return _(
            "Of the differences %(between)s per cent are between near and far, %(within)s per cent "
            "among municipalities that are as far."
        ) % {"between": between, "within": 100 - between}


@dataclass(frozen=True)
class Development:
    """How many live in each place, year by year."""

    years: Sequence[int]
    rows: Sequence[tuple[str, Sequence[float | None], float | None]]


@dataclass(frozen=True)
class County:
    """All that the page shows."""

    statistics: Statistics
    reached: Sequence[Reached]

    @cached_property
    def places(self) -> list[Place]:
        """The municipalities in the order of their names."""
        return [self._place(one) for one in self.statistics.places]

    @cached_property
    def whole(self) -> Place:
        """All of them together; nothing where one of them is not known."""
        return Place(
            name=str(_("The whole region")),
            code="",
            population=_sum([one.population for one in self.places]),
            change=self._change(self.statistics.codes),
            land=_sum([one.land for one in self.places]),
            workplaces=_sum([one.workplaces for one in self.places]),
            jobs=_sum([one.jobs for one in self.places]),
            distance=None,
            population_then=_sum([one.population_then for one in self.places]),
        )

    @property
    def population(self) -> Measure | None:
        """The inhabitants with their years and source."""
        return self.statistics.measures.get(POPULATION)

    @property
    def years(self) -> tuple[int, int] | None:
        """The first year and the last of which all municipalities' inhabitants are known."""
        return self._span()

    def year_of(self, key: str) -> int | None:
        """Return the year of a kind of figures as tables show it, if all are of one year."""
        measure = self.statistics.measures.get(key)
        told = [measure.last(code) for code in self.statistics.codes] if measure else []
        years = {one[0] for one in told if one}
        return years.pop() or None if len(years) == 1 else None

    @property
    def population_year(self) -> int | None:
        """The year of the inhabitants."""
        return self.year_of(POPULATION)

    @property
    def workplaces_year(self) -> int | None:
        """The year of the workplaces."""
        return self.year_of(WORKPLACES)

    @property
    def seat(self) -> str:
        """The name of the place that distances are told from."""
        one = self.statistics.seat
        return (one.seat or one.name) if one else ""

    @property
    def sources(self) -> list[Measure]:
        """All kinds of figures, for their sources and years."""
        return list(self.statistics.measures.values())

    @property
    def has_jobs(self) -> bool:
        """Tell whether the jobs of any municipality are known."""
        return JOBS in self.statistics.measures

    @cached_property
    def development(self) -> Development | None:
        """How many live where, in at most six years; None where only one year is known."""
        span = self._span()
        if span is None or self.population is None:
            return None
        years = _spread([one for one in self.population.years if span[0] <= one <= span[1]])
        codes = self.statistics.codes
        rows = [
            (one.name, [self.population.at(one.code, year) for year in years], one.change)
            for one in self.places
        ]
        whole = [_sum([self.population.at(code, year) for code in codes]) for year in years]
        return Development(years, [*rows, (self.whole.name, whole, self.whole.change)])

    @property
    def development_rows(self) -> list[tuple[str, list[tuple[int, float | None]], float | None]]:
        """The same for a table: each value with its year."""
        found = self.development
        if found is None:
            return []
        return [
            (name, list(zip(found.years, values, strict=True)), change)
            for name, values, change in found.rows
        ]

    @property
    def reach_rows(self) -> list[tuple[str, list[tuple[Any, Cell, Rate | None]]]]:
        """Each municipality with its number and rate of every kind of taking part."""
        columns = [(one.label, one.cells) for one in self.reached]
        return [
            (place.name, [(label, *cells[row]) for label, cells in columns])
            for row, place in enumerate(self.statistics.places)
        ]

    @cached_property
    def tiles(self) -> list[Tile]:
        """The municipalities by how their number of inhabitants changed."""
        if self._span() is None:
            return []
        return [
            Tile(place.name, place.code, place.tile_col, place.tile_row, one.change, _signed(one))
            for place, one in zip(self.statistics.places, self.places, strict=True)
        ]

    @cached_property
    def uneven(self) -> list[Uneven]:
        """How unevenly workplaces, land and taking part are spread."""
        return [*self._uneven_statistics(), *self._uneven_reach()]

    def _uneven_statistics(self) -> list[Uneven]:
        found = []
        people = [one.population_then for one in self.places]
        if told := self._unevenly([one.workplaces for one in self.places], people):
            text = _(
                "%(hoover)s per cent of the workplaces would have to lie in another municipality "
                "for all to have as many for each inhabitant."
            ) % {"hoover": number(told.hoover, 1)}
            found.append(Uneven(str(_("Workplaces")), text, told))
        for year in self._span() or ():
            measure = self.population
            values = [measure.at(code, year) if measure else None for code in self.statistics.codes]
            if told := self._unevenly(values, [one.land for one in self.places]):
                text = _(
                    "In %(year)s %(hoover)s per cent of the inhabitants would have had to live in "
                    "another municipality for all to be as densely peopled."
                ) % {"year": year, "hoover": number(told.hoover, 1)}
                found.append(Uneven(_("Inhabitants %(year)s") % {"year": year}, text, told))
        return found

    def _uneven_reach(self) -> list[Uneven]:
        people = [one.population for one in self.places]
        found = []
        for one in self.reached:
            counts = one.counts
            if counts is None:
                continue
            if told := self._unevenly([float(number) for number in counts], people):
                text = _(
                    "%(hoover)s per cent of those who took part would have had to be from another "
                    "municipality for all to have as many for each inhabitant."
                ) % {"hoover": number(told.hoover, 1)}
                found.append(Uneven(str(one.label), text, told))
        return found

    def _unevenly(
        self, values: Sequence[float | None], sizes: Sequence[float | None]
    ) -> Unevenness | None:
        known = [one for one in values if one is not None]
        sized = [one for one in sizes if one is not None]
        if len(known) < len(self.places) or len(sized) < len(self.places):
            return None
        return unevenness(known, sized, [one.group for one in self.places])

    def _place(self, one: Municipality) -> Place:
        distance = self._last(DISTANCE, one.code)
        return Place(
            name=one.name,
            code=one.code,
            population=self._last(POPULATION, one.code),
            change=self._change([one.code]),
            land=self._last(LAND, one.code),
            workplaces=self._last(WORKPLACES, one.code),
            jobs=self._last(JOBS, one.code),
            distance=distance,
            population_then=self._at_or_last(POPULATION, one.code, self.year_of(WORKPLACES)),
            group=_group(distance),
        )

    def _last(self, key: str, code: str) -> float | None:
        measure = self.statistics.measures.get(key)
        told = measure.last(code) if measure else None
        return told[1] if told else None

    def _at_or_last(self, key: str, code: str, year: int | None) -> float | None:
        measure = self.statistics.measures.get(key)
        at = measure.at(code, year) if measure and year else None
        return self._last(key, code) if at is None else at

    def _change(self, codes: Sequence[str]) -> float | None:
        """Return how many more or fewer live there than in the first year, in per cent."""
        span, measure = self._span(), self.population
        if span is None or measure is None:
            return None
        before, after = (_sum([measure.at(code, year) for code in codes]) for year in span)
        return 100 * (after / before - 1) if before and after is not None else None

    def _span(self) -> tuple[int, int] | None:
        if self.population is None:
            return None
        shared = [set(self.population.values.get(code, {})) for code in self.statistics.codes]
        years = set.intersection(*shared) if shared else set()
        return (min(years), max(years)) if len(years) > 1 else None


def county() -> County:
    """Return the figures of the whole county as everybody may see them."""
    reached = []
    for key, source in point.items():
        numbers = public_numbers(source)
        rates = compared(numbers, who=ALL, when=EVERY, per=Per.INHABITANTS)
        reached.append(Reached(key, source.label, numbers, rates))
    return County(statistics(), [one for one in reached if one.anybody])


def rows(found: County) -> list[Mapping[str, Any]]:
    """Return every figure of every municipality as plain values, the years in order."""
    names = {one.code: one.name for one in found.statistics.places}
    told: list[Mapping[str, Any]] = []
    for measure in found.sources:
        for code in found.statistics.codes:
            for year, value in sorted(measure.values.get(code, {}).items()):
                told.append(
                    {
                        "municipality": code,
                        "name": names[code],
                        "measure": measure.key,
                        "label": str(measure.label),
                        "year": year or None,
                        "value": round(value, 2),
                        "source": measure.source,
                        "licence": measure.licence,
                    }
                )
    return told


def _group(distance: float | None) -> str:
    if distance is None:
        return ""
    return "near" if distance <= NEAR else "middle" if distance <= FAR else "far"


def _sum(values: Sequence[float | None]) -> float | None:
    known = [one for one in values if one is not None]
    return sum(known) if known and len(known) == len(values) else None


def _spread(years: Sequence[int]) -> list[int]:
    """Return at most six years, the first and the last among them, as evenly as can be."""
    if len(years) <= AT_MOST:
        return list(years)
    step = (len(years) - 1) / (AT_MOST - 1)
    return [years[round(place * step)] for place in range(AT_MOST)]


def _signed(one: Place) -> str:
    return signed_percent(None if one.change is None else one.change / 100, 1)
