"""Panel: regions x activities x years with their labels, checked once."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from specialisation import checks
from specialisation.checks import Matrix
from specialisation.tables import NAMED, Frame, Label, Table, same_label

Cube = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Panel:
    """Values of regions x activities, for one year or several.

    Attributes
    ----------
    regions, activities
        Their codes, sorted.
    years
        Sorted; one 0 where the panel has no years.
    values
        float64, years x regions x activities, zero or more. What no row tells is 0. It can be read
        and not written to; what a panel is made of is not copied, so leave that as it is too.
    suppressed
        The same shape: True where there is a number that the source does not tell. Its value is 0
        here, and is not known to be 0. None where nothing is suppressed.
    classification
        The version of the activity codes, such as "NACE Rev. 2"; empty where it is not known. Two
        versions are never joined.
    """

    regions: tuple[Label, ...]
    activities: tuple[Label, ...]
    years: tuple[int, ...]
    values: Cube
    suppressed: Mask | None = None
    classification: str = ""
    _places: dict[str, dict[Any, int]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        places = {}
        for name in ("regions", "activities", "years"):
            labels = _labels(getattr(self, name), name)
            object.__setattr__(self, name, labels)
            places[name] = {label: place for place, label in enumerate(labels)}
        object.__setattr__(self, "_places", places)
        wanted = (len(self.years), len(self.regions), len(self.activities))
        values = checks.array(self.values, "values")
        if values.shape != wanted or 0 in wanted:
            raise ValueError(f"values should have the shape {wanted}, have {values.shape}")
        if not checks.in_range(values):
            raise ValueError(f"values should be float64, and {checks.RANGE}")
        object.__setattr__(self, "values", _to_read(values))
        if self.suppressed is not None:
            mask = _to_read(checks.mask(self.suppressed, "suppressed", wanted))
            object.__setattr__(self, "suppressed", mask)
            told = mask & (values != 0)
            checks.refuse(told, values, "values", "0 where they are suppressed")

    @classmethod
    def from_frame(
        cls,
        frame: Frame,
        *,
        region: str = "region",
        activity: str = "activity",
        year: str | None = None,
        value: str = "value",
        suppressed: str | None = None,
        classification: str = "",
    ) -> "Panel":
        """Return the panel of a long table: one row for each region, activity and year.

        Parameters
        ----------
        frame
            A polars or pandas data frame. It is not changed.
        region, activity, year, value
            The names of its columns. Without `year` all rows are of one period. Codes are compared
            without space around them, composed (NFC); whole floats are whole numbers.
        suppressed
            The name of a column of booleans: True where the source hides the number. The value of
            such a row may be empty.
        classification
            The version of the activity codes, such as "NACE Rev. 2".

        Returns
        -------
        Panel

        Raises
        ------
        ValueError
            If there are no rows, a column is missing, a code is blank, a value is missing, negative
            or not finite, two rows tell the same, or all of a year is zero. The rows are named,
            counted from 0.

        Examples
        --------
        >>> import polars as pl
        >>> rows = {"region": ["B", "A"], "activity": ["I55", "A01"], "value": [3, 4]}
        >>> frame = pl.DataFrame(rows)
        >>> panel = Panel.from_frame(frame)
        >>> panel.regions, panel.activities
        (('A', 'B'), ('A01', 'I55'))
        >>> panel.matrix()
        array([[4., 0.],
               [0., 3.]])
        """
        table = Table(frame)
        names = {"region": region, "activity": activity, "value": value}
        names |= {"year": year} if year is not None else {}
        names |= {"suppressed": suppressed} if suppressed is not None else {}
        table.check(names)
        regions, by_region = table.codes(region)
        activities, by_activity = table.codes(activity)
        years, by_year = table.years(year)
        hidden = table.flags(suppressed)
        shape = (len(years), len(regions), len(activities))
        keys = by_year * np.intp(shape[1])
        keys += by_region
        keys *= shape[2]
        keys += by_activity
        _check_doubles(table, keys, shape)
        cube = _filled(shape, keys, table.values(value, hidden), np.float64)
        mask = None if hidden is None else _filled(shape, keys, hidden, np.bool_)
        _check_years(cube, mask, years)
        return cls(regions, activities, years, cube, mask, classification)

    def matrix(self, year: int | None = None) -> Matrix:
        """Return regions x activities of one year; without, of the last.

        Raises
        ------
        ValueError
            If the panel does not have the year.
        """
        found: Matrix = self.values[self.place_of_year(year)]
        return found

    def place_of_year(self, year: int | None = None) -> int:
        """Return where a year stands; without, the last. `ValueError` if it is not there."""
        return len(self.years) - 1 if year is None else self._place("years", year)

    def place_of_region(self, region: Label) -> int:
        """Return where a region stands. `ValueError` if it is not there."""
        return self._place("regions", region)

    def place_of_activity(self, activity: Label) -> int:
        """Return where an activity stands. `ValueError` if it is not there."""
        return self._place("activities", activity)

    def only(self, years: int | Sequence[int]) -> "Panel":
        """Return the panel of one or some of its years. `ValueError` if one is not there."""
        several = isinstance(years, Iterable) and not isinstance(years, str)
        wanted: list[Any] = list(years) if several else [years]  # type: ignore[arg-type]
        if not wanted:
            raise ValueError("years should name a year or more to keep, is empty")
        places = sorted({self._place("years", one) for one in wanted})
        return Panel(
            self.regions,
            self.activities,
            tuple(self.years[place] for place in places),
            self.values[places],
            None if self.suppressed is None else self.suppressed[places],
            self.classification,
        )

    def _place(self, axis: str, label: object) -> int:
        places = self._places[axis]
        found = places.get(label) if isinstance(label, Hashable) else None
        if found is None and isinstance(label, str):
            found = places.get(same_label(label))
        if found is None:
            known = [str(one) for one in getattr(self, axis)]
            some = ", ".join(known[:NAMED]) + (", ..." if len(known) > NAMED else "")
            raise ValueError(f"{axis} should have {label!r}; the panel has {some}")
        return found


def checked(value: object, name: str = "panel") -> Panel:
    """Return the panel that was given; `ValueError` if something else was, such as an array."""
    if not isinstance(value, Panel):
        error = f"{name} should be a Panel (see Panel.from_frame), is {type(value).__name__}"
        raise ValueError(error)  # noqa: TRY004 (every mistake in an argument is a ValueError)
    return value


def _labels(given: Any, name: str) -> tuple[Any, ...]:
    """Return the labels of an axis, as Python's own text or whole numbers."""
    try:
        labels = tuple(one.item() if isinstance(one, np.generic) else one for one in given)
        ordered = list(labels) == sorted(set(labels))
    except TypeError:
        raise ValueError(f"{name} should be labels of one kind, text or whole numbers") from None
    for one in labels:
        if not isinstance(one, int if name == "years" else str | int):
            should = "whole numbers" if name == "years" else "text or whole numbers"
            error = f"{name} should be {should}, has {one!r}"
            raise ValueError(error)  # noqa: TRY004 (every mistake in an argument is a ValueError)
    if not ordered:
        raise ValueError(f"{name} should be sorted, and each there once")
    return labels


