"""Statistics of each municipality: from datasets, else from the region's folder, with source."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from varv.analysis.compute.municipal import by_place
from varv.analysis.county.distance import distance
from varv.analysis.county.queries import latest_versions
from varv.analysis.models import CountySeries, DatasetVersion
from varv.people.models import Municipality, Region
from varv.people.queries import current_region, municipalities

POPULATION, LAND, WORKPLACES, JOBS = (str(one.value) for one in CountySeries.Measure)
DISTANCE = "distance"
LABELS: Mapping[str, str | Promise] = {
    **{str(one.value): one.label for one in CountySeries.Measure},
    DISTANCE: _("Distance to the county seat, km"),
}
Years = Mapping[int, float]


@dataclass(frozen=True)
class Measure:
    """One kind of figure: of each municipality by code and year, and where it is from.

    The year is 0 where a figure has none, such as a distance.
    """

    key: str
    values: Mapping[str, Years]
    source: str
    licence: str = ""
    url: str = ""

    @property
    def label(self) -> str | Promise:
        """What it is called, with its unit."""
        return LABELS[self.key]

    @property
    def years(self) -> list[int]:
        """The years of which any municipality has a figure."""
        return sorted({year for years in self.values.values() for year in years})

    def last(self, code: str) -> tuple[int, float] | None:
        """Return the last figure of a municipality with its year."""
        years = self.values.get(code)
        if not years:
            return None
        year = max(years)
        return year, years[year]

    def at(self, code: str, year: int) -> float | None:
        """Return the figure of a year."""
        return self.values.get(code, {}).get(year)

    def common_year(self, codes: Sequence[str]) -> int | None:
        """Return the last year of which every municipality has a figure."""
        shared = [set(self.values.get(code, {})) for code in codes]
        years = set.intersection(*shared) if shared else set()
        return max(years) if years else None


@dataclass(frozen=True)
class Statistics:
    """All that is known of the municipalities."""

    places: Sequence[Municipality]
    region: Region | None
    measures: Mapping[str, Measure]

    @property
    def codes(self) -> list[str]:
        """The codes of the municipalities, in the order of their names."""
        return [one.code for one in self.places]

    @property
    def seat(self) -> Municipality | None:
        """The municipality that distances are told from."""
        code = self.region.seat_municipality if self.region else ""
        return next((one for one in self.places if one.code == code), None)


def statistics() -> Statistics:
    """Return the figures of all municipalities, those of datasets before those of the folder."""
    places, region = list(municipalities()), current_region()
    codes = {one.code for one in places}
    versions = latest_versions()
    found: dict[str, Measure] = {}
    for key in (POPULATION, LAND, WORKPLACES, JOBS):
        of_dataset = _of_dataset(key, versions.get(key), codes)
        if measure := _together(of_dataset, _of_folder(key, places, region)):
            found[key] = measure
    if region and (told := _distances(places, region)):
        found[DISTANCE] = told
    return Statistics(places, region, found)


def fingerprint() -> str:
    """Return a fingerprint of all figures as they are now."""
    told = {key: measure.values for key, measure in statistics().measures.items()}
    text = json.dumps(told, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _of_dataset(key: str, version: DatasetVersion | None, codes: set[str]) -> Measure | None:
    if version is None:
        return None
    values = {code: years for code, years in by_place(version).items() if code in codes}
    if not values:
        return None
    dataset = version.dataset
    source, licence = f"{dataset.publisher}: {dataset}", str(dataset.licence)
    return Measure(key, values, source, licence, _url(version))


def _together(first: Measure | None, second: Measure | None) -> Measure | None:
    """Return the first, with what it does not have of some municipality taken from the second."""
    if first is None or second is None:
        return first or second
    missing = {code: years for code, years in second.values.items() if code not in first.values}
    if not missing:
        return first
    sources = "; ".join(dict.fromkeys(one for one in (first.source, second.source) if one))
    return replace(first, values={**first.values, **missing}, source=sources)


def _url(version: DatasetVersion) -> str:
    try:
        return reverse("analysis:dataset", args=[version.dataset.key])
    except NoReverseMatch:
        return ""


_FIELDS: Mapping[str, Callable[[Municipality], tuple[Any, int | None]]] = {
    POPULATION: lambda one: (one.population, one.population_year),
    LAND: lambda one: (one.land_km2, None),
    WORKPLACES: lambda one: (one.workplaces, one.workplaces_year),
}


def _of_folder(key: str, places: Sequence[Municipality], region: Region | None) -> Measure | None:
    if key not in _FIELDS:
        return None
    values = {}
    for one in places:
        value, year = _FIELDS[key](one)
        if value is not None:
            values[one.code] = {year or 0: float(value)}
    if not values:
        return None
    name = {POPULATION: "population", WORKPLACES: "workplaces"}.get(key, "")
    source = str(getattr(region, f"{name}_source", "")) if name else ""
    licence = getattr(region, f"{name}_licence", "") if name else ""
    return Measure(key, values, source or str(_("the region's folder")), licence)


def _distances(places: Sequence[Municipality], region: Region) -> Measure | None:
    points = {
        one.code: (float(one.latitude), float(one.longitude))
        for one in places
        if one.latitude is not None and one.longitude is not None
    }
    start = points.get(region.seat_municipality)
    if start is None or len(points) < len(places):
        return None
    values = {code: {0: distance(start, point)} for code, point in points.items()}
    return Measure(DISTANCE, values, str(region.seats_source), region.seats_licence)
