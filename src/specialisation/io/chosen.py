"""The rows at one level of activities and regions, and what was left out for it."""

import re
from dataclasses import dataclass

import polars as pl

from specialisation.checks import one_of
from specialisation.classification import NACE_2, NACE_2_1, split_joined
from specialisation.io.examine import codes_of
from specialisation.io.findings import CELL, Finding, Severity, in_rows, some
from specialisation.io.levels import (
    BESIDE,
    SWEDISH,
    TOTAL,
    UNKNOWN,
    Levels,
    activity_above,
    activity_levels,
    region_above,
    region_levels,
    version_by_codes,
)
from specialisation.io.sums import compare_activities, compare_regions

#: Offices name the column of activities by its classification.
BY_COLUMN = {
    "nace_r2": NACE_2,
    "sni2007": NACE_2,
    "sni 2007": NACE_2,
    "näringsgren sni 2007": NACE_2,
    "nace_r21": NACE_2_1,
    "sni2025": NACE_2_1,
    "sni 2025": NACE_2_1,
    "näringsgren sni 2025": NACE_2_1,
}
LEVELS = ("section", "division", "group", "class", "detail")
EXTRA_REGIO = re.compile(r"[A-Z]{2}Z{1,3}")


@dataclass(frozen=True)
class Wanted:
    """What of a table is asked for."""

    level: str | None = None
    region_level: int | str | None = None
    years: tuple[int, ...] = ()
    classification: str = ""


def chosen(
    frame: pl.DataFrame, wanted: Wanted, roles: dict[str, str]
) -> tuple[pl.DataFrame, str, list[Finding]]:
    """Return the rows of one level on each axis, the version of the codes, and what was found."""
    versions, findings = _versions(frame, wanted, roles["activity"])
    version = versions[0] if versions else ""  # levels are the same in all that have the codes
    activities = activity_levels(codes_of(frame, "activity"), version)
    level, found = _activity_level(frame, activities, wanted.level, roles["activity"])
    findings += found
    regions = region_levels(codes_of(frame, "region"))
    kept, found = _region_level(regions, wanted.region_level)
    findings += found

    def above(code: str, at: str) -> str | None:
        return activity_above(code, at, version) if version else None

    # What is told twice cannot be summed; the doubles are a finding of their own.
    told = frame.unique(CELL, keep="first", maintain_order=True)
    if level is not None:
        findings += compare_activities(told, activities, level, above, roles["activity"])
        frame, found = _kept(frame, "activity", activities, level, roles)
        findings += found + _overlapping(frame, activities, roles["activity"])
    if kept is not None:
        at_level = told.filter(pl.col("activity").is_in(codes_of(frame, "activity")))
        findings += compare_regions(at_level, regions, kept, region_above, roles["region"])
        frame, found = _kept(frame, "region", regions, kept, roles)
        findings += found
        frame, found = _without_extra_regio(frame, roles["region"])
        findings += found
    return frame, versions[0] if len(versions) == 1 else "", findings


def _versions(
    frame: pl.DataFrame, wanted: Wanted, column: str
) -> tuple[tuple[str, ...], list[Finding]]:
    if wanted.classification:
        return (wanted.classification,), []
    found = version_by_codes(codes_of(frame, "activity"))
    named = BY_COLUMN.get(column.lower(), "")
    if len(found) > 1 and named in found:
        text = f"by the name of the column, activities are of {named}"
        return (named,), [Finding("classification", "note", text, column)]
    if len(found) == 1:
        text = f"by its codes, activities are of {found[0]}"
        return found, [Finding("classification", "note", text, column)]
    if not found and wanted.level:
        raise ValueError("classification should be told for a level, as the codes do not show it")
    if not found:
        return (), []
    text = f"activities may be of {' or '.join(found)}: say which with classification="
    return found, [Finding("classification", "warning", text, column)]


def _activity_level(
    frame: pl.DataFrame, levels: Levels, wanted: str | None, column: str
) -> tuple[str | None, list[Finding]]:
    present = levels.present()
    if wanted is not None:
        one_of(wanted, "level", LEVELS)
        if wanted not in present:
            raise ValueError(f"level should be one that the file has, {', '.join(present)}")
        return wanted, []
    if len(present) < 2:
        return (present[0] if present else None), []
    counts = {
        level: frame.filter(pl.col("activity").is_in(levels.codes(level))).height
        for level in present
    }
    told = ", ".join(f"{level} ({count} rows)" for level, count in counts.items())
    text = f"the file mixes levels, whose sum would count twice: {told}; choose with level="
    return None, [Finding("mixed_levels", "error", text, column, count=frame.height)]


