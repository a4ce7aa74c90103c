"""A file of statistics read: a checked long table, and what was found in it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from os import PathLike
from pathlib import Path

import polars as pl

from specialisation.classification import VERSIONS, version_of
from specialisation.io import examine
from specialisation.io.cells import understood
from specialisation.io.chosen import Wanted, chosen
from specialisation.io.findings import CELL, ROW, Finding, in_rows, some
from specialisation.io.formats import JSON, SDMX, TSV, RawTable, raw_table
from specialisation.io.limits import Limits
from specialisation.io.roles import roles_of
from specialisation.io.spelling import APART, ONE, odd_spellings
from specialisation.io.sums import compare_told, unnamed_totals
from specialisation.io.wide import unpivoted
from specialisation.panel import Panel

#: The activity of every row of a table that tells of places only.
WHOLE = "-"
#: How columns begin here that are beside the roles.
BESIDE = examine.BESIDE
#: The column that tells the version of the codes, as `write` gives it.
VERSION = "classification"
COLUMNS = ["region", "activity", "year", "value", "suppressed", "flag"]


@dataclass(frozen=True, eq=False)
class Reading:
    """A file of statistics, read and checked.

    Attributes
    ----------
    frame
        Long table: region, activity (text), year, value (empty where suppressed), suppressed, flag.
    findings
        What was found, errors first.
    source
        The path, or where it was fetched.
    sha256
        Of the file as it lies there, or of the answers as fetched.
    format
        Such as "CSV" or "Eurostat TSV".
    classification
        The version of the activity codes, told or recognised; empty where neither.
    columns
        Which column of the file is the region, activity, year, value and flag.
    """

    frame: pl.DataFrame
    findings: tuple[Finding, ...]
    source: str
    sha256: str
    format: str
    classification: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings for which no panel is made."""
        return tuple(one for one in self.findings if one.severity == "error")

    def of_kind(self, kind: str) -> tuple[Finding, ...]:
        """Return the findings of a kind."""
        return tuple(one for one in self.findings if one.kind == kind)

    def panel(self) -> Panel:
        """Return the panel of the table, with the mask of what is suppressed.

        Raises
        ------
        ValueError
            If there are errors among the findings; all are named.
        """
        if self.errors:
            told = "; ".join(str(one).removeprefix("error: ") for one in self.errors)
            raise ValueError(f"{self.source}: {told}")
        hidden = "suppressed" if self.frame["suppressed"].any() else None
        return Panel.from_frame(
            self.frame, year="year", suppressed=hidden, classification=self.classification
        )


