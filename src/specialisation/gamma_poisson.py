"""The ratios of Poisson counts to what was expected, each activity with a gamma prior of its own.

The prior is learnt from all regions, and what is not known of it is carried along.
"""

import numpy as np
from scipy import special

from specialisation.checks import Matrix, Vector

#: How unlike regions may be in an activity: from 1 / sqrt(0.02) = 7 to 1 / sqrt(2000) = 0.02,
#: relative standard deviation of their true location quotients.
SHAPES = np.geomspace(0.02, 2000, 60)
#: Newton's steps that find the mean of a prior, from that of the shape before.
ROUNDS = 4
#: Rounds in which activities learn from each other how alike regions usually are.
LESSONS = 3
#: Under so many expected workplaces a cell tells nothing; it keeps quotients within float64.
NEXT_TO_NOTHING = 1e-12


def posterior(y: Matrix, e: Matrix) -> tuple[Matrix, Matrix]:
    """Return mean and variance of each quotient, over all shapes that its activity may have."""
    means: list[Vector] = []
    mean = np.ones(y.shape[1])
    for shape in SHAPES[::-1]:  # where regions are much alike, the mean is near 1: a good start
        mean = _mean_of_prior(y, e, shape, mean)
        means.insert(0, mean)
    fitted = list(zip(SHAPES, means, strict=True))
    spreads = [_spread_of_mean(e, *one) for one in fitted]
    likely = np.array([_evidence(y, e, *one) for one in fitted])
    # The mean of the prior is integrated out around its most likely value.
    evidence = likely + 0.5 * np.log(np.array(spreads)) - np.log(np.array(means))
    chances = _chances(evidence, e)
    first, second = np.zeros_like(y), np.zeros_like(y)
    for shape, mu, spread, chance in zip(SHAPES, means, spreads, chances, strict=True):
        rate = shape / mu + e
        mean = (shape + y) / rate
        step = mean * (shape / mu) / rate / mu  # what the mean of a cell owes to that of the prior
        first += chance * mean
        second += chance * (mean**2 + mean / rate + step**2 * spread)
    return first, np.maximum(second - first**2, 1e-12 * first**2)


def _chances(evidence: Matrix, e: Matrix) -> Matrix:
    """Return how likely each shape is for each activity.

    Each starts from a shrinkage that may as well be anything in an average cell (a step of the grid
    is one of log shape). Then activities learn from each other how alike regions usually are.
    """
    cells = np.maximum((e > 0).sum(axis=0), 1)
    typical = np.maximum(e.sum(axis=0) / cells, NEXT_TO_NOTHING)
    start = special.softmax(np.log(SHAPES)[:, None] - 2 * np.log(SHAPES[:, None] + typical), axis=0)
    usual = start
    for _round in range(LESSONS + 1):
        chances = special.softmax(evidence + np.log(usual), axis=0)
        usual = (start + chances.sum(axis=1, keepdims=True)) / (1 + chances.shape[1])
    return np.asarray(chances)


def _mean_of_prior(y: Matrix, e: Matrix, shape: float, mean: Vector) -> Vector:
    """Return the most likely mean of each activity's prior: sum (y - e m) / (shape + e m) = 0.

    In other words: the inverse of a sum, concave and nearly linear in the mean, is 1 / regions.
    Newton's steps come to it from below, wherever they start.
    """
    above = shape + y
    for _round in range(ROUNDS):
        below = shape + e * mean
        each = above / below
        total = each.sum(axis=0)
        each *= e
        each /= below
        slope = each.sum(axis=0)
        gain = total * (total / len(y) - 1)
        mean = mean + np.divide(gain, slope, out=np.zeros_like(mean), where=slope > 0)
        mean = np.maximum(mean, NEXT_TO_NOTHING)
    return mean


def _spread_of_mean(e: Matrix, shape: float, mean: Vector) -> Vector:
    """Return the variance of the mean of each activity's prior, by Fisher's information.

    However little the counts tell, the mean is known to be of the order that it is: all quotients
    of an activity, weighted by what is expected, have the mean 1.
    """
    information = (e * shape / (mean * (shape + e * mean))).sum(axis=0)
    return np.asarray(1 / (information + 1 / mean**2))


def _evidence(y: Matrix, e: Matrix, shape: float, mean: Vector) -> Vector:
    """Return the log likelihood of each activity's counts, which are negative binomial."""
    below = shape + e * mean
    logs = special.gammaln(shape + y) - special.gammaln(shape)
    logs += shape * np.log(shape / below) + y * np.log(mean / below)
    return np.asarray(logs.sum(axis=0))
