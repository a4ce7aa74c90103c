"""Workbooks: one sheet's cells as they stand, formulas told."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import polars as pl

from specialisation.io.findings import Finding
from specialisation.io.limits import PIECE, Limits
from specialisation.tables import NAMED

#: A row is the header if so many of its cells, and all that follow it, are filled.
FEWEST = 2
#: The tag of a row that is hidden; its number is what a spreadsheet counts.
HIDDEN_ROW = re.compile(rb'<row (?=[^>]*\bhidden="(?:1|true)")[^>]*?\br="(\d+)"')


def rows_of_sheet(
    data: bytes, limits: Limits, sheet: str | None
) -> tuple[pl.DataFrame, int, list[Finding]]:
    """Return the cells of a sheet as text, the row of its first, and what was found."""
    try:
        import openpyxl
    except ImportError:
        raise ValueError("a workbook needs openpyxl: pip install openpyxl") from None
    try:
        # The formulas and not what they last gave: a figure that is computed somewhere is not data.
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    except Exception as error:  # noqa: BLE001 - openpyxl lets through whatever its parsers raise
        raise ValueError(f"the workbook should be a readable xlsx file: {error}") from None
    try:
        names = book.sheetnames
        if sheet is not None and sheet not in names:
            raise ValueError(f"sheet should be one of {', '.join(names)}, is {sheet!r}")
        page = book[sheet or names[0]]
        found = [] if sheet or len(names) == 1 else [_other_sheets(names)]
        found += _hidden_rows(data, page)
        page.reset_dimensions()  # what the file says of its size need not be true
        rows = list(_rows(page.iter_rows(values_only=True), limits))
    finally:
        book.close()
    return _table(rows, found)


def _hidden_rows(data: bytes, page: Any) -> list[Finding]:
    """Return the rows that the workbook hides, such as by a filter: they are read all the same."""
    # What openpyxl reads row by row does not tell it, so it is looked up in the sheet's own XML.
    numbers: list[int] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(page._worksheet_path) as part:
        rest = b""
        while piece := part.read(PIECE):
            text = rest + piece
            numbers += [int(found[1]) for found in HIDDEN_ROW.finditer(text)]
            # A tag that is cut off is looked at with the next piece.
            start = text.rfind(b"<")
            rest = text[start:] if start > text.rfind(b">") else b""
    if not numbers:
        return []
    message = "rows are hidden in the workbook, and are read like the others"
    return [Finding("hidden_rows", "warning", message, "", tuple(numbers[:NAMED]), len(numbers))]


def _rows(rows: Iterator[tuple[Any, ...]], limits: Limits) -> Iterator[list[Any]]:
    for number, row in enumerate(rows):
        if number > limits.rows:
            raise ValueError(f"the sheet should have {limits.rows:,} rows, has more")
        if len(row) > limits.columns:
            raise ValueError(f"the sheet should have {limits.columns:,} columns, has {len(row):,}")
        yield list(row)


def _table(rows: list[list[Any]], found: list[Finding]) -> tuple[pl.DataFrame, int, list[Finding]]:
    width = max((sum(cell is not None for cell in row) for row in rows), default=0)
    filled = [sum(cell is not None for cell in row) for row in rows]
    start = next((i for i, count in enumerate(filled) if count >= max(FEWEST, width)), None)
    if start is None:
        raise ValueError("the sheet should have a header and rows, has none")
    header = {str(name): place for place, name in enumerate(rows[start]) if name is not None}
    if len(header) < filled[start]:
        raise ValueError("the columns should have different names")
    body = rows[start + 1 :]
    columns = {
        name: [_text(row[place]) if place < len(row) else None for row in body]
        for name, place in header.items()
    }
    return (
        pl.DataFrame(columns, schema=dict.fromkeys(header, pl.String)),
        start + 2,
        [
            *found,
            *_formulas(columns, start + 2),
        ],
    )


def _formulas(columns: dict[str, list[str | None]], first: int) -> list[Finding]:
    found = []
    for name, cells in columns.items():
        rows = [first + i for i, cell in enumerate(cells) if cell and cell.startswith("=")]
        if rows:
            message = "cells should hold figures and words, hold formulas: save them as values"
            found.append(Finding("formula", "error", message, name, tuple(rows[:NAMED]), len(rows)))
    return found


def _other_sheets(names: list[str]) -> Finding:
    message = f"the first of {len(names)} sheets is read: {', '.join(names)}"
    return Finding("sheets", "warning", message)


def _text(cell: Any) -> str | None:
    if cell is None:
        return None
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()
