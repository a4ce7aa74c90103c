"""Fitted on the past, tested strictly later, and held against what one knows without a model."""

from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from specialisation.checks import Matrix, Presence, Vector
from specialisation.entry import EntryModel
from specialisation.entry_cells import outcome_year, told_in
from specialisation.entry_features import History, comparable, history
from specialisation.entry_scores import EntryScore, Estimate, calibration, drawn_weights, scored
from specialisation.panel import Panel
from specialisation.relatedness import proximity, relatedness_density

if TYPE_CHECKING:
    from rich.console import Group
    from rich.table import Table

#: What counts as an entry: the location quotient was under this, and is 1 or more.
LIMITS = {"loose": 1.0, "strict": 0.5}
MEASURES = {
    "ROC-AUC": "roc_auc",
    "average precision": "average_precision",
    "precision at k": "precision_at_k",
    "Brier": "brier",
}


@dataclass(frozen=True, eq=False)
class BacktestTable:
    """How well entries of one definition were foreseen.

    Attributes
    ----------
    definition
        "loose" or "strict".
    limit
        The location quotient under which a cell could be entered.
    cells, entries
        How many cells could be entered, and how many were.
    base_rate
        Their share; nan without cells.
    scores
        By name: "base rate" (that of the past for every cell), "LQ" and "density" (nothing but the
        location quotient, or the relatedness density without the activity itself; their Brier is
        that of a logistic regression of the past on it alone) and "model".
    predicted, observed, counts
        The calibration table: for each tenth of the cells, by rising probability, the mean
        probability, the share that was entered with its interval, and the number of cells.
    """

    definition: str
    limit: float
    cells: int
    entries: int
    base_rate: float
    scores: dict[str, EntryScore]
    predicted: Vector
    observed: list[Estimate]
    counts: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Backtest:
    """What `EntryModel.backtest` found. `str` of it, and Rich, show tables.

    Attributes
    ----------
    year, until
        The year foretold from, and that of the outcome.
    horizon
        In years, as asked for.
    pairs
        The years learned from: (year, year of the outcome); none ends after `year`.
    k, level, draws
        Of precision at k and the intervals (regions drawn anew, whole).
    suppressed
        How many cells were left out because either end does not tell them.
    loose, strict
        The scores where a location quotient under 1, or under 0.5, became 1 or more.
    probability
        Regions x activities, as foretold; nan where it could not be entered.
    entered
        Regions x activities: whether the location quotient was 1 or more in the end.
    """

    year: int
    until: int
    horizon: int
    pairs: tuple[tuple[int, int], ...]
    k: int
    level: float
    draws: int
    suppressed: int
    loose: BacktestTable
    strict: BacktestTable
    probability: Matrix
    entered: Presence

    def __str__(self) -> str:
        # Only for showing; the numbers need no terminal.
        from rich.console import Console

        out = StringIO()
        Console(file=out, width=118).print(self)
        return out.getvalue()

    def __rich__(self) -> "Group":
        from rich.console import Group

        learned = ", ".join(f"{year} to {end}" for year, end in self.pairs)
        head = (
            f"Entries from {self.year} to {self.until}, foretold by what was known in {self.year} "
            f"(learned from {learned}). In brackets: {self.level:.0%} intervals, {self.draws} "
            "draws of whole regions."
        )
        if self.suppressed:
            head += f" {self.suppressed:,} cells that either end does not tell are left out."
        parts: list[str | Table] = [head]
        for one in (self.loose, self.strict):
            parts += [_scores_shown(one, self.k), _calibration_shown(one)]
        return Group(*parts)


def backtested(
    model: EntryModel,
    panel: Panel,
    horizon: int,
    year: int | None,
    k: int,
    draws: int,
    level: float,
    rng: np.random.Generator,
) -> Backtest:
    """Fit a model on the years up to one, and hold what it foretells against what came."""
    year, until = _years(panel, horizon, year)
    known = [one for one in panel.years if one <= year]
    # An activity that the outcome tells nowhere cannot be tested, nor stand in quotients before.
    whole = comparable(panel.only([*known, until]))
    before = whole.only(known)
    model.fit(before, horizon)
    probability = model.predict(before)
    is_told = told_in(whole, len(known) - 1, len(known))
    probability[~is_told] = np.nan
    past, came = history(before), history(whole.only([until]))
    entered = came.present[0]
    weights = drawn_weights(len(panel.regions), draws, rng)
    tables = {
        name: _table(name, limit, model, past, probability, entered, weights, k, level)
        for name, limit in LIMITS.items()
    }
    return Backtest(
        year, until, horizon, model.pairs_, k, level, draws, int((~is_told).sum()), **tables,
        probability=probability, entered=entered,
    )  # fmt: skip


