"""What is wrong with a table of regions, activities, years and figures."""

import re
from collections.abc import Sequence

import polars as pl

from specialisation.io.findings import CELL, ROW, Finding, in_rows, some
from specialisation.io.levels import (
    looks_like_activities,
    looks_like_regions,
    may_be_activities,
)
from specialisation.io.roles import year_in_name

KEY = ["region", "activity", "year"]
#: Columns by these names say what is measured, of whom, or in what unit.
MEASURES = re.compile(
    r"measure|mått|unit|enhet|contentscode|tabellinnehåll|indic.*|na_item|variable|sex|kön|kon|"
    r"gender|age|ålder|freq|wstatus|currency|dataflow|s_adj|adjustment",
    re.IGNORECASE,
)
#: Years outside these are no years.
FIRST, LAST = 1700, 2200
#: Two regions with so many figures alike, all of them, are one region twice.
ALIKE = 6
#: What a cell can be that no row tells, and how many are kept as unknown at the most.
ZERO, UNKNOWN = "zero", "unknown"
MOST_ADDED = 5_000_000
#: So many people live on Earth; and so many times all others is one figure far above them, unless
#: the table is of small figures, of which one may well be so.
PEOPLE, TIMES, LARGE = 8_300_000_000, 100, 1_000_000
#: How columns of the file begin that have no role.
BESIDE = "beside: "
#: How a formula begins that stands where a code should.
COMPUTED = re.compile(r"[=@]|[+-]\D*\(")


def years_of(
    frame: pl.DataFrame, column: str | None, value: str
) -> tuple[pl.Series, list[Finding]]:
    """Return the year of each row: of its column, or in the name of the value's, or 0."""
    if column is None:
        year = year_in_name(value) or 0
        text = f"all rows are of {year}, by the name of the value column" if year else "no years"
        return pl.Series([year], dtype=pl.Int64).new_from_index(0, frame.height), [
            Finding("one_period", "note", text, value)
        ]
    text_of = frame[column].cast(pl.String).str.strip_chars()
    years = text_of.str.extract(r"^(\d{4})(?:\.0)?$", 1).cast(pl.Int64)
    right = years.is_between(FIRST, LAST).fill_null(value=False)
    blank = text_of.fill_null("") == ""
    wrong = ~right & ~blank
    examples = some(text_of.filter(wrong).unique(maintain_order=True).head(3).to_list())
    text = f"periods should be years, are {examples}"
    return years, [
        *in_rows("not_a_year", "error", text, column, frame.filter(wrong)),
        *in_rows(
            "blank_year", "error", "the year should not be blank", column, frame.filter(blank)
        ),
    ]


def swapped(frame: pl.DataFrame, roles: dict[str, str]) -> list[Finding]:
    """Return whether regions stand under activity or activities under region.

    One column with codes that can only be of the other kind is enough: what stands in the other
    may be in no classification that is known here. Codes of digits prove nothing by themselves.
    """
    regions, activities = (codes_of(frame, name) for name in KEY[:2])
    has_activities = looks_like_activities(regions)
    # Without a digit they may as well be short names of activities.
    has_regions = looks_like_regions(activities) and any(
        re.search(r"\d", one) for one in activities
    )
    if not (has_activities or has_regions):
        return []
    first, second = (some(codes[:3]) for codes in (regions, activities))
    if (has_activities or may_be_activities(regions)) and has_regions:
        text = (
            f"{roles['region']} holds activities ({first}) and "
            f"{roles['activity']} regions ({second}): swap the columns"
        )
        return [Finding("swapped_columns", "error", text, roles["region"])]
    if has_activities:
        text = f"{roles['region']} should hold regions, holds activities ({first})"
        return [Finding("swapped_columns", "error", text, roles["region"])]
    text = f"{roles['activity']} should hold activities, holds regions ({second})"
    return [Finding("swapped_columns", "error", text, roles["activity"])]


def blank_codes(frame: pl.DataFrame, roles: dict[str, str]) -> list[Finding]:
    """Return rows without a region or an activity."""
    return [
        one
        for role in KEY[:2]
        for one in in_rows(
            "blank_code",
            "error",
            f"the {role} should not be blank",
            roles[role],
            frame.filter(pl.col(role).is_null()),
        )
    ]


def formulas(frame: pl.DataFrame, roles: dict[str, str]) -> list[Finding]:
    """Return codes that a spreadsheet would compute."""
    return [
        one
        for role in KEY[:2]
        for one in in_rows(
            "formula",
            "error",
            f"the {role} should be a code, is a formula",
            roles[role],
            frame.filter(
                pl.col(role).is_in([one for one in codes_of(frame, role) if COMPUTED.match(one)])
            ),
        )
    ]


