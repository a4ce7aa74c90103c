"""EntryModel: how likely a region is to become specialised in what it is not today."""

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

# The base of a class has to be there before the class. `import specialisation` does not load this.
from sklearn.base import BaseEstimator, clone

from specialisation import checks
from specialisation.checks import Matrix, Presence, Vector
from specialisation.entry_cells import (
    cells_at_risk,
    check_entries,
    drawn,
    learned_from,
    pairs,
    told_in,
)
from specialisation.entry_explanation import EntryExplanation, shapley
from specialisation.entry_features import GROUPS, NAMES, comparable, features, history
from specialisation.entry_learners import METHODS, Calibrated
from specialisation.panel import Panel, checked
from specialisation.tables import Label

if TYPE_CHECKING:
    from specialisation.entry_backtest import Backtest

#: About so many cells are learned from at most; where there are more, they are drawn.
MOST = 120_000


class EntryModel(BaseEstimator):
    r"""Forecast of new specialisations, fitted on the past of the same panel.

    The probability that a region's location quotient is 1 or more some years from now, for each
    activity in which it is under 1 today. What is learned from is each cell (region x activity)
    under 1 in a year of the past whose horizon is past too: its level and that of recent years, how
    related it is to what the region does, how the activity fares, and the sizes that decide how
    quickly a quotient can move. Nothing later than the year itself is looked at.

    Parameters
    ----------
    method
        "logistic" (regression, penalised), "boosting" (trees: scikit-learn's histogram gradient
        boosting), or "average" of the log-odds of both.
    strength
        Of the penalty of the logistic regression: the inverse of scikit-learn's ``C``.
    rounds
        So many trees.
    folds
        So many parts of the regions; what is calibrated on each was fitted on the others.
    random_state
        The seed of the trees and of the cells drawn where there are more than 120,000.

    Attributes
    ----------
    horizon_
        In years, as asked for.
    pairs_
        The years that were learned from: (year, year of the outcome).
    base_rate_
        The share of the cells learned from that were entered.
    cells_
        How many cells could be learned from.
    features_
        The names of the features.
    model_
        The calibrated learners.

    Notes
    -----
    Conventions. Specialised: LQ of 1 or more, within the panel. An LQ that is undefined at the
    outcome counts as not entered.

    Years need not be evenly spaced: the outcome of a year is read in the year of the panel nearest
    to the horizon (the earlier of two), if it is half to one and a half times as far off. How far
    off it was is a feature, so that a panel of few years can be learned from at all.

    Suppressed cells are neither learned from nor foretold nor tested, whichever of the two years
    hides them. In the quotients of others they count as 0, and that a cell was suppressed is a
    feature of its past. An activity that some year tells in no region is left out of all years.

    Calibration is Platt's line [3]_ on log-odds of regions left out. Probabilities are those of the
    past, and are too high or low where the years to come are calmer or rougher.

    References
    ----------
    .. [1] A. Tacchella, A. Zaccaria, M. Miccheli and L. Pietronero (2021), "Relatedness in the
       era of machine learning", arXiv 2103.06017.
    .. [2] G. Albora, L. Pietronero, A. Tacchella and A. Zaccaria (2023), "Product progression: a
       machine learning approach to forecasting industrial upgrading", Scientific Reports 13, 1481.
    .. [3] J. C. Platt (1999), "Probabilistic outputs for support vector machines", in Advances in
       Large Margin Classifiers, MIT Press, 61-74.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> drift = np.cumsum(rng.normal(0, 0.2, (6, 30, 12)), axis=0)
    >>> jobs = np.exp(rng.normal(3, 1, (30, 12)) + drift)
    >>> regions, activities = (tuple(f"{n:02}" for n in range(m)) for m in (30, 12))
    >>> panel = Panel(regions, activities, (2015, 2016, 2017, 2018, 2019, 2020), jobs)
    >>> model = EntryModel(method="logistic").fit(panel, horizon=2)
    >>> model.pairs_
    ((2015, 2017), (2016, 2018), (2017, 2019), (2018, 2020), (2019, 2020))
    >>> probability = model.predict(panel)
    >>> probability.shape, bool(np.nanmin(probability) > 0), bool(np.nanmax(probability) < 1)
    ((30, 12), True, True)
    """

    def __init__(
        self,
        method: str = "average",
        *,
        strength: float = 10.0,
        rounds: int = 80,
        folds: int = 3,
        random_state: int = 0,
    ) -> None:
        self.method = method
        self.strength = strength
        self.rounds = rounds
        self.folds = folds
        self.random_state = random_state

    def fit(self, panel: Panel, horizon: int) -> "EntryModel":
        """Fit on all years of a panel whose outcome it has.

        Parameters
        ----------
        panel
            Regions x activities x years.
        horizon
            In years: how far ahead to look.

        Returns
        -------
        EntryModel
            Itself.

        Raises
        ------
        ValueError
            If a parameter is not as it should be, no two years are about a horizon apart, or fewer
            than two regions entered anything, or none stayed out.
        """
        self._check()
        self.horizon_ = checks.whole(horizon, "horizon")
        self.features_ = NAMES
        self.pairs_ = pairs(checked(panel).years, self.horizon_)
        if not self.pairs_:
            years = ", ".join(str(one) for one in panel.years)
            raise ValueError(
                f"panel should have two years about {horizon} years apart (the horizon), to learn "
                f"from the first what came of it; has {years}"
            )
        past = history(comparable(panel))
        cells = [cells_at_risk(past, year, end) for year, end in self.pairs_]
        entered = np.concatenate([one for _rows, _columns, one in cells])
        check_entries(entered, np.concatenate([rows for rows, _, _ in cells]), self.pairs_)
        self.base_rate_, self.cells_ = float(entered.mean()), len(entered)
        if self.cells_ > MOST:
            cells = drawn(cells, MOST / self.cells_, np.random.default_rng(self.random_state))
        x = np.concatenate([
            learned_from(past, pair, self.horizon_, rows, columns)
            for pair, (rows, columns, _entered) in zip(self.pairs_, cells, strict=True)
        ])  # fmt: skip
        entered = np.concatenate([one for _rows, _columns, one in cells])
        regions = np.concatenate([rows for rows, _columns, _entered in cells])
        folds = min(self.folds, len(np.unique(regions)))
        model = Calibrated(self.method, self.strength, self.rounds, self.random_state)
        self.model_ = model.fit(x, entered, regions, folds)
        return self

    def predict(self, panel: Panel) -> Matrix:
        """Return the probability of an entry, looking ahead from the last year of a panel.

        Parameters
        ----------
        panel
            Regions x activities x years; the years before the last tell what came before. It need
            not have the regions or activities that the model was fitted on.

        Returns
        -------
        ndarray, regions x activities
            nan where the region is specialised already, where its location quotient is undefined,
            and where the panel does not tell the last year.

        Raises
        ------
        ValueError
            If the model is not fitted.
        """
        x, at_risk = self._cells(panel)
        found = np.full(at_risk.shape, np.nan)
        if at_risk.any():
            found[at_risk] = _probability(self.model_.log_odds(x[at_risk]))
        return found

    def explain(self, panel: Panel, region: Label) -> EntryExplanation:
        """Return what drives the probabilities of one region, as `predict` gives them.

        Each group of features is credited with what it changes, from its mean to what it is,
        averaged over all orders of changing the groups (Shapley values, exact). They add up.

        Parameters
        ----------
        panel
            As for `predict`.
        region
            Its code.

        Returns
        -------
        EntryExplanation

        Raises
        ------
        ValueError
            If the model is not fitted, or the panel has no such region.
        """
        place = checked(panel).place_of_region(region)
        x, at_risk = self._cells(panel)
        here = at_risk[place]
        probability = np.full(len(here), np.nan)
        contributions = np.full((len(here), len(GROUPS)), np.nan)
        z = self.model_.scale(x[place][here])
        typical = float(self.model_.of_scaled(np.zeros((1, len(NAMES))))[0])
        if here.any():
            probability[here] = _probability(self.model_.of_scaled(z))
            contributions[here] = shapley(self.model_, z)
        return EntryExplanation(
            panel.activities, tuple(GROUPS), probability, contributions, typical
        )

    def backtest(
        self,
        panel: Panel,
        horizon: int,
        *,
        year: int | None = None,
        k: int = 100,
        draws: int = 200,
        level: float = 0.9,
        rng: np.random.Generator | None = None,
    ) -> "Backtest":
        """Return how well a model of this kind would have foreseen the entries of later years.

        A copy is fitted on the panel up to a year, foretells from that year, and is held against
        what came. No later year is seen in fitting, calibrating or measuring features. The model
        itself is not fitted.

        Parameters
        ----------
        panel
            Regions x activities x years.
        horizon
            In years.
        year
            The year to foretell from; its outcome is read in the year of the panel nearest to the
            horizon. None: the last year that has one a whole horizon later, else about a horizon.
        k
            Of precision at k: so many of the most probable entries.
        draws
            So many times the regions are drawn anew, whole, for the intervals.
        level
            Of the intervals, between 0 and 1.
        rng
            For the draws. None: one seeded by `random_state`.

        Returns
        -------
        Backtest
            `str` of it is a table.

        Raises
        ------
        ValueError
            As `fit`; and if the panel does not have the year, or none about a horizon after it.
        """
        # Kept apart, so that a model can be fitted and used without the scores.
        from specialisation.entry_backtest import backtested

        self._check()
        checks.whole(horizon, "horizon")
        checks.whole(k, "k")
        checks.whole(draws, "draws")
        checks.between(level, "level")
        chance = np.random.default_rng(self.random_state) if rng is None else checks.generator(rng)
        return backtested(clone(self), checked(panel), horizon, year, k, draws, level, chance)

    def _check(self) -> None:
        checks.one_of(self.method, "method", METHODS)
        if not (np.isfinite(self.strength) and self.strength > 0):
            raise ValueError(f"strength should be finite and over zero, is {self.strength}")
        checks.whole(self.rounds, "rounds")
        checks.whole(self.folds, "folds", least=2)
        checks.whole(self.random_state, "random_state", least=0)

    def _cells(self, panel: Panel) -> tuple[NDArray[np.float64], Presence]:
        """Return the features of the last year, and which cells can be entered."""
        if not hasattr(self, "model_"):
            raise ValueError("the model should be fitted first: call fit(panel, horizon)")
        past = history(comparable(checked(panel)))
        last = len(panel.years) - 1
        at_risk = past.quotients[last] < 1.0  # false where undefined
        at_risk &= told_in(past.panel, last)
        x = features(past, last, self.horizon_)
        x[..., NAMES.index("years_ahead")] = np.log(self.horizon_)
        return x, at_risk


def _probability(odds: Vector) -> Vector:
    return np.asarray(0.5 * (1 + np.tanh(odds / 2)))  # does not overflow
