"""Tables as text (CSV), as Swedish Excel opens them right, and as people save them."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from varv.files import excel

CONTENT_TYPE = "text/csv; charset=utf-8"
BYTE_ORDER_MARK = "\ufeff"
DELIMITERS = ";,\t"
MAX_BYTES = 5 * 1024 * 1024


def neutral(value: object) -> str:
    """Return a cell that no spreadsheet takes for a formula.

    >>> neutral("=1+1")
    "'=1+1"
    """
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(excel.STARTS_FORMULA) else text


def plain(text: str) -> str:
    """Return what a cell said before ``neutral``.

    >>> plain(neutral("-7"))
    '-7'
    """
    neutralised = text[:1] == "'" and text[1:].startswith(excel.STARTS_FORMULA)
    return text[1:] if neutralised else text


def line(cells: Iterable[object]) -> str:
    """Return one line of a table."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=";", lineterminator="\r\n").writerow(map(neutral, cells))
    return stream.getvalue()


def write(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """Give a table line by line, so that a long one need not be held."""
    yield (BYTE_ORDER_MARK + line(headings)).encode()
    for cells in rows:
        yield line(cells).encode()


def read(content: bytes, *, max_rows: int, max_columns: int = 50) -> list[excel.Row]:
    """Return the rows of a workbook or of a table as text; ValidationError says what is wrong."""
    if content.startswith(b"PK"):
        return excel.read(content, max_rows=max_rows, max_columns=max_columns)
    if len(content) > MAX_BYTES:
        raise ValidationError(_("The file is too large. Split it and retry."))
    text = _decoded(content)
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    rows: list[excel.Row] = []
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            number = len(rows) + 1
            if number > max_rows:
                raise ValidationError(
                    _("The file has more than %(count)s rows.") % {"count": max_rows}
                )
            rows.append(excel.Row(number, tuple(plain(cell) for cell in cells[:max_columns])))
    except csv.Error as error:
        raise ValidationError(
            _("Row %(row)s cannot be read. Save the file again as CSV or Excel and retry.")
            % {"row": len(rows) + 1}
        ) from error
    return [row for row in rows if any(str(cell).strip() for cell in row.cells)]


def _decoded(content: bytes) -> str:
    """Return the text, in UTF-8 or as an older Excel on Windows saves it."""
    if b"\x00" in content:
        raise ValidationError(_("This is neither a CSV file nor an Excel file (.xlsx)."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
