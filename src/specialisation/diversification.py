"""What a region could diversify into: how related it is to what it has, and how complex."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from specialisation import checks
from specialisation.checks import Matrix, Presence, Vector
from specialisation.concentration import location_quotient, presence
from specialisation.economic_complexity import complexity as complexity_of
from specialisation.relatedness import proximity as proximity_of
from specialisation.relatedness import relatedness_density
from specialisation.suppression import filled

#: By whether an activity is related, and whether it is complex.
ROADS = {
    (True, True): "high road",
    (True, False): "slow road",
    (False, True): "casino",
    (False, False): "dead end",
}


@dataclass(frozen=True, eq=False)
class Openings:
    """The activities that a region is not specialised in, the most related first.

    Attributes
    ----------
    activities
        Their places in the columns of `X`.
    lq
        The location quotient, under the threshold.
    density
        How much of what is related the region is specialised in, from 0 to 1; the activity itself
        does not count. Low: a high risk. nan where the activity is related to none.
    complexity
        Of the activity (PCI), with mean 0 and standard deviation 1 over all activities. High: a
        high benefit. nan where it is undefined.
    road
        "high road" (low risk, high benefit), "slow road" (low risk, low benefit), "casino" (high
        risk, high benefit) or "dead end" (high risk, low benefit); empty where a number is nan.
    density_cut, complexity_cut
        What parts high from low: the means over these activities.
    sign_strength
        Of the complexity; under 0.3, which activities are the complex ones is hardly known.
    """

    activities: NDArray[np.intp]
    lq: Vector
    density: Vector
    complexity: Vector
    road: NDArray[np.str_]
    density_cut: float
    complexity_cut: float
    sign_strength: float


def openings(
    X: ArrayLike,
    region: int,
    anchor: ArrayLike | None = None,
    proximity: str = "minimum",
    threshold: float = 1.0,
    *,
    own: str = "exclude",
    complexity: Mapping[str, Any] | None = None,
    suppressed: ArrayLike | None = None,
) -> Openings:
    """Return how risky and how rewarding each activity is that a region is not specialised in.

    The relatedness of an activity to what the region does stands for the risk of going there, its
    complexity for the benefit [1]_.

    Parameters
    ----------
    X
        Regions x activities: jobs, firms, patents.
    region
        The place of the region in the rows.
    anchor
        A number of each region that is known to go with complexity; see `complexity`.
    proximity
        The method; see the function of that name.
    threshold
        The least location quotient at which a region is specialised.
    own
        Whether an activity counts among what is related to it; see `relatedness_density`.
    complexity
        The other parameters of the function of that name, such as its method or scale.
    suppressed
        Regions x activities, True where the source does not tell the number (`Panel.suppressed`).
        What stands in `X` there is not read.

    Returns
    -------
    Openings
        Without any activity where the region is specialised in all that are there, or has none. An
        activity whose number is suppressed in the region is not there: it may be a strength.

    Raises
    ------
    ValueError
        If an argument is not as it should be, there is no such region, or complexity cannot be
        computed.

    Warns
    -----
    WeakSignWarning, DisconnectedWarning
        As `complexity` does. After the first, "high road" and "slow road" may well change places.

    Notes
    -----
    Convention: high and low are parted at the mean over the region's own openings, so that
    every region has some in each half; this is our choice. A road compares the openings of one
    region with each other, not regions. It says nothing of the level that the region has already,
    of demand, or of whether anybody wants to go there: see `EntryModel` for how likely it is.

    Suppressed cells count as absent, but the totals of their region and activity are filled up with
    what the other cells let expect there, as in `shrunk_location_quotient`. Otherwise the quotients
    of all others would be too high, and activities would be missing here.

    References
    ----------
    .. [1] P.-A. Balland, R. Boschma, J. Crespo and D. L. Rigby (2019), "Smart specialization policy
       in the European Union: relatedness, knowledge complexity and regional diversification",
       Regional Studies 53(9), 1252-1268.

    Examples
    --------
    >>> X = [[9, 5, 0, 0, 1], [6, 5, 5, 0, 0], [5, 5, 5, 5, 0], [9, 0, 1, 0, 6], [4, 5, 5, 6, 0]]
    >>> found = openings(X, region=1)
    >>> found.activities
    array([3, 0, 4])
    >>> found.density.round(2), found.complexity.round(2)
    (array([1.  , 0.33, 0.  ]), array([ 0.9 , -0.87, -1.51]))
    >>> found.road
    array(['high road', 'dead end', 'dead end'], dtype='<U9')
    """
    x = checks.matrix(X)
    place = checks.whole(region, "region", least=0)
    if place >= len(x):
        raise ValueError(f"region should be under {len(x)}, the number of rows of X, is {region}")
    present, quotients = _present(x, suppressed, threshold)
    found = complexity_of(present, anchor=anchor, **(complexity or {}))
    near = proximity_of(present, method=proximity, diagonal=1.0 if own == "include" else 0.0)
    density = relatedness_density(present, near, own=own)[place]
    lq = quotients[place]
    absent = np.flatnonzero(~present[place] & ~np.isnan(lq))
    order = absent[np.argsort(-np.nan_to_num(density[absent], nan=-1.0), kind="stable")]
    close, worth = density[order], found.activities[order]
    cuts = _mean(close), _mean(worth)
    return Openings(
        activities=order,
        lq=lq[order],
        density=close,
        complexity=worth,
        road=_roads(close, worth, *cuts),
        density_cut=cuts[0],
        complexity_cut=cuts[1],
        sign_strength=found.sign_strength,
    )


def _present(x: Matrix, suppressed: ArrayLike | None, threshold: float) -> tuple[Presence, Matrix]:
    """Return what is there, and the location quotients; nan where not told or undefined."""
    if suppressed is None:
        return presence(x, threshold), location_quotient(x)
    told = ~checks.mask(suppressed, "suppressed", x.shape)
    full = filled(np.where(told, x, 0.0), told)
    quotients = np.where(told, location_quotient(full), np.nan)
    return presence(full, threshold) & told, quotients


def _mean(values: Vector) -> float:
    told = values[~np.isnan(values)]
    return float(told.mean()) if len(told) else float("nan")


def _roads(
    density: Vector, worth: Vector, density_cut: float, complexity_cut: float
) -> NDArray[np.str_]:
    told = ~(np.isnan(density) | np.isnan(worth))
    pairs = zip(told, density >= density_cut, worth >= complexity_cut, strict=True)
    return np.array(
        [ROADS[bool(near), bool(high)] if known else "" for known, near, high in pairs], dtype="U9"
    )
