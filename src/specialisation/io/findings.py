"""What was found in a file: what kind, how bad, where."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import polars as pl

from specialisation.tables import NAMED

Severity = Literal["error", "warning", "note"]
#: The column that carries where a row stands in the file.
ROW = "row of the file"
#: The column with one number for each region, activity and year.
CELL = "cell of the table"


@dataclass(frozen=True)
class Finding:
    """One thing found in a file.

    Attributes
    ----------
    kind
        A word for it that does not change, such as "duplicate" or "zero_year".
    severity
        "error": no panel is made of the table. "warning": a panel is made, and whoever uses it
        should know. "note": what was done or assumed.
    message
        One sentence, with the codes and figures concerned.
    column
        The column of the file; empty where it concerns the file.
    rows
        The first rows concerned, as a spreadsheet counts them: the header is row 1. For JSON-stat
        the place of the cell, from 1.
    count
        How many rows are concerned.
    """

    kind: str
    severity: Severity
    message: str
    column: str = ""
    rows: tuple[int, ...] = ()
    count: int = 0

    def __str__(self) -> str:
        where = f" (column {self.column})" if self.column else ""
        if self.rows:
            more = f" and {self.count - len(self.rows)} more" if self.count > len(self.rows) else ""
            where += f": rows {', '.join(str(row) for row in self.rows)}{more}"
        return f"{self.severity}: {self.message}{where}"


def in_rows(
    kind: str, severity: Severity, message: str, column: str, frame: pl.DataFrame
) -> list[Finding]:
    """Return a finding that names the rows of a frame; none where it has no rows."""
    if frame.is_empty():
        return []
    # A row of a table with a column for each year has several cells.
    rows = frame[ROW].unique().sort()
    return [Finding(kind, severity, message, column, tuple(rows.head(NAMED)), len(rows))]


def some(labels: Sequence[object]) -> str:
    """Return the first few of many labels."""
    told = ", ".join(str(one) for one in labels[:NAMED])
    return told + (f" and {len(labels) - NAMED} more" if len(labels) > NAMED else "")
