"""Excel in and out: nothing that is written can run, nothing that is read can flood."""

import io
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Any

import openpyxl
import xlsxwriter
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from varv.files import types
from varv.text.hostile import refuse_hostile
from varv.text.sorting import sort_key

Cell = str | int | float | Decimal | bool | date | datetime | time | None

CONTENT_TYPE = types.ALLOWED[".xlsx"].content_type
MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED = 50 * 1024 * 1024
MAX_PARTS = 200
MAX_CELL = 5_000
LONGEST_CELL = 32_767  # Excel takes no more
# What openpyxl lets through where the parts of a package do not fit together.
_DAMAGED = (
    InvalidFileException,
    zipfile.BadZipFile,
    KeyError,
    IndexError,
    ValueError,
    SyntaxError,
    OSError,
)
#: What makes Excel take a text for a formula, if it begins with it.
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BAD_IN_SHEET_NAME = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True)
class Sheet:
    """One sheet to write: its name, the headings and the rows."""

    name: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Cell]]


@dataclass(frozen=True)
class Row:
    """One row that was read, with its number in the sheet."""

    number: int
    cells: tuple[Cell, ...]

    def text(self, column: int) -> str:
        """Return the cell in ``column`` (from 0) as stripped text; a whole number without ".0"."""
        value = self.cells[column] if column < len(self.cells) else None
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return "" if value is None else str(value).strip()


def write(sheets: Sequence[Sheet]) -> bytes:
    """Return a workbook; a text stays a text, whatever it begins with."""
    stream = io.BytesIO()
    _write_book(stream, sheets, {"in_memory": True})
    return stream.getvalue()


def write_long(sheets: Sequence[Sheet]) -> IO[bytes]:
    """Return a workbook of many rows as a file that goes when it is closed.

    One row at a time is in memory, however many there are.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    try:
        _write_book(file, sheets, {"constant_memory": True})
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return file


def _write_book(stream: IO[bytes], sheets: Sequence[Sheet], how: Mapping[str, bool]) -> None:
    options = {
        **how,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_date_format": "yyyy-mm-dd hh:mm",
    }
    with xlsxwriter.Workbook(stream, options) as book:
        formats = {
            "bold": book.add_format({"bold": True, "bottom": 1, "quote_prefix": True}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
            "time": book.add_format({"num_format": "hh:mm"}),
            # Keeps a text a text also when somebody edits the cell and presses Enter.
            "text": book.add_format({"quote_prefix": True}),
        }
        for sheet in sheets:
            _write_sheet(book.add_worksheet(_sheet_name(sheet.name)), sheet, formats)


def read(content: bytes, *, max_rows: int = 2_000, max_columns: int = 50) -> list[Row]:
    """Return the rows of the first sheet that hold anything; ValidationError names row and column.

    Formulas count as the value that Excel last computed for them.
    """
    _check_package(content)
    try:
        with closing(
            openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        ) as book:
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # what the file claims about its size may be wrong
            return list(checked_rows(sheet.iter_rows(values_only=True), max_rows, max_columns))
    except _DAMAGED as error:
        raise ValidationError(_("The Excel file is damaged. Save it again and retry.")) from error


def place(row: int, column: int) -> str:
    """Return the words for a cell; ``column`` counts from 0: "Row 3, column B"."""
    return _("Row %(row)s, column %(column)s") % {
        "row": row,
        "column": get_column_letter(column + 1),
    }


def cell(row: int, column: int) -> str:
    """Return the address of a cell as Excel shows it; ``column`` counts from 0: "C17"."""
    return f"{get_column_letter(column + 1)}{row}"


def columns(
    header: Row,
    labels: Mapping[str, Any],
    languages: Iterable[str],
    required: Iterable[str],
    also: Mapping[str, Iterable[str]] | None = None,
) -> dict[str, int]:
    """Return which column (from 0) holds what, by headings in any language or by their keys.

    ``labels`` holds each key with its translated heading, and ``also`` other headings that mean it;
    the first column with a heading counts. ValidationError names the headings that are required and
    missing.
    """
    others = also or {}
    known = {
        sort_key(text): key
        for key, texts in in_all_languages(labels, languages)
        for text in (*texts, key, *others.get(key, ()))
    }
    found: dict[str, int] = {}
    for column in range(len(header.cells)):
        key = known.get(sort_key(header.text(column)) or "-")
        if key:
            found.setdefault(key, column)
    missing = [str(labels[key]) for key in required if key not in found]
    if missing:
        raise ValidationError(
            _("The first row must hold the headings. Missing: %(headings)s.")
            % {"headings": ", ".join(missing)}
        )
    return found


def in_all_languages(
    labels: Mapping[str, Any], languages: Iterable[str]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each key with its label in each of the languages."""
    spoken = list(languages)
    for key, label in labels.items():
        texts = []
        for language in spoken:
            with translation.override(language):
                texts.append(str(label))
        yield key, tuple(texts)


