"""Versions of datasets given out: CSV, Excel and JSON-stat; Parquet is the stored file itself."""

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import polars as pl

from specialisation.io.out import write
from specialisation.io.reading import WHOLE
from varv.analysis.compute.reading import plain
from varv.analysis.compute.tables import is_of_places_only, panel_of, table_of
from varv.analysis.models import DatasetVersion
from varv.files import excel
from varv.files import plain as files
from varv.files.excel import Cell, Sheet

#: Excel takes a million rows, and a minute to write them.
EXCEL_ROWS = 200_000
#: JSON-stat has a place for every region, activity and year.
JSON_CELLS = 2_000_000


def csv(version: DatasetVersion) -> Iterator[str]:
    """Give the table as CSV for programs: codes, one row for each figure."""
    frame = _columns(table_of(version))
    return files.csv_lines(frame.columns, _rows(frame))


def csv_columns(version: DatasetVersion) -> list[str]:
    """Return the headings of the CSV."""
    return _columns(table_of(version)).columns


def workbook(
    version: DatasetVersion, name: str, headings: Mapping[str, str], about: Mapping[str, str]
) -> IO[bytes]:
    """Return the table as a workbook, with a sheet that says what it is."""
    frame = _columns(table_of(version))
    return excel.write_long(
        [
            Sheet(name, [headings[one] for one in frame.columns], _rows(frame)),
            Sheet(headings["about"], [headings["about"], ""], list(about.items())),
        ]
    )


def json_stat(version: DatasetVersion, about: Mapping[str, Any]) -> bytes:
    """Return the table as JSON-stat 2, with what it is in its extension."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "table.json"
        write(panel_of(version), target, about)
        return target.read_bytes()


def fits_json(frame: pl.DataFrame) -> bool:
    """Tell whether JSON-stat, which leaves no cell out, is not too large."""
    cells = 1
    for axis in ("region", "activity", "year"):
        cells *= frame[axis].n_unique()
    return cells <= JSON_CELLS


def first_rows(version: DatasetVersion, number: int) -> list[dict[str, Any]]:
    """Return the first rows, as a page shows them."""
    return [
        {
            **row,
            "region": plain(row["region"], 60),
            "activity": "" if row["activity"] == WHOLE else plain(row["activity"], 60),
            "flag": plain(row["flag"] or "", 20),
            "value": _figure(row["value"]),
        }
        for row in table_of(version).head(number).to_dicts()
    ]


def _columns(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the columns that say something; a table of places only has no activities."""
    left_out = ["activity"] if is_of_places_only(frame) else []
    return frame.drop(left_out + (["flag"] if frame["flag"].is_null().all() else []))


def _rows(frame: pl.DataFrame) -> Iterator[list[Cell]]:
    place = frame.columns.index("value")
    for row in frame.iter_rows():
        cells = list(row)
        cells[place] = _figure(cells[place])
        yield cells


def _figure(value: float | None) -> Cell:
    """Return a whole figure without decimals."""
    return int(value) if value is not None and value.is_integer() else value
