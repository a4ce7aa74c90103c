"""The profiles of the areas, computed from one table: what each is, as far as the table tells.

Suppressed is never zero. What a table does not tell of the region stands by its code, the sums are
then at least so large, and the location quotient is that of the part that is told.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from varv.analysis.compute.activities import (
    CLASSIFICATION,
    division_of,
    divisions_of,
    sections,
)
from varv.analysis.compute.asked import ALL, WHOLE
from varv.analysis.compute.bounds import Covers, bounded_profile
from varv.analysis.compute.panels import compared_regions
from varv.analysis.compute.profile_parts import LEAST_TOLD, Region, grown
from varv.analysis.compute.tables import panel_from
from varv.analysis.compute.whole import country_above, with_rest

if TYPE_CHECKING:
    import polars as pl

    from specialisation import Panel

#: To be raised when the same input gives other figures, so that kept ones are computed anew.
METHOD = 7


class CannotProfileError(ValueError):
    """The table cannot be held against the activity sets; ``reason`` says why, for a page."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason, self.values = reason, values


@dataclass(frozen=True)
class Asked:
    """Which region, whom it is compared with, and the divisions of each area by its id."""

    region: str
    compared_with: str
    cluster_size: float
    sets: Mapping[int, Sequence[str]]


def profiles(
    frame: "pl.DataFrame", asked: Asked, classification: str, source: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the figures of all areas as plain values, and their manifest."""
    import specialisation as sp

    divisions = _of_divisions(frame, classification)
    panel = _panel(_compared(divisions, asked, asked.compared_with), asked)
    # Eight regions of a country tell nothing of what is related; all of the table may.
    wide = _panel(_compared(_known(divisions), asked, ALL), asked)
    region = Region.of(
        panel,
        wide,
        asked.region,
        asked.cluster_size,
        against_the_rest=asked.compared_with == WHOLE,
    )
    covers = {label: divisions_of(str(label)) for label in panel.activities}
    members = {
        area: [
            at
            for at, label in enumerate(panel.activities)
            if covers[label] and covers[label] <= set(codes)
        ]
        for area, codes in asked.sets.items()
    }
    figures = {
        "region": asked.region,
        "years": [int(panel.years[0]), int(panel.years[-1])],
        "compared": len(panel.regions) - 1,
        "related_in": len(wide.regions),
        "lacks": _sections_not_in(covers.values()),
        "total": region.total,
        "not_known": sum(
            region.activity(at)["jobs"] or 0
            for at, label in enumerate(panel.activities)
            if not covers[label]
        ),
        "untold": [str(panel.activities[at]) for at in region.untold],
        "growth": grown(region, range(len(panel.activities))),
        "sign_strength": region.openings.sign_strength,
        "cuts": region.openings.cuts,
        "notes": region.notes,
        "areas": {
            str(area): bounded_profile(region, asked.sets[area], places, covers)
            for area, places in members.items()
        },
        "outside": _outside(region, asked.sets, covers),
        "overlaps": _overlaps(region, asked.sets, covers),
    }
    made = sp.manifest(
        panel,
        "profiles",
        {
            "region": asked.region,
            "compared_with": asked.compared_with,
            "cluster_size": asked.cluster_size,
            "least_told": LEAST_TOLD,
            "sets": {str(area): list(codes) for area, codes in asked.sets.items()},
            "method": METHOD,
        },
        source,
    )
    return figures, made.as_dict()


def can_be_divisions(codes: Sequence[str], classification: str) -> bool:
    """Tell whether a table of these codes can be held against divisions of NACE Rev. 2."""
    import specialisation as sp

    version = classification or next(iter(sp.activity_versions(codes)), "")
    return version in {CLASSIFICATION, "SNI 2007"} and any(divisions_of(code) for code in codes)


def _sections_not_in(covers: Iterable[frozenset[str]]) -> list[str]:
    """Return the sections of which the table tells nothing at all, for any region."""
    told = frozenset[str]().union(*covers)
    return [
        one.code for one in sections() if not told & {division for division, _name in one.divisions}
    ]


def _of_divisions(frame: "pl.DataFrame", classification: str) -> "pl.DataFrame":
    """Return the table with its finer codes added up to divisions, and nothing counted twice.

    Those whose activity is not known stay: they are of the whole, and of no area.
    """
    import polars as pl

    from specialisation.io.levels import UNKNOWN

    codes = frame["activity"].unique().to_list()
    if not can_be_divisions(codes, classification):
        raise CannotProfileError("classification")
    covers = {code: divisions_of(code) for code in codes}
    other = sorted(code for code in codes if not covers[code] and code not in UNKNOWN)
    frame = frame.filter(~pl.col("activity").is_in(other))
    if frame.select("region", "activity", "year").is_duplicated().any():
        raise CannotProfileError("doubles")
    named = _counted_once(covers) | {code: code for code in codes if code in UNKNOWN}
    return (
        frame.filter(pl.col("activity").is_in(list(named)))
        .with_columns(pl.col("activity").replace_strict(named))
        .group_by("region", "activity", "year", maintain_order=True)
        .agg(pl.col("value").sum(), pl.col("suppressed").any())
    )


def _counted_once(covers: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """Return the codes to count, each with the code that its figures go to.

    Each division counts at the level that is nearest to its own: as itself, else as the sum of its
    groups or classes, else within its section or within several codes at once.
    """
    depths = {code: _depth(code) for code, divisions in covers.items() if divisions}
    nearest: dict[str, int] = {}
    for code, depth in depths.items():
        if depth >= 2:
            (division,) = covers[code]
            nearest[division] = min(depth, nearest.get(division, depth))
    named = {}
    for code, depth in depths.items():
        if depth < 2:
            if not covers[code] & nearest.keys():
                named[code] = code
        else:
            (division,) = covers[code]
            if depth == nearest[division]:
                named[code] = code if depth == 2 else division
    return named


def _depth(code: str) -> int:
    """Return how many digits a code has; 0 for a section or for several codes at once."""
    return sum(sign.isdigit() for sign in code) if division_of(code) else 0


def _compared(frame: "pl.DataFrame", asked: Asked, whom: str) -> "pl.DataFrame":
    """Return the rows of the region and of those that it is compared with."""
    import polars as pl

    regions = frame["region"].unique().to_list()
    if asked.region not in regions:
        raise CannotProfileError("region", region=asked.region)
    if whom == WHOLE:
        return _against_the_country(frame, asked.region)
    alike = compared_regions(regions, asked.region, whom)
    return frame.filter(pl.col("region").is_in(alike))


def _against_the_country(frame: "pl.DataFrame", region: str) -> "pl.DataFrame":
    try:
        return with_rest(frame, region)
    except ValueError as error:
        country = country_above(region)
        raise CannotProfileError("whole", region=region, country=country) from error


def _known(frame: "pl.DataFrame") -> "pl.DataFrame":
    """Return the rows of activities: those whose activity nobody knows are near to nothing."""
    import polars as pl

    from specialisation.io.levels import UNKNOWN

    return frame.filter(~pl.col("activity").is_in(sorted(UNKNOWN)))


def _panel(frame: "pl.DataFrame", asked: Asked) -> "Panel":
    import polars as pl

    own = frame.filter((pl.col("region") == asked.region) & ~pl.col("suppressed"))
    years = own.filter(pl.col("value") > 0)["year"].unique().to_list()
    if not years:
        raise CannotProfileError("nothing", region=asked.region)
    # A year of which the region tells nothing is no year of its own; and a region of which the last
    # of them tells nothing is none to be compared with.
    frame = frame.filter(pl.col("year").is_in(years))
    last = frame.filter((pl.col("year") == max(years)) & ~pl.col("suppressed"))
    known = last.filter(pl.col("value") > 0)["region"].unique().to_list()
    frame = frame.filter(pl.col("region").is_in(known))
    try:
        return panel_from(frame, CLASSIFICATION)
    except ValueError as error:
        raise CannotProfileError("table", error=str(error)) from error


def _outside(
    region: Region, sets: Mapping[int, Sequence[str]], covers: Covers
) -> list[dict[str, Any]]:
    """Return what belongs to no area, the largest first; what is not told comes last."""
    taken = {code for codes in sets.values() for code in codes}
    rows = [
        region.activity(at)
        for at, label in enumerate(region.panel.activities)
        if covers[label] and not covers[label] & taken
    ]
    return sorted(rows, key=lambda row: (row["jobs"] is None, -(row["jobs"] or 0)))


def _overlaps(
    region: Region, sets: Mapping[int, Sequence[str]], covers: Covers
) -> list[dict[str, Any]]:
    """Return what belongs to several areas, with their ids.

    That two areas have different divisions of one code in common is none: each has its own.
    """
    held = Counter(code for codes in sets.values() for code in set(codes))
    several = {code for code, number in held.items() if number > 1}
    found = []
    for at, label in enumerate(region.panel.activities):
        shared = covers[label] & several
        areas = [area for area, codes in sets.items() if shared & set(codes)]
        if areas:
            found.append(region.activity(at) | {"areas": areas})
    return found
