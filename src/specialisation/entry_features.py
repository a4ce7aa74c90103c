"""What a panel tells, up to a year, of how near each region is to each activity."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve
from scipy.special import ndtr

from specialisation.checks import Matrix, Presence
from specialisation.concentration import location_quotient
from specialisation.economic_complexity import measured
from specialisation.panel import Cube, Panel
from specialisation.relatedness import proximity, relatedness_density

#: The features by what they tell of; a contribution is told for each of these groups.
GROUPS: dict[str, tuple[str, ...]] = {
    "level": ("level", "gap", "crossing", "chance", "none", "untold"),
    "recent years": (
        "usual_level",
        "usual_gap",
        "usual_crossing",
        "usual_chance",
        "was_present",
        "below_best",
        "trend",
        "last_step",
        "volatility",
        "has_past",
    ),
    "relatedness": (
        "density",
        "density_in_region",
        "density_in_activity",
        "related_levels",
        "related_levels_in_region",
        "expected_level",
        "alike_regions",
        "density_change",
        "related_trend",
    ),
    "activity": (
        "activity_size",
        "activity_ubiquity",
        "activity_spread",
        "activity_nearly",
        "activity_growth",
        "activity_entries",
    ),
    "region": ("region_size", "region_diversity", "region_spread", "cell_size"),
    "complexity": ("complexity_fit",),
    "time": ("years_ahead",),
}
NAMES = tuple(name for names in GROUPS.values() for name in names)

#: Variance of a log location quotient from one time to another: what all cells have, and what comes
#: of few jobs (over the jobs that a cell would have at LQ 1). Only their order of size counts.
LASTING, OF_FEW = 0.03, 1.5
#: Half of the smallest number that is told (but for a hundredth of them) is added to what is and to
#: what would be at LQ 1, so that the logarithm of none exists, whatever the unit.
HALF = 0.5
#: Levels beyond e^3 = 20 times or a 20th say no more than these.
FARTHEST = 3.0


@dataclass(frozen=True, eq=False)
class History:
    """Of each year of a panel, by years x regions x activities: what features are made of.

    `values` are those of the panel by the
    smallest told, which are called jobs here. `expected` are the jobs at LQ 1, `level` the log of
    the location quotient, `gap` the difference of the square roots of the jobs and of those
    expected, whose error is about the same in every cell.
    """

    panel: Panel
    values: Cube
    quotients: Cube
    present: NDArray[np.bool_]
    expected: Cube
    level: Cube
    gap: Cube


def history(panel: Panel) -> History:
    """Return what features are made of; activities that `comparable` leaves out are empty."""
    x = panel.values / _unit(panel.values)
    total = x.sum(axis=(1, 2), keepdims=True)
    shares = x.sum(axis=1, keepdims=True) / np.where(total > 0, total, 1.0)
    expected = x.sum(axis=2, keepdims=True) * shares
    quotients = np.stack([location_quotient(one) for one in x])
    present = np.where(np.isnan(quotients), 0.0, quotients) >= 1.0
    level = np.log(x + HALF) - np.log(expected + HALF)
    gap = np.sqrt(x + HALF) - np.sqrt(expected + HALF)
    return History(panel, x, quotients, present, expected, level, gap)


def comparable(panel: Panel) -> Panel:
    """Return the panel without activities of which a year tells nothing in any region.

    They stay, suppressed and empty in all years: in that year alone they would be missing in
    everybody's total, and all other quotients would seem to move.
    """
    if panel.suppressed is None:
        return panel
    untold = panel.suppressed.all(axis=1).any(axis=0)
    if not untold.any() or untold.all():
        return panel
    return Panel(
        panel.regions,
        panel.activities,
        panel.years,
        np.where(untold, 0.0, panel.values),
        panel.suppressed | untold,
        panel.classification,
    )


def features(past: History, at: int, horizon: int) -> Cube:
    """Return regions x activities x `NAMES` as of the year at a place, from that year and before.

    Years farther back than the horizon are left out. `years_ahead` is left at 0: it is not known
    here.
    """
    years = np.array(past.panel.years[: at + 1])
    begin = int(np.searchsorted(years, years[-1] - horizon))
    window = slice(begin, at + 1)
    age = years[-1] - years[window]
    x = past.values[at]
    present = past.present[at]
    near = proximity(present)
    found = _level(past, at) | _recent(past, window, age, horizon)
    found |= _related(past, window, near) | _margins(x, past, at)
    found |= _movement(past, window)
    found["complexity_fit"] = _complexity_fit(present)
    found["years_ahead"] = np.zeros(1)
    out = np.empty((*x.shape, len(NAMES)))
    for place, name in enumerate(NAMES):
        out[..., place] = found[name]
    return out


def _unit(values: Cube) -> float:
    told = values[values > 0]
    return float(np.quantile(told, 0.01)) if told.size else 1.0


def _level(past: History, at: int) -> dict[str, Matrix]:
    hidden = past.panel.suppressed
    return _crossing("", past.level[at], past.gap[at], past.expected[at]) | {
        "none": (past.values[at] == 0).astype(np.float64),
        "untold": np.zeros(1) if hidden is None else hidden[at].astype(np.float64),
        "cell_size": np.log(past.expected[at] + HALF),
    }


def _crossing(when: str, level: Matrix, gap: Matrix, expected: Matrix) -> dict[str, Matrix]:
    """Return how far below LQ 1 a cell is, in several measures; the last is bounded.

    `crossing` is in standard deviations, and `chance` that of being above by luck alone: near LQ 1
    it is at most a half, however near.
    """
    crossing = level / np.sqrt(LASTING + OF_FEW / (expected + HALF))
    found = {"level": level, "gap": gap, "crossing": crossing, "chance": ndtr(crossing)}
    return {when + name: one for name, one in found.items()}


def _recent(
    past: History, window: slice, age: NDArray[np.int64], horizon: int
) -> dict[str, Matrix]:
    """Return what the years before tell of the cell itself; nought where there are none."""
    weights = 0.5 ** (age / horizon)
    weights /= weights.sum()
    levels, now = past.level[window], past.level[window.stop - 1]
    usual = [np.tensordot(weights, one[window], 1) for one in (past.level, past.gap)]
    found = _crossing("usual_", usual[0], usual[1], past.expected[window.stop - 1])
    names = ("was_present", "below_best", "trend", "last_step", "volatility", "has_past")
    if len(levels) == 1:
        return found | {name: np.zeros_like(now) for name in names}
    return found | {
        "was_present": past.present[window][:-1].mean(axis=0),
        "below_best": levels[:-1].max(axis=0) - now,
        "trend": now - levels[0],
        "last_step": now - levels[-2],
        "volatility": np.sqrt((np.diff(levels, axis=0) ** 2).mean(axis=0)),
        "has_past": np.ones_like(now),
    }


def _related(past: History, window: slice, near: Matrix) -> dict[str, Matrix]:
    at = window.stop - 1
    level = _bounded(past, at)
    density = np.nan_to_num(relatedness_density(past.present[at], near))
    levels = _mean_of_related(level, near)
    return {
        "density": density,
        "density_in_region": _standardised(density, 1),
        "density_in_activity": _standardised(density, 0),
        "related_levels": levels,
        "related_levels_in_region": _standardised(levels, 1),
        "expected_level": _expected_level(level),
        "alike_regions": _alike(level) @ past.present[at],
        "density_change": density
        - np.nan_to_num(relatedness_density(past.present[window][0], near)),
        "related_trend": _mean_of_related(level - _bounded(past, window.start), near),
    }


def _margins(x: Matrix, past: History, at: int) -> dict[str, Matrix]:
    present, level = past.present[at], _bounded(past, at)
    nearly = (past.level[at] < 0) & (past.level[at] > np.log(0.8))
    by_activity = {
        "activity_size": np.log(x.sum(axis=0) + 1),
        "activity_ubiquity": present.mean(axis=0),
        "activity_spread": level.std(axis=0),
        "activity_nearly": nearly.mean(axis=0),
    }
    by_region = {
        "region_size": np.log(x.sum(axis=1) + 1),
        "region_diversity": present.mean(axis=1),
        "region_spread": level.std(axis=1),
    }
    return {name: _standardised(one[None, :], 1) for name, one in by_activity.items()} | {
        name: _standardised(one[:, None], 0) for name, one in by_region.items()
    }


def _movement(past: History, window: slice) -> dict[str, Matrix]:
    """Return how activities fared elsewhere in the years before; nought where there are none."""
    first, last = window.start, window.stop - 1
    if first == last:
        return {"activity_growth": np.zeros(1), "activity_entries": np.zeros(1)}
    totals = np.log(past.values[[first, last]].sum(axis=1) + 1)
    absent = ~past.present[first]
    entered = (absent & past.present[last]).sum(axis=0)
    return {
        "activity_growth": _standardised((totals[1] - totals[0])[None, :], 1),
        "activity_entries": np.log((entered + 1) / (absent.sum(axis=0) + 10))[None, :],
    }


def _complexity_fit(present: Presence) -> Matrix:
    """Return the complexity of the region times that of the activity.

    Their product is the same whichever end of either is called the high one, which data may not
    tell. Nought where complexity is not defined.
    """
    try:
        found = measured(present, "eigenvector", None)
    except ValueError:  # nothing varies, so that nothing is more complex than anything else
        return np.zeros(present.shape)
    return np.outer(np.nan_to_num(found.regions), np.nan_to_num(found.activities))


def _expected_level(level: Matrix) -> Matrix:
    """Return what the other activities of each region make one expect of an activity.

    Every activity is regressed on all others (ridge), all at once: off the diagonal, coefficients
    are those of the inverse of the penalised products over its diagonal, with the sign changed.
    """
    away = level - level.mean(axis=0)
    products = away.T @ away
    products.flat[:: len(products) + 1] += 0.5 * len(level)
    inverse = solve(products, np.eye(len(products)), assume_a="pos")
    weights = -inverse / inverse.diagonal()
    np.fill_diagonal(weights, 0.0)
    return np.asarray(away @ weights + level.mean(axis=0))


def _alike(level: Matrix) -> Matrix:
    """Return the weights of the tenth of the regions (five at least) most like each region."""
    away = level - level.mean(axis=0)
    size = np.maximum(np.sqrt((away**2).sum(axis=1)), 1e-9)
    alike = np.maximum((away @ away.T) / np.outer(size, size), 0.0)
    np.fill_diagonal(alike, 0.0)
    number = max(5, round(len(alike) / 10))
    if number < len(alike):
        alike[alike < np.sort(alike, axis=1)[:, -number, None]] = 0.0
    return np.asarray(alike / np.maximum(alike.sum(axis=1, keepdims=True), 1e-9))


def _bounded(past: History, at: int) -> Matrix:
    """Return the log location quotients, drawn to nought by a whole job, and bounded."""
    level = np.log(past.values[at] + 1) - np.log(past.expected[at] + 1)
    return np.asarray(np.clip(level, -FARTHEST, FARTHEST))


def _mean_of_related(values: Matrix, near: Matrix) -> Matrix:
    sums = near.sum(axis=0)
    return np.asarray(values @ near / np.where(sums > 0, sums, 1.0))


def _standardised(values: Matrix, axis: int) -> Matrix:
    away = values - values.mean(axis=axis, keepdims=True)
    spread = away.std(axis=axis, keepdims=True)
    return np.asarray(np.divide(away, spread, out=np.zeros_like(away), where=spread > 1e-12))
