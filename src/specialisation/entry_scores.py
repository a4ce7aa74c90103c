"""How well scores order what happened and what did not, each with an interval by blocks."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from specialisation.checks import Vector

Labels: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True)
class Estimate:
    """A value and its interval; nan where it is undefined."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class EntryScore:
    """How well one way to foretell did.

    Attributes
    ----------
    roc_auc
        How often a cell that was entered had a higher score than one that was not; 0.5 is chance.
    average_precision
        The share of hits down to each hit of the list, on average; the base rate is chance.
    precision_at_k
        The share of hits among the k highest scores.
    brier
        The mean square of probability less outcome; lower is better.
    """

    roc_auc: Estimate
    average_precision: Estimate
    precision_at_k: Estimate
    brier: Estimate


class Ranked:
    """Outcomes by falling score, equal scores taken together."""

    def __init__(self, score: Vector, happened: Labels, blocks: NDArray[np.intp]) -> None:
        order = np.argsort(-score, kind="stable")
        ranked = score[order]
        self.begins = np.flatnonzero(np.r_[True, ranked[1:] != ranked[:-1]])
        self.happened = happened[order].astype(np.float64)
        self.blocks = blocks[order]

    def measures(self, weights: Vector, k: int) -> tuple[float, float, float]:
        """Return ROC-AUC, average precision and precision at k, each block weighed."""
        each = weights[self.blocks]
        hits = np.add.reduceat(each * self.happened, self.begins)
        all_ = np.add.reduceat(each, self.begins)
        total, cells = hits.sum(), all_.sum()
        if not 0 < total < cells:
            return float("nan"), float("nan"), float(total / cells) if cells else float("nan")
        hit, told = np.cumsum(hits), np.cumsum(all_)
        # Of two with the same score, each is the higher half of the time.
        won = ((all_ - hits) * (hit - hits / 2)).sum()
        auc = won / (total * (cells - total))
        precision = np.divide(hit, told, out=np.zeros_like(hit), where=told > 0)
        top = min(float(k), cells)
        at_k = np.interp(top, np.r_[0.0, told], np.r_[0.0, hit]) / top
        return float(auc), float((hits * precision).sum() / total), float(at_k)


def drawn_weights(blocks: int, draws: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Return draws x blocks: how often each block is drawn, with replacement."""
    share = np.full(blocks, 1 / blocks)
    return rng.multinomial(blocks, share, size=draws).astype(np.float64)


def scored(
    score: Vector,
    probability: Vector,
    happened: Labels,
    blocks: NDArray[np.intp],
    weights: NDArray[np.float64],
    k: int,
    level: float,
) -> EntryScore:
    """Return all measures of one way to foretell, with intervals over the draws of blocks."""
    one = np.ones(weights.shape[1])
    ranked = Ranked(score, happened, blocks)
    value = ranked.measures(one, k)
    draws = np.array([ranked.measures(weight, k) for weight in weights])
    auc, precision, at_k = (interval(value[at], draws[:, at], level) for at in range(3))
    errors = np.bincount(blocks, (probability - happened) ** 2, minlength=len(one))
    cells = np.bincount(blocks, minlength=len(one)).astype(np.float64)
    brier = interval(errors.sum() / cells.sum(), _ratio(weights @ errors, weights @ cells), level)
    return EntryScore(auc, precision, at_k, brier)


def interval(value: float, draws: Vector, level: float) -> Estimate:
    """Return a value with the percentiles of its draws; draws without a value are left out."""
    told = draws[~np.isnan(draws)]
    if np.isnan(value) or not len(told):
        return Estimate(float(value), float("nan"), float("nan"))
    low, high = np.quantile(told, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(float(value), float(low), float(high))


def calibration(
    probability: Vector,
    happened: Labels,
    blocks: NDArray[np.intp],
    weights: NDArray[np.float64],
    level: float,
    bins: int = 10,
) -> tuple[Vector, list[Estimate], NDArray[np.int64]]:
    """Return mean probability, share that happened and number of cells, by tenths of the cells."""
    edges = np.unique(np.quantile(probability, np.linspace(0, 1, bins + 1)[1:-1]))
    part = np.searchsorted(edges, probability, side="right")
    told, shares, numbers = [], [], []
    for one in np.unique(part):
        inside = part == one
        hits = np.bincount(blocks[inside], happened[inside], minlength=weights.shape[1])
        cells = np.bincount(blocks[inside], minlength=weights.shape[1]).astype(np.float64)
        draws = _ratio(weights @ hits, weights @ cells)
        told.append(float(probability[inside].mean()))
        shares.append(interval(float(happened[inside].mean()), draws, level))
        numbers.append(int(inside.sum()))
    return np.array(told), shares, np.array(numbers, np.int64)


def _ratio(above: Vector, below: Vector) -> Vector:
    return np.asarray(np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0))
