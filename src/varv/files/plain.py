"""Long tables as CSV and JSON, written row by row, so that memory stays flat.

CSV has UTF-8 with a mark at its beginning (without it Excel takes å for Ã¥), one line of headings
and no line of anything else, for a line of explanation would be a row to every program. Commas
stand between, as in RFC 4180; semicolons where people open it, as Swedish Excel wants them, with
the decimal sign of their language.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import formats

from varv.files.excel import STARTS_FORMULA, Cell

CSV_TYPE = "text/csv; charset=utf-8"
JSON_TYPE = "application/json"
PARQUET_TYPE = "application/vnd.apache.parquet"
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
FOR_PROGRAMS, FOR_PEOPLE = ",", ";"
_AT_A_TIME = 64 * 1024


def csv_lines(
    headings: Sequence[str], rows: Iterable[Sequence[Cell]], between: str = FOR_PROGRAMS
) -> Iterator[str]:
    """Give the text of a CSV file bit by bit; what a spreadsheet would run stays a text."""
    line = io.StringIO()
    writer = csv.writer(line, delimiter=between)
    line.write(BYTE_ORDER_MARK)
    writer.writerow([_harmless(heading) for heading in headings])
    for row in rows:
        writer.writerow(_cells(row, between))
        if line.tell() > _AT_A_TIME:
            yield _taken(line)
    yield _taken(line)


def csv_line(cells: Iterable[Cell], between: str = FOR_PROGRAMS) -> str:
    """Return one line of a CSV file."""
    line = io.StringIO()
    csv.writer(line, delimiter=between).writerow(_cells(cells, between))
    return line.getvalue()


def as_meant(text: str) -> str:
    """Return what a cell said before it was kept from being run.

    >>> as_meant("'-7"), as_meant("'tis")
    ('-7', "'tis")
    """
    kept = text[:1] == "'" and text[1:].lstrip().startswith(STARTS_FORMULA)
    return text[1:] if kept else text


def json_text(
    about: Mapping[str, Any], name: str, items: Iterable[Mapping[str, Any]]
) -> Iterator[str]:
    """Give the text of a JSON object bit by bit: what is said ``about`` it, then its items."""
    text = io.StringIO()
    head = json.dumps(about, ensure_ascii=False, indent=1, default=_text)
    text.write(f"{head.rstrip().removesuffix('}').rstrip()},\n {json.dumps(name)}: [")
    between = "\n"
    for item in items:
        text.write(between + json.dumps(item, ensure_ascii=False, default=_text))
        between = ",\n"
        if text.tell() > _AT_A_TIME:
            yield _taken(text)
    text.write("\n]}\n")
    yield _taken(text)


def _taken(stream: io.StringIO) -> str:
    """Return what was written so far, and begin anew."""
    text = stream.getvalue()
    stream.seek(0)
    stream.truncate()
    return text


def _cells(row: Iterable[Cell], between: str) -> list[str | int | float]:
    sign = formats.get_format("DECIMAL_SEPARATOR") if between == FOR_PEOPLE else "."
    cells = (_plain(cell) for cell in row)
    return [str(one).replace(".", sign) if isinstance(one, float) else one for one in cells]


def _plain(cell: Cell) -> str | int | float:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return cell
    return _harmless(cell if isinstance(cell, str) else str(_text(cell)))


def _harmless(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula."""
    runs = text.startswith(STARTS_FORMULA) or text.lstrip().startswith(STARTS_FORMULA)
    return f"'{text}" if runs else text


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date | datetime) else str(value)