def read(
    source: str | PathLike[str] | bytes,
    *,
    columns: Mapping[str, str] | None = None,
    level: str | None = None,
    region_level: int | str | None = None,
    year: int | Sequence[int] | None = None,
    only: Mapping[str, str | Sequence[str]] | None = None,
    expected_regions: Sequence[str] = (),
    totals: Mapping[tuple[str, int], float] | None = None,
    classification: str = "",
    encoding: str | None = None,
    decimal: str | None = None,
    blank: str | None = None,
    sheet: str | None = None,
    wide: bool = True,
    absent: str = "",
    alike: str = "",
    limits: Limits | None = None,
) -> Reading:
    """Read a file of statistics: CSV, Eurostat TSV, SDMX-CSV, JSON-stat 2, Parquet or Excel.

    The format is recognised from the content, also of a gz file. Nothing is mended in silence: what
    is odd becomes a finding, and a table with an error among them gives no panel.

    Parameters
    ----------
    source
        The path of a file, or its bytes.
    columns
        Which column is the "region", "activity", "year", "value" and "flag"; what is not told is
        taken from the format, or from the names that offices use (a finding says so). A table that
        tells of places only, such as of population, has ``"activity": ""``; it gets the one "-".
    level
        The level of the activities to keep: "section", "division", "group" or "class". Needed where
        the file has several, as their sum would count twice.
    region_level
        The level of the regions to keep: 0 to 3 of NUTS, or "country", "county", "municipality" for
        Sweden's own codes. Without it the finest that the file has.
    year
        The year or years to keep.
    only
        For other columns, what their rows should say: ``{"sex": "T"}``.
    expected_regions
        The regions that the file should be about; a file about others is an error.
    totals
        Totals printed elsewhere, by region and year, to hold the sums against.
    classification
        "NACE Rev. 2", "NACE Rev. 2.1", "SNI 2007" or "SNI 2025"; otherwise taken from a column of
        this name, as `write` gives it, or recognised where the codes leave no doubt.
    encoding, decimal, sheet
        The encoding of the text, "," or "." before the decimals, the sheet of a workbook; found out
        where they are not told.
    blank
        What to call the activity of rows that name none; otherwise they are an error.
    wide
        False reads the columns as they stand; otherwise a table with one column for each year or
        each activity is read as one row for each figure, and a finding says so.
    absent
        What a cell is that no row tells: "zero" or "unknown"; see the notes for what it is where
        nothing is said.
    alike
        "one" makes codes one that differ only by case or spaces, by the spelling of most rows;
        "apart" says that they are different. Where nothing is said a finding names them.
    limits
        How large the file may be.

    Returns
    -------
    Reading

    Raises
    ------
    ValueError
        If the file is no table, is too large, or it is not clear which column is which.
    OSError
        If there is no such file.

    Notes
    -----
    Suppressed is not zero: a cell without a figure, or with a sign such as ``:`` or ``..`` for one,
    is masked. Statistics services give a row for each nought, so a cell of theirs that no row tells
    is unknown. In other files a cell that no row tells among others counts as zero, as offices
    leave noughts out; a region or activity without any row in a year is unknown there. ``absent``
    says otherwise, and one finding says what became of how many cells.

    Printed totals are left out and compared with their parts: n parts rounded to steps of s may
    miss their sum by (n + 1) s / 2.

    Examples
    --------
    >>> text = "geo;nace_r2;n2015\\nSE32;I55;1 204\\nSE32;I56;: c\\nSE33;I55;980 d\\nSE33;I56;0\\n"
    >>> found = read(text.encode())
    >>> found.panel().suppressed.tolist()
    [[[False, True], [False, False]]]
    >>> print(found.of_kind("suppressed")[0])
    warning: cells tell no figure; suppressed is not zero, so they are masked (column n2015): rows 3
    """
    limits = limits or Limits()
    data = source if isinstance(source, bytes) else _content(Path(source), limits)
    raw = raw_table(data, limits, encoding, sheet)
    if wide:
        raw = unpivoted(raw, columns or {}, limits)
    wanted = Wanted(level, region_level, _years(year), version_of(classification))
    name = "bytes" if isinstance(source, bytes) else str(source)
    return reading_of(
        raw,
        name,
        hashlib.sha256(data).hexdigest(),
        wanted,
        columns=columns,
        only=only,
        expected_regions=expected_regions,
        totals=totals,
        decimal=decimal,
        blank=blank,
        absent=absent,
        alike=alike,
    )


