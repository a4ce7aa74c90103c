"""An answer, and the ways to give it: a table, JSON, a file, a picture."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import polars as pl
import typer
from rich.console import RenderableType

from specialisation.cli import talk
from specialisation.cli.asked import Asked

if TYPE_CHECKING:
    import altair

    from specialisation.provenance import Manifest


@dataclass(frozen=True, eq=False)
class Answer:
    """What a command found.

    Attributes
    ----------
    rows
        All of it, for JSON and files; what is undefined is null.
    table
        What is shown.
    manifest
        What it was made of and how.
    chart
        What draws it.
    besides
        What the JSON says above the rows.
    notes
        What the reader should know.
    """

    rows: pl.DataFrame
    table: RenderableType
    manifest: "Manifest"
    chart: Callable[[], "altair.TopLevelMixin"]
    besides: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def frame_of(columns: Mapping[str, Any]) -> pl.DataFrame:
    """Return a table in which what is undefined is null and not nan."""
    frame = pl.DataFrame(columns)
    return frame.with_columns(pl.col(pl.Float64, pl.Float32).cast(pl.Float64).fill_nan(None))


def give(answer: Answer, asked: Asked) -> None:
    """Print or write an answer as it was asked for."""
    import specialisation as sp

    if asked.output:
        sp.write(answer.rows, asked.output, answer.manifest)
        talk.line(f"Written: {asked.output}")
    if asked.plot:
        from specialisation.cli import charts  # needs the extra for charts

        charts.save(answer.chart(), asked.plot)
        talk.line(f"Drawn: {asked.plot}")
    if asked.json:
        typer.echo(_as_json(answer))
    elif not asked.output:
        talk.show(answer.table)
    talk.notes(answer.notes)


def below(source: str, *texts: str) -> list[str]:
    """Return the lines under the title of a chart: what must be known, and where it is from."""
    return [*texts, f"Source: {source.split(' (SHA')[0]}"]


def number(value: float | None, digits: int = 2) -> str:
    """Return a number as tables show it; a dash for what is undefined.

    Examples
    --------
    >>> number(1234.5, 0), number(-0.5), number(None)
    ('1,234', '−0.50', '–')
    """
    return "–" if value is None else f"{value:,.{digits}f}".replace("-", "−")


def within(row: Mapping[str, Any], name: str, digits: int = 2) -> str:
    """Return a number with its interval.

    Examples
    --------
    >>> within({"lq": 2.0, "lq_low": 1.5, "lq_high": 2.5}, "lq")
    '2.00 (1.50–2.50)'
    """
    if row[name] is None:
        return "–"
    return f"{number(row[name], digits)} ({between(row, name, digits)})"


def between(row: Mapping[str, Any], name: str, digits: int = 2) -> str:
    """Return the interval alone.

    Examples
    --------
    >>> between({"lq_low": 1.5, "lq_high": 2.5}, "lq")
    '1.50–2.50'
    """
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return "–" if low is None else f"{number(low, digits)}–{number(high, digits)}"


def percent(value: float | None) -> str:
    """Return a probability; never 0 or 100 %, which nobody can know.

    Examples
    --------
    >>> percent(0.9996), percent(0.5), percent(None)
    ('>99 %', '50 %', '–')
    """
    if value is None:
        return "–"
    if value < 0.005:
        return "<1 %"
    return ">99 %" if value > 0.995 else f"{value:.0%}".replace("%", " %")


def share(value: float | None) -> str:
    """Return a share in whole per cent.

    Examples
    --------
    >>> share(1.0)
    '100 %'
    """
    return "–" if value is None else f"{value:.0%}".replace("%", " %")


def _as_json(answer: Answer) -> str:
    told = {
        **answer.besides,
        "rows": answer.rows.to_dicts(),
        "notes": list(answer.notes),
        "manifest": answer.manifest.as_dict(),
    }
    return json.dumps(told, ensure_ascii=False, indent=2, default=str, allow_nan=False)
