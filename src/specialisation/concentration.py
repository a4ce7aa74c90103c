"""How much more of an activity a region has than others, and how concentrated either is."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from specialisation import checks
from specialisation.checks import Matrix, Presence, Vector


def location_quotient(X: ArrayLike) -> Matrix:
    r"""Return the location quotient (LQ), also called revealed comparative advantage (RCA).

    .. math:: LQ_{ra} = \frac{x_{ra} / \sum_b x_{rb}}{\sum_s x_{sa} / \sum_{sb} x_{sb}}

    the share of an activity in a region over its share in all regions together [1]_, [2]_.

    Parameters
    ----------
    X
        Regions x activities: jobs, firms, exports. Any unit; only shares matter.

    Returns
    -------
    ndarray, regions x activities
        1: the region has as much of the activity as all regions together; 2: twice as much. nan
        in the row of a region without any activity, and in the column of an activity that is in no
        region.

    Raises
    ------
    ValueError
        If `X` has not two axes, or a value is negative or not finite (the place is named).

    Notes
    -----
    Convention: the reference includes the region itself. Where a region is a large part of the
    whole, its LQ is pulled towards 1.

    References
    ----------
    .. [1] P. S. Florence (1939), "Report on the location of industry", PEP, London.
    .. [2] B. Balassa (1965), "Trade liberalisation and revealed comparative advantage", The
       Manchester School 33(2), 99-123.

    Examples
    --------
    >>> location_quotient([[30, 10], [10, 50]]).round(2)
    array([[1.88, 0.42],
           [0.42, 1.39]])
    """
    x = checks.matrix(X)
    # Whole numbers have exact products, so that a region with exactly its share has exactly 1.
    return _ratio(x * x.sum(), np.outer(x.sum(axis=1), x.sum(axis=0)))


def presence(X: ArrayLike, threshold: float = 1.0) -> Presence:
    """Return where a region is specialised: its location quotient is at least the threshold.

    Parameters
    ----------
    X
        Regions x activities.
    threshold
        The least LQ that counts. A region that has exactly its share (LQ = 1) is present by
        default, as in all packages of the field.

    Returns
    -------
    ndarray of bool, regions x activities
        An undefined LQ counts as absent.

    Raises
    ------
    ValueError
        If `X` is not as it should be, or the threshold is negative or not finite.

    Examples
    --------
    >>> presence([[30, 10], [10, 50]])
    array([[ True, False],
           [False,  True]])
    """
    least = checks.zero_or_more(threshold, "threshold")
    found = location_quotient(X)
    return np.where(np.isnan(found), -1.0, found) >= least


def location_quotient_average(X: ArrayLike) -> Vector:
    r"""Return how specialised each region is: its LQ weighted by its own shares.

    .. math:: \sum_a s_{ra} LQ_{ra}, \quad s_{ra} = x_{ra} / \sum_b x_{rb}

    1 where a region has the same shares as all regions together, more the more it differs; what is
    called the average location quotient in economic geography [1]_.

    Parameters
    ----------
    X
        Regions x activities: jobs, firms, exports. Any unit; only shares matter.

    Returns
    -------
    ndarray, regions
        nan for a region without any activity.

    Raises
    ------
    ValueError
        If `X` has not two axes, or a value is negative or not finite (the place is named).

    References
    ----------
    .. [1] P.-A. Balland (2017), "Economic geography in R: introduction to the EconGeo package",
       Papers in Evolutionary Economic Geography 17.09, Utrecht University.

    Examples
    --------
    >>> location_quotient_average([[30, 10], [10, 50]]).round(3)
    array([1.51 , 1.227])
    """
    x = checks.matrix(X)
    found = np.nansum(shares(x) * location_quotient(x), axis=1)
    return np.where(x.sum(axis=1) > 0, found, np.nan)


def hachman_index(X: ArrayLike) -> Vector:
    r"""Return how like all regions together each region is, between 0 and 1.

    .. math:: H_r = 1 / \sum_a s_{ra} LQ_{ra}

    the reciprocal of the average location quotient. 1: the same shares as the whole.

    Parameters
    ----------
    X
        Regions x activities: jobs, firms, exports. Any unit; only shares matter.

    Returns
    -------
    ndarray, regions
        nan for a region without any activity.

    Raises
    ------
    ValueError
        If `X` has not two axes, or a value is negative or not finite (the place is named).

    References
    ----------
    .. [1] F. Hachman (1995), Bureau of Economic and Business Research, University of Utah.

    Examples
    --------
    >>> hachman_index([[30, 10], [10, 50]]).round(3)
    array([0.662, 0.815])
    """
    return np.asarray(1 / location_quotient_average(X))


def herfindahl(X: ArrayLike) -> Vector:
    r"""Return the Herfindahl-Hirschman index of each region: the sum of its squared shares.

    .. math:: \sum_a s_{ra}^2

    Parameters
    ----------
    X
        Regions x activities: jobs, firms, exports. Any unit; only shares matter.

    Returns
    -------
    ndarray, regions
        From 1 / activities (all alike) to 1 (all in one); nan for a region without any activity.
        Not in thousands: multiply by 10,000 for the form that competition authorities use.

    Raises
    ------
    ValueError
        If `X` has not two axes, or a value is negative or not finite (the place is named).

    References
    ----------
    .. [1] A. O. Hirschman (1964), "The paternity of an index", American Economic Review 54(5), 761.

    Examples
    --------
    >>> herfindahl([[30, 10], [50, 50]])
    array([0.625, 0.5  ])
    """
    return np.asarray((shares(checks.matrix(X)) ** 2).sum(axis=1))


def krugman_index(X: ArrayLike) -> Vector:
    r"""Return how far the shares of each region are from those of all regions together.

    .. math:: \sum_a |s_{ra} - s_a|, \quad s_a = \sum_r x_{ra} / \sum_{rb} x_{rb}

    Parameters
    ----------
    X
        Regions x activities: jobs, firms, exports. Any unit; only shares matter.

    Returns
    -------
    ndarray, regions
        From 0 (the same shares) to 2 (nothing in common); nan for a region without any activity.

    Raises
    ------
    ValueError
        If `X` has not two axes, or a value is negative or not finite (the place is named).

    Notes
    -----
    Convention: the reference is all regions, the region itself included; the sum is not halved.

    References
    ----------
    .. [1] P. Krugman (1991), "Geography and trade", MIT Press, 75-76.

    Examples
    --------
    >>> krugman_index([[30, 10], [10, 50]]).round(2)
    array([0.7 , 0.47])
    """
    x = checks.matrix(X)
    total = x.sum()
    whole = x.sum(axis=0) / total if total else np.zeros(x.shape[1])
    return np.asarray(np.abs(shares(x) - whole).sum(axis=1))


def specialisation_coefficient(X: ArrayLike) -> Vector:
    """Return the coefficient of specialisation of each region: half of its Krugman index.

    The share of its jobs that would have to change activity for the region to be as the whole.

    Parameters
    ----------
    X
        Regions x activities: jobs, firms, exports. Any unit; only shares matter.

    Returns
    -------
    ndarray, regions
        From 0 to 1; nan for a region without any activity.

    Raises
    ------
    ValueError
        If `X` has not two axes, or a value is negative or not finite (the place is named).

    References
    ----------
    .. [1] E. M. Hoover and F. Giarratani (1984), "An introduction to regional economics", 3rd ed.,
       Knopf, 256.

    Examples
    --------
    >>> specialisation_coefficient([[30, 10], [10, 50]]).round(3)
    array([0.35 , 0.233])
    """
    return krugman_index(X) / 2


def locational_gini(X: ArrayLike) -> Vector:
    r"""Return how unevenly each activity is spread over the regions.

    .. math:: G_a = \frac{\Delta_a}{4 \mu_a}, \quad
       \Delta_a = \frac{1}{n^2} \sum_{r,s} |LQ_{ra} - LQ_{sa}|, \quad
       \mu_a = \frac1n \sum_r LQ_{ra}

    with :math:`n` regions that have any activity [1]_.

    Parameters
    ----------
    X
        Regions x activities: jobs, firms, exports. Any unit; only shares matter.

    Returns
    -------
    ndarray, activities
        From 0 (spread as everything else) to (n - 1) / 2n, which is near 0.5 (all in one region).
        nan for an activity that is in no region.

    Raises
    ------
    ValueError
        If `X` has not two axes, or a value is negative or not finite (the place is named).

    Notes
    -----
    Convention: as EconGeo returns it, half of a Gini coefficient; pairs of a region with itself
    count among the n^2.

    References
    ----------
    .. [1] S. Kim, D. L. Barkley and M. S. Henry (2000), "Industry characteristics linked to
       establishment concentrations in nonmetropolitan areas", Journal of Regional Science 40(2),
       231-259.

    Examples
    --------
    >>> locational_gini([[30, 10], [10, 50]]).round(3)
    array([0.159, 0.135])
    """
    x = checks.matrix(X)
    quotients = location_quotient(x[x.sum(axis=1) > 0]) if x.any() else np.zeros((1, x.shape[1]))
    return _ratio(mean_difference(quotients), 4 * quotients.mean(axis=0))


def mean_difference(values: Matrix) -> Vector:
    """Return the mean absolute difference between any two rows, by column; nan stays nan."""
    n = len(values)
    signs = 2 * np.arange(n) - n + 1.0
    return np.asarray(2 * (signs @ np.sort(values, axis=0)) / n**2)


def shares(x: Matrix) -> Matrix:
    """Return each value as a share of its row; nan in a row of zeros."""
    return _ratio(x, np.broadcast_to(x.sum(axis=1, keepdims=True), x.shape))


def _ratio(above: Matrix, below: Matrix) -> Matrix:
    found: Matrix = np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0)
    return found
