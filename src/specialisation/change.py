"""What grew, what came, what went, and how much of it was the region's own doing."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from specialisation import checks
from specialisation.checks import Matrix
from specialisation.panel import Panel


def growth(X0: ArrayLike, X1: ArrayLike) -> Matrix:
    r"""Return the relative growth from one time to a later one.

    .. math:: (x_1 - x_0) / x_0

    Parameters
    ----------
    X0, X1
        Regions x activities, before and after.

    Returns
    -------
    ndarray, regions x activities
        0.1 is ten per cent more, -1 is all gone. nan where there was nothing before.

    Raises
    ------
    ValueError
        If either is not as it should be, or their shapes differ.

    Examples
    --------
    >>> growth([[10, 0, 4]], [[15, 3, 0]])
    array([[ 0.5,  nan, -1. ]])
    """
    before, after = _both(X0, X1)
    undefined = np.full(before.shape, np.nan)
    found: Matrix = np.divide(after - before, before, out=undefined, where=before > 0)
    return found


def entries(M0: ArrayLike, M1: ArrayLike) -> Matrix:
    """Return where a region has become specialised in what it was not.

    Parameters
    ----------
    M0, M1
        Regions x activities, booleans or 0 and 1, before and after.

    Returns
    -------
    ndarray, regions x activities
        1 where it has entered, 0 where it has not, nan where it was specialised already and could
        not enter.

    Raises
    ------
    ValueError
        If either is not as it should be, or their shapes differ.

    Examples
    --------
    >>> entries([[1, 0, 0]], [[1, 1, 0]])
    array([[nan,  1.,  0.]])
    """
    before, after = _both_present(M0, M1)
    return np.where(before, np.nan, after.astype(np.float64))


def exits(M0: ArrayLike, M1: ArrayLike) -> Matrix:
    """Return where a region is no longer specialised in what it was.

    Parameters
    ----------
    M0, M1
        Regions x activities, booleans or 0 and 1, before and after.

    Returns
    -------
    ndarray, regions x activities
        1 where it has left, 0 where it has stayed, nan where it was not specialised and could not
        leave.

    Raises
    ------
    ValueError
        If either is not as it should be, or their shapes differ.

    Examples
    --------
    >>> exits([[1, 1, 0]], [[1, 0, 0]])
    array([[ 0.,  1., nan]])
    """
    before, after = _both_present(M0, M1)
    return np.where(before, (~after).astype(np.float64), np.nan)


@dataclass(frozen=True, eq=False)
class ShiftShare:
    """The parts of a change, each regions x activities and in the unit of the values.

    Attributes
    ----------
    national
        What the region would have gained had it grown as the whole.
    structural
        What it gained besides because its activities grew as they did in the whole.
    regional
        What is left: what its activities did otherwise than those of the whole.
    allocation
        By Esteban's method, the part of the regional one that goes with specialisation; else None.
    change
        What they add up to.
    """

    national: Matrix
    structural: Matrix
    regional: Matrix
    change: Matrix
    allocation: Matrix | None = None


METHODS = ("dunn", "esteban")


def shift_share(
    X0: ArrayLike | Panel, X1: ArrayLike | None = None, method: str = "dunn"
) -> ShiftShare:
    r"""Divide the change of each activity in each region into national, structural and regional.

    With :math:`G` the growth of everything and :math:`G_a` that of an activity, all regions
    together [1]_:

    .. math::
       national_{ra} = x_{ra} G, \quad structural_{ra} = x_{ra} (G_a - G), \quad
       regional_{ra} = x'_{ra} - x_{ra} (1 + G_a)

    Esteban [2]_ divides the last with :math:`h_{ra} = x_{r.} x_{.a} / x_{..}`, what the region
    would have had with the shares of the whole: the regional part is
    :math:`h_{ra} (g_{ra} - G_a)`, and the allocation :math:`(x_{ra} - h_{ra}) (g_{ra} - G_a)`.

    Parameters
    ----------
    X0, X1
        Regions x activities, before and after. Or a `Panel` alone: the parts of every year to the
        next are added up, the dynamic form [3]_, so that shares are those of the time.
    method
        "dunn" or "esteban".

    Returns
    -------
    ShiftShare
        The parts add up to the change in every cell. By Esteban's method, where there was nothing
        before, no rate of growth exists and all of it stands as regional. nan in a cell that a
        panel does not tell in one of its years.

    Raises
    ------
    ValueError
        If the values are not as they should be, their shapes differ, the method is unknown, or a
        panel has a single year.

    Notes
    -----
    Convention: the whole is the sum of the regions given. An activity that was in no region before
    grew from nothing: its rate does not exist, and what came of it is regional.

    A cell that a panel does not tell in one of its years is left out of the sums of all of them:
    otherwise it would seem to come from nothing or to go, and to move all rates.

    References
    ----------
    .. [1] E. S. Dunn (1960), "A statistical and analytical technique for regional analysis", Papers
       of the Regional Science Association 6(1), 97-112.
    .. [2] J. Esteban-Marquillas (1972), "A reinterpretation of shift-share analysis", Regional and
       Urban Economics 2(3), 249-255.
    .. [3] R. A. Barff and P. L. Knight (1988), "Dynamic shift-share analysis", Growth and Change
       19(2), 1-10.

    Examples
    --------
    >>> found = shift_share([[10, 10], [10, 10]], [[20, 10], [10, 20]])
    >>> found.national, found.structural, found.regional
    (array([[5., 5.],
           [5., 5.]]), array([[0., 0.],
           [0., 0.]]), array([[ 5., -5.],
           [-5.,  5.]]))
    """
    checks.one_of(method, "method", METHODS)
    if isinstance(X0, Panel):
        if X1 is not None:
            raise ValueError("X1 should be left out where X0 is a panel")
        return _dynamic(X0, method)
    if X1 is None:
        raise ValueError("X1 should be given where X0 is a matrix")
    return _between(*_both(X0, X1), method)


def _dynamic(panel: Panel, method: str) -> ShiftShare:
    if len(panel.years) < 2:
        raise ValueError("shift_share should have two years or more, the panel has one")
    untold = np.zeros(panel.values.shape[1:], np.bool_)
    for hidden in () if panel.suppressed is None else panel.suppressed:
        untold |= hidden
    values = np.where(untold, 0.0, panel.values)
    parts = [_between(before, after, method) for before, after in pairwise(values)]

    def over_years(each: list[Matrix]) -> Matrix:
        return np.where(untold, np.nan, np.sum(each, axis=0))

    aside = [one.allocation for one in parts if one.allocation is not None]
    return ShiftShare(
        national=over_years([one.national for one in parts]),
        structural=over_years([one.structural for one in parts]),
        regional=over_years([one.regional for one in parts]),
        change=over_years([one.change for one in parts]),
        allocation=over_years(aside) if aside else None,
    )


def _between(before: Matrix, after: Matrix, method: str) -> ShiftShare:
    change = after - before
    whole, each = before.sum(), before.sum(axis=0)
    total = change.sum() / whole if whole else 0.0
    by_activity = np.divide(change.sum(axis=0), each, out=np.full_like(each, total), where=each > 0)
    national = before * total
    structural = before * (by_activity - total)
    regional = change - national - structural
    if method == "dunn":
        return ShiftShare(national, structural, regional, change)
    homothetic = np.outer(before.sum(axis=1), each) / (whole or 1.0)
    share = np.divide(homothetic, before, out=np.ones_like(before), where=before > 0)
    own = regional * share
    return ShiftShare(national, structural, own, change, allocation=regional - own)


def _both(X0: ArrayLike, X1: ArrayLike) -> tuple[Matrix, Matrix]:
    before, after = checks.matrix(X0, "X0"), checks.matrix(X1, "X1")
    _check_alike(before.shape, after.shape, "X0 and X1")
    return before, after


def _both_present(M0: ArrayLike, M1: ArrayLike) -> tuple[checks.Presence, checks.Presence]:
    before, after = checks.presence_matrix(M0, "M0"), checks.presence_matrix(M1, "M1")
    _check_alike(before.shape, after.shape, "M0 and M1")
    return before, after


def _check_alike(one: tuple[int, ...], other: tuple[int, ...], names: str) -> None:
    if one != other:
        raise ValueError(f"{names} should have one shape, have {one} and {other}")
