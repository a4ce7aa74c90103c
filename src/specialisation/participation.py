"""Who takes part, compared with how many there are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from specialisation import checks

Values = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Representation:
    """What `representation` found; every array has the shape of the counts.

    Attributes
    ----------
    ratio
        Count over expected count. 1: as many as the population says; 2: twice as many.
    low, high
        The exact interval of the ratio at `level`.
    expected
        What the cell would have if the overall rate held everywhere.
    rate
        Count over population, in the unit of the population.
    overall_rate
        Total count over total population; nan where there is no population.
    level
        The confidence level of the interval.
    """

    ratio: Values
    low: Values
    high: Values
    expected: Values
    rate: Values
    overall_rate: float
    level: float


def representation(counts: ArrayLike, population: ArrayLike, level: float = 0.9) -> Representation:
    r"""Compare the count of each cell with its share of the population.

    With counts :math:`k_i`, total :math:`n = \sum_i k_i`, and population shares
    :math:`p_i = P_i / \sum_j P_j`, the ratio to the overall rate is

    .. math:: R_i = \frac{k_i / P_i}{n / \sum_j P_j} = \frac{k_i}{n p_i}.

    Given the total, the count of a cell is binomial, :math:`k_i \sim B(n, \theta_i)`, and the cell
    is as the whole when :math:`\theta_i = p_i`. The interval is that of Clopper and Pearson for
    :math:`\theta_i`, divided by :math:`p_i`: it covers the truth at least as often as `level` says,
    however small the counts are.

    Parameters
    ----------
    counts
        Whole numbers, zero or more, in any shape.
    population
        What the counts are held against (people, workplaces), zero or more, in the same shape.
        Only its shares matter for the ratio: thousands give the same as single people.
    level
        Confidence level, between 0 and 1. Half of what is left over lies on each side.

    Returns
    -------
    Representation
        `ratio`, `low` and `high` are nan where nothing can be compared: in a cell without
        population, and everywhere when all counts are zero. `rate` is nan in a cell without
        population. `expected` is nan only where there is no population at all. A cell that has the
        whole population is the whole: ratio, low and high are 1.

    Raises
    ------
    ValueError
        If the shapes differ, a count is not a whole number of zero or more, a population is
        negative or not finite, there are counts where nobody is (the place is named), or the level
        is not between 0 and 1.

    Notes
    -----
    Convention: the overall rate includes the cell itself, and the interval is conditional on the
    total. Others hold the total for known and the count for Poisson, as epidemiologists do with the
    standardised mortality ratio [2]_; that interval is wider for a cell that is a large part of the
    whole, and may reach beyond :math:`1/p_i`, which no cell can.

    Counts are taken to be independent. Where they come in groups (five from one firm), the truth is
    less certain than the interval says.

    References
    ----------
    .. [1] C. J. Clopper and E. S. Pearson (1934), "The use of confidence or fiducial limits
       illustrated in the case of the binomial", Biometrika 26(4), 404-413.
    .. [2] F. Garwood (1936), "Fiducial limits for the Poisson distribution", Biometrika 28(3/4),
       437-442.

    Examples
    --------
    Of 40 who came, none is from the smallest of three places and 10 from the middle one:

    >>> found = representation([30, 10, 0], [60_000, 20_000, 10_000])
    >>> found.ratio.round(2)
    array([1.12, 1.12, 0.  ])
    >>> found.low.round(2), found.high.round(2)
    (array([0.92, 0.64, 0.  ]), array([1.29, 1.74, 0.65]))

    Only the last has an interval that does not reach 1: fewer than its share came from there.
    """
    k, people = _checked(counts, population)
    checks.between(level, "level")
    total, everybody = k.sum(), people.sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        share = people / everybody if everybody else np.full_like(people, np.nan)
        expected = total * share
        ratio = np.where(expected > 0, k / expected, np.nan)
        low, high = _clopper_pearson(k, total, level)
        low, high = (np.where(expected > 0, bound / share, np.nan) for bound in (low, high))
        rate = np.where(people > 0, k / people, np.nan)
    whole = (share == 1) & (expected > 0)
    return Representation(
        ratio=ratio,
        low=np.where(whole, 1.0, low),
        high=np.where(whole, 1.0, high),
        expected=expected,
        rate=rate,
        overall_rate=float(total / everybody) if everybody else float("nan"),
        level=float(level),
    )


def _checked(counts: ArrayLike, population: ArrayLike) -> tuple[Values, Values]:
    k = checks.numbers(counts, "counts")
    people = checks.numbers(population, "population")
    if k.shape != people.shape:
        raise ValueError(
            f"counts and population should have one shape, have {k.shape} and {people.shape}"
        )
    _refuse(~np.isfinite(k) | (k < 0) | (k != np.floor(k)), k, "a count", "whole, zero or more")
    _refuse(~np.isfinite(people) | (people < 0), people, "a population", "finite, zero or more")
    _refuse((k > 0) & (people == 0), k, "a count", "zero where the population is zero")
    return k, people


def _refuse(wrong: NDArray[np.bool_], values: Values, what: str, should: str) -> None:
    """Name the first place where a value is not what it should be."""
    if wrong.any():
        place = tuple(int(step[0]) for step in np.nonzero(np.atleast_1d(wrong)))
        value = float(np.atleast_1d(values)[place])
        at = place[0] if len(place) == 1 else place
        raise ValueError(f"{what} should be {should}, is {value:g} at {at}")


def _clopper_pearson(k: Values, total: np.float64, level: float) -> tuple[Values, Values]:
    """Return the exact bounds of each share of the total."""
    aside = (1 - level) / 2
    rest = total - k
    # At the ends the beta distribution has no such shape, and the bound is known.
    low = special.betaincinv(np.where(k > 0, k, 1.0), rest + 1, aside)
    high = special.betaincinv(k + 1, np.where(rest > 0, rest, 1.0), 1 - aside)
    return np.where(k > 0, low, 0.0), np.where(rest > 0, high, 1.0)
