"""Lists that people fill in in Excel and upload: which column holds what, and the rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from varv.files import excel

MAX_COLUMNS = 40


@dataclass(frozen=True)
class SheetRow:
    """One row as it stands in the sheet; ``number`` is the one Excel shows."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """What was read: which column (from 0) holds what, and the rows."""

    columns: Mapping[str, int]
    rows: tuple[SheetRow, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the sheet as it is kept until it is confirmed."""
        rows = [[row.number, list(row.cells.values())] for row in self.rows]
        return {"columns": dict(self.columns), "rows": rows}


@dataclass(frozen=True)
class Layout:
    """The columns of a list by their keys, in the order of its template, with their headings."""

    labels: Mapping[str, str | Promise]
    required: Sequence[str]
    max_rows: int
    #: What is said where no row stands below the headings.
    nothing: str | Promise

    def read(self, content: bytes, languages: Iterable[str]) -> Sheet:
        """Return what stands in an uploaded workbook; what makes it unreadable is on ``file``."""
        try:
            return self._read(content, languages)
        except ValidationError as error:
            raise ValidationError({"file": error}) from error

    def from_json(self, kept: Mapping[str, Any]) -> Sheet:
        """Return the sheet that was kept."""
        rows = (
            SheetRow(number, dict(zip(self.labels, cells, strict=True)))
            for number, cells in kept["rows"]
        )
        return Sheet(kept["columns"], tuple(rows))

    def _read(self, content: bytes, languages: Iterable[str]) -> Sheet:
        rows = excel.read(content, max_rows=self.max_rows + 1, max_columns=MAX_COLUMNS)
        if not rows:
            raise ValidationError(_("The sheet is empty. Start from the template."))
        columns = excel.columns(rows[0], self.labels, languages, self.required)
        blank = dict.fromkeys(self.labels, "")
        found = tuple(
            SheetRow(row.number, blank | {key: row.text(place) for key, place in columns.items()})
            for row in rows[1:]
        )
        if not found:
            raise ValidationError(str(self.nothing))
        return Sheet(columns, found)