def mixed_measures(frame: pl.DataFrame, other: Sequence[str]) -> list[Finding]:
    """Return columns beside the key that tell rows of one key apart: never to be added up."""
    doubles = _doubles(frame)
    findings = []
    for name in other:
        column = BESIDE + name
        values = frame[column].drop_nulls().unique().sort().cast(pl.String).to_list()
        if len(values) < 2:
            continue
        parts = bool(doubles.height) and _tells_apart(doubles, column)
        if MEASURES.fullmatch(name) or parts:
            text = (
                f"the table mixes {len(values)} kinds of figures ({some(values)}): choose with "
                f"only={{{name!r}: ...}}"
            )
            findings.append(Finding("mixed_measures", "error", text, name, count=len(values)))
    return findings


def duplicates(frame: pl.DataFrame) -> list[Finding]:
    """Return rows that tell the same region, activity and year."""
    doubles = _doubles(frame)
    if doubles.is_empty():
        return []
    first = doubles.sort(ROW).row(0, named=True)
    told = " ".join(str(first[name]) for name in KEY)
    text = f"a region, activity and year should be told once, as {told} is not"
    return in_rows("duplicate", "error", text, "", doubles)


def negative(frame: pl.DataFrame, column: str) -> list[Finding]:
    """Return figures below zero."""
    text = "figures should be zero or more"
    return in_rows("negative", "error", text, column, frame.filter(pl.col("value") < 0))


def huge(frame: pl.DataFrame, column: str) -> list[Finding]:
    """Return figures far above all others, or above the number of people on Earth."""
    figures = frame["value"].drop_nulls()
    if figures.is_empty():
        return []
    first, *rest = figures.top_k(2).sort(descending=True).to_list()
    most = PEOPLE
    if rest and first >= LARGE and first > TIMES * rest[0]:
        most = min(most, rest[0])
    rows = frame.filter(pl.col("value") > most)
    text = f"figures are far above all others, or above all people on Earth: {first:,.0f}"
    return in_rows("huge", "warning", text, column, rows)


def zero_years(frame: pl.DataFrame, column: str) -> list[Finding]:
    """Return years in which every figure is zero: the source has no data for them."""
    # What could not be read is an error of its own, and no zero.
    told = frame.group_by("year").agg(
        ((pl.col("value") != 0).fill_null(value=True) | pl.col("suppressed")).any().alias("told")
    )
    years = told.filter(~pl.col("told"))["year"].drop_nulls().sort().to_list()
    if not years:
        return []
    text = f"every figure is zero in {', '.join(map(str, years))}: there is no data for the year"
    rows = frame.filter(pl.col("year").is_in(years))
    return in_rows("zero_year", "error", text, column, rows)


def another_region(frame: pl.DataFrame, expected: Sequence[str], column: str) -> list[Finding]:
    """Return whether the file lacks the regions that it should be about."""
    there = set(codes_of(frame, "region"))
    missing = [one for one in expected if one not in there]
    if not missing:
        return []
    told = f"expected {some(list(expected))}, has {some(sorted(there))}"
    if 2 * len(missing) >= len(expected):
        text = f"the file is about other regions: {told}"
        return [Finding("other_region", "error", text, column, count=len(missing))]
    text = f"regions are missing: {some(missing)}"
    return [Finding("missing_region", "warning", text, column, count=len(missing))]


def nothing_told(frame: pl.DataFrame, column: str) -> list[Finding]:
    """Return regions without a single figure, such as those of an older NUTS."""
    told = frame.group_by("region").agg(pl.col("suppressed").all().alias("hidden"))
    lost = codes_of(told.filter("hidden"), "region")
    if not lost:
        return []
    rows = frame.filter(pl.col("region").is_in(lost))
    text = f"{len(lost)} regions tell no figure at all: {some(lost)}"
    return in_rows("nothing_told", "warning", text, column, rows)


