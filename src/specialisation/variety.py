"""How many activities a region has, how evenly, and how much of that variety is related."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from specialisation import checks
from specialisation.checks import Matrix, Vector
from specialisation.concentration import shares


def diversity(M: ArrayLike) -> NDArray[np.int64]:
    """Return in how many activities each region is specialised.

    Parameters
    ----------
    M
        Regions x activities, booleans or 0 and 1, as `presence` gives it.

    Returns
    -------
    ndarray of int, regions

    Raises
    ------
    ValueError
        If `M` has not two axes, or a value is neither 0 nor 1 (the place is named).

    References
    ----------
    .. [1] C. A. Hidalgo and R. Hausmann (2009), "The building blocks of economic complexity",
       PNAS 106(26), 10570-10575.

    Examples
    --------
    >>> diversity([[1, 1, 0], [0, 1, 0]])
    array([2, 1])
    """
    return np.asarray(checks.presence_matrix(M).sum(axis=1, dtype=np.int64))


def ubiquity(M: ArrayLike) -> NDArray[np.int64]:
    """Return in how many regions each activity is a specialisation.

    Parameters
    ----------
    M
        Regions x activities, booleans or 0 and 1, as `presence` gives it.

    Returns
    -------
    ndarray of int, activities

    Raises
    ------
    ValueError
        If `M` has not two axes, or a value is neither 0 nor 1 (the place is named).

    References
    ----------
    .. [1] C. A. Hidalgo and R. Hausmann (2009), "The building blocks of economic complexity",
       PNAS 106(26), 10570-10575.

    Examples
    --------
    >>> ubiquity([[1, 1, 0], [0, 1, 0]])
    array([1, 2, 0])
    """
    return np.asarray(checks.presence_matrix(M).sum(axis=0, dtype=np.int64))


def shannon_entropy(X: ArrayLike, base: float = 2) -> Vector:
    r"""Return the Shannon entropy of the shares of each region.

    .. math:: -\sum_a s_{ra} \log s_{ra}, \quad 0 \log 0 = 0

    Parameters
    ----------
    X
        Regions x activities.
    base
        Of the logarithm: 2 gives bits.

    Returns
    -------
    ndarray, regions
        From 0 (all in one activity) to log(activities); nan for a region without any activity.

    Raises
    ------
    ValueError
        If `X` is not as it should be, or the base is not above 1.

    References
    ----------
    .. [1] C. E. Shannon (1948), "A mathematical theory of communication", Bell System Technical
       Journal 27(3), 379-423.

    Examples
    --------
    >>> shannon_entropy([[1, 1, 1, 1], [5, 0, 0, 0]])
    array([2., 0.])
    """
    if not 1 < checks.number(base, "base") < np.inf:
        raise ValueError(f"base should be finite and above 1, is {base}")
    found: Vector = _entropy(shares(checks.matrix(X))) / np.log(base)
    return found


def unrelated_variety(X: ArrayLike, groups: ArrayLike) -> Vector:
    r"""Return the entropy between groups of activities, in bits.

    .. math:: UV_r = -\sum_g P_{rg} \log_2 P_{rg}, \quad P_{rg} = \sum_{a \in g} s_{ra}

    Parameters
    ----------
    X
        Regions x activities.
    groups
        The group of each activity, such as its NACE section or division.

    Returns
    -------
    ndarray, regions
        nan for a region without any activity.

    Raises
    ------
    ValueError
        If `X` is not as it should be, or not every activity has a group.

    Notes
    -----
    `unrelated_variety` and `related_variety` add up to `shannon_entropy` in base 2.

    References
    ----------
    .. [1] K. Frenken, F. van Oort and T. Verburg (2007), "Related variety, unrelated variety and
       regional economic growth", Regional Studies 41(5), 685-697, equations 1 to 4.

    Examples
    --------
    >>> unrelated_variety([[1, 1, 1, 1]], ["C", "C", "I", "J"])
    array([1.5])
    """
    x = checks.matrix(X)
    found: Vector = _entropy(_by_group(shares(x), groups)) / np.log(2)
    return found


def related_variety(X: ArrayLike, groups: ArrayLike) -> Vector:
    r"""Return the entropy within groups of activities, in bits.

    .. math:: RV_r = \sum_g P_{rg} H_{rg}, \quad
       H_{rg} = -\sum_{a \in g} \frac{s_{ra}}{P_{rg}} \log_2 \frac{s_{ra}}{P_{rg}}

    Parameters
    ----------
    X
        Regions x activities.
    groups
        The group of each activity, such as its NACE section or division.

    Returns
    -------
    ndarray, regions
        nan for a region without any activity.

    Raises
    ------
    ValueError
        If `X` is not as it should be, or not every activity has a group.

    References
    ----------
    .. [1] K. Frenken, F. van Oort and T. Verburg (2007), "Related variety, unrelated variety and
       regional economic growth", Regional Studies 41(5), 685-697, equations 1 to 4.

    Examples
    --------
    >>> related_variety([[1, 1, 1, 1]], ["C", "C", "I", "J"])
    array([0.5])
    """
    x = checks.matrix(X)
    s = shares(x)
    within = (_entropy(s) - _entropy(_by_group(s, groups))) / np.log(2)
    # The difference of two sums may miss nought by a rounding.
    return np.where(np.isnan(within), np.nan, np.maximum(within, 0.0))


def _entropy(s: Matrix) -> Vector:
    """Return the entropy of rows of shares in nats."""
    logs = np.log(s, out=np.zeros_like(s), where=s > 0)
    return np.asarray(np.abs((s * logs).sum(axis=1)))


def _by_group(s: Matrix, groups: ArrayLike) -> Matrix:
    places, number = checks.groups(groups, "groups", length=s.shape[1])
    member = np.zeros((len(places), number))
    member[np.arange(len(places)), places] = 1
    return np.asarray(s @ member)