def _to_read(array: NDArray[Any]) -> NDArray[Any]:
    """Return the same array, which cannot be written to by this name: a panel is checked once."""
    view = array.view()
    view.flags.writeable = False
    return view


def _filled(
    shape: tuple[int, ...], keys: NDArray[np.intp], values: NDArray[Any], dtype: type
) -> NDArray[Any]:
    cube: NDArray[Any] = np.zeros(shape, dtype)
    cube.reshape(-1)[keys] = values
    return cube


def _check_doubles(table: Table, keys: NDArray[np.intp], shape: tuple[int, ...]) -> None:
    seen = np.zeros(shape, np.bool_)
    seen.reshape(-1)[keys] = True
    if np.count_nonzero(seen) == len(keys):
        return
    _first, places, times = np.unique(keys, return_inverse=True, return_counts=True)
    table.refuse(times[places] > 1, "a region, activity and year should be told once")


def _check_years(cube: Cube, mask: Mask | None, years: Sequence[int]) -> None:
    told = cube.any(axis=(1, 2))
    if mask is not None:
        told |= mask.any(axis=(1, 2))
    if not told.all():
        empty = ", ".join(str(years[place]) for place in np.flatnonzero(~told).tolist())
        raise ValueError(f"value should not be zero in every row of a year: {empty}")
