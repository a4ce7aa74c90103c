"""What every function asks of its input, said in one way.

Arrays are taken as they are, checked, and never changed. A `ValueError` names the argument, what it
should be, what it is, and where.
"""

import contextlib
from numbers import Real
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

#: Beyond these, products of a few values leave the range of float64.
SMALLEST, LARGEST = 1e-100, 1e100
RANGE = f"zero or between {SMALLEST:g} and {LARGEST:g}"

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]
Presence = NDArray[np.bool_]


def matrix(values: ArrayLike, name: str = "X") -> Matrix:
    """Return regions x activities as float64: two axes, none empty, finite, zero or more."""
    found = numbers(values, name)
    _two_axes(found, name)
    refuse(~np.isfinite(found) | (found < 0), found, name, "finite and zero or more")
    beyond = ((found > 0) & (found < SMALLEST)) | (found > LARGEST)
    refuse(beyond, found, name, RANGE)
    return found


def in_range(values: NDArray[np.float64]) -> bool:
    """Tell whether all are float64 and zero or more, none so small or large that products fail."""
    if values.dtype != np.float64:
        return False
    least, most = values.min(), values.max()  # nan is in both, if it is anywhere
    if not (least >= 0 and most <= LARGEST):
        return False
    return bool(least >= SMALLEST or not ((values > 0) & (values < SMALLEST)).any())


def square(values: ArrayLike, name: str) -> Matrix:
    """Return activities x activities as float64: square, symmetric, finite, zero or more."""
    found = matrix(values, name)
    if found.shape[0] != found.shape[1]:
        raise ValueError(f"{name} should be activities x activities, has shape {found.shape}")
    if not np.allclose(found, found.T, rtol=1e-6, atol=1e-12):
        raise ValueError(f"{name} should be symmetric")
    return found


def presence_matrix(values: ArrayLike, name: str = "M") -> Presence:
    """Return regions x activities as booleans; the values should be 0 and 1, or booleans."""
    if isinstance(values, np.ndarray) and values.dtype == np.bool_:
        present = array(values, name)
        _two_axes(present, name)
        return present
    found = matrix(values, name)
    refuse((found != 0) & (found != 1), found, name, "0 or 1")
    return found.astype(np.bool_)


def vector(values: ArrayLike, name: str, *, length: int | None = None) -> Vector:
    """Return one axis of finite float64 numbers, as many as wanted."""
    found = numbers(values, name)
    if found.ndim != 1 or (length is None and not len(found)):
        raise ValueError(f"{name} should have one axis with a value, has shape {found.shape}")
    if length is not None and len(found) != length:
        raise ValueError(f"{name} should have {length} values, has {len(found)}")
    refuse(~np.isfinite(found), found, name, "finite")
    return found


def covariates(values: ArrayLike, name: str, *, length: int) -> Matrix:
    """Return regions x variables as float64, nan where a variable is not known."""
    found = numbers(values, name)
    if found.ndim != 2 or len(found) != length or not found.shape[1]:
        raise ValueError(
            f"{name} should be {length} regions x one variable or more, has shape {found.shape}"
        )
    refuse(np.isinf(found) | (np.abs(found) > LARGEST), found, name, f"up to {LARGEST:g} or nan")
    return found


def weights(values: ArrayLike, name: str, *, length: int | None = None) -> Vector:
    """Return one axis of float64 numbers that are zero or more."""
    found = vector(values, name, length=length)
    refuse(found < 0, found, name, "zero or more")
    beyond = ((found > 0) & (found < SMALLEST)) | (found > LARGEST)
    refuse(beyond, found, name, RANGE)
    return found


def draws(values: ArrayLike, name: str) -> Matrix:
    """Return draws x items as float64; an item that is not known is nan in every draw."""
    found = numbers(values, name)
    if found.ndim != 2 or 0 in found.shape:
        raise ValueError(f"{name} should have two axes, draws x items, has shape {found.shape}")
    refuse(np.isinf(found), found, name, "finite or nan")
    unknown = np.isnan(found)
    if (unknown != unknown[0]).any():
        item = int(np.flatnonzero((unknown != unknown[0]).any(axis=0))[0])
        raise ValueError(
            f"{name} should be nan in all draws of an item or in none, is not at {item}"
        )
    return found


def groups(values: ArrayLike, name: str, *, length: int) -> tuple[NDArray[np.intp], int]:
    """Return the group of each place as a number from 0, and how many groups there are."""
    found = array(values, name)
    if found.ndim != 1 or len(found) != length:
        raise ValueError(f"{name} should have {length} values, has shape {found.shape}")
    if found.dtype.kind == "f":
        refuse(~np.isfinite(found), found, name, "finite")
    if found.dtype.kind == "O":
        found = np.array([_label(one, name, place) for place, one in enumerate(found)])
    labels, places = np.unique(found, return_inverse=True)
    return places.reshape(-1), len(labels)


