"""The two learners of entries behind one face, calibrated on regions left out."""

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

# All of this is loaded when a model is first fitted, and needs scikit-learn throughout.
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from specialisation.checks import Matrix, Vector

Labels = NDArray[np.bool_]
METHODS = ("average", "logistic", "boosting")
#: No feature counts as farther than this from its mean, in standard deviations.
FARTHEST = 5.0


class Learner(Protocol):
    """What is fitted on cells x features, and tells the log-odds of an entry."""

    def fit(self, x: Matrix, entered: Labels) -> Any:
        """Fit."""

    def decision_function(self, x: Matrix) -> Vector:
        """Return log-odds."""


class Scale:
    """Means and standard deviations of what a model was fitted on."""

    def __init__(self, x: Matrix) -> None:
        self.mean = x.mean(axis=0)
        spread = x.std(axis=0)
        self.spread = np.where(spread > 1e-9, spread, np.inf)  # what never varied says nothing

    def __call__(self, x: Matrix) -> Matrix:
        """Return how far from the mean each feature is."""
        return np.asarray(np.clip((x - self.mean) / self.spread, -FARTHEST, FARTHEST))


class Calibrated:
    """Learners of one or both kinds, whose mean log-odds are set right by a line (Platt).

    The line is fitted on regions that the learners were not fitted on, each in its turn. It rises,
    so that it changes no order; where the learners tell nothing of other regions, it is flat.
    """

    def __init__(self, method: str, strength: float, rounds: int, seed: int) -> None:
        self.method, self.strength, self.rounds, self.seed = method, strength, rounds, seed
        self.slope, self.intercept = 1.0, 0.0

    def fit(
        self, x: Matrix, entered: Labels, regions: NDArray[np.intp], folds: int
    ) -> "Calibrated":
        """Fit on cells x features, and on parts of the regions to calibrate."""
        self.scale = Scale(x)
        # One thread: the same answer everywhere, and no waiting for cores that others use.
        with threadpool_limits(1):
            return self._fit(self.scale(x), entered, folds_of(regions, entered, folds))

    def _fit(self, z: Matrix, entered: Labels, part: NDArray[np.intp]) -> "Calibrated":
        left_out = np.empty(len(z))
        for fold in np.unique(part):
            held = part == fold
            if len(np.unique(entered[~held])) < 2:
                raise ValueError(
                    "panel should have more regions that entered something, and that did not, to "
                    "calibrate on some what was learned from others"
                )
            left_out[held] = _mean_odds(self._fitted(z[~held], entered[~held]), z[held])
        self.learners = self._fitted(z, entered)
        self.slope, self.intercept = _line(left_out, entered)
        return self

    def log_odds(self, x: Matrix) -> Vector:
        """Return the calibrated log-odds of cells x features."""
        return self.of_scaled(self.scale(x))

    def of_scaled(self, z: Matrix) -> Vector:
        """Return the calibrated log-odds of cells x features that are scaled already."""
        return self.slope * _mean_odds(self.learners, z) + self.intercept

    def _fitted(self, z: Matrix, entered: Labels) -> list[Learner]:
        kinds = ("logistic", "boosting") if self.method == "average" else (self.method,)
        return [self._learner(kind).fit(z, entered) for kind in kinds]

    def _learner(self, kind: str) -> Any:  # scikit-learn tells no types
        if kind == "logistic":
            return LogisticRegression(C=1 / self.strength, max_iter=2000)
        return HistGradientBoostingClassifier(
            max_iter=self.rounds,
            learning_rate=0.09,
            max_leaf_nodes=12,
            min_samples_leaf=60,
            l2_regularization=5.0,
            max_features=0.5,
            early_stopping=False,
            random_state=self.seed,
        )


def folds_of(regions: NDArray[np.intp], entered: Labels, folds: int) -> NDArray[np.intp]:
    """Return a part for each cell: whole regions, with entries dealt out evenly.

    Regions are dealt like cards, from the one with most entries to the one with fewest. Where two
    regions have entries, no part has them all.
    """
    number = int(regions.max()) + 1
    entries = np.bincount(regions, weights=entered, minlength=number)
    dealt = np.empty(number, np.intp)
    dealt[np.argsort(-entries, kind="stable")] = np.arange(number) % folds
    return dealt[regions]


def _mean_odds(learners: list[Learner], z: Matrix) -> Vector:
    return np.asarray(np.mean([one.decision_function(z) for one in learners], axis=0))


def _line(odds: Vector, entered: Labels) -> tuple[float, float]:
    found = LogisticRegression(C=1e6, max_iter=1000).fit(odds[:, None], entered)
    slope = float(found.coef_[0, 0])
    if slope <= 0:
        share = entered.mean()
        return 0.0, float(np.log(share / (1 - share)))
    return slope, float(found.intercept_[0])