def alike(frame: pl.DataFrame) -> list[Finding]:
    """Return regions with the same figures throughout a year: one was filed as another."""
    told = frame.filter(pl.col("value") > 0, pl.col("year").is_not_null())
    figure = pl.col("activity").to_physical().hash(1) ^ pl.col("value").hash(2)
    # A sum does not depend on the order; two of different seeds leave no room for chance.
    marks = (figure.hash(3) // 2**16).sum(), (figure.hash(4) // 2**16).sum()
    seen = (
        told.group_by("region", "year")
        .agg(pl.concat_str(*marks, separator=" ").alias("mark"), pl.len().alias("count"))
        .filter(pl.col("count") >= ALIKE)
        .with_columns(pl.col("region").cast(pl.String))
    )
    same = seen.group_by("mark", "year").agg("region").filter(pl.col("region").list.len() > 1)
    findings = []
    for row in same.sort("year").head(5).iter_rows(named=True):
        pair = " and ".join(sorted(row["region"]))
        text = f"{pair} have the same figures in {row['year']}: one may be filed under the other"
        findings.append(Finding("same_figures", "warning", text, "", count=len(row["region"])))
    return findings


def masked(frame: pl.DataFrame, absent: str = "") -> tuple[pl.DataFrame, list[Finding]]:
    """Return the frame with cells masked that no row tells, and one finding of what became of them.

    ``absent`` says what a cell without a row is: "zero", "unknown" or, where nobody has said, what
    most tables mean by it: a region or an activity without any row in a year is not known there,
    and a single cell that is missing among others is one that the office left out for being nought.
    """
    known = frame.filter(pl.col("year").is_not_null())  # rows without a year are of no cell
    sizes = [known[name].n_unique() for name in KEY]
    cells = sizes[0] * sizes[1] * sizes[2]
    missing = cells - known.select(CELL if CELL in known.columns else pl.struct(KEY)).n_unique()
    if missing <= 0:
        return frame, []
    added = known.select(KEY).clear()
    if absent == UNKNOWN:
        added = _all_absent(known, missing)
    elif absent != ZERO:
        gaps = [_unknown(known, "region", "activity"), _unknown(known, "activity", "region")]
        added = pl.concat(gaps).unique(maintain_order=True)
    if added.height:
        frame = pl.concat([frame, added.with_columns(suppressed=True)], how="diagonal")
    return frame, [_absent_told(added, missing, cells)]


def _all_absent(known: pl.DataFrame, missing: int) -> pl.DataFrame:
    """Return all cells that no row tells."""
    if missing > MOST_ADDED:
        raise ValueError(
            f"absent should be 'zero' where {missing:,} cells are told by no row; at most "
            f"{MOST_ADDED:,} can be kept as unknown"
        )
    whole = known.select("region").unique().join(known.select("activity").unique(), how="cross")
    whole = whole.join(known.select("year").unique(), how="cross")
    return whole.join(known.select(KEY).unique(), on=KEY, how="anti").select(KEY).sort(KEY)


def _absent_told(unknown: pl.DataFrame, missing: int, cells: int) -> Finding:
    """Return what became of the cells that no row tells: in one finding, for they are one thing."""
    zeros = missing - unknown.height
    told = f"{missing:,} of {cells:,} cells are told by no row"
    if not unknown.height:
        return Finding("not_told", "note", f"{told} and count as zero", count=missing)
    by_year = unknown.group_by("year").len().sort("year")
    years = ", ".join(f"{year} ({count})" for year, count in by_year.iter_rows())
    if not zeros:
        text = f"{told} and count as unknown, not as zero: {years}"
        return Finding("year_lacks", "warning", text, count=missing)
    text = (
        f"{told}: {unknown.height:,} count as unknown, where a year tells nothing of a region or "
        f"an activity ({years}), {zeros:,} as zero"
    )
    return Finding("year_lacks", "warning", text, count=missing)


def _unknown(frame: pl.DataFrame, axis: str, other: str) -> pl.DataFrame:
    """Return the cells of codes of an axis that have no row in a year that others have."""
    pairs = frame.select(axis).unique().join(frame.select("year").unique(), how="cross")
    lost = pairs.join(frame.select(axis, "year").unique(), on=[axis, "year"], how="anti")
    return lost.join(frame.select(other).unique(), how="cross").select(KEY).sort(KEY)


def codes_of(frame: pl.DataFrame, axis: str) -> list[str]:
    """Return the sorted codes of an axis."""
    return sorted(frame[axis].unique().drop_nulls().cast(pl.String).to_list())


def _doubles(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the rows of a region, activity and year that others tell as well."""
    # Those without a year are an error of their own, and not alike for lacking it.
    return frame.filter(pl.col(CELL).is_duplicated() & pl.col(CELL).is_not_null())


def _tells_apart(doubles: pl.DataFrame, name: str) -> bool:
    return not doubles.select(pl.struct(CELL, name).is_duplicated().any()).item()