def reading_of(
    raw: RawTable,
    source: str,
    sha256: str,
    wanted: Wanted,
    *,
    columns: Mapping[str, str] | None = None,
    only: Mapping[str, str | Sequence[str]] | None = None,
    expected_regions: Sequence[str] = (),
    totals: Mapping[tuple[str, int], float] | None = None,
    decimal: str | None = None,
    blank: str | None = None,
    absent: str = "",
    alike: str = "",
) -> Reading:
    """Return the reading of rows that were fetched or read."""
    if columns and columns.get("activity") == "":
        raw, columns = _of_places(raw, columns)
    frame = _only(raw.frame, only or {})
    wanted = _with_version(frame, wanted)
    _check(wanted, decimal, absent, alike)
    roles, guessed = roles_of(frame, columns, raw.roles)
    figures, found = understood(frame, roles["value"], roles.get("flag"), decimal)
    keys, more = _keyed(frame, roles, blank, alike)
    # A column of the file may have the name of a role that it does not have.
    other = [name for name in frame.columns if name not in {ROW, *roles.values()}]
    beside = frame.select(pl.col(other).name.prefix(BESIDE))
    frame = pl.concat([figures, keys, beside], how="horizontal")
    swapped = examine.swapped(frame, roles)
    fatal = [*swapped, *examine.blank_codes(frame, roles)]
    findings = [*raw.findings, *guessed, *found, *more]
    if wanted.years:
        frame = _of_years(frame, wanted.years)
    frame = frame.drop_nulls(["region", "activity"])
    version = wanted.classification
    if not swapped:
        findings += examine.mixed_measures(frame, other)
        frame, version, more = chosen(frame, wanted, roles)
        findings += more + _examined(frame, roles, expected_regions)
        findings += compare_told(frame, totals, roles["value"]) if totals else []
        frame, more = examine.masked(frame, absent or usual_of(raw.format))
        findings += more
    order = {"error": 0, "warning": 1, "note": 2}
    findings = sorted(_once([*findings, *fatal]), key=lambda one: order[one.severity])
    codes = pl.col("region", "activity").cast(pl.String)
    kept = frame.select(COLUMNS).with_columns(codes)
    return Reading(kept, tuple(findings), source, sha256, raw.format, version, dict(roles))


def _with_version(frame: pl.DataFrame, wanted: Wanted) -> Wanted:
    """Return what is wanted with the version of the codes that a column of the file tells."""
    if wanted.classification or VERSION not in frame.columns:
        return wanted
    told = frame[VERSION].cast(pl.String).drop_nulls().unique().sort().to_list()
    known = sorted({version_of(one) for one in told} & set(VERSIONS))
    if len(known) > 1:
        raise ValueError(
            f"the file has codes of {' and '.join(known)}, which are not to be mixed; choose with "
            f"only={{'{VERSION}': '{told[0]}'}}"
        )
    return replace(wanted, classification=known[0]) if known else wanted


def _of_places(raw: RawTable, columns: Mapping[str, str]) -> tuple[RawTable, Mapping[str, str]]:
    """Return the table with a column that gives every row the one activity."""
    name = "activity"
    while name in raw.frame.columns:
        name += " "
    frame = raw.frame.with_columns(pl.lit(WHOLE).alias(name))
    return replace(raw, frame=frame), {**columns, "activity": name}


def _examined(frame: pl.DataFrame, roles: dict[str, str], expected: Sequence[str]) -> list[Finding]:
    doubles = examine.duplicates(frame)
    return [
        *examine.formulas(frame, roles),
        *doubles,
        *examine.negative(frame, roles["value"]),
        *examine.huge(frame, roles["value"]),
        *examine.zero_years(frame, roles["value"]),
        *(unnamed_totals(frame, "activity", roles["activity"]) if not doubles else []),
        *(unnamed_totals(frame, "region", roles["region"]) if not doubles else []),
        *examine.another_region(frame, expected, roles["region"]),
        *examine.nothing_told(frame, roles["region"]),
        *examine.alike(frame),
    ]


def _keyed(
    frame: pl.DataFrame, roles: dict[str, str], blank: str | None, alike: str
) -> tuple[pl.DataFrame, list[Finding]]:
    """Return the region, activity and year of each row."""
    years, found = examine.years_of(frame, roles.get("year"), roles["value"])
    codes = []
    for role in ("region", "activity"):
        one, more = _spelt(_codes(frame[roles[role]]), frame, roles[role], alike)
        codes.append(one.alias(role))
        found += more
    if blank is not None:
        codes[1] = codes[1].cast(pl.String).replace(None, blank).cast(pl.Categorical)
    keys = pl.DataFrame([*codes, years.alias("year")])
    # One number for each region, activity and year: far faster to compare than three texts.
    region, activity = (
        pl.col(role).to_physical().cast(pl.Int64) for role in ("region", "activity")
    )
    return keys.with_columns(
        ((region * 2**26 + activity) * 2**12 + pl.col("year")).alias(CELL)
    ), found


