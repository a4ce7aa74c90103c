"""How unevenly something is spread over places or people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from specialisation import checks
from specialisation.checks import Vector


def gini(x: ArrayLike) -> float:
    r"""Return the Gini coefficient.

    .. math:: G = \frac{\sum_i \sum_j |x_i - x_j|}{2 n^2 \mu}

    Parameters
    ----------
    x
        Values of zero or more.

    Returns
    -------
    float
        From 0 (all alike) to (n - 1) / n (one has all); nan where all are zero.

    Raises
    ------
    ValueError
        If a value is negative or not finite, or there is none.

    Notes
    -----
    Convention: not divided by (n - 1) / n, so the greatest value depends on how many there are.

    References
    ----------
    .. [1] C. Gini (1912), "Variabilità e mutabilità", Cuppini, Bologna.

    Examples
    --------
    >>> gini([1, 1, 1, 1]), gini([0, 0, 0, 1])
    (0.0, 0.75)
    """
    values = np.sort(checks.weights(x, "x"))
    n, total = len(values), values.sum()
    if not total:
        return float("nan")
    return float((2 * np.arange(n) - n + 1.0) @ values / (n * total))


def hoover_gini(x: ArrayLike, weights: ArrayLike) -> float:
    r"""Return the Gini coefficient of what is spread over places of different size.

    One less twice the area under the Lorenz curve of the shares of `x` over those of the weights,
    with places in the order of :math:`x_i / w_i`:

    .. math:: 1 - \sum_i (W_i - W_{i-1}) (X_i + X_{i-1})

    Parameters
    ----------
    x
        What is spread, of each place, zero or more.
    weights
        The size of each place, such as its population; above zero.

    Returns
    -------
    float
        From 0 (as the weights) towards 1; nan where all of `x` are zero.

    Raises
    ------
    ValueError
        If a value is negative or not finite, a weight is not above zero, or they are not as many.

    References
    ----------
    .. [1] E. M. Hoover (1936), "The measurement of industrial localization", Review of Economics
       and Statistics 18(4), 162-171.

    Examples
    --------
    >>> round(hoover_gini([0, 10, 10, 30, 50], [10, 15, 20, 25, 30]), 3)
    0.31
    """
    values, sizes = _weighed(x, weights)
    if not values.sum():
        return float("nan")
    order = np.argsort(values / sizes, kind="stable")
    heights = np.concatenate([[0.0], np.cumsum(values[order])]) / values.sum()
    steps = sizes[order] / sizes.sum()
    return max(0.0, float(1 - steps @ (heights[1:] + heights[:-1])))


def hoover_index(x: ArrayLike, weights: ArrayLike) -> float:
    r"""Return the share that would have to move for all places to have the same, in per cent.

    .. math:: 50 \sum_i \left| \frac{x_i}{\sum_j x_j} - \frac{w_i}{\sum_j w_j} \right|

    Parameters
    ----------
    x
        What is spread, of each place, zero or more.
    weights
        The size of each place, such as its population; above zero.

    Returns
    -------
    float
        From 0 to under 100; nan where all of `x` are zero.

    Raises
    ------
    ValueError
        If a value is negative or not finite, a weight is not above zero, or they are not as many.

    Notes
    -----
    Convention: per cent, as EconGeo has it.

    References
    ----------
    .. [1] E. M. Hoover (1941), "Interstate redistribution of population, 1850-1940", Journal of
       Economic History 1(2), 199-205.

    Examples
    --------
    >>> hoover_index([0, 10, 10, 30, 50], [10, 15, 20, 25, 30])
    25.0
    """
    values, sizes = _weighed(x, weights)
    if not values.sum():
        return float("nan")
    return float(50 * np.abs(values / values.sum() - sizes / sizes.sum()).sum())


def theil_t(x: ArrayLike) -> float:
    r"""Return Theil's T: how uneven, with what the largest have weighing most.

    .. math:: T = \frac1n \sum_i \frac{x_i}{\mu} \ln \frac{x_i}{\mu}, \quad 0 \ln 0 = 0

    Parameters
    ----------
    x
        Values of zero or more.

    Returns
    -------
    float
        From 0 (all alike) to ln(n) (one has all); nan where all are zero.

    Raises
    ------
    ValueError
        If a value is negative or not finite, or there is none.

    Notes
    -----
    Convention: T is not L. Some packages have one, some the other, under the one name of Theil; see
    `theil_l`.

    References
    ----------
    .. [1] H. Theil (1967), "Economics and information theory", North-Holland, 91-96.

    Examples
    --------
    >>> theil_t([1, 1, 1, 1]), round(theil_t([0, 0, 0, 1]), 3)
    (0.0, 1.386)
    """
    values = checks.weights(x, "x")
    if not values.any():
        return float("nan")
    return _theil(values / values.mean(), np.full(len(values), 1 / len(values)))


def theil_l(x: ArrayLike) -> float:
    r"""Return Theil's L, the mean logarithmic deviation: it weighs those who have least.

    .. math:: L = \frac1n \sum_i \ln \frac{\mu}{x_i}

    Parameters
    ----------
    x
        Values of zero or more.

    Returns
    -------
    float
        From 0 (all alike); infinite where somebody has nothing, and nan where nobody has anything.

    Raises
    ------
    ValueError
        If a value is negative or not finite, or there is none.

    Notes
    -----
    Convention: L is not T; see `theil_t`.

    References
    ----------
    .. [1] H. Theil (1967), "Economics and information theory", North-Holland, 125-127.

    Examples
    --------
    >>> theil_l([1, 1]), round(theil_l([1, 3]), 3), theil_l([0, 1])
    (0.0, 0.144, inf)
    """
    values = checks.weights(x, "x")
    if not values.any():
        return float("nan")
    if not values.all():
        return float("inf")
    return max(0.0, float(-np.log(values / values.mean()).mean()))


@dataclass(frozen=True)
class TheilDecomposition:
    """Theil's T in two parts that add up to it: ``between`` groups and ``within`` them."""

    total: float
    between: float
    within: float


