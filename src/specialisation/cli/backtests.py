"""``varv backtest``: how well entries would have been foreseen, and what one knows without."""

import polars as pl

import specialisation as sp
from specialisation.cli import charts, talk
from specialisation.cli.answer import Answer, below, frame_of
from specialisation.cli.asked import Asked
from specialisation.cli.region_strengths import PRESET_IS_NOTHING
from specialisation.entry_backtest import MEASURES


def answered(asked: Asked, horizon: int, method: str, draws: int, k: int) -> Answer:
    """Return the scores of the model and of what it is held against."""
    said: list[str] = []
    with talk.working(2) as step, talk.warnings_as_notes(said):
        step("Reading")
        year = asked.years.single
        figures = asked.figures() if year is None else asked.figures(years=asked.years.of(""))
        step("Fitting on the past, and looking at what came")
        model = sp.EntryModel(method=method)
        found = model.backtest(figures.panel, horizon, year=year, draws=draws, k=k)
    made = sp.manifest(
        figures.panel,
        "EntryModel.backtest",
        {
            **asked.parameters, **model.get_params(), "horizon": horizon, "draws": draws, "k": k,
            "interval": found.level,
        },
        figures.source,
    )  # fmt: skip
    besides = {
        "year": found.year,
        "until": found.until,
        "horizon": horizon,
        "learned_from": [list(pair) for pair in found.pairs],
        "suppressed": found.suppressed,
        "definitions": {
            one.definition: {
                "under": one.limit, "cells": one.cells, "entries": one.entries,
                "base_rate": one.base_rate if one.cells else None,
            }
            for one in (found.loose, found.strict)
        },
        "calibration": _calibration(found).to_dicts(),
    }  # fmt: skip
    notes = [*said, *([PRESET_IS_NOTHING] if asked.preset else []), *figures.notes]
    return Answer(
        rows=_scores(found),
        table=found.__rich__(),
        manifest=made,
        chart=lambda: charts.calibration(_calibration(found), below(made.source)),
        besides=besides,
        notes=tuple(notes),
    )


def _scores(found: sp.Backtest) -> pl.DataFrame:
    """Return a row for each definition, forecaster and measure."""
    rows = [
        (table.definition, who, measure.replace(" k", f" {found.k}"), one.value, one.low, one.high)
        for table in (found.loose, found.strict)
        for who, score in table.scores.items()
        for measure, name in MEASURES.items()
        for one in [getattr(score, name)]
    ]
    names = ("definition", "forecast", "measure", "value", "low", "high")
    return frame_of(dict(zip(names, zip(*rows, strict=True), strict=True)))


def _calibration(found: sp.Backtest) -> pl.DataFrame:
    rows = [
        (table.definition, int(count), float(told), seen.value, seen.low, seen.high)
        for table in (found.loose, found.strict)
        for count, told, seen in zip(table.counts, table.predicted, table.observed, strict=True)
    ]
    names = ("definition", "cells", "foretold", "seen", "seen_low", "seen_high")
    columns = zip(*rows, strict=True) if rows else [()] * len(names)
    return frame_of(dict(zip(names, columns, strict=True)))