def _sheet_name(name: str) -> str:
    return " ".join(name.translate(_BAD_IN_SHEET_NAME).split())[:31] or "1"


def _write_sheet(page: xlsxwriter.worksheet.Worksheet, sheet: Sheet, formats: dict) -> None:
    for column, heading in enumerate(sheet.headings):
        page.write_string(0, column, heading, formats["bold"])
    page.freeze_panes(1, 0)
    widths = [len(heading) for heading in sheet.headings]
    for number, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            _write_cell(page, number, column, value, formats)
            if column < len(widths):
                widths[column] = max(widths[column], len(str(value)) if value is not None else 0)
    for column, width in enumerate(widths):
        page.set_column(column, column, min(60, width + 2))


def _write_cell(
    page: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: Cell, formats: dict
) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_boolean(row, column, value)
    elif isinstance(value, int | float | Decimal):
        page.write_number(row, column, value)
    elif isinstance(value, datetime):
        page.write_datetime(row, column, _wall_clock(value))
    elif isinstance(value, date | time):
        page.write_datetime(
            row, column, value, formats["time" if isinstance(value, time) else "day"]
        )
    else:
        text = str(value)
        kept = formats["text"] if text.startswith(STARTS_FORMULA) else None
        page.write_string(row, column, text[:LONGEST_CELL], kept)


def _wall_clock(value: datetime) -> datetime:
    """Excel knows no time zones: show the time of the active one."""
    return timezone.make_naive(value) if timezone.is_aware(value) else value


def _check_package(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise ValidationError(_("The Excel file is too large. Split it and retry."))
    parts = _parts(content)
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise ValidationError(_("The Excel file is too large. Split it and retry."))
    if not types.matches(content, types.ALLOWED[".xlsx"]):
        raise _no_excel()


def _parts(content: bytes) -> list[zipfile.ZipInfo]:
    """Return what a package says it holds; unpacking stops at the sizes that are stated there."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return package.infolist()
    except _DAMAGED as error:
        raise _no_excel() from error


def _no_excel() -> ValidationError:
    return ValidationError(_("This is not an Excel file (.xlsx). Save it as one and retry."))


def checked_rows(
    found: Iterable[Sequence[object]], max_rows: int, max_columns: int
) -> Iterator[Row]:
    """Yield the rows that hold anything; ValidationError where they are too many or cannot be."""
    for number, cells in enumerate(found, start=1):
        filled = _trimmed(cells)
        if not filled:
            if number > max_rows * 10:  # a sheet of a million blank rows
                raise _too_many(max_rows)
            continue
        if number > max_rows:
            raise _too_many(max_rows)
        if len(filled) > max_columns:
            raise ValidationError(
                _("Row %(row)s has more than %(count)s columns.")
                % {"row": number, "count": max_columns}
            )
        yield Row(
            number, tuple(_checked(value, number, column) for column, value in enumerate(filled))
        )


def _too_many(max_rows: int) -> ValidationError:
    return ValidationError(_("The sheet has more than %(count)s rows.") % {"count": max_rows})


def _trimmed(cells: Sequence[object]) -> Sequence[object]:
    """Return the cells up to the last one that holds anything."""
    last = next((i for i in range(len(cells), 0, -1) if cells[i - 1] not in (None, "")), 0)
    return cells[:last]


def _checked(value: object, row: int, column: int) -> Cell:
    if isinstance(value, str):
        problem = _text_problem(value)
    elif value is None or isinstance(value, int | float | Decimal | date | time):
        problem = ""
    else:
        problem = _("This kind of value cannot be read.")
    if problem:
        raise ValidationError(f"{place(row, column)}: {problem}")
    return value  # type: ignore[return-value]


def _text_problem(value: str) -> str:
    if len(value) > MAX_CELL:
        return _("The text is too long.")
    if value.startswith("#") and value.rstrip("!?/0").isupper() and value.endswith(("!", "?", "A")):
        return _("The formula has the error %(error)s.") % {"error": value}
    try:
        refuse_hostile(value)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""
