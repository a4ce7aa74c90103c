"""Which format a file has, told by its content and not by its name; and its rows as they stand."""

import csv
import io
import json
import re
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from specialisation.io.findings import ROW, Finding
from specialisation.io.jsonstat import rows_of_dataset
from specialisation.io.limits import ZIP, Limits, check_workbook, unpacked
from specialisation.io.text import DELIMITERS, broken_letters, decoded, delimiter_of, header_row

#: How formats begin that are no tables, or not such that are read here.
REFUSED = {
    b"\xd0\xcf\x11\xe0": "an Excel file from before 2007; save it as xlsx",
    b"%PDF": "a PDF; the table behind it is needed",
    b"BZh": "packed with bzip2; unpack it first",
    b"\x28\xb5\x2f\xfd": "packed with zstd; unpack it first",
    b"Rar!": "a rar archive; unpack it first",
    **dict.fromkeys(
        (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*", b"RIFF"),
        "a picture; the table that it shows is needed",
    ),
}
#: What the packed dimensions of a Eurostat table are called here.
KEY = "packed key"
CSV, TSV, SDMX, JSON, PARQUET, EXCEL = (
    "CSV", "Eurostat TSV", "SDMX-CSV", "JSON-stat 2", "Parquet", "Excel",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class RawTable:
    """The rows of a file before anything is understood, with where each stands."""

    frame: pl.DataFrame
    format: str
    findings: tuple[Finding, ...] = ()
    roles: dict[str, str] = field(default_factory=dict)
    source: str = ""


def raw_table(
    data: bytes, limits: Limits, encoding: str | None = None, sheet: str | None = None
) -> RawTable:
    """Return the rows of a file in any of the formats, and whether their letters are broken."""
    raw = _rows(data, limits, encoding, sheet)
    # Only of a text one can say how it is encoded.
    remedy = "choose the encoding" if raw.format in {CSV, TSV, SDMX} else "save the file anew"
    return replace(raw, findings=(*raw.findings, *broken_letters(raw.frame, remedy)))


def _rows(data: bytes, limits: Limits, encoding: str | None, sheet: str | None) -> RawTable:
    if len(data) > limits.packed:
        raise ValueError(f"the file should have {limits.packed:,} bytes, has {len(data):,}")
    data = unpacked(data, limits)
    if not data.strip():
        raise ValueError("the file should have rows, is empty")
    for start, what in REFUSED.items():
        if data.startswith(start):
            raise ValueError(f"the file should be a table, is {what}")
    if data.startswith(b"PAR1"):
        return _parquet(data, limits)
    if data.startswith(ZIP):
        return _excel(data, limits, sheet)
    text, findings = decoded(data, encoding)
    return _of_text(text, findings, limits)


def _of_text(text: str, findings: list[Finding], limits: Limits) -> RawTable:
    start = text.lstrip()[:200]
    if start.startswith("<"):
        raise ValueError("the file should be a table, is a web page or XML")
    if start.startswith(("{", "[")):
        return _json(text, findings, limits)
    header = text.split("\n", 1)[0]
    width = max(header.count(delimiter) for delimiter in DELIMITERS) + 1
    if width > limits.columns:
        raise _too_wide(width, limits)
    if "\\" in header.split("\t")[0] and "\t" in header:
        return _tsv(text, findings, limits)
    return _csv(text, findings, limits)


def _csv(text: str, findings: list[Finding], limits: Limits) -> RawTable:
    delimiter = delimiter_of(text)
    skipped = header_row(text, delimiter)
    header = text.split("\n", skipped + 1)[skipped]
    width = header.count(delimiter) + 1
    if width > limits.columns:
        raise _too_wide(width, limits)
    names = [name.strip() for name in next(csv.reader([header], delimiter=delimiter))]
    if len(set(names)) < len(names):
        raise ValueError("the columns should have different names")
    if skipped:
        findings = [
            *findings,
            Finding("preamble", "note", f"{skipped} rows stand above the header"),
        ]
    frame = _fields(text, limits, separator=delimiter, skip_lines=skipped)
    frame = _numbered(frame, limits, first=skipped + 2)
    if not header.lstrip('"').startswith(("DATAFLOW", "STRUCTURE")):
        return RawTable(frame, CSV, tuple(findings))
    return RawTable(frame, SDMX, tuple(findings), _sdmx_roles(frame))


def _tsv(text: str, findings: list[Finding], limits: Limits) -> RawTable:
    """Return the cells of a Eurostat table, whose first column packs the dimensions."""
    # Quotes mean nothing in this format.
    frame = _fields(text, limits, separator="\t", quote_char=None)
    names, time = (part.strip() for part in frame.columns[0].split("\\", 1))
    dimensions = [name.strip() for name in names.split(",")]
    told = {*dimensions, time}
    if len(told) <= len(dimensions) or not all(told) or told & {KEY, ROW, "OBS_VALUE"}:
        raise ValueError(f"the key should name different dimensions, is {frame.columns[0]!r}")
    if frame.height * (frame.width - 1) > limits.rows:
        raise ValueError(f"the file should have {limits.rows:,} cells, has more")
    frame = _numbered(frame.rename({frame.columns[0]: KEY}), limits, first=2)
    if told & set(frame.columns):
        raise ValueError("the periods should have other names than the dimensions")
    parts = pl.col(KEY).str.split(",").list
    wrong = frame.filter((parts.len() != len(dimensions)).fill_null(value=True))
    if wrong.height:
        raise ValueError(f"the key should have {len(dimensions)} parts: row {wrong[ROW][0]}")
    frame = frame.with_columns(
        parts.get(place).str.strip_chars().alias(name) for place, name in enumerate(dimensions)
    ).drop(KEY)
    long = frame.unpivot(index=[*dimensions, ROW], variable_name=time, value_name="OBS_VALUE")
    # A cell that is not there at all tells nothing, not even that something is hidden.
    roles = _sdmx_roles(long) | {"year": time, "value": "OBS_VALUE"}
    return RawTable(long.filter(pl.col("OBS_VALUE").is_not_null()), TSV, tuple(findings), roles)


def _fields(text: str, limits: Limits, **setting: Any) -> pl.DataFrame:
    """Return the fields of lines, all as text."""
    try:
        return pl.read_csv(
            io.BytesIO(text.encode()), infer_schema=False, n_rows=limits.rows + 1, **setting
        )
    except (pl.exceptions.PolarsError, OSError) as error:
        reason = str(error).split("\n", 1)[0]
        raise ValueError(f"the rows should have the fields of the header: {reason}") from None


def _sdmx_roles(frame: pl.DataFrame) -> dict[str, str]:
    wanted = {"region": "geo", "year": "TIME_PERIOD", "value": "OBS_VALUE", "flag": "OBS_FLAG"}
    return {role: name for role, name in wanted.items() if name in frame.columns}


def _json(text: str, findings: list[Finding], limits: Limits) -> RawTable:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise ValueError("the file should be JSON-stat, is broken JSON") from None
    frame, roles, source = rows_of_dataset(found, limits)
    return RawTable(frame, JSON, tuple(findings), roles, source)


def _parquet(data: bytes, limits: Limits) -> RawTable:
    try:
        lazy = pl.scan_parquet(io.BytesIO(data))
        width = len(lazy.collect_schema())
        rows = lazy.select(pl.len()).collect().item()
        if width > limits.columns:
            raise _too_wide(width, limits)
        if rows > limits.rows:
            raise ValueError(f"the table should have {limits.rows:,} rows, has {rows:,}")
        frame = lazy.collect()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError):
        raise ValueError("the file should be readable Parquet, is broken") from None
    return RawTable(_numbered(frame, limits, first=2), PARQUET)


def _excel(data: bytes, limits: Limits, sheet: str | None) -> RawTable:
    check_workbook(data, limits)
    # openpyxl is slow to import, and few files are workbooks.
    from specialisation.io.excel import rows_of_sheet

    frame, first, findings = rows_of_sheet(data, limits, sheet)
    return RawTable(_numbered(frame, limits, first=first), EXCEL, tuple(findings))


def _numbered(frame: pl.DataFrame, limits: Limits, first: int) -> pl.DataFrame:
    if frame.height > limits.rows:
        raise ValueError(f"the table should have {limits.rows:,} rows, has more")
    if frame.is_empty():
        raise ValueError("the file should have rows, has only a header")
    names = {name: re.sub(r"\s+", " ", name).strip() for name in frame.columns}
    if len(set(names.values())) < len(names):
        raise ValueError("the columns should have different names")
    return frame.rename(names).with_row_index(ROW, offset=first)


def _too_wide(columns: int, limits: Limits) -> ValueError:
    return ValueError(f"the table should have {limits.columns:,} columns, has {columns:,}")