def _years(panel: Panel, horizon: int, year: int | None) -> tuple[int, int]:
    """Return the year to foretell from, and that of the outcome."""
    if year is not None:
        panel.place_of_year(year)
        until = outcome_year(panel.years, year, horizon)
        if until is None:
            raise ValueError(
                f"year should have one about {horizon} years after it in the panel, is {year}; the "
                f"panel ends in {panel.years[-1]}"
            )
        return year, until
    ends = {one: outcome_year(panel.years, one, horizon) for one in panel.years}
    known = {one: end for one, end in ends.items() if end is not None}
    if not known:
        raise ValueError(
            f"panel should have two years about {horizon} years apart (the horizon), has "
            + ", ".join(str(one) for one in panel.years)
        )
    whole = [one for one, end in known.items() if end - one >= horizon]
    found = max(whole or known)
    return found, known[found]


def _table(
    name: str,
    limit: float,
    model: EntryModel,
    past: History,
    probability: Matrix,
    entered: Presence,
    weights: NDArray[np.float64],
    k: int,
    level: float,
) -> BacktestTable:
    lq = past.quotients[-1]
    rows, columns = np.nonzero((lq < limit) & ~np.isnan(probability))
    happened, told = entered[rows, columns], probability[rows, columns]
    if not len(rows):
        nothing = Estimate(*[float("nan")] * 3)
        scores = dict.fromkeys(("base rate", "LQ", "density", "model"), EntryScore(*[nothing] * 4))
        return BacktestTable(
            name, limit, 0, 0, float("nan"), scores, told, [], np.array([], np.int64)
        )

    def score(values: Vector, chance: Vector) -> EntryScore:
        return scored(values, chance, happened, rows, weights, k, level)

    pairs = [[past.panel.place_of_year(one) for one in pair] for pair in model.pairs_]
    learned = [_known(past, at, limit, told_in(past.panel, at, then)) for at, then in pairs]
    outcomes = np.concatenate([
        past.present[then][cells]
        for (_at, then), (cells, _values) in zip(pairs, learned, strict=True)
    ])  # fmt: skip
    _cells, now = _known(past, len(past.panel.years) - 1, limit, ~np.isnan(probability))
    always = np.full(len(rows), outcomes.mean() if len(outcomes) else float("nan"))
    scores = {"base rate": score(np.zeros(len(rows)), always)}
    for baseline, values in now.items():
        before = np.concatenate([of[baseline] for _places, of in learned])
        scores[baseline] = score(values, _alone(before, outcomes, values))
    scores["model"] = score(told, told)
    predicted, observed, counts = calibration(told, happened, rows, weights, level)
    return BacktestTable(
        name, limit, len(rows), int(happened.sum()), float(happened.mean()), scores,
        predicted, observed, counts,
    )  # fmt: skip


def _known(
    past: History, at: int, limit: float, kept: Presence
) -> tuple[tuple[NDArray[np.intp], ...], dict[str, Vector]]:
    """Return cells under a limit in a year, and what one knows of them without a model."""
    cells = np.nonzero((past.quotients[at] < limit) & kept)
    present = past.present[at]
    density = np.nan_to_num(relatedness_density(present, proximity(present)))
    return cells, {"LQ": past.quotients[at][cells], "density": density[cells]}


def _alone(before: Vector, entered: Presence, now: Vector) -> Vector:
    """Return the probability by one number alone, as in the past; nan where nothing differed."""
    if not 0 < entered.sum() < len(entered):
        return np.full(len(now), np.nan)
    found = LogisticRegression(C=1e6, max_iter=1000).fit(before[:, None], entered)
    return np.asarray(found.predict_proba(now[:, None])[:, 1])


def _scores_shown(found: BacktestTable, k: int) -> "Table":
    from rich.table import Table

    title = (
        f"{found.definition}: LQ under {found.limit:g} became 1 or more in {found.entries:,} of "
        f"{found.cells:,} cells ({found.base_rate:.1%})"
    )
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for name in MEASURES:
        table.add_column(name.replace(" k", f" {k}"), justify="right")
    for name, score in found.scores.items():
        table.add_row(name, *(_shown(getattr(score, one)) for one in MEASURES.values()))
    return table


def _calibration_shown(found: BacktestTable) -> "Table":
    from rich.table import Table

    table = Table(title=f"{found.definition}: foretold and seen", title_justify="left")
    for name in ("cells", "foretold", "seen"):
        table.add_column(name, justify="right")
    for count, told, seen in zip(found.counts, found.predicted, found.observed, strict=True):
        table.add_row(f"{count:,}", f"{told:.3f}", _shown(seen))
    return table


def _shown(one: Estimate) -> str:
    if np.isnan(one.value):
        return "–"
    return f"{one.value:.3f} ({one.low:.3f}–{one.high:.3f})"