def one_of(value: str, name: str, known: tuple[str, ...]) -> str:
    """Return the value if it is one of those known."""
    if value not in known:
        raise ValueError(f"{name} should be one of {', '.join(known)}, is {value!r}")
    return value


def positive(values: ArrayLike, name: str, shape: tuple[int, ...]) -> Matrix:
    """Return numbers above zero that fit a shape: one, one for each activity, or the shape."""
    found = numbers(values, name)
    if found.shape not in ((), shape[1:], shape):
        raise ValueError(
            f"{name} should be one number or of shape {shape[1:]} or {shape}, has {found.shape}"
        )
    wrong = ~np.isfinite(found) | (found < 1e-12) | (found > 1e12)
    refuse(wrong, found, name, "between 1e-12 and 1e+12")
    return found


def mask(values: ArrayLike | None, name: str, shape: tuple[int, ...]) -> Presence:
    """Return booleans of a shape; all False where there are none."""
    if values is None:
        return np.zeros(shape, np.bool_)
    found = array(values, name)
    if found.dtype != np.bool_ or found.shape != shape:
        raise ValueError(
            f"{name} should be booleans of the shape {shape}, is {found.dtype} of {found.shape}"
        )
    return found


def array(values: Any, name: str) -> NDArray[Any]:
    """Return an array, its own values where it is one already; a mask of numpy's is never lost."""
    if np.ma.is_masked(values):
        raise ValueError(
            f"{name} should not be a masked array: give {name}.filled(0), and {name}.mask as "
            "suppressed= to what takes that, such as a Panel, strengths or openings"
        )
    try:
        return np.asarray(values)
    except (TypeError, ValueError):
        raise ValueError(f"{name} should be an array, with rows of one length") from None


def numbers(values: ArrayLike, name: str) -> NDArray[np.float64]:
    """Return an array of numbers as float64, of whatever shape."""
    found = array(values, name)
    if found.dtype.kind in "biufO":
        with contextlib.suppress(TypeError, ValueError):
            return found.astype(np.float64, copy=False)
    raise ValueError(f"{name} should be an array of numbers")


def number(value: float, name: str) -> float:
    """Return one number; text of a number is none, and neither is True."""
    right = isinstance(value, Real) and not isinstance(value, bool)
    if not right and not (isinstance(value, np.ndarray) and value.dtype.kind in "iuf"):
        raise ValueError(f"{name} should be a number, is {value!r}")
    if np.ndim(value):
        raise ValueError(f"{name} should be one number, has the shape {np.shape(value)}")
    return float(value)


def zero_or_more(value: float, name: str) -> float:
    """Return one finite number that is not below zero."""
    found = number(value, name)
    if not (np.isfinite(found) and found >= 0):
        raise ValueError(f"{name} should be finite and zero or more, is {value}")
    return found


def between(value: float, name: str) -> float:
    """Return a probability that is neither 0 nor 1."""
    found = number(value, name)
    if not 0 < found < 1:
        raise ValueError(f"{name} should be between 0 and 1, is {value}")
    return found


def whole(value: int, name: str, least: int = 1) -> int:
    """Return a whole number of at least so much."""
    right = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not right or value < least:
        raise ValueError(f"{name} should be a whole number of {least} or more, is {value!r}")
    return int(value)


def generator(rng: object) -> np.random.Generator:
    """Return a generator of random numbers; a seed is none, for then nobody sees it being used."""
    if not isinstance(rng, np.random.Generator):
        error = f"rng should be a numpy.random.Generator, is {type(rng).__name__}"
        raise ValueError(error)  # noqa: TRY004 (every mistake in an argument is a ValueError)
    return rng


def refuse(wrong: NDArray[np.bool_], values: NDArray[np.generic], name: str, should: str) -> None:
    """Name the first place where a value is not what it should be."""
    if not wrong.any():
        return
    place = tuple(int(step[0]) for step in np.nonzero(np.atleast_1d(wrong)))
    value = np.atleast_1d(values)[place]
    at = place[0] if len(place) == 1 else place
    raise ValueError(f"{name} should be {should}, is {value:g} at {at}")


def _two_axes(found: NDArray[np.generic], name: str) -> None:
    if found.ndim != 2:
        raise ValueError(f"{name} should have two axes, regions x activities, has {found.ndim}")
    if 0 in found.shape:
        raise ValueError(f"{name} should have a region and an activity, has shape {found.shape}")


def _label(value: object, name: str, place: int) -> str:
    if value is None or value != value:
        raise ValueError(f"{name} should be a label, is empty at {place}")
    return str(value)
