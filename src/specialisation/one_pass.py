"""All measures of a panel in one pass, at the speed of the hardware."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from specialisation import checks
from specialisation.checks import Matrix, Presence
from specialisation.economic_complexity import Complexity, measured, warn_of
from specialisation.panel import Panel, checked
from specialisation.relatedness import METHODS, held

Floats = NDArray[np.floating]
DTYPES = ("float32", "float64")
#: Cells that are worked on at once: as many as stay in a core's cache, and as many as are enough
#: for BLAS to be at its quickest. No second large array is made of either.
IN_CACHE, AT_ONCE = 2**16, 2**22


@dataclass(frozen=True, eq=False)
class Profile:
    """What `profile` found; the first axis of every array is that of the years.

    Attributes
    ----------
    panel
        What it was computed from, with the labels of all axes.
    lq, density, opportunity_gain
        Years x regions x activities, in the precision asked for.
    presence
        The same, booleans.
    regions, diversity, opportunity_index
        Years x regions; `regions` is their complexity (ECI).
    activities, ubiquity
        Years x activities; `activities` is their complexity (PCI).
    sign_strength, spectral_gap, components
        Of the complexity of each year; see `Complexity`.
    proximity_method, own, threshold
        How it was computed.
    """

    panel: Panel
    lq: Floats
    presence: Presence
    density: Floats
    opportunity_gain: Floats
    opportunity_index: Matrix
    regions: Matrix
    activities: Matrix
    diversity: NDArray[np.int64]
    ubiquity: NDArray[np.int64]
    sign_strength: NDArray[np.float64]
    spectral_gap: NDArray[np.float64]
    components: NDArray[np.int64]
    proximity_method: str
    own: str
    threshold: float

    def proximity(self, year: int | None = None) -> Floats:
        """Return activities x activities of one year, computed now; without, of the last.

        Raises
        ------
        ValueError
            If the panel does not have the year.
        """
        present = self.presence[self.panel.place_of_year(year)].astype(self.lq.dtype)
        return _proximity(present, self.proximity_method, self.own)


def profile(
    panel: Panel,
    proximity: str = "minimum",
    own: str = "include",
    dtype: str = "float32",
    threshold: float = 1.0,
    anchor: ArrayLike | None = None,
    complexity: Mapping[str, Any] | None = None,
) -> Profile:
    """Return the location quotients, presence, density, complexity and outlook of every year.

    The same as `location_quotient`, `presence`, `relatedness_density`, `complexity`,
    `opportunity_gain` and `opportunity_index` one after the other, with never more than one array
    of activities x activities in memory.

    What the panel does not tell (`panel.suppressed`) has no location quotient and no opportunity
    gain (nan). It is not present, so that proximity, density and complexity see no specialisation
    there that may be one, but is no missing activity either: it adds nothing to the outlook. Totals
    are those of what is told.

    Parameters
    ----------
    panel
        Regions x activities x years.
    proximity
        The method; see the function of that name.
    own
        Whether an activity counts among what is related to it; see `relatedness_density`.
    dtype
        "float32" or "float64" of what is large. Counts are exact in both: they are whole numbers
        under 2^24. What is present is decided in float64 always.
    threshold
        The least location quotient at which a region is specialised.
    anchor
        A number of each region that is known to go with complexity; see `complexity`.
    complexity
        The other parameters of the function of that name, such as its method or scale.

    Returns
    -------
    Profile

    Raises
    ------
    ValueError
        If a parameter is unknown, or complexity cannot be computed for a year (which is named).

    Warns
    -----
    WeakSignWarning, DisconnectedWarning
        As `complexity` does, for any year.

    Examples
    --------
    >>> import numpy as np
    >>> values = np.array([[[5.0, 5, 5, 5], [6, 5, 5, 0], [9, 5, 0, 0], [9, 0, 0, 0]]])
    >>> found = profile(Panel(("A", "B", "C", "D"), ("a", "b", "c", "d"), (2020,), values))
    >>> found.presence[0].astype(int)
    array([[0, 0, 1, 1],
           [0, 1, 1, 0],
           [1, 1, 0, 0],
           [1, 0, 0, 0]])
    >>> found.regions[0].round(2)
    array([ 1.39,  0.47, -0.67, -1.18])
    """
    checked(panel)
    checks.one_of(proximity, "proximity", METHODS)
    checks.one_of(own, "own", ("exclude", "include"))
    checks.one_of(dtype, "dtype", DTYPES)
    threshold = checks.zero_or_more(threshold, "threshold")
    found = _empty(panel, proximity, own, np.dtype(dtype), threshold)
    how = {"method": "eigenvector", "iterations": 20, "scale": "own", "ddof": 0}
    for name in complexity or {}:
        checks.one_of(name, "each name in complexity", (*how, "anchor"))
    how |= {"anchor": anchor, **(complexity or {})}
    complexities = [_measure(found, at, year, how) for at, year in enumerate(panel.years)]
    warn_of(complexities, "diversity" if how["anchor"] is None else "the anchor", panel.years)
    return found


def _empty(panel: Panel, method: str, own: str, dtype: Any, threshold: float) -> Profile:
    shape = panel.values.shape
    by_region, by_activity = shape[:2], (shape[0], shape[2])
    return Profile(
        panel=panel,
        lq=np.empty(shape, dtype),
        presence=np.empty(shape, np.bool_),
        density=np.empty(shape, dtype),
        opportunity_gain=np.empty(shape, dtype),
        opportunity_index=np.empty(by_region),
        regions=np.empty(by_region),
        activities=np.empty(by_activity),
        diversity=np.empty(by_region, np.int64),
        ubiquity=np.empty(by_activity, np.int64),
        sign_strength=np.empty(shape[0]),
        spectral_gap=np.empty(shape[0]),
        components=np.empty(shape[0], np.int64),
        proximity_method=method,
        own=own,
        threshold=threshold,
    )


def _measure(found: Profile, at: int, year: int, how: Mapping[str, Any]) -> Complexity:
    """Fill in one year."""
    present = found.presence[at]
    _quotients(found.panel.values[at], found.threshold, found.lq[at], present)
    hidden = found.panel.suppressed
    if hidden is not None:
        present[hidden[at]] = False
        found.lq[at][hidden[at]] = np.nan
    found.diversity[at], found.ubiquity[at] = present.sum(axis=1), present.sum(axis=0)
    try:
        complex_ = measured(present, **how)
    except ValueError as error:
        raise ValueError(f"{error} (in {year})") from None
    found.regions[at], found.activities[at] = complex_.regions, complex_.activities
    found.sign_strength[at], found.spectral_gap[at] = complex_.sign_strength, complex_.spectral_gap
    found.components[at] = complex_.components
    near = _proximity(present.astype(found.lq.dtype), found.proximity_method, found.own)
    _outlook(found, at, near)
    return complex_


def _quotients(x: Matrix, threshold: float, lq: Floats, present: Presence) -> None:
    rows, columns, total = x.sum(axis=1, keepdims=True), x.sum(axis=0), x.sum()
    whole = bool(rows.all() and columns.all())
    for part in _parts(x, IN_CACHE):
        expected = rows[part] * columns
        none = None if whole else expected == 0
        if none is not None:
            expected[none] = 1.0
        quotients = x[part] * total
        quotients /= expected
        np.greater_equal(quotients, threshold, out=present[part])
        if none is not None:
            present[part] &= ~none
            quotients[none] = np.nan
        lq[part] = quotients


def _proximity(present: Floats, method: str, own: str) -> Floats:
    near = present.T @ present  # one of BLAS's that knows it is symmetric
    if method == "minimum":
        margins = near.diagonal().copy()
    else:
        np.fill_diagonal(near, 0)
        margins = near.sum(axis=1)
    total = float(margins.sum(dtype=np.float64))
    for part in _parts(near, IN_CACHE):
        held(near[part], method, margins[part], margins, total)
    np.fill_diagonal(near, 1 if own == "include" else 0)
    return near


def _outlook(found: Profile, at: int, near: Floats) -> None:
    """Fill in what depends on proximities."""
    sums, worth = near.sum(axis=1), np.nan_to_num(found.activities[at]).astype(near.dtype)
    related = sums > 0
    within = np.where(related, sums, 1)
    weights = np.where(related, worth / within, 0)
    hidden = found.panel.suppressed
    for part in _parts(found.presence[at], AT_ONCE):
        density, gain = found.density[at, part], found.opportunity_gain[at, part]
        present = found.presence[at, part].astype(near.dtype)
        np.matmul(present, near, out=density)
        density /= within
        np.minimum(density, 1, out=density)
        absent = np.subtract(1, present, out=present)
        untold = None if hidden is None else hidden[at, part]
        if untold is not None:
            absent[untold] = 0
        np.matmul(absent * weights, near, out=gain)
        gain *= absent
        found.opportunity_index[at, part] = (density * absent) @ worth
        if untold is not None:
            gain[untold] = np.nan
        if not related.all():
            density[:, ~related] = np.nan


def _parts(large: NDArray[Any], cells: int) -> Iterator[slice]:
    """Yield slices of rows that hold about so many cells each."""
    rows = max(1, cells // large.shape[1])
    return (slice(begin, begin + rows) for begin in range(0, len(large), rows))
