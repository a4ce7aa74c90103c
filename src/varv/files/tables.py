"""A table that was uploaded, in Excel or as a text file (CSV); both are read into the same rows."""

import codecs
import csv
import io
from collections.abc import Iterator, Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from varv.files import excel, plain

#: What a form for such a file lets one choose.
ACCEPTED = ".xlsx,.csv,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ZIP = b"PK"
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_BETWEEN_CELLS = ";\t,"


def read(content: bytes, *, max_rows: int, max_columns: int = 50) -> list[excel.Row]:
    """Return the rows that hold anything; ValidationError says what cannot be read, and where."""
    if content.startswith(_ZIP):
        return excel.read(content, max_rows=max_rows, max_columns=max_columns)
    if len(content) > excel.MAX_BYTES:
        raise ValidationError(_("The file is too large. Split it and retry."))
    return list(excel.checked_rows(_cells(_text(content)), max_rows, max_columns))


def _text(content: bytes) -> str:
    """Return the text in the encoding that the file says, else UTF-8, else that of old Windows."""
    if content.startswith(_OLD_EXCEL) or (b"\x00" in content and not _says_utf_16(content)):
        raise ValidationError(_("Save the list as an Excel file (.xlsx) or as CSV, and retry."))
    if _says_utf_16(content):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _says_utf_16(content: bytes) -> bool:
    return content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))


def _cells(text: str) -> Iterator[Sequence[object]]:
    """Yield the cells of each row; what stands between them most often in the first line does."""
    first = text.lstrip().partition("\n")[0]
    between = max(_BETWEEN_CELLS, key=first.count)
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=between):
            yield [plain.as_meant(cell) for cell in cells]
    except csv.Error as error:
        raise ValidationError(
            _("The file cannot be read as a table. Save it as an Excel file (.xlsx) and retry.")
        ) from error
