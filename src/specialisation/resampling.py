"""How far a statistic, or a place in a ranking, hangs on which regions happen to be there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats

from specialisation import checks
from specialisation.checks import Matrix, Vector

Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Bounds:
    """The ends of an interval, each in the shape of the statistic."""

    low: Values
    high: Values


@dataclass(frozen=True, eq=False)
class Bootstrap:
    """What `bootstrap` found; every array but `draws` has the shape of the statistic.

    Attributes
    ----------
    estimate
        The statistic of the regions as they are.
    percentile
        The interval between the quantiles of the draws.
    bca
        The interval corrected for bias and skewness.
    draws
        Draws x the shape of the statistic: its value in each draw.
    defined
        The share of draws in which the statistic is defined (not nan).
    level
        The probability of the intervals.
    """

    estimate: Values
    percentile: Bounds
    bca: Bounds
    draws: Values
    defined: Values
    level: float


@dataclass(frozen=True, eq=False)
class RankIntervals:
    """What `rank_intervals` found; one value for each that is ranked, 1 being the highest.

    Attributes
    ----------
    median
        The rank in the middle of the draws.
    low, high
        The interval of the rank at `level`: `low` is the best place, the smaller number.
    top
        The probability of being among the first `k`.
    k, level
        What was asked for.
    """

    median: Vector
    low: Vector
    high: Vector
    top: Vector
    k: int
    level: float


def bootstrap(
    function: Callable[[Matrix], ArrayLike],
    X: ArrayLike,
    rng: np.random.Generator,
    draws: int = 2000,
    *,
    level: float = 0.9,
) -> Bootstrap:
    r"""Return intervals of a statistic by drawing regions anew.

    Each draw takes as many regions as there are, with replacement, all activities of a region
    together; so regions stand for others that could have been there, and what goes together within
    a region stays together. The interval BCa [1]_ takes the quantiles of the draws at

    .. math:: \Phi\left(z_0 + \frac{z_0 + z}{1 - a (z_0 + z)}\right)

    with :math:`z_0` from the share of draws under the estimate and the acceleration :math:`a` from
    leaving out one region at a time.

    Parameters
    ----------
    function
        Takes regions x activities and returns a number or an array, always of the same shape.
    X
        Regions x activities, two regions or more.
    rng
        ``numpy.random.default_rng(seed)``: the same seed gives the same draws.
    draws
        How many; 2,000 settle the first two digits of an interval.
    level
        The probability of the intervals, between 0 and 1.

    Returns
    -------
    Bootstrap
        Where a statistic is nan in a draw, that draw is left out for it (`defined` tells how many
        stay); where its estimate is nan, or no draw is left, the intervals are nan. A statistic
        that does not vary has its estimate for an interval.

    Raises
    ------
    ValueError
        If `X` is not as it should be or has one region, `rng` is not a generator, `draws` or the
        level is out of range, or the function returns something else than finite numbers and nan in
        one shape.

    Notes
    -----
    Not for a statistic with one value for each region, such as diversity: the rows of a draw are
    other regions. For the ranking of regions draw from `shrunk_location_quotient` instead. Draws
    hold a region several times, so what compares regions with each other (a nearest neighbour, a
    maximum) is not rendered well. With fewer than some 20 regions intervals are too short.

    Ties between draws and the estimate count half; a share of 0 or 1 is taken for half a draw more
    or less, so that BCa is finite.

    References
    ----------
    .. [1] B. Efron (1987), "Better bootstrap confidence intervals", Journal of the American
       Statistical Association 82(397), 171-185.

    Examples
    --------
    >>> X = np.array([[30, 10], [10, 50], [20, 20], [40, 5], [15, 30], [25, 25]])
    >>> found = bootstrap(lambda x: x[:, 0].sum() / x.sum(), X, np.random.default_rng(1))
    >>> found.estimate.round(2), found.bca.low.round(2), found.bca.high.round(2)
    (np.float64(0.5), np.float64(0.33), np.float64(0.67))
    """
    x = checks.matrix(X)
    if len(x) < 2:
        raise ValueError("X should have two regions or more to draw from, has 1")
    checks.generator(rng)
    number, inside = checks.whole(draws, "draws"), checks.between(level, "level")
    estimate = _statistic(function, x.copy(), None)  # which it may work on in place
    picks = rng.integers(len(x), size=(number, len(x)))
    drawn = np.array([_statistic(function, x[pick], estimate.shape) for pick in picks])
    others = ~np.eye(len(x), dtype=np.bool_)
    without = np.array([_statistic(function, x[keep], estimate.shape) for keep in others])
    ends = np.array([(1 - inside) / 2, (1 + inside) / 2])
    at = ends.reshape(2, *[1] * estimate.ndim)
    return Bootstrap(
        estimate=estimate,
        percentile=_bounds(estimate, drawn, np.broadcast_to(at, (2, *estimate.shape))),
        bca=_bounds(estimate, drawn, _corrected(estimate, drawn, without, at)),
        draws=drawn,
        defined=np.asarray((~np.isnan(drawn)).mean(axis=0)),
        level=inside,
    )


def rank_intervals(draws: ArrayLike, k: int = 10, *, level: float = 0.9) -> RankIntervals:
    """Return how sure the places in a ranking are.

    Parameters
    ----------
    draws
        Draws x what is ranked (regions, or activities): in each draw a value of each. Such as
        ``shrunk_location_quotient(X).sample(rng, 2000, np.s_[:, 3])`` for the regions in activity
        3, or ``np.s_[3]`` for the activities of region 3. The highest value is first; give
        ``-draws`` where the lowest should be.
    k
        The length of the list that one would like to be on.
    level
        The probability of the interval, between 0 and 1.

    Returns
    -------
    RankIntervals
        What is nan in every draw is not ranked, and nan. Ties share their mean rank.

    Raises
    ------
    ValueError
        If the draws have not two axes, are infinite, or are nan in some draws of one and not in
        others; if `k` or the level is out of range.

    References
    ----------
    .. [1] H. Goldstein and D. J. Spiegelhalter (1996), "League tables and their limitations",
       Journal of the Royal Statistical Society A 159(3), 385-443.

    Examples
    --------
    >>> import specialisation as sp
    >>> found = sp.shrunk_location_quotient([[30, 10], [10, 50], [1, 2]])
    >>> drawn = found.sample(np.random.default_rng(1), 2000, np.s_[:, 0])
    >>> places = rank_intervals(drawn, k=1)
    >>> places.median, places.low, places.high
    (array([1., 3., 2.]), array([1., 2., 1.]), array([2., 3., 3.]))
    >>> places.top.round(1)
    array([0.9, 0. , 0.1])
    """
    values = checks.draws(draws, "draws")
    first, inside = checks.whole(k, "k"), checks.between(level, "level")
    ranked = ~np.isnan(values[0])
    ranks = stats.rankdata(-values[:, ranked], axis=1)
    ends = [(1 - inside) / 2, 0.5, (1 + inside) / 2]
    # A rank that was drawn, not one in between.
    low, median, high = np.quantile(ranks, ends, axis=0, method="inverted_cdf")
    top = (ranks <= first).mean(axis=0)
    median, low, high, top = (_spread(one, ranked) for one in (median, low, high, top))
    return RankIntervals(median, low, high, top, first, inside)


def _statistic(
    function: Callable[[Matrix], ArrayLike], x: Matrix, shape: tuple[int, ...] | None
) -> Values:
    answer = function(x)
    try:
        found = np.array(answer, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"function should return numbers, gave {answer!r}") from error
    if shape is not None and found.shape != shape:
        raise ValueError(
            f"function should return the same shape for any regions, gave {shape} and {found.shape}"
        )
    if np.isinf(found).any():
        raise ValueError("function should return finite numbers or nan, gave an infinite one")
    return found


def _corrected(estimate: Values, drawn: Values, without: Values, at: Values) -> Values:
    """Return at which quantiles of the draws the BCa interval ends."""
    number = np.maximum((~np.isnan(drawn)).sum(axis=0), 1)
    below = ((drawn < estimate).sum(axis=0) + 0.5 * (drawn == estimate).sum(axis=0)) / number
    bias = special.ndtri(np.clip(below, 0.5 / number, 1 - 0.5 / number))
    shifted = bias + special.ndtri(at)
    below_one = 1 - _acceleration(without) * shifted
    # Beyond the pole of the formula the interval ends with the draws.
    step = np.divide(shifted, below_one, out=np.sign(shifted) * np.inf, where=below_one > 0)
    return np.asarray(special.ndtr(bias + step))


def _acceleration(without: Values) -> Values:
    """Return the skewness of what single regions do, over 6."""
    known = ~np.isnan(without)
    number = np.maximum(known.sum(axis=0), 1)
    values = np.where(known, without, 0.0)
    away = np.where(known, values.sum(axis=0) / number - values, 0.0)
    largest = np.abs(away).max(axis=0)
    # What varies by rounding only does not vary.
    varies = largest > 1e-13 * np.abs(values).max(axis=0)
    away = away / np.where(varies, largest, 1.0)
    squares = (away**2).sum(axis=0)
    cubes = (away**3).sum(axis=0)
    return np.where(varies, cubes / (6 * np.where(varies, squares, 1.0) ** 1.5), 0.0)


def _bounds(estimate: Values, drawn: Values, at: Values) -> Bounds:
    """Return quantiles of the draws, each column at its own; linear between draws."""
    ordered = np.sort(drawn, axis=0)  # nan last
    last = np.maximum((~np.isnan(drawn)).sum(axis=0) - 1, 0)
    place = at * last
    under = np.floor(place).astype(np.intp)
    over = np.minimum(under + 1, last)
    lower, upper = (np.take_along_axis(ordered, one, axis=0) for one in (under, over))
    found = lower + (upper - lower) * (place - under)
    low, high = np.where(np.isnan(estimate), np.nan, found)
    return Bounds(np.asarray(low), np.asarray(high))


def _spread(values: Vector, where: NDArray[np.bool_]) -> Vector:
    found = np.full(len(where), np.nan)
    found[where] = values
    return found
