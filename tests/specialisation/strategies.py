"""Matrices, presences and broken input to try functions with."""

from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

#: Jobs as they come: many noughts, whole numbers and not.
JOBS = st.one_of(
    st.just(0.0), st.integers(1, 100_000).map(float), st.floats(1e-3, 1e6, allow_nan=False)
)


def shapes(least: int = 1, most: int = 8) -> st.SearchStrategy[Any]:
    """Draw the shape of regions x activities."""
    return st.tuples(st.integers(least, most), st.integers(least, most))


def matrices(least: int = 1, most: int = 8) -> st.SearchStrategy[Any]:
    """Draw regions x activities with rows and columns of nought among them."""
    return shapes(least, most).flatmap(
        lambda shape: arrays.arrays(np.float64, shape, elements=JOBS)
    )


def presences(least: int = 1, most: int = 8) -> st.SearchStrategy[Any]:
    """Draw where regions are specialised."""
    return shapes(least, most).flatmap(
        lambda shape: arrays.arrays(np.bool_, shape, elements=st.booleans())
    )


#: What no function that takes regions x activities may take without a word.
BROKEN: dict[str, Any] = {
    "negative": [[1.0, -1.0], [1.0, 1.0]],
    "nan": [[1.0, float("nan")], [1.0, 1.0]],
    "infinite": [[1.0, float("inf")], [1.0, 1.0]],
    "one axis": [1.0, 2.0],
    "three axes": np.ones((2, 2, 2)),
    "empty": np.empty((0, 0)),
    "no activities": np.empty((3, 0)),
    "no regions": np.empty((0, 3)),
    "text": [["a", "b"], ["c", "d"]],
    "text of numbers": [["1", "2"], ["3", "4"]],
    "ragged": [[1.0, 2.0], [1.0]],
    "nothing": None,
    "complex": np.ones((2, 2)) * 1j,
    "too large": [[1e300, 1e300], [1.0, 1.0]],
    "too small": [[1e-300, 1.0], [1.0, 1.0]],
    "masked": np.ma.array([[1.0, 0.0], [1.0, 1.0]], mask=[[False, True], [False, False]]),
    "masked presence": np.ma.array([[True, False], [True, True]], mask=[[0, 1], [0, 0]]),
}

#: What no function that takes one axis may take without a word.
BROKEN_VECTORS: dict[str, Any] = {
    "negative": [1.0, -1.0],
    "nan": [1.0, float("nan")],
    "infinite": [1.0, float("inf")],
    "two axes": [[1.0, 2.0]],
    "a number": 1.0,
    "empty": [],
    "text": ["a", "b"],
    "nothing": None,
    "complex": np.ones(2) * 1j,
    "too large": [1e300, 1.0],
    "too small": [1e-300, 1.0],
    "masked": np.ma.array([1.0, 2.0], mask=[False, True]),
}