def _spelt(
    codes: pl.Series, frame: pl.DataFrame, column: str, alike: str
) -> tuple[pl.Series, list[Finding]]:
    """Return codes with one spelling each where they are to be one, and what was found of them."""
    odd = {} if alike == APART else odd_spellings(codes)
    if not odd:
        return codes, []
    text = codes.cast(pl.String)
    rows = frame.filter(text.is_in(list(odd)))
    pairs = some([f"{other} / {usual}" for other, usual in odd.items()])
    if alike != ONE:
        said = f"codes differ only by case or spaces: {pairs}; say if they are one with alike="
        return codes, in_rows("alike_codes", "warning", said, column, rows)
    said = f"codes that differ only by case or spaces were made one: {pairs}"
    return text.replace(odd).cast(pl.Categorical), in_rows(
        "alike_codes", "note", said, column, rows
    )


def _codes(column: pl.Series) -> pl.Series:
    text = column.cast(pl.String).cast(pl.Categorical)
    labels = text.unique().drop_nulls().cast(pl.String)
    plain = labels.str.strip_chars()
    if (labels == plain).all() and not (labels == "").any():
        return text
    stripped = column.cast(pl.String).str.strip_chars().replace("", None)
    return stripped.cast(pl.Categorical)


def _only(frame: pl.DataFrame, only: Mapping[str, str | Sequence[str]]) -> pl.DataFrame:
    for name, wanted in only.items():
        if name not in frame.columns:
            raise ValueError(f"only should name a column of the file, names {name!r}")
        values = [wanted] if isinstance(wanted, str) else list(wanted)
        kept = frame.filter(pl.col(name).cast(pl.String).is_in(values))
        if kept.is_empty():
            there = ", ".join(frame[name].cast(pl.String).unique().drop_nulls().sort().head(10))
            raise ValueError(f"{name} should be {', '.join(values)} in some rows; has {there}")
        frame = kept
    return frame


def _of_years(frame: pl.DataFrame, years: tuple[int, ...]) -> pl.DataFrame:
    there = set(frame["year"].drop_nulls().unique().to_list())
    missing = [str(one) for one in years if one not in there]
    if missing:
        told = ", ".join(str(one) for one in sorted(there))
        raise ValueError(f"year should be one of {told}; not there: {', '.join(missing)}")
    return frame.filter(pl.col("year").is_in(years))


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings without those that say again what one said of the same rows."""
    found = {(one.kind, one.column, one.rows or one.message): one for one in reversed(findings)}
    return list(reversed(found.values()))


def _years(year: int | Sequence[int] | None) -> tuple[int, ...]:
    return () if year is None else (year,) if isinstance(year, int) else tuple(year)


def usual_of(format_: str) -> str:
    """Return what a cell without a row is in a format; empty where that depends on the cell.

    Examples
    --------
    >>> usual_of("JSON-stat 2"), usual_of("CSV")
    ('unknown', '')
    """
    return examine.UNKNOWN if format_ in {TSV, SDMX, JSON} else ""


def _check(wanted: Wanted, decimal: str | None, absent: str, alike: str) -> None:
    if alike not in {"", ONE, APART}:
        raise ValueError(f"alike should be 'one' or 'apart', is {alike!r}")
    if absent not in {"", examine.ZERO, examine.UNKNOWN}:
        raise ValueError(f"absent should be 'zero' or 'unknown', is {absent!r}")
    if decimal not in {None, ",", "."}:
        raise ValueError(f"decimal should be ',' or '.', is {decimal!r}")
    if wanted.classification and wanted.classification not in VERSIONS:
        known = ", ".join(VERSIONS)
        raise ValueError(f"classification should be one of {known}, is {wanted.classification!r}")


def _content(path: Path, limits: Limits) -> bytes:
    if path.stat().st_size > limits.packed:
        raise ValueError(f"the file should have {limits.packed:,} bytes, has more")
    return path.read_bytes()
