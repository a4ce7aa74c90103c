"""Complexity: which activities only few and versatile regions have, and which regions have them."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import eigh
from scipy.sparse.linalg import ArpackNoConvergence, eigsh

from specialisation import checks
from specialisation.checks import Matrix, Presence, Vector

METHODS = ("eigenvector", "reflections", "fitness")
SCALES = ("own", "regions", "sum")
#: A correlation with the anchor under this says little about which end is the complex one.
WEAK = 0.3
#: Up to so many regions or activities, no iteration is needed to be quick.
DENSE = 100


class WeakSignWarning(UserWarning):
    """The anchor hardly tells which end of the complexity is the high one."""


class DisconnectedWarning(UserWarning):
    """Some regions share no activity with the others, so they cannot be compared with them."""


@dataclass(frozen=True, eq=False)
class Complexity:
    """What `complexity` found.

    Attributes
    ----------
    regions
        The economic complexity index (ECI) of each region: mean 0, standard deviation 1 (ddof 0).
        nan for a region outside the largest component, or without any activity.
    activities
        The complexity index of each activity (PCI), scaled likewise on its own; nan likewise.
    sign_strength
        The correlation of `regions` with the anchor. Under 0.3, which end is high is hardly known.
    spectral_gap
        The second eigenvalue less the third, of the method "eigenvector"; else nan. Near 0, the two
        could as well change places.
    components
        How many sets of regions and activities there are that have nothing to do with each other.
    """

    regions: Vector
    activities: Vector
    sign_strength: float
    spectral_gap: float
    components: int


def complexity(
    M: ArrayLike,
    method: str = "eigenvector",
    anchor: ArrayLike | None = None,
    iterations: int = 20,
    scale: str = "own",
    ddof: int = 0,
) -> Complexity:
    r"""Return the complexity of regions and activities.

    With :math:`k_r` the diversity of a region and :math:`k_a` the ubiquity of an activity:

    =========== ==================================================================================
    eigenvector the eigenvector of the second largest eigenvalue of
                :math:`\tilde M_{rs} = \sum_a M_{ra} M_{sa} / (k_r k_a)`, and of its twin of
                activities [1]_, [2]_
    reflections :math:`k_{r,n} = \frac{1}{k_r} \sum_a M_{ra} k_{a,n-1}`,
                :math:`k_{a,n} = \frac{1}{k_a} \sum_r M_{ra} k_{r,n-1}` [1]_
    fitness     :math:`F_r \propto \sum_a M_{ra} Q_a`,
                :math:`Q_a \propto 1 / \sum_r (M_{ra} / F_r)`, each with mean 1 [3]_
    =========== ==================================================================================

    Parameters
    ----------
    M
        Regions x activities, booleans or 0 and 1.
    method
        One of those above.
    anchor
        A number of each region that is known to go with complexity, such as income or population.
        The sign is chosen so that the correlation with it is positive. None: with diversity.
    iterations
        Of "reflections" and "fitness": so many updates.
    scale
        "own": regions and activities are each brought to mean 0 and standard deviation 1.
        "regions": activities are scaled so that the complexity of a region is the mean of that of
        its activities, as ecomplexity does. "sum": each is divided by its sum, as EconGeo does.
    ddof
        What is taken from the number of values in the standard deviation: 0, or 1 as Datawheel has.

    Returns
    -------
    Complexity

    Raises
    ------
    ValueError
        If `M` or the anchor is not as it should be, the method or scale is unknown, `iterations` is
        not 1 or more, `ddof` is neither 0 nor 1, or nothing varies: fewer than two regions or
        activities hang together.

    Warns
    -----
    WeakSignWarning
        If the correlation with the anchor is under 0.3.
    DisconnectedWarning
        If there are several components. The largest is computed; the others are nan, for a number
        from one cannot be compared with a number from another.

    Notes
    -----
    Conventions: the sign of the activities is that under which complex regions have complex
    activities. Of "reflections", regions are those of the last even step (their diversity,
    corrected) and activities of the last odd one (the diversity of who has them, corrected); every
    step is centred anew, which changes nothing but the rounding.

    References
    ----------
    .. [1] C. A. Hidalgo and R. Hausmann (2009), "The building blocks of economic complexity",
       PNAS 106(26), 10570-10575.
    .. [2] R. Hausmann, C. A. Hidalgo et al. (2014), "The atlas of economic complexity", MIT Press,
       technical box 2.1.
    .. [3] A. Tacchella, M. Cristelli, G. Caldarelli, A. Gabrielli and L. Pietronero (2012), "A new
       metrics for countries' fitness and products' complexity", Scientific Reports 2, 723.

    Examples
    --------
    >>> found = complexity([[1, 1, 1, 1], [1, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 0]])
    >>> found.regions.round(2)
    array([ 1.34,  0.45, -0.45, -1.34])
    >>> found.activities.round(2)
    array([-1.34, -0.45,  0.45,  1.34])
    """
    found = measured(M, method, anchor, iterations, scale, ddof)
    warn_of([found], "diversity" if anchor is None else "the anchor")
    return found


def measured(
    M: ArrayLike,
    method: str,
    anchor: ArrayLike | None,
    iterations: int = 20,
    scale: str = "own",
    ddof: int = 0,
) -> Complexity:
    """Return what `complexity` does, without a warning."""
    checks.one_of(method, "method", METHODS)
    checks.one_of(scale, "scale", SCALES)
    if ddof not in (0, 1):
        raise ValueError(f"ddof should be 0 or 1, is {ddof}")
    checks.whole(iterations, "iterations")
    m = checks.presence_matrix(M)
    known = None if anchor is None else checks.vector(anchor, "anchor", length=len(m))
    rows, columns, components = _largest(m)
    if rows.sum() < 2 or columns.sum() < 2:
        raise ValueError("M should have two regions and two activities that hang together")
    inner = m if rows.all() and columns.all() else m[np.ix_(rows, columns)]
    if inner.all():
        raise ValueError("M should vary: every region that is compared has every activity")
    regions, activities, gap = _BY[method](inner, iterations)
    against = inner.sum(axis=1).astype(np.float64) if known is None else known[rows]
    strength = correlation(regions, against)
    if strength < 0:
        regions, activities, strength = -regions, -activities, -strength
    regions, activities = _to_scale(inner, regions, activities, scale, ddof)
    return Complexity(
        regions=_spread(regions, rows),
        activities=_spread(activities, columns),
        sign_strength=strength,
        spectral_gap=gap,
        components=components,
    )


@dataclass(frozen=True, eq=False)
class Reflections:
    """What `reflections` found: the numbers of regions and of activities at one order."""

    regions: Vector
    activities: Vector


def reflections(M: ArrayLike, order: int) -> Reflections:
    r"""Return the method of reflections at one order, unscaled.

    .. math:: k_{r,n} = \frac{1}{k_{r,0}} \sum_a M_{ra} k_{a,n-1}, \quad
       k_{a,n} = \frac{1}{k_{a,0}} \sum_r M_{ra} k_{r,n-1}

    Parameters
    ----------
    M
        Regions x activities, booleans or 0 and 1.
    order
        0 gives diversity and ubiquity, 1 the mean ubiquity of what a region has and the mean
        diversity of who has an activity, and so on.

    Returns
    -------
    Reflections
        nan for a region without activity, and for an activity of no region, from order 1 on.

    Raises
    ------
    ValueError
        If `M` is not as it should be, or the order is not a whole number of 0 or more.

    Notes
    -----
    All numbers of one order come nearer to each other with each step, until nothing but rounding
    sets them apart. Beyond an order of 20 or so, use `complexity`.

    References
    ----------
    .. [1] C. A. Hidalgo and R. Hausmann (2009), "The building blocks of economic complexity",
       PNAS 106(26), 10570-10575, equations 1 and 2.

    Examples
    --------
    >>> found = reflections([[1, 1], [1, 0]], order=1)
    >>> found.regions, found.activities
    (array([1.5, 2. ]), array([1.5, 2. ]))
    """
    checks.whole(order, "order", least=0)
    m = checks.presence_matrix(M).astype(np.float64)
    by_region, by_activity = m.sum(axis=1), m.sum(axis=0)
    regions, activities = by_region, by_activity
    for _step in range(order):
        regions, activities = m @ activities, regions @ m
        regions = np.divide(regions, by_region, out=np.zeros_like(regions), where=by_region > 0)
        activities = np.divide(
            activities, by_activity, out=np.zeros_like(activities), where=by_activity > 0
        )
    if order:
        regions = np.where(by_region > 0, regions, np.nan)
        activities = np.where(by_activity > 0, activities, np.nan)
    return Reflections(regions, activities)


def _eigenvector(m: Presence, _iterations: int) -> tuple[Vector, Vector, float]:
    """Return the second singular vectors of the matrix scaled by the roots of its margins.

    They are the eigenvectors wanted, and those of a symmetric matrix, which are found faster and
    more exactly than those of the one in the formula.
    """
    by_region, by_activity = np.sqrt(m.sum(axis=1)), np.sqrt(m.sum(axis=0))
    scaled = m / by_region[:, None]
    scaled /= by_activity
    if len(scaled) <= scaled.shape[1]:
        values, vector = _second(scaled, by_region)
        regions, activities = vector, scaled.T @ vector
    else:
        values, vector = _second(scaled.T, by_activity)
        regions, activities = scaled @ vector, vector
    return regions / by_region, activities / by_activity, float(values[1] - values[0])


def _second(scaled: Matrix, roots: Vector) -> tuple[Vector, Vector]:
    """Return the third and second eigenvalue of ``scaled @ scaled.T``, and the second's vector.

    The first is 1, and its vector known: the roots of the margins. It is taken away beforehand.
    """
    first = roots / np.linalg.norm(roots)
    gram = scaled @ scaled.T
    gram -= np.outer(first, first)
    values, vectors = _largest_two(gram)
    return values, vectors[:, -1]


def _largest_two(gram: Matrix) -> tuple[Vector, Matrix]:
    """Return the two largest eigenvalues of a symmetric matrix, rising, and their vectors."""
    if len(gram) > DENSE:
        start = np.linspace(-1, 1, len(gram))  # the same every time
        with contextlib.suppress(ArpackNoConvergence):
            values, vectors = eigsh(gram, k=2, which="LA", v0=start, tol=1e-10)
            return values, vectors
    values, vectors = eigh(gram, subset_by_index=[len(gram) - 2, len(gram) - 1])
    return values, vectors


def _reflections(presence: Presence, iterations: int) -> tuple[Vector, Vector, float]:
    m = presence.astype(np.float64)
    by_region, by_activity = m.sum(axis=1), m.sum(axis=0)
    regions, activities = _scaled(by_region), _scaled(by_activity)
    steps = [(regions, activities)]
    for _step in range(iterations):
        regions, activities = (
            _scaled((m @ activities) / by_region),
            _scaled((regions @ m) / by_activity),
        )
        steps.append((regions, activities))
    even = iterations - iterations % 2
    odd = iterations - 1 + iterations % 2
    return *_aligned(m, steps[even][0], steps[odd][1]), float("nan")


def _fitness(presence: Presence, iterations: int) -> tuple[Vector, Vector, float]:
    m = presence.astype(np.float64)
    fitness, quality = np.ones(m.shape[0]), np.ones(m.shape[1])
    for _step in range(iterations):
        # Fitness may fall towards nought; what is divided by must not reach it.
        within = np.maximum(fitness, checks.SMALLEST)
        fitness, quality = m @ quality, 1 / ((1 / within) @ m)
        fitness, quality = fitness / fitness.mean(), quality / quality.mean()
    return *_aligned(m, fitness, quality), float("nan")


def _aligned(m: Matrix, regions: Vector, activities: Vector) -> tuple[Vector, Vector]:
    """Turn the activities so that complex ones are those of complex regions."""
    turned = correlation(activities, (regions @ m) / m.sum(axis=0)) < 0
    return regions, -activities if turned else activities


_BY: dict[str, Callable[[Presence, int], tuple[Vector, Vector, float]]] = {
    "eigenvector": _eigenvector,
    "reflections": _reflections,
    "fitness": _fitness,
}


def _largest(m: Presence) -> tuple[Presence, Presence, int]:
    """Return which regions and activities are in the largest component, and how many there are."""
    found = list(_components(m))
    if not found:
        return np.zeros(m.shape[0], np.bool_), np.zeros(m.shape[1], np.bool_), 0
    rows, columns = max(found, key=lambda one: one[0].sum())
    return rows, columns, len(found)


def _components(m: Presence) -> Iterator[tuple[Presence, Presence]]:
    """Yield the sets of regions and activities that hang together."""
    left = m.any(axis=1)
    while left.any():
        rows, columns = np.zeros(m.shape[0], np.bool_), np.zeros(m.shape[1], np.bool_)
        new = np.zeros_like(rows)
        new[left.argmax()] = True
        while new.any():
            rows |= new
            reached = m[new].any(axis=0) & ~columns
            columns |= reached
            new = m[:, reached].any(axis=1) & ~rows
        left &= ~rows
        yield rows, columns


def _to_scale(
    m: Presence, regions: Vector, activities: Vector, scale: str, ddof: int
) -> tuple[Vector, Vector]:
    if scale == "sum":
        return regions / abs(regions.sum()), activities / abs(activities.sum())
    if scale == "own":
        return _scaled(regions, ddof), _scaled(activities, ddof)
    means = (m @ activities) / m.sum(axis=1)
    return _scaled(regions, ddof), (activities - means.mean()) / means.std(ddof=ddof)


def correlation(one: Vector, other: Vector) -> float:
    """Return Pearson's correlation; 0 where either does not vary."""
    one, other = one - one.mean(), other - other.mean()
    size = np.sqrt((one @ one) * (other @ other))
    return float(one @ other / size) if size > 0 else 0.0


