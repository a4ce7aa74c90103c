"""What drives a probability: each group of features credited with what it changes."""

from dataclasses import dataclass
from itertools import combinations
from math import factorial

import numpy as np

from specialisation.checks import Matrix, Vector
from specialisation.entry_features import GROUPS, NAMES
from specialisation.entry_learners import Calibrated
from specialisation.tables import Label


@dataclass(frozen=True, eq=False)
class EntryExplanation:
    """What drives the probabilities of one region.

    Attributes
    ----------
    activities
        Their codes, as in the panel.
    groups
        What each column of `contributions` tells of: "level", "recent years", "relatedness",
        "activity", "region", "complexity" and "time".
    probability
        One for each activity; nan where the region is specialised already, or the LQ is undefined.
    contributions
        Activities x groups, in log-odds: how much each group adds to `typical`. Their sum with it
        is the log-odds of the probability. nan where that is nan.
    typical
        The log-odds of a cell whose features are all at their mean.
    """

    activities: tuple[Label, ...]
    groups: tuple[str, ...]
    probability: Vector
    contributions: Matrix
    typical: float


def shapley(model: Calibrated, z: Matrix) -> Matrix:
    """Return what each group of features adds to the log-odds, on average over all orders."""
    groups = [[NAMES.index(name) for name in names] for names in GROUPS.values()]
    every = range(len(groups))
    chosen = [
        frozenset(one) for size in range(len(groups) + 1) for one in combinations(every, size)
    ]
    stacked = np.zeros((len(chosen), *z.shape))
    for place, of in enumerate(chosen):
        columns = [column for group in of for column in groups[group]]
        stacked[place][:, columns] = z[:, columns]
    odds = model.of_scaled(stacked.reshape(-1, z.shape[1])).reshape(len(chosen), len(z))
    worth = dict(zip(chosen, odds, strict=True))
    found = np.zeros((len(z), len(groups)))
    whole = factorial(len(groups))
    for of in chosen[:-1]:  # to the last, which is all of them, no group can be added
        weight = factorial(len(of)) * factorial(len(groups) - len(of) - 1) / whole
        for group in set(every) - of:
            found[:, group] += weight * (worth[of | {group}] - worth[of])
    return found