def theil_decomposition(
    x: ArrayLike, groups: ArrayLike, weights: ArrayLike | None = None
) -> TheilDecomposition:
    r"""Divide Theil's T into what is between groups and what is within them.

    .. math:: T = \sum_i w_i \frac{x_i}{\mu} \ln \frac{x_i}{\mu}
              = \sum_g s_g \ln \frac{s_g}{w_g} + \sum_g s_g T_g, \quad \mu = \sum_i w_i x_i

    with :math:`s_g` the share of a group in the total, and :math:`w_g` its share of the weights.

    Parameters
    ----------
    x
        Values of zero or more, such as jobs per inhabitant.
    groups
        The group of each.
    weights
        How many each value stands for, such as inhabitants, above zero. Left out, all count alike.

    Returns
    -------
    TheilDecomposition
        All nan where all values are zero.

    Raises
    ------
    ValueError
        If a value is negative or not finite, a weight is not above zero, or not every one has a
        group.

    Notes
    -----
    Convention: left unweighted, a small place counts as much as a large one; with inhabitants as
    weights, T is that of the people, each with the value of their place.

    References
    ----------
    .. [1] F. A. Cowell (2011), "Measuring inequality", 3rd ed., Oxford University Press, 162-164.

    Examples
    --------
    >>> found = theil_decomposition([1, 1, 3, 3], ["a", "a", "b", "b"])
    >>> round(found.between, 3), round(found.within, 3)
    (0.131, 0.0)
    >>> weighed = theil_decomposition([1, 3], ["a", "b"], weights=[3, 1])
    >>> repeated = theil_decomposition([1, 1, 1, 3], ["a", "a", "a", "b"])
    >>> round(weighed.total, 6) == round(repeated.total, 6)
    True
    """
    values, sizes = _weighed(x, np.ones(np.shape(x)) if weights is None else weights)
    places, number = checks.groups(groups, "groups", length=len(values))
    if not values.any():
        return TheilDecomposition(float("nan"), float("nan"), float("nan"))
    shares = sizes / sizes.sum()
    sums = np.bincount(places, shares * values, number)
    means = (sums / np.bincount(places, shares, number))[places]
    mean = sums.sum()
    total, between = _theil(values / mean, shares), _theil(means / mean, shares)
    return TheilDecomposition(total, between, max(0.0, total - between))


def _theil(ratios: Vector, shares: Vector) -> float:
    logs = np.log(ratios, out=np.zeros_like(ratios), where=ratios > 0)
    return max(0.0, float((shares * ratios * logs).sum()))


def _weighed(x: ArrayLike, weights: ArrayLike) -> tuple[Vector, Vector]:
    values = checks.weights(x, "x")
    sizes = checks.weights(weights, "weights", length=len(values))
    checks.refuse(sizes == 0, sizes, "weights", "above zero")
    return values, sizes
