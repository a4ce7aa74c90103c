"""How well entries would have been foreseen, and what one knows without a model."""

from typing import Any

from varv.analysis.compute.answers import Answer, Note, frame_of
from varv.analysis.compute.cases import Case

#: So often the regions are drawn anew for the intervals; precision is that of the first so many.
DRAWS, FIRST = 200, 100


def computed(case: Case) -> Answer | None:
    """Return the scores of the model and of what it is held against; None where none is told."""
    import specialisation as sp

    model, ahead = sp.EntryModel(), case.horizon
    try:
        found = model.backtest(case.panel, ahead, draws=DRAWS, k=FIRST)
    except ValueError:  # too few years to learn from some and to look at what came in others
        return None
    tables = [found.loose, found.strict]
    besides = {
        "year": found.year,
        "until": found.until,
        "horizon": ahead,
        "suppressed": int(found.suppressed),
        "definitions": [
            {
                "definition": one.definition,
                "under": one.limit,
                "cells": int(one.cells),
                "entries": int(one.entries),
                "base_rate": float(one.base_rate) if one.cells else None,
            }
            for one in tables
        ],
        "calibration": [row for one in tables for row in _calibration(one)],
    }
    values = {"from_year": found.year, "year": found.until, "first": FIRST}
    return Answer(
        rows=_scores(tables),
        call="EntryModel.backtest",
        parameters={**model.get_params(), "horizon": ahead, "draws": DRAWS, "k": FIRST},
        besides=besides,
        notes=(Note("backtest", values),),
    )


def _scores(tables: list[Any]) -> Any:
    """Return a row for each definition, forecaster and measure."""
    from specialisation.entry_backtest import MEASURES

    rows = [
        (table.definition, who, name, one.value, one.low, one.high)
        for table in tables
        for who, score in table.scores.items()
        for name in MEASURES.values()
        for one in [getattr(score, name)]
    ]
    names = ("definition", "forecast", "measure", "value", "low", "high")
    return frame_of(dict(zip(names, zip(*rows, strict=True), strict=True)))


def _calibration(table: Any) -> list[dict[str, Any]]:
    from varv.analysis.compute.answers import told

    return [
        {
            "definition": table.definition,
            "cells": int(count),
            "foretold": float(foretold),
            "seen": told(seen.value),
            "seen_low": told(seen.low),
            "seen_high": told(seen.high),
        }
        for count, foretold, seen in zip(table.counts, table.predicted, table.observed, strict=True)
    ]
