"""Small numbers: what a location quotient is likely to be, and when it is a strength."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from specialisation import checks, gamma_poisson
from specialisation.checks import Matrix, Presence
from specialisation.suppression import filled


@dataclass(frozen=True, eq=False)
class ShrunkLocationQuotient:
    """What `shrunk_location_quotient` found; every array is regions x activities.

    Attributes
    ----------
    mean
        The location quotient to expect: between the raw one and what is usual in the activity.
    low, high
        The interval in which it lies with probability `level`; half of the rest on each side.
    probability_above_one
        The probability that the region has more of the activity than its share.
    shape, rate
        Of the gamma distribution from which all of these come, before the bound on `high`.
    level
        The probability of the interval.
    """

    mean: Matrix
    low: Matrix
    high: Matrix
    probability_above_one: Matrix
    shape: Matrix
    rate: Matrix
    level: float

    def probability_above(self, threshold: float) -> Matrix:
        """Return the probability that the location quotient is above a threshold.

        `ValueError` if the threshold is not finite and zero or more.
        """
        least = checks.zero_or_more(threshold, "threshold")
        return _probability_above(self.shape, self.rate, least)

    def sample(self, rng: np.random.Generator, draws: int, cells: Any = ...) -> NDArray[np.float64]:
        """Return draws of the location quotients of some cells, such as ``np.s_[:, 3]``.

        Draws x the shape of the cells; what `rank_intervals` takes. nan where undefined. Draws of
        different cells are independent. `ValueError` if `rng` is not a generator or `draws` not a
        whole number of 1 or more.
        """
        checks.generator(rng)
        number = checks.whole(draws, "draws")
        shape, rate = self.shape[cells], self.rate[cells]
        known = np.isfinite(shape)
        drawn = rng.standard_gamma(np.where(known, shape, 1.0), (number, *np.shape(shape)))
        return np.asarray(np.where(known, drawn / np.where(known, rate, 1.0), np.nan))


@dataclass(frozen=True, eq=False)
class Strengths:
    """What `strengths` found.

    Attributes
    ----------
    verdict
        Regions x activities: "strength", "possible", "no strength" or "unknown".
    is_strength
        Regions x activities: True where the verdict is "strength".
    probability
        Regions x activities: the probability that the location quotient is above `least`.
    evidence
        The location quotients with their intervals.
    least, certainty
        What was asked for.
    expected_false
        How many of all that are called a strength are to be expected not to be one.
    """

    verdict: NDArray[np.str_]
    is_strength: Presence
    probability: Matrix
    evidence: ShrunkLocationQuotient
    least: float
    certainty: float
    expected_false: float


def shrunk_location_quotient(
    X: ArrayLike,
    cluster_size: ArrayLike = 1.0,
    *,
    level: float = 0.9,
    suppressed: ArrayLike | None = None,
) -> ShrunkLocationQuotient:
    r"""Return location quotients with what small numbers leave open.

    With :math:`c` the size of a workplace, :math:`y_{ra} = x_{ra} / c_{ra}` workplaces are held
    against :math:`e_{ra} = x_{r.} x_{.a} / (x_{..} c_{ra})` expected from the margins:

    .. math:: y_{ra} \sim \mathrm{Poisson}(e_{ra} \theta_{ra}), \quad
       \theta_{ra} \sim \mathrm{Gamma}(\alpha_a, \alpha_a / \mu_a), \quad
       \theta_{ra} | y \sim \mathrm{Gamma}(\alpha_a + y_{ra}, \alpha_a / \mu_a + e_{ra})

    :math:`\theta` is the location quotient. Its prior is that of the activity over all regions: how
    unlike they usually are in it. A cell with many workplaces keeps its own quotient, a cell with
    few is drawn towards what is usual [1]_.

    Parameters
    ----------
    X
        Regions x activities: jobs, or what else comes in clusters.
    cluster_size
        Jobs in a workplace, more than zero: one number, one for each activity, or regions x
        activities. Jobs come and go by workplaces, so 300 jobs in one plant are one event, not 300.
        Where workplaces differ in size, take the size of the workplace of an average *job* (sum of
        squared sizes over sum of sizes), not that of an average workplace. 1: each job on its own.
    level
        The probability of the interval, between 0 and 1.
    suppressed
        Regions x activities, True where the source does not tell the number (`Panel.suppressed`).
        What stands in `X` there is not read.

    Returns
    -------
    ShrunkLocationQuotient
        nan in the row of a region without any activity, in the column of an activity that no region
        has, in every suppressed cell, and where there is nothing to compare: in an activity that is
        told of one region only, and in a region of which one activity only is told. Its location
        quotient would be 1 whatever the number. No `high` is above what the region would have if it
        had nothing else (all jobs over its own).

    Raises
    ------
    ValueError
        If `X`, the cluster size, the level or the mask is not as described.

    Notes
    -----
    Convention: the prior is fitted activity by activity, for activities differ in how unlike
    regions are (mining, retail). It is not fixed at its most likely value: :math:`\alpha_a` is
    averaged over, from a uniform prior on the shrinkage of an average cell [2]_ that activities
    then correct for each other in three rounds, and the variance of :math:`\mu_a` is added, so that
    with few regions intervals grow wider. The average of gamma distributions is replaced by the
    gamma distribution with its mean and variance.

    Suppressed cells are unknown, not zero. They tell nothing about the prior; the totals of their
    region and activity are filled up with what the other cells let expect there (independence of
    region and activity, Poisson maximum likelihood by at most 100 rounds).

    Under the model 90 % intervals cover 90 % of the truths: of the location quotients that the true
    levels have, their own margins included. They cover far fewer where jobs come in large
    workplaces and `cluster_size` is left at 1: see the statistics guide for figures.

    References
    ----------
    .. [1] D. Clayton and J. Kaldor (1987), "Empirical Bayes estimates of age-standardized relative
       risks for use in disease mapping", Biometrics 43(3), 671-681.
    .. [2] C. L. Christiansen and C. N. Morris (1997), "Hierarchical Poisson regression modeling",
       Journal of the American Statistical Association 92(438), 618-632.

    Examples
    --------
    The raw location quotients of the last region are 2 and 0: it has one job, in the first
    activity, of which there are as many as of the other.

    >>> X = [[50, 60], [70, 30], [30, 61], [1, 0]]
    >>> found = shrunk_location_quotient(X)
    >>> found.mean[:, 0].round(2)
    array([0.93, 1.32, 0.73, 1.06])
    >>> found.low[3, 0].round(2), found.high[3, 0].round(2)
    (np.float64(0.5), np.float64(1.8))
    """
    x = checks.matrix(X)
    checks.between(level, "level")
    told = ~checks.mask(suppressed, "suppressed", x.shape)
    size = checks.positive(cluster_size, "cluster_size", x.shape)
    full = filled(np.where(told, x, 0.0), told)
    rows, columns, total = full.sum(axis=1), full.sum(axis=0), full.sum()
    defined = _comparable(told & np.outer(rows > 0, columns > 0))
    expected = np.outer(rows, columns / total if total else columns) / size
    y = np.where(defined, x / size, 0.0)
    e = np.where(defined, np.maximum(expected, gamma_poisson.NEXT_TO_NOTHING), 0.0)
    mean, variance = gamma_poisson.posterior(y, e)
    bound = total / np.where(rows > 0, rows, 1.0)[:, None]
    return _summary(mean, variance, defined, bound, float(level))


def strengths(
    X: ArrayLike,
    cluster_size: ArrayLike = 1.0,
    *,
    least: float = 1.0,
    certainty: float = 0.95,
    suppressed: ArrayLike | None = None,
) -> Strengths:
    """Call a strength only what the evidence carries.

    =========== ==============================================================================
    strength    the location quotient is above `least` with a probability of `certainty` or more
    possible    more likely above than not, but the numbers are too small to say so
    no strength more likely not above
    unknown     the source does not tell the number, or there is nothing to compare
    =========== ==============================================================================

    Parameters
    ----------
    X, cluster_size, suppressed
        As in `shrunk_location_quotient`.
    least
        What the location quotient should exceed: 1, its share; 1.25, a quarter more. With large
        numbers 1.01 is beyond doubt above 1 and still of no consequence: then ask for more.
    certainty
        The probability asked for, from 0.5 up to but not including 1.

    Returns
    -------
    Strengths

    Raises
    ------
    ValueError
        If an argument is not as described.

    Examples
    --------
    >>> found = strengths([[50, 60], [70, 30], [30, 61], [1, 0]])
    >>> found.verdict[:, 0].tolist()
    ['no strength', 'strength', 'no strength', 'possible']
    """
    least = checks.zero_or_more(least, "least")
    if not 0.5 <= checks.number(certainty, "certainty") < 1:
        raise ValueError(f"certainty should be from 0.5 up to but not 1, is {certainty}")
    evidence = shrunk_location_quotient(X, cluster_size, suppressed=suppressed)
    probability = evidence.probability_above(least)
    known = np.where(np.isnan(probability), -1.0, probability)
    called = known >= certainty
    verdict = np.select(
        [called, known >= 0.5, known >= 0], ["strength", "possible", "no strength"], "unknown"
    )
    wrong = float((1 - probability[called]).sum())
    return Strengths(verdict, called, probability, evidence, least, float(certainty), wrong)


def _comparable(known: Presence) -> Presence:
    """Return the cells that are not alone in their region or activity, where they would be 1."""
    others = (known.sum(axis=0) > 1) & (known.sum(axis=1, keepdims=True) > 1)
    return np.asarray(known & others)


def _summary(
    mean: Matrix, variance: Matrix, defined: Presence, bound: Matrix, level: float
) -> ShrunkLocationQuotient:
    shape = np.where(defined, mean**2 / variance, np.nan)
    rate = np.where(defined, mean / variance, np.nan)
    aside = (1 - level) / 2
    low, high = (special.gammaincinv(shape, one) / rate for one in (aside, 1 - aside))
    # A gamma distribution may be so skew that its mean lies beyond the interval.
    low, high = np.minimum(low, mean), np.maximum(high, mean)
    above = _probability_above(shape, rate, 1.0)
    mean, low, high = (
        np.where(defined, np.minimum(one, bound), np.nan) for one in (mean, low, high)
    )
    return ShrunkLocationQuotient(mean, low, high, above, shape, rate, level)


def _probability_above(shape: Matrix, rate: Matrix, threshold: float) -> Matrix:
    return np.asarray(special.gammaincc(shape, rate * threshold))
