"""Results as tables on a page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from varv.analysis.models import Finding, Run, RunResult
from varv.analysis.names.activities import activity_shown
from varv.analysis.names.regions import places_shown, region_shown
from varv.analysis.pictures import Figure
from varv.analysis.results import backtested, words
from varv.analysis.results.columns import Column, columns_of
from varv.analysis.results.notes import is_of_categories, notes_of
from varv.analysis.results.reading import rows_of
from varv.analysis.results.shapes import SHAPES

#: So many rows of each result stand on the page of the run.
FIRST = 15


@dataclass(frozen=True)
class Line:
    """A row: what names it, and its cells in the order of the columns."""

    code: str
    name: str
    cells: list[tuple[Column, str]]


@dataclass(frozen=True)
class Shown:
    """A result as a page shows it."""

    result: RunResult
    columns: Sequence[Column]
    lines: list[Line]
    notes: list[str]
    years: str
    explained: list[Column] = field(default_factory=list)
    figure: Figure | None = None
    #: What scores say, before the table that holds them.
    told: list[backtested.Told] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """Which result it is."""
        return str(self.result.kind)

    @property
    def title(self) -> str:
        """What it is called."""
        return str(self.result.get_kind_display())

    @property
    def is_cut(self) -> bool:
        """Tell whether there are more rows than shown."""
        return len(self.lines) < self.result.rows


def shown(run: Run, result: RunResult, first: int | None = None, start: int = 0) -> Shown:
    """Return a result, or so many of its rows, as a page shows it."""
    rows = _with_places(result.kind, rows_of(result))
    end = None if first is None else start + first
    columns = columns_of(result.kind, is_of_categories(run))
    return Shown(
        result=result,
        columns=columns,
        lines=[_line(result.kind, columns, row) for row in rows[start:end]],
        notes=notes_of(run, result.kind),
        years=years_of(result),
        explained=[one for one in columns if one.about],
        told=told_of(result, rows),
    )


def _with_places(kind: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows of regions with what each is called, in one query for all."""
    if kind != RunResult.Kind.PEERS:
        return rows
    shown = places_shown(row["region"] for row in rows)
    return [row | {"shown": shown[row["region"]]} for row in rows]


def told_of(result: RunResult, rows: list[dict[str, Any]]) -> list[backtested.Told]:
    """Return what scores say in plain words; other results are plain as they are."""
    if result.kind != RunResult.Kind.BACKTEST:
        return []
    return backtested.told(rows, result.besides)


def years_of(result: RunResult) -> str:
    """Return the year or years that a result is of."""
    first, last = result.besides.get("from_year"), result.besides.get("year")
    if result.kind == RunResult.Kind.BACKTEST:
        first, last = last, result.besides.get("until")
    return f"{first}–{last}" if first and first != last else str(last or "")


def _line(kind: str, columns: Sequence[Column], row: dict[str, Any]) -> Line:
    cells = [(column, column.text(row)) for column in columns]
    return Line(SHAPES[kind].code_of(row), row_name(kind, row), cells)


def named(found: Iterable[Finding]) -> list[Finding]:
    """Return findings with the names of their rows in the reader's language."""
    findings = list(found)
    for one in findings:
        one.name = row_name(one.kind, one.figures)
    return findings


def row_name(kind: str, row: dict[str, Any]) -> str:
    """Return what a row is about, in words."""
    if kind == RunResult.Kind.PEERS:
        return str(row.get("shown") or region_shown(row["region"]))
    if kind == RunResult.Kind.BACKTEST:
        return " ".join(
            str(known.get(row[name], row[name]))
            for name, known in (("forecast", words.FORECASTS), ("measure", words.MEASURES))
        )
    name = activity_shown(row["activity"], row["name"])
    if kind == RunResult.Kind.SERIES:
        return _("%(activity)s in %(year)s") % {"activity": name, "year": row["year"]}
    return name
