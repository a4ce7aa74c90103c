"""The columns of a polars or pandas frame as arrays, each with the rows where it is wrong."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias
from unicodedata import normalize

import numpy as np
import polars as pl
from numpy.typing import NDArray

from specialisation.checks import LARGEST, RANGE, SMALLEST, in_range

#: A polars or a pandas frame; pandas need not be installed.
Frame: TypeAlias = Any
Label: TypeAlias = str | int
#: So many rows are named where many are wrong.
NAMED = 5
#: No year is as far from now as this.
BEYOND = 1_000_000

Places: TypeAlias = NDArray[np.integer[Any]]


def same_label(label: Any) -> Any:
    """Return a text as it is compared with others: without space around it, composed (NFC).

    Examples
    --------
    >>> same_label("A\u030are ") == "\u00c5re"
    True
    """
    return normalize("NFC", label).strip() if isinstance(label, str) else label


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
        columns = list(self.frame.columns)
        missing = [f"{what} ({name!r})" for what, name in names.items() if name not in columns]
        if missing:
            has = ", ".join(str(one) for one in columns)
            raise ValueError(f"the frame should have columns for {', '.join(missing)}; has {has}")
        for name in names.values():
            if columns.count(name) > 1:  # as pandas lets it
                raise ValueError(f"the frame should have one column {name!r}, has several")
        if not self.rows:
            raise ValueError("the frame should have rows, is empty")

    def codes(self, name: str) -> tuple[tuple[Label, ...], Places]:
        """Return the sorted codes of a column, and the place of each row's among them."""
        numbers, used, labels = self._numbered(name)
        blank = np.array([one is None or not str(one).strip() for one in labels], np.bool_)
        if blank.any() or (len(numbers) and numbers.min() < 0):
            wrong = np.isin(numbers, used[blank]) | (numbers < 0)
            self.refuse(wrong, f"{name} should not be blank")
        if len({type(one) for one in labels}) > 1:
            labels = [str(one) for one in labels]
        labels = [same_label(one) for one in labels]
        told = sorted(set(labels))
        if len(told) < len(labels):  # some are one label, written in two ways
            return tuple(told), _placed(numbers, used, [told.index(one) for one in labels])
        order = sorted(range(len(labels)), key=labels.__getitem__)
        return tuple(told), _ranked(numbers, used[order])

    def years(self, name: str | None) -> tuple[tuple[int, ...], Places]:
        """Return the sorted years, and the place of each row's among them; one 0 without years."""
        if name is None:
            return (0,), np.zeros(self.rows, np.intp)
        column = self.frame[name]
        if isinstance(column, pl.Series) and column.dtype.is_integer() and not column.has_nulls():
            years = column.cast(pl.Int64).to_numpy()
            whole = (years > -BEYOND) & (years < BEYOND)
        else:
            numbers = self._numbers(name)
            whole = np.isfinite(numbers) & (np.abs(numbers) < BEYOND)
            whole &= numbers == np.round(numbers)
            years = np.where(whole, numbers, 0).astype(np.int64)
        self.refuse(~whole, f"{name} should be a whole year")
        places, used, found = _seen(years)
        return tuple(found), _ranked(places, used)

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
        if in_range(numbers):
            return numbers
        self.refuse(~np.isfinite(numbers), f"{name} should be a finite number")
        self.refuse(numbers < 0, f"{name} should be zero or more")
        beyond = ((numbers > 0) & (numbers < SMALLEST)) | (numbers > LARGEST)
        self.refuse(beyond, f"{name} should be {RANGE}")
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

    def _numbered(self, name: str) -> tuple[Places, Places, list[Any]]:
        """Return a number for each row, -1 where it is empty; the numbers, and their labels."""
        column = self.frame[name]
        if not isinstance(column, pl.Series):
            places, labels = column.factorize()
            return np.asarray(places), np.arange(len(labels)), [_plain(one) for one in labels]
        floats = column.dtype.is_float()
        column = _whole_again(column) if floats else column
        if column.dtype.is_integer() and not column.has_nulls():
            return _seen(column.cast(pl.Int64).to_numpy())
        if not isinstance(column.dtype, pl.Categorical | pl.Enum):
            column = column.cast(pl.String).cast(pl.Categorical)
        each = column.drop_nulls().unique()
        numbers = column.to_physical().cast(pl.Int64).fill_null(-1).to_numpy()
        return (
            numbers,
            each.to_physical().to_numpy().astype(np.intp),
            [one.removesuffix(".0") if floats else one for one in each.cast(pl.String).to_list()],
        )


def _seen(whole: NDArray[np.int64]) -> tuple[Places, Places, list[int]]:
    """Return each whole number as one from 0 on, and those that there are, rising: so, and as told.

    The rows are not sorted for it, unless the numbers lie far apart.
    """
    least, most = int(whole.min()), int(whole.max())
    if most - least > max(len(whole), 1_000_000):
        found, places = np.unique(whole, return_inverse=True)
        return places.reshape(-1), np.arange(len(found)), found.tolist()
    numbers = whole - least if least else whole
    seen = np.zeros(most - least + 1, np.bool_)
    seen[numbers] = True
    used = np.flatnonzero(seen)
    return numbers, used, (used + least).tolist()


def _ranked(numbers: Places, order: Places) -> Places:
    """Return the place of each number in an order of all of them."""
    if np.array_equal(order, np.arange(len(order))):
        return numbers
    return _placed(numbers, order, np.arange(len(order)))


def _placed(numbers: Places, used: Places, places: Sequence[int] | Places) -> Places:
    """Return the place of each number, told for those that are used."""
    rank = np.empty(int(used.max()) + 1, np.intp)
    rank[used] = places
    return rank[numbers]


def _plain(label: Any) -> Label:
    """Return a label as Python's own text or whole number."""
    if isinstance(label, float | np.floating) and float(label).is_integer():
        return int(label)  # as where a missing code made floats of a whole column
    return int(label) if isinstance(label, int | np.integer) else str(label)


def _whole_again(column: pl.Series) -> pl.Series:
    """Return a column of floats as whole numbers if it holds no others; what is nan is empty."""
    column = column.fill_nan(None)
    told = column.drop_nulls()
    whole = bool(((told == told.round()) & (told.abs() < 2**53)).all())
    return column.cast(pl.Int64) if whole else column
