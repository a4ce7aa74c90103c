"""What regions could move into: how sophisticated it is, and what it would open up."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from specialisation import checks
from specialisation.checks import Matrix, Vector
from specialisation.concentration import shares
from specialisation.relatedness import relatedness_density


def prody(X: ArrayLike, income: ArrayLike) -> Vector:
    r"""Return the income level that goes with each activity.

    .. math:: PRODY_a = \sum_r \frac{s_{ra}}{\sum_q s_{qa}} Y_r

    with :math:`s_{ra}` the share of an activity in its region.

    Parameters
    ----------
    X
        Regions x activities.
    income
        Of each region, such as income per head.

    Returns
    -------
    ndarray, activities
        In the unit of the income, not rounded; nan for an activity that is in no region.

    Raises
    ------
    ValueError
        If `X` or the income is not as it should be.

    References
    ----------
    .. [1] R. Hausmann, J. Hwang and D. Rodrik (2007), "What you export matters", Journal of
       Economic Growth 12(1), 1-25, equation 1.

    Examples
    --------
    >>> prody([[1, 1], [3, 1]], [100, 200])
    array([160.        , 133.33333333])
    """
    x = checks.matrix(X)
    incomes = checks.vector(income, "income", length=len(x))
    s = np.nan_to_num(shares(x))
    total = s.sum(axis=0)
    found: Vector = np.divide(incomes @ s, total, out=np.full_like(total, np.nan), where=total > 0)
    return found


def expy(X: ArrayLike, income: ArrayLike) -> Vector:
    r"""Return the income level that goes with what each region does.

    .. math:: EXPY_r = \sum_a s_{ra} PRODY_a

    Parameters
    ----------
    X
        Regions x activities.
    income
        Of each region, such as income per head.

    Returns
    -------
    ndarray, regions
        In the unit of the income, not rounded; nan for a region without any activity.

    Raises
    ------
    ValueError
        If `X` or the income is not as it should be.

    References
    ----------
    .. [1] R. Hausmann, J. Hwang and D. Rodrik (2007), "What you export matters", Journal of
       Economic Growth 12(1), 1-25, equation 2.

    Examples
    --------
    >>> expy([[1, 1], [3, 1]], [100, 200])
    array([146.66666667, 153.33333333])
    """
    x = checks.matrix(X)
    return np.asarray(shares(x) @ np.nan_to_num(prody(x, income)))


def opportunity_gain(M: ArrayLike, phi: ArrayLike, pci: ArrayLike) -> Matrix:
    r"""Return what complexity a missing activity would bring within reach: the outlook gain (COG).

    .. math:: COG_{ra} = (1 - M_{ra}) \sum_b (1 - M_{rb}) PCI_b \frac{\phi_{ba}}{\sum_c \phi_{bc}}

    Parameters
    ----------
    M
        Regions x activities, booleans or 0 and 1.
    phi
        Activities x activities, as `proximity` gives it, with its diagonal as it stands.
    pci
        The complexity of each activity. One whose complexity is nan brings nothing.

    Returns
    -------
    ndarray, regions x activities
        0 where the region has the activity already.

    Raises
    ------
    ValueError
        If an argument is not as it should be, or they do not have the same activities.

    Notes
    -----
    Convention: that of ecomplexity, the package of those who make the Atlas [1]_. Others, such as
    Datawheel's, also subtract what the activity itself is worth while it is missing.

    References
    ----------
    .. [1] R. Hausmann, C. A. Hidalgo et al. (2014), "The atlas of economic complexity", MIT Press,
       technical box 5.4.

    Examples
    --------
    >>> M, phi = [[1, 1, 0], [1, 0, 0]], [[0, 0.5, 0.5], [0.5, 0, 1], [0.5, 1, 0]]
    >>> opportunity_gain(M, phi, [-1, 0, 1]).round(2)
    array([[0.  , 0.  , 0.  ],
           [0.  , 0.67, 0.  ]])
    """
    m, near, worth = _three(M, phi, pci)
    absent = 1.0 - m
    sums = near.sum(axis=1)
    weights = np.divide(worth, sums, out=np.zeros_like(worth), where=sums > 0)
    return np.asarray(absent * ((absent * weights) @ near))


def opportunity_index(M: ArrayLike, phi: ArrayLike, pci: ArrayLike, own: str = "exclude") -> Vector:
    r"""Return how much complexity is near each region: the complexity outlook index (COI).

    .. math:: COI_r = \sum_a (1 - M_{ra}) d_{ra} PCI_a

    with :math:`d` the `relatedness_density`.

    Parameters
    ----------
    M
        Regions x activities, booleans or 0 and 1.
    phi
        Activities x activities, as `proximity` gives it.
    pci
        The complexity of each activity. One whose complexity is nan counts for nothing.
    own
        Whether an activity counts among what is related to it; see `relatedness_density`.

    Returns
    -------
    ndarray, regions

    Raises
    ------
    ValueError
        If an argument is not as it should be, or they do not have the same activities.

    References
    ----------
    .. [1] R. Hausmann, C. A. Hidalgo et al. (2014), "The atlas of economic complexity", MIT Press,
       technical box 5.4.

    Examples
    --------
    >>> M, phi = [[1, 1, 0], [1, 0, 0]], [[0, 0.5, 0.5], [0.5, 0, 1], [0.5, 1, 0]]
    >>> opportunity_index(M, phi, [-1, 0, 1]).round(2)
    array([1.  , 0.33])
    """
    m, near, worth = _three(M, phi, pci)
    density = np.nan_to_num(relatedness_density(m, near, own))
    return np.asarray((1.0 - m) * density @ worth)


def _three(M: ArrayLike, phi: ArrayLike, pci: ArrayLike) -> tuple[Matrix, Matrix, Vector]:
    m = checks.presence_matrix(M).astype(np.float64)
    near = checks.square(phi, "phi")
    if len(near) != m.shape[1]:
        raise ValueError(f"phi should have the {m.shape[1]} activities of M, has {len(near)}")
    given = checks.numbers(pci, "pci")
    worth = checks.vector(np.where(np.isnan(given), 0.0, given), "pci", length=m.shape[1])
    return m, near, worth
