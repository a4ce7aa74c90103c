"""What each kind of result is made of: what names a row, and by what it is held against another."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from varv.analysis.models import RunResult

Kind = RunResult.Kind
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Shape:
    """The columns of a result that matter beyond its own page.

    ``key`` names a row. ``value`` is its main figure, ``low`` and ``high`` the ends of its
    interval, where there is one. ``turn`` is what parts more from less. ``word`` is the column with
    a verdict.
    """

    key: tuple[str, ...]
    value: str
    low: str = ""
    high: str = ""
    turn: float | None = None
    word: str = ""

    def code_of(self, row: Row) -> str:
        """Return what names a row of this kind."""
        return " ".join(str(row[name]) for name in self.key)

    def by_code(self, rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
        """Return the rows by what names them."""
        return {self.code_of(row): row for row in rows}


def _quotient(*key: str, turn: float | None = None, word: str = "") -> Shape:
    return Shape(key, "lq", "lq_low", "lq_high", turn, word)


SHAPES: dict[str, Shape] = {
    Kind.STRENGTHS: _quotient("activity", turn=1.0, word="verdict"),
    Kind.OPENINGS: _quotient("activity", word="road"),
    Kind.PEERS: Shape(("region",), "rank", "rank_low", "rank_high"),
    Kind.SPACE: _quotient("activity", turn=1.0),
    Kind.GROWTH: Shape(("activity",), "regional", "regional_low", "regional_high", turn=0.0),
    Kind.ENTRY: Shape(("activity",), "probability"),
    Kind.BACKTEST: Shape(("definition", "forecast", "measure"), "value", "low", "high"),
    Kind.SERIES: _quotient("activity", "year", turn=1.0),
}
