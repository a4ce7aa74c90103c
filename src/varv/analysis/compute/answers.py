"""What a step of a run gives: a table, what holds of the whole of it, and what must be said."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Note:
    """Something that the reader must know, by its code; ``results.notes`` has the words."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def plain(self, step: str) -> dict[str, Any]:
        """Return it as it is stored with a run."""
        return {"step": step, "code": self.code, "values": dict(self.values)}


@dataclass(frozen=True, eq=False)
class Answer:
    """The table of a step. ``call`` and ``parameters`` say how it was made."""

    rows: "pl.DataFrame"
    call: str
    parameters: Mapping[str, Any]
    besides: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()

    def as_parquet(self) -> bytes:
        """Return the table as a file: the same rows always give the same bytes."""
        stream = io.BytesIO()
        self.rows.write_parquet(stream, compression="zstd", statistics=True)
        return stream.getvalue()


@dataclass(frozen=True)
class NotPossible:
    """Why the figures do not allow a step, by its code; ``results.notes`` has the words."""

    why: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def note(self) -> Note:
        """What the run keeps of it."""
        return Note("not_possible", {"why": self.why, **self.values})


def frame_of(columns: Mapping[str, Any]) -> "pl.DataFrame":
    """Return a table in which what is undefined is null and not nan."""
    import polars as pl  # costs a second

    frame = pl.DataFrame(columns)
    return frame.with_columns(pl.col(pl.Float64, pl.Float32).cast(pl.Float64).fill_nan(None))


def texts(values: list[str]) -> "pl.Series":
    """Return a column of texts, also where there are none."""
    import polars as pl

    return pl.Series(values, dtype=pl.String)


def told(value: float) -> float | None:
    """Return a number for JSON, which knows no nan."""
    import math

    return None if math.isnan(value) else float(value)