def _region_level(levels: Levels, wanted: int | str | None) -> tuple[str | None, list[Finding]]:
    present = levels.present()
    if wanted is None:
        return (present[-1] if present else None), []
    name = f"NUTS {wanted}" if isinstance(wanted, int) else str(wanted)
    one_of(name, "region_level", (*(f"NUTS {level}" for level in range(4)), *SWEDISH))
    if name not in present:
        raise ValueError(f"region_level should be one that the file has, {', '.join(present)}")
    return name, []


def _kept(
    frame: pl.DataFrame, axis: str, levels: Levels, level: str, roles: dict[str, str]
) -> tuple[pl.DataFrame, list[Finding]]:
    """Return the rows of a level, and what stands beside any; totals and other levels are told."""
    totals = frame.filter(pl.col(axis).is_in(levels.codes(TOTAL)))
    named = some(levels.codes(TOTAL))
    text = f"totals stand among the {_many(axis)} and are left out: {named}"
    findings = in_rows("total_row", "warning", text, roles[axis], totals)
    others = [one for one in levels.present() if one != level]
    if others:
        out = frame.filter(pl.col(axis).is_in(levels.codes(*others)))
        text = f"{_many(axis)} of {level} are kept; left out: {', '.join(others)}"
        kind = "mixed_region_levels" if axis == "region" else "left_out"
        findings += in_rows(kind, "warning", text, roles[axis], out)
        findings += _without_parts(levels, level, roles[axis]) if axis == "region" else []
    # What is of no level is kept where there is one level only, or where it belongs to any sum.
    beside = levels.codes(BESIDE)
    if beside:
        rows = frame.filter(pl.col(axis).is_in(beside))
        text = f"{_many(axis)} of no known level are kept: {some(beside)}"
        severity: Severity = "note" if set(beside) <= UNKNOWN else "warning"
        findings += in_rows("beside", severity, text, roles[axis], rows)
    return frame.filter(pl.col(axis).is_in(levels.codes(level, BESIDE))), findings


def _without_parts(levels: Levels, level: str, column: str) -> list[Finding]:
    """Return the countries that have no region at the level kept, and so drop out whole."""
    if not level.startswith("NUTS"):
        return []
    kept = {code[:2] for code in levels.codes(level)}
    lost = sorted({code[:2] for code in levels.codes(*levels.present())} - kept)
    if not lost:
        return []
    text = f"countries without regions of {level} drop out: {some(lost)}"
    return [Finding("regions_left_out", "warning", text, column, count=len(lost))]


def _without_extra_regio(frame: pl.DataFrame, column: str) -> tuple[pl.DataFrame, list[Finding]]:
    """Return the rows of regions: NUTS has a code for jobs that are in none (ships, embassies)."""
    codes = [one for one in codes_of(frame, "region") if EXTRA_REGIO.fullmatch(one)]
    outside = pl.col("region").is_in(codes)
    text = f"extra-regio codes are no regions and are left out: {some(codes)}"
    found = in_rows("extra_regio", "note", text, column, frame.filter(outside))
    return (frame.filter(~outside) if codes else frame), found


def _overlapping(frame: pl.DataFrame, levels: Levels, column: str) -> list[Finding]:
    """Return activities that stand alone and in a code for several, such as C and B+C."""

    codes = set(codes_of(frame, "activity"))
    joined = {code: split_joined(code) for code in codes if levels.of[code] not in {TOTAL, "other"}}
    parts = {one for several in joined.values() if len(several) > 1 for one in several}
    both = sorted(parts & codes)
    if not both:
        return []
    rows = frame.filter(pl.col("activity").is_in(both))
    text = f"activities stand alone and within others, and count twice: {some(both)}"
    return in_rows("overlap", "error", text, column, rows)


def _many(axis: str) -> str:
    return {"region": "regions", "activity": "activities"}[axis]
