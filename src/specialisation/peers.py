"""Which regions are built most like one, in what, and how near that is compared with others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from specialisation import checks, dissimilarity
from specialisation.checks import Matrix, Presence, Vector


@dataclass(frozen=True, eq=False)
class StructuralPeers:
    """What `structural_peers` found.

    "Dimensions" are the activity shares (the first) and then each covariate.

    Attributes
    ----------
    region
        Whose peers these are.
    order
        The regions that may be peers, nearest first. Those with which too little can be compared
        are not there.
    distances
        Of every region; 0 for the region itself, nan where too little can be compared and for
        those of its own group.
    compared
        Regions x dimensions: how much of it could be compared, 0 to 1. For the activities, the
        smaller of the two shares of the regions' known jobs that lie in what both tell.
    contributions
        Regions x dimensions: what each adds to the *squared* distance; sums to it. nan where it
        could not be compared.
    by_activity
        Regions x activities: what each adds to the first column of `contributions`.
    differences
        Regions x activities: the share of the activity in that region less that in the region
        asked for; nan where either does not tell.
    nearest
        Of every region, the distance to the one that is nearest to it.
    percentile
        The share, 0 to 100, of the other regions that have their nearest nearer than this region
        has (ties half): near 100, the region has no counterpart; 50, it is as others.
    weights
        Of the dimensions, summing to 1.
    """

    region: int
    order: NDArray[np.intp]
    distances: Vector
    compared: Matrix
    contributions: Matrix
    by_activity: Matrix
    differences: Matrix
    nearest: Vector
    percentile: float
    weights: Vector


@dataclass(frozen=True, eq=False)
class PeerStability:
    """What `peer_stability` found, for every region.

    Attributes
    ----------
    among
        The share of draws in which it is among the `k` nearest; 0 for the region itself.
    first
        The share of draws in which it is the nearest.
    low, high
        The interval of its rank that holds 90 % of the draws; nan where it is not ranked.
    k
        What was asked for.
    """

    among: Vector
    first: Vector
    low: Vector
    high: Vector
    k: int


def structural_peers(
    X: ArrayLike,
    region: int,
    covariates: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    *,
    suppressed: ArrayLike | None = None,
    groups: ArrayLike | None = None,
    least_compared: float = 0.5,
) -> StructuralPeers:
    r"""Return which regions are built most like one.

    With activity shares :math:`p_{ra}` the first dimension is the Hellinger distance,

    .. math:: H_{rs}^2 = \frac12 \sum_a (\sqrt{p_{ra}} - \sqrt{p_{sa}})^2,

    from 0 (the same shares) to 1 (nothing in common). Each covariate adds a dimension, the squared
    difference of its standardised values, brought to the same mean over all pairs of regions as
    :math:`H^2`, so that equal weights are equal say. With :math:`w_j` over what both regions have,

    .. math:: d_{rs}^2 = \sum_j w_j d_{j,rs}^2 / \sum_j w_j.

    Parameters
    ----------
    X
        Regions x activities: jobs, or what else tells what a region lives on.
    region
        The row of the region whose peers are sought.
    covariates
        Regions x variables that are slow to change (age, settlement, size of firms); nan where one
        is not known. Take logarithms of what is very skewed, such as population. Do not put in
        results (growth, patents): one then finds who does as well, not who is built alike.
    weights
        One for the activities and one for each covariate, zero or more; only their proportions
        matter. None: all the same.
    suppressed
        Regions x activities, True where the source does not tell the number (`Panel.suppressed`).
        What stands in `X` there is not read.
    groups
        The group of each region, such as its country. Peers are then sought in other groups only,
        for this region and for all that it is compared with.
    least_compared
        How much of a pair must be comparable (`compared`, weighted), 0 to 1. Two regions of which
        nearly everything is secret look alike in what little is left.

    Returns
    -------
    StructuralPeers
        Without covariates the distance is the Hellinger distance itself. Missing stays missing: a
        pair is compared on the covariates both have and the activities both tell (shares among
        these), and `compared` says how much that is. A region without any activity has no shares.

    Raises
    ------
    ValueError
        If an argument is not as described, the region is not there, or all weights are zero.

    Notes
    -----
    After Navarro et al. [1]_: structural variables only, open weights, one distance as a weighted
    sum of squared differences, what drives it shown. Their variables, scaling and weights could not
    be verified and are not reproduced; shares are compared by Hellinger rather than by squared
    difference, so that a few large sectors do not decide alone. Distances are not comparable with
    theirs.

    A distance over little that could be compared is not a near neighbour but an unknown one: look
    at `compared`.

    References
    ----------
    .. [1] M. Navarro, J. P. Gibaja, S. Franco, A. Murciego, C. Gianelle, F. Hegyi and A. Kleibrink
       (2014), "Regional benchmarking in the smart specialisation process", S3 working paper
       03/2014, European Commission, JRC89819.
    .. [2] E. Hellinger (1909), "Neue Begründung der Theorie quadratischer Formen von
       unendlichvielen Veränderlichen", Journal für die reine und angewandte Mathematik 136,
       210-271.

    Examples
    --------
    >>> found = structural_peers([[50, 50, 0], [45, 50, 5], [10, 40, 50], [55, 45, 0]], 0)
    >>> found.order
    array([3, 1, 2])
    >>> found.distances.round(3)
    array([0.   , 0.16 , 0.574, 0.035])
    >>> found.by_activity[2].round(3)
    array([0.076, 0.003, 0.25 ])
    """
    x = checks.matrix(X)
    place = _place(region, len(x))
    told = ~checks.mask(suppressed, "suppressed", x.shape)
    x = np.where(told, x, 0.0)
    table = (
        np.empty((len(x), 0))
        if covariates is None
        else checks.covariates(covariates, "covariates", length=len(x))
    )
    w = _weights(weights, 1 + table.shape[1])
    squares, covered = dissimilarity.hellinger_squares(x, told)
    gaps = [squares, *dissimilarity.covariate_squares(table, dissimilarity.mean_of_pairs(squares))]
    seen = [covered, *(~np.isnan(gap) + 0.0 for gap in gaps[1:])]
    may_be = _comparable(seen, w, least_compared) & _of_other_groups(groups, len(x))
    every = np.where(may_be, dissimilarity.all_pairs(gaps, w), np.nan)
    nearest = _least(every)
    contributions = dissimilarity.weighted(np.array([gap[place] for gap in gaps]).T, w)
    terms, differences = dissimilarity.hellinger_terms(x, told, place)
    distances = every[place].copy()
    distances[place] = 0.0
    return StructuralPeers(
        region=place,
        order=_ordered(distances, place),
        distances=distances,
        compared=np.column_stack([one[place] for one in seen]),
        contributions=contributions,
        by_activity=terms * _scale(contributions[:, 0], squares[place])[:, None],
        differences=differences,
        nearest=nearest,
        percentile=_percentile(nearest, place),
        weights=w,
    )


def peer_stability(
    peers: StructuralPeers, rng: np.random.Generator, draws: int = 1000, k: int = 10
) -> PeerStability:
    """Return how much the ranking of peers hangs on the weights.

    Each draw gives new weights to the dimensions (Dirichlet, all 1 where weights were equal, else
    in their proportion) and, within the first, to the activities (Dirichlet, all 1). Some activity
    then counts four times as much and another hardly at all.

    Parameters
    ----------
    peers
        What `structural_peers` found.
    rng
        ``numpy.random.default_rng(seed)``: the same seed gives the same draws.
    draws
        How many.
    k
        The length of the list that is looked at.

    Returns
    -------
    PeerStability
        A region that could not be compared is in no list.

    Raises
    ------
    ValueError
        If `rng` is not a generator, or `draws` or `k` is not a whole number of 1 or more.

    Examples
    --------
    >>> found = structural_peers([[50, 50, 0], [45, 50, 5], [10, 40, 50], [55, 45, 0]], 0)
    >>> peer_stability(found, np.random.default_rng(1), k=1).among
    array([0.   , 0.022, 0.   , 0.978])
    """
    checks.generator(rng)
    number, first = checks.whole(draws, "draws"), checks.whole(k, "k")
    squares = _drawn_squares(peers, rng, number)
    ranked = np.zeros(squares.shape[1], np.bool_)
    ranked[peers.order] = True
    squares[:, ~ranked] = np.nan
    ranks = np.argsort(np.argsort(squares, axis=1, kind="stable"), axis=1) + 1.0
    ranks = np.where(np.isnan(squares), np.inf, ranks)
    low, high = np.quantile(ranks, [0.05, 0.95], axis=0, method="inverted_cdf")
    return PeerStability(
        among=(ranks <= first).mean(axis=0),
        first=(ranks == 1).mean(axis=0),
        low=np.where(ranked, low, np.nan),
        high=np.where(ranked, high, np.nan),
        k=first,
    )


def _place(region: int, size: int) -> int:
    place = checks.whole(region, "region", least=0)
    if place >= size:
        raise ValueError(f"region should be a row of X, 0 to {size - 1}, is {place}")
    return place


def _weights(weights: ArrayLike | None, size: int) -> Vector:
    if weights is None:
        return np.full(size, 1 / size)
    found = checks.weights(weights, "weights", length=size)
    if not found.any():
        raise ValueError("weights should not all be zero")
    found = found / found.max()
    return np.asarray(found / found.sum())


def _comparable(seen: list[Matrix], w: Vector, least: float) -> Presence:
    """Return which pairs have enough in common to be compared."""
    if not 0 <= checks.number(least, "least_compared") <= 1:
        raise ValueError(f"least_compared should be from 0 to 1, is {least}")
    share = sum(one * weight for one, weight in zip(seen, w, strict=True))
    return np.asarray(share >= least - 1e-12)


def _of_other_groups(groups: ArrayLike | None, size: int) -> Presence:
    """Return which pairs may be peers: of different groups; without, any two regions."""
    labels = np.arange(size)
    if groups is not None:
        labels, _number = checks.groups(groups, "groups", length=size)
    return np.asarray(labels[:, None] != labels)


def _least(every: Matrix) -> Vector:
    found = np.where(np.isnan(every), np.inf, every).min(axis=1)
    return np.where(np.isinf(found), np.nan, found)


def _percentile(nearest: Vector, place: int) -> float:
    others = np.delete(nearest, place)
    others = others[~np.isnan(others)]
    if np.isnan(nearest[place]) or not len(others):
        return float("nan")
    own = nearest[place]
    return float(100 * ((others < own).mean() + (others == own).mean() / 2))


def _ordered(distances: Vector, place: int) -> NDArray[np.intp]:
    order = np.argsort(distances, kind="stable")
    return np.asarray(order[(order != place) & ~np.isnan(distances[order])])


def _scale(contribution: Vector, square: Vector) -> Vector:
    """Return by what the terms are to be multiplied so that they sum to the contribution."""
    return np.divide(contribution, square, out=np.ones_like(square), where=square > 0)


def _drawn_squares(peers: StructuralPeers, rng: np.random.Generator, number: int) -> Matrix:
    """Return draws x regions: squared distances under drawn weights."""
    w, parts = peers.weights, peers.contributions
    counted = w > 0
    lead = np.zeros((number, len(w)))
    lead[:, counted] = rng.dirichlet(w[counted] * counted.sum(), number)
    times = np.divide(lead, w, out=np.zeros_like(lead), where=counted)
    activities = peers.by_activity.shape[1]
    within = rng.dirichlet(np.ones(activities), number) * activities
    seen = ~np.isnan(parts)
    terms = np.where(np.isnan(peers.by_activity), 0.0, peers.by_activity)
    total = times[:, :1] * (within @ terms.T)
    total += times[:, 1:] @ np.where(seen, parts, 0.0)[:, 1:].T
    total *= seen @ w  # the parts are shares of what was known under the old weights
    known = lead @ seen.T
    mean = np.divide(total, known, out=np.full(total.shape, np.nan), where=known > 0)
    return np.asarray(mean)
