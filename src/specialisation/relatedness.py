"""Which activities are found together, and how much of a region is related to an activity."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from specialisation import checks
from specialisation.checks import Matrix

Floats = NDArray[np.floating]
METHODS = ("minimum", "probability", "association", "cosine", "jaccard")


def co_occurrence(M: ArrayLike) -> Matrix:
    """Return in how many regions each pair of activities is found together.

    Parameters
    ----------
    M
        Regions x activities, booleans or 0 and 1.

    Returns
    -------
    ndarray, activities x activities
        Symmetric, whole numbers as float64; the diagonal is 0.

    Raises
    ------
    ValueError
        If `M` has not two axes, or a value is neither 0 nor 1 (the place is named).

    Examples
    --------
    >>> co_occurrence([[1, 1, 0], [1, 1, 1]])
    array([[0., 2., 1.],
           [2., 0., 1.],
           [1., 1., 0.]])
    """
    m = checks.presence_matrix(M).astype(np.float64)
    counts = m.T @ m
    np.fill_diagonal(counts, 0.0)
    return counts


def proximity(M: ArrayLike, method: str = "minimum", diagonal: float = 0.0) -> Matrix:
    r"""Return how often activities are found in the same regions, held against how common they are.

    With :math:`C` the co-occurrences, :math:`u` the ubiquities, :math:`S_a = \sum_b C_{ab}` (the
    diagonal zeroed) and :math:`T = \sum_a S_a`:

    ============= ===========================================================================
    minimum       :math:`C_{ab} / \max(u_a, u_b)`, the lesser conditional probability [1]_
    probability   :math:`C_{ab} / [\frac T2 (\frac{S_a}{T} \frac{S_b}{T - S_a} +
                  \frac{S_b}{T} \frac{S_a}{T - S_b})]` [2]_, [3]_
    association   :math:`T C_{ab} / (S_a S_b)` [2]_
    cosine        :math:`C_{ab} / \sqrt{S_a S_b}` [2]_
    jaccard       :math:`C_{ab} / (S_a + S_b - C_{ab})` [2]_
    ============= ===========================================================================

    Parameters
    ----------
    M
        Regions x activities, booleans or 0 and 1.
    method
        One of those above.
    diagonal
        How near an activity is to itself; packages have 0 or 1.

    Returns
    -------
    ndarray, activities x activities
        Symmetric, zero or more; 0 for an activity that is in no region.

    Raises
    ------
    ValueError
        If `M` is not as it should be, the method is unknown, or the diagonal is not finite or is
        negative.

    References
    ----------
    .. [1] C. A. Hidalgo, B. Klinger, A.-L. Barabási and R. Hausmann (2007), "The product space
       conditions the development of nations", Science 317, 482-487.
    .. [2] N. J. van Eck and L. Waltman (2009), "How to normalize cooccurrence data?", Journal of
       the American Society for Information Science and Technology 60(8), 1635-1651.
    .. [3] M. P. A. Steijn (2021), "Improvement on the association strength: implementing a
       probabilistic measure based on combinations without repetition", Quantitative Science
       Studies 2(2), 778-794.

    Examples
    --------
    >>> proximity([[1, 1, 0], [1, 1, 1], [1, 0, 0]]).round(2)
    array([[0.  , 0.67, 0.33],
           [0.67, 0.  , 0.5 ],
           [0.33, 0.5 , 0.  ]])
    """
    checks.one_of(method, "method", METHODS)
    checks.zero_or_more(diagonal, "diagonal")
    m = checks.presence_matrix(M)
    found = co_occurrence(m)
    margins = m.sum(axis=0).astype(np.float64) if method == "minimum" else found.sum(axis=1)
    held(found, method, margins, margins, margins.sum())
    np.fill_diagonal(found, diagonal)
    return found


def proximity_from_counts(C: ArrayLike, method: str = "probability") -> Matrix:
    """Return how near activities are, from counts of how often they are found together.

    For co-occurrence in plants, patents, occupations or skills, where no presence in regions is
    known. The formulas are those of `proximity`; "minimum" holds the count against the larger sum
    of its two rows.

    Parameters
    ----------
    C
        Activities x activities: symmetric counts, zero or more. Its diagonal is left out.
    method
        As in `proximity`.

    Returns
    -------
    ndarray, activities x activities
        Symmetric, with a diagonal of 0; 0 for an activity that is found with no other.

    Raises
    ------
    ValueError
        If `C` is not square, symmetric, finite and zero or more, or the method is unknown.

    Notes
    -----
    Convention: sums of rows are taken after the diagonal is zeroed, as EconGeo does.

    Examples
    --------
    >>> proximity_from_counts([[9, 2, 1], [2, 9, 0], [1, 0, 9]], method="association").round(2)
    array([[0., 2., 2.],
           [2., 0., 0.],
           [2., 0., 0.]])
    """
    checks.one_of(method, "method", METHODS)
    found = np.array(checks.square(C, "C"))
    np.fill_diagonal(found, 0.0)
    margins = found.sum(axis=1)
    held(found, method, margins, margins, margins.sum())
    return found


def relatedness_density(M: ArrayLike, phi: ArrayLike, own: str = "exclude") -> Matrix:
    r"""Return how much of what is related to an activity a region is specialised in.

    .. math:: d_{ra} = \frac{\sum_b M_{rb} \phi_{ba}}{\sum_b \phi_{ba}}

    Parameters
    ----------
    M
        Regions x activities, booleans or 0 and 1.
    phi
        Activities x activities, as `proximity` gives it.
    own
        "exclude": the activity itself is left out, so that the density of an activity does not tell
        whether it is there. "include": it counts with its own proximity on the diagonal of `phi`,
        or 1 where that is 0.

    Returns
    -------
    ndarray, regions x activities
        From 0 to 1; nan in the column of an activity that is related to none.

    Raises
    ------
    ValueError
        If `M` or `phi` is not as it should be, they do not have the same activities, or `own` is
        neither of the two.

    Notes
    -----
    Convention: a share from 0 to 1; EconGeo gives per cent. Packages differ on `own`: ecomplexity
    includes it, Datawheel and EconGeo exclude it.

    References
    ----------
    .. [1] C. A. Hidalgo, B. Klinger, A.-L. Barabási and R. Hausmann (2007), "The product space
       conditions the development of nations", Science 317, 482-487, equation S19.
    .. [2] R. Boschma, P.-A. Balland and D. F. Kogler (2015), "Relatedness and technological change
       in cities", Industrial and Corporate Change 24(1), 223-250.

    Examples
    --------
    >>> M = [[1, 1, 0], [1, 1, 1], [1, 0, 0]]
    >>> relatedness_density(M, proximity(M)).round(2)
    array([[0.67, 0.57, 1.  ],
           [1.  , 1.  , 1.  ],
           [0.  , 0.57, 0.4 ]])
    """
    m = checks.presence_matrix(M).astype(np.float64)
    near = with_own(_proximities(phi, m.shape[1]), own)
    sums = np.broadcast_to(near.sum(axis=0), m.shape)
    found = np.divide(m @ near, sums, out=np.full(m.shape, np.nan), where=sums > 0)
    # Two sums of the same numbers may differ by a rounding.
    density: Matrix = np.minimum(found, 1.0)
    return density


def co_occurrence_zscore(incidence: ArrayLike) -> Matrix:
    r"""Return how many standard deviations each co-occurrence is from what chance would give.

    With :math:`N` units, :math:`u_a` of which have activity :math:`a`, joint presence at random is
    hypergeometric:

    .. math:: z_{ab} = \frac{C_{ab} - \mu_{ab}}{\sigma_{ab}}, \quad
       \mu_{ab} = \frac{u_a u_b}{N}, \quad
       \sigma^2_{ab} = \mu_{ab} \left(1 - \frac{u_a}{N}\right) \frac{N - u_b}{N - 1}

    Parameters
    ----------
    incidence
        Units x activities, booleans or 0 and 1; units are plants, patents, or regions.

    Returns
    -------
    ndarray, activities x activities
        Symmetric. nan where chance leaves nothing to vary: an activity of no unit or of all, or a
        single unit.

    Raises
    ------
    ValueError
        If `incidence` is not as it should be.

    Notes
    -----
    Convention: the diagonal of the counts is zeroed, so the diagonal of the answer says nothing.

    References
    ----------
    .. [1] D. J. Teece, R. Rumelt, G. Dosi and S. Winter (1994), "Understanding corporate coherence:
       theory and evidence", Journal of Economic Behavior and Organization 23(1), 1-30.

    Examples
    --------
    >>> z = co_occurrence_zscore([[1, 1, 0], [1, 1, 0], [0, 0, 1], [0, 0, 1]])
    >>> z[0, 1].round(2), z[0, 2].round(2)
    (np.float64(1.73), np.float64(-1.73))
    """
    m = checks.presence_matrix(incidence, "incidence")
    n, u = float(m.shape[0]), m.sum(axis=0).astype(np.float64)
    expected = np.outer(u, u) / n
    variance = expected * np.outer(1 - u / n, n - u) / max(n - 1, 1.0)
    away = co_occurrence(m) - expected
    sigma = np.sqrt(variance)
    scores: Matrix = np.divide(away, sigma, out=np.full(sigma.shape, np.nan), where=sigma > 0)
    return scores


def with_own(near: Matrix, own: str) -> Matrix:
    """Return a copy of proximities in which the activity itself counts, or not."""
    checks.one_of(own, "own", ("exclude", "include"))
    near = near.copy()
    diagonal = near.diagonal()
    np.fill_diagonal(near, 0.0 if own == "exclude" else np.where(diagonal > 0, diagonal, 1.0))
    return near


def _proximities(phi: ArrayLike, activities: int) -> Matrix:
    near = checks.square(phi, "phi")
    if len(near) != activities:
        raise ValueError(f"phi should have the {activities} activities of M, has {len(near)}")
    return near


def held(counts: Floats, method: str, rows: Floats, columns: Floats, total: float) -> None:
    """Divide counts in place by what they are held against; rows and columns are their margins.

    A part of the rows will do, with the margins of those rows: no second matrix is made.
    """
    against = _AGAINST[method](counts, rows[:, None], columns, total)
    if not (rows.all() and columns.all()):  # where a margin is nought, so are the counts
        np.maximum(against, np.finfo(counts.dtype).tiny, out=against)
    np.divide(counts, against, out=counts)


def _minimum(_counts: Floats, rows: Floats, columns: Floats, _total: float) -> Floats:
    return np.maximum(rows, columns)


def _probability(_counts: Floats, rows: Floats, columns: Floats, total: float) -> Floats:
    # The rest is nought only where one activity has all there is; then it is found with no other.
    one, other = np.maximum(total - rows, 1e-30), np.maximum(total - columns, 1e-30)
    near: Floats = (rows / one * columns + columns / other * rows) / 2
    return near


def _association(_counts: Floats, rows: Floats, columns: Floats, total: float) -> Floats:
    return rows * (columns / total) if total else rows * columns


def _cosine(_counts: Floats, rows: Floats, columns: Floats, _total: float) -> Floats:
    return np.sqrt(rows) * np.sqrt(columns)


def _jaccard(counts: Floats, rows: Floats, columns: Floats, _total: float) -> Floats:
    return rows + columns - counts


_AGAINST: dict[str, Callable[[Floats, Floats, Floats, float], Floats]] = {
    "minimum": _minimum,
    "probability": _probability,
    "association": _association,
    "cosine": _cosine,
    "jaccard": _jaccard,
}
