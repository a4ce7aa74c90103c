"""The sheet of a list of assets as it was uploaded: which column holds what, and the rows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from varv.bodies.dates import Precision
from varv.files import excel

MAX_ROWS = 2_000
MAX_COLUMNS = 40
BETWEEN = ";"

# The columns, in the order of the template. Their names are also the keys of a row.
COLUMNS = {
    "name": gettext_lazy("Name"),
    "kind": gettext_lazy("Kind"),
    "owner": gettext_lazy("Owner"),
    "municipality": gettext_lazy("Municipality"),
    "place": gettext_lazy("Place"),
    "latitude": gettext_lazy("Latitude"),
    "longitude": gettext_lazy("Longitude"),
    "areas": gettext_lazy("Areas"),
    "description": gettext_lazy("Description"),
    "source": gettext_lazy("Source"),
    "source_url": gettext_lazy("Web address of the source"),
    "dated_on": gettext_lazy("As of"),
}
KEYS = tuple(COLUMNS)
REQUIRED = ("name",)


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
        rows = [[row.number, [row.cells[key] for key in KEYS]] for row in self.rows]
        return {"columns": dict(self.columns), "rows": rows}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Sheet":
        """Return the sheet that was kept."""
        rows = (
            SheetRow(number, dict(zip(KEYS, cells, strict=True))) for number, cells in kept["rows"]
        )
        return cls(kept["columns"], tuple(rows))


def read(content: bytes, languages: Iterable[str]) -> Sheet:
    """Return the assets in an uploaded workbook; what makes it unreadable is on ``file``."""
    try:
        rows = excel.read(content, max_rows=MAX_ROWS + 1, max_columns=MAX_COLUMNS)
        columns = excel.columns(_header(rows), COLUMNS, languages, REQUIRED)
    except ValidationError as error:
        raise ValidationError({"file": error}) from error
    blank = dict.fromkeys(KEYS, "")
    found = tuple(
        SheetRow(row.number, blank | {key: row.text(place) for key, place in columns.items()})
        for row in rows[1:]
    )
    if not found:
        raise ValidationError({"file": _("There are no assets below the headings.")})
    return Sheet(columns, found)


def _header(rows: list[excel.Row]) -> excel.Row:
    if not rows:
        raise ValidationError(_("The sheet is empty. Start from the template."))
    return rows[0]


def dated(day: date, precision: str) -> str:
    """Return a day as a cell has it: 2021, 2021-05 or 2021-05-17.

    >>> dated(date(2021, 5, 1), "month")
    '2021-05'
    """
    length = {Precision.YEAR: 4, Precision.MONTH: 7}.get(Precision(precision), 10)
    return day.isoformat()[:length]