def _scaled(values: Vector, ddof: int = 0) -> Vector:
    away = values - values.mean()
    spread = np.sqrt((away @ away) / (len(away) - ddof))
    # What does not vary but by rounding is nought, not noise made large.
    return away / spread if spread > 1e-13 * np.abs(values).max() else np.zeros_like(away)


def _spread(values: Vector, where: Presence) -> Vector:
    found = np.full(len(where), np.nan)
    found[where] = values
    return found


def warn_of(found: Sequence[Complexity], against: str, years: Sequence[int] = ()) -> None:
    """Warn once of what makes the complexity of one year or several hard to rely on."""
    weakest = min(one.sign_strength for one in found)
    if weakest < WEAK:
        advice = "" if against == "the anchor" else " Give an anchor, such as income."
        when = _when([one.sign_strength < WEAK for one in found], years)
        warnings.warn(
            f"complexity goes with {against} by a correlation of {weakest:.2f} only{when}: which "
            f"end is high is hardly known.{advice}",
            WeakSignWarning,
            stacklevel=3,
        )
    most = max(one.components for one in found)
    if most > 1:
        when = _when([one.components > 1 for one in found], years)
        warnings.warn(
            f"there are {most} components without anything in common{when}; the largest is "
            "computed, the others are nan.",
            DisconnectedWarning,
            stacklevel=3,
        )


def _when(so: Sequence[bool], years: Sequence[int]) -> str:
    """Return in which of several years it is so, at most five by name."""
    if len(years) < 2:
        return ""
    named = [str(year) for year, one in zip(years, so, strict=True) if one]
    more = f" and {len(named) - 5} more" if len(named) > 5 else ""
    return f" (in {', '.join(named[:5])}{more})"
