"""``varv openings``: what a region could become strong in: how related, complex and likely."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

import specialisation as sp
from specialisation.cli import charts, talk
from specialisation.cli.anchors import anchor_of
from specialisation.cli.answer import Answer, below, between, frame_of, number, percent
from specialisation.cli.asked import Asked
from specialisation.cli.names import activity_name, region_shown, what_it_is
from specialisation.cli.region_strengths import head

#: How far ahead to look where nothing is said, in years.
HORIZON = 5


@dataclass(frozen=True, eq=False)
class Forecast:
    """How likely each activity is to be entered; nan and empty where that cannot be said."""

    probability: NDArray[np.float64]
    why: list[str]
    notes: list[str]
    horizon: int | None = None
    base_rate: float | None = None


def answered(
    asked: Asked, region: str, horizon: int | None, size: float, path: Path | None
) -> Answer:
    """Return the activities that a region is not specialised in, the most related first."""
    said: list[str] = []
    with talk.working(3) as step, talk.warnings_as_notes(said):
        step("Reading")
        figures = asked.figures(region, asked.years.and_before)
        panel = figures.panel
        place = panel.place_of_region(region)
        step("Measuring relatedness and complexity")
        hidden = None if panel.suppressed is None else panel.suppressed[-1]
        anchor = anchor_of(panel, path)
        found = sp.openings(panel.matrix(), place, anchor, suppressed=hidden, **asked.conventions)
        step("Learning from the past")
        forecast = forecast_of(panel, region, horizon)
        rows = _rows(panel, place, found, forecast, size)
    made = sp.manifest(
        panel,
        "openings",
        {
            "proximity": "minimum", "own": "exclude", "complexity": {}, **asked.conventions,
            **asked.parameters, "region": region, "horizon": forecast.horizon,
            "cluster_size": size, "anchor": path,
        },
        figures.source,
    )  # fmt: skip
    title = f"Openings of {region_shown(region)}" + (
        f", {panel.years[-1]}" if panel.years[-1] else ""
    )
    besides = head(panel, region) | {
        "horizon": forecast.horizon,
        "base_rate": forecast.base_rate,
        "density_cut": _told(found.density_cut),
        "complexity_cut": _told(found.complexity_cut),
        "sign_strength": _told(found.sign_strength),
    }
    notes = [*what_it_is(region), *forecast.notes, *_of_suppressed(panel, place), *said]
    return Answer(
        rows=rows,
        table=_table(title, rows.to_dicts(), asked.top, forecast),
        manifest=made,
        chart=lambda: charts.opportunity_map(
            rows,
            title,
            found.density_cut,
            found.complexity_cut,
            below(made.source, *what_it_is(region), *said),
        ),
        besides=besides,
        notes=(*notes, *figures.notes),
    )


def forecast_of(panel: sp.Panel, region: str, horizon: int | None) -> Forecast:
    """Return the probabilities of entry, where the years of the panel allow it."""
    unknown = np.full(len(panel.activities), np.nan)
    nothing = [""] * len(panel.activities)
    if len(panel.years) < 2:
        text = "How likely an entry is cannot be learned from one year: there is no probability."
        return Forecast(unknown, nothing, [text])
    # With few years, less far ahead: half of them to learn from, half to see what came.
    ahead = horizon or min(HORIZON, max(1, (panel.years[-1] - panel.years[0]) // 2))
    try:
        model = sp.EntryModel().fit(panel, ahead)
        told = model.explain(panel, region)
    except ValueError as error:
        if horizon is not None:
            raise
        return Forecast(unknown, nothing, [f"There is no probability of entry: {error}."])
    why = [_why(row, told.groups) for row in told.contributions]
    text = (
        f"Probability that the LQ is 1 or more in {panel.years[-1] + ahead}, learned from "
        f"{len(model.pairs_)} pairs of years: of such cells {model.base_rate_:.1%} were entered. "
        f"How good such forecasts were: varv backtest --horizon {ahead}."
    )
    return Forecast(told.probability, why, [text], ahead, model.base_rate_)


def _why(contributions: NDArray[np.float64], groups: tuple[str, ...]) -> str:
    """Return the two groups of features that move a probability most, with their direction."""
    if np.isnan(contributions).any():
        return ""
    order = np.argsort(-np.abs(contributions), kind="stable")[:2]
    return ", ".join(f"{'+' if contributions[at] > 0 else '−'} {groups[at]}" for at in order)


def _rows(
    panel: sp.Panel, place: int, found: sp.Openings, forecast: Forecast, size: float
) -> pl.DataFrame:
    hidden = None if panel.suppressed is None else panel.suppressed[-1]
    evidence = sp.shrunk_location_quotient(panel.matrix(), size, suppressed=hidden)
    at = found.activities
    codes = [panel.activities[one] for one in at]
    return frame_of({
        "activity": pl.Series([str(one) for one in codes], dtype=pl.String),
        "name": pl.Series(
            [activity_name(one, panel.classification) for one in codes], dtype=pl.String
        ),
        "value": panel.matrix()[place, at],
        "lq": found.lq,
        "lq_low": evidence.low[place, at],
        "lq_high": evidence.high[place, at],
        "density": found.density,
        "complexity": found.complexity,
        "road": found.road,
        "probability": forecast.probability[at],
        "why": pl.Series([forecast.why[one] for one in at], dtype=pl.String),
    })  # fmt: skip


def _of_suppressed(panel: sp.Panel, place: int) -> list[str]:
    if panel.suppressed is None or not panel.suppressed[-1].any():
        return []
    hidden = panel.suppressed[-1]
    text = (
        f"The file does not tell {hidden.mean():.0%} of all cells, {int(hidden[place].sum())} of "
        "them of this region. They count as absent in relatedness and complexity; those of the "
        "region are not among the openings: they may be strengths."
    )
    return [text]


def _table(title: str, rows: list[dict[str, Any]], top: int, forecast: Forecast) -> Any:
    likely = forecast.horizon is not None
    shown = []
    for row in rows[:top]:
        cells = [
            row["activity"], row["name"], number(row["lq"]), between(row, "lq"),
            number(row["density"]), number(row["complexity"]), row["road"],
        ]  # fmt: skip
        shown.append([*cells, percent(row["probability"]), row["why"]] if likely else cells)
    columns: list[tuple[str, talk.Kind]] = [
        ("activity", "code"), ("", "name"), ("LQ", "number"), ("90 % within", "number"),
        ("density", "number"), ("complexity", "number"), ("road", "code"),
    ]  # fmt: skip
    ahead: list[tuple[str, talk.Kind]] = [
        (f"in {forecast.horizon} years", "number"),
        ("moved most by", "text"),
    ]
    return talk.table(title, [*columns, *ahead] if likely else columns, shown)


def _told(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
