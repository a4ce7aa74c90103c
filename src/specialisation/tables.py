"""The columns of a polars or pandas frame as arrays, each with the rows where it is wrong."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
import polars as pl
from numpy.typing import NDArray

from specialisation.checks import LARGEST, SMALLEST

#: A polars or a pandas frame; pandas need not be installed.
Frame: TypeAlias = Any
Label: TypeAlias = str | int
#: So many rows are named where many are wrong.
NAMED = 5


class Table:
    """A frame of either library; it is not changed."""

    def __init__(self, frame: Frame) -> None:
        if isinstance(frame, pl.LazyFrame):
            frame = frame.collect()
        if not hasattr(frame, "columns") or not hasattr(frame, "__getitem__"):
            raise ValueError("frame should be a polars or pandas data frame")
        self.frame = frame
        self.rows = len(frame)

    def check(self, names: Mapping[str, str]) -> None:
        """Refuse a frame that lacks one of the columns, told as what it is and its name."""
        columns = [str(one) for one in self.frame.columns]
        missing = [f"{what} ({name!r})" for what, name in names.items() if name not in columns]
        if missing:
            has = ", ".join(columns)
            raise ValueError(f"the frame should have columns for {', '.join(missing)}; has {has}")
        if not self.rows:
            raise ValueError("the frame should have rows, is empty")

    def codes(self, name: str) -> tuple[tuple[Label, ...], NDArray[np.intp]]:
        """Return the sorted codes of a column, and the place of each row's among them."""
        places, labels = self._factors(name)
        blank = np.array([one is None or not str(one).strip() for one in labels], np.bool_)
        if blank.any() or (places < 0).any():
            self.refuse(np.append(blank, True)[places], f"{name} should not be blank")
        if len({type(one) for one in labels}) > 1:
            labels = [str(one) for one in labels]
        order = sorted(range(len(labels)), key=labels.__getitem__)
        rank = np.empty(len(order), np.intp)
        rank[order] = np.arange(len(order))
        return tuple(labels[place] for place in order), rank[places]

    def years(self, name: str | None) -> tuple[tuple[int, ...], NDArray[np.intp]]:
        """Return the sorted years, and the place of each row's among them; one 0 without years."""
        if name is None:
            return (0,), np.zeros(self.rows, np.intp)
        numbers = self._numbers(name)
        whole = np.isfinite(numbers) & (np.abs(numbers) < 1e6) & (numbers == np.round(numbers))
        self.refuse(~whole, f"{name} should be a whole year")
        places, found = _by_range(numbers.astype(np.int64))
        return tuple(found), places

    def flags(self, name: str | None) -> NDArray[np.bool_] | None:
        """Return a column of booleans, or None where there is no such column."""
        if name is None:
            return None
        found = pl.Series(np.asarray(self.frame[name]))
        if found.dtype != pl.Boolean:
            raise ValueError(f"{name} should be true or false in every row")
        return found.to_numpy()

    def values(self, name: str, hidden: NDArray[np.bool_] | None = None) -> NDArray[np.float64]:
        """Return a column of values that are zero or more; 0 where they are hidden."""
        numbers = self._numbers(name)
        if hidden is not None:
            numbers = np.where(hidden, 0.0, numbers)
        self.refuse(~np.isfinite(numbers), f"{name} should be a finite number")
        self.refuse(numbers < 0, f"{name} should be zero or more")
        beyond = ((numbers > 0) & (numbers < SMALLEST)) | (numbers > LARGEST)
        self.refuse(beyond, f"{name} should be zero or between {SMALLEST:g} and {LARGEST:g}")
        return numbers

    def refuse(self, wrong: NDArray[np.bool_], text: str) -> None:
        """Name the rows that are wrong, counted from 0."""
        if not wrong.any():
            return
        rows = np.flatnonzero(wrong)
        named = ", ".join(str(row) for row in rows[:NAMED])
        more = f" and {len(rows) - NAMED} more" if len(rows) > NAMED else ""
        raise ValueError(f"{text}: rows {named}{more}")

    def _numbers(self, name: str) -> NDArray[np.float64]:
        column = self.frame[name]
        error = ValueError(f"{name} should be a column of numbers")
        if isinstance(column, pl.Series):
            if not (column.dtype.is_numeric() or column.dtype == pl.Null):
                raise error
            return column.cast(pl.Float64).to_numpy()
        if column.dtype.kind == "O" and any(isinstance(one, str) for one in column):
            raise error
        try:
            return np.asarray(column.to_numpy(dtype=np.float64, na_value=np.nan))
        except (TypeError, ValueError):
            raise error from None

    def _factors(self, name: str) -> tuple[NDArray[np.intp], list[Label]]:
        """Return a number for each row, -1 where it is empty, and what the numbers stand for."""
        column = self.frame[name]
        if not isinstance(column, pl.Series):
            places, labels = column.factorize()
            return np.asarray(places, np.intp), [_plain(one) for one in labels]
        if column.dtype.is_integer() and not column.has_nulls():
            places, numbers = _by_range(column.cast(pl.Int64).to_numpy())
            return places, list(numbers)
        if not isinstance(column.dtype, pl.Categorical | pl.Enum):
            column = column.cast(pl.String).cast(pl.Categorical)
        physical = column.to_physical()
        empty = physical.is_null().to_numpy()
        places, used = _by_range(physical.fill_null(0).cast(pl.Int64).to_numpy())
        first = np.empty(len(used), np.intp)
        first[places] = np.arange(len(places))  # any row that has the label
        labels = column.gather(first).cast(pl.String).to_list()
        return np.where(empty, -1, places) if empty.any() else places, labels


def _by_range(numbers: NDArray[np.int64]) -> tuple[NDArray[np.intp], list[int]]:
    """Return the place of each whole number among the sorted ones, without sorting the rows."""
    least, most = int(numbers.min()), int(numbers.max())
    if most - least > max(len(numbers), 1_000_000):
        found, places = np.unique(numbers, return_inverse=True)
        return places.reshape(-1), found.tolist()
    seen = np.zeros(most - least + 1, np.bool_)
    seen[numbers - least] = True
    rank = np.cumsum(seen) - 1
    return rank[numbers - least], (np.flatnonzero(seen) + least).tolist()


def _plain(label: Any) -> Label:
    """Return a label as Python's own text or whole number."""
    return int(label) if isinstance(label, int | np.integer) else str(label)
