"""How well entries would have been foreseen, and what one knows without a model."""

from collections.abc import Mapping
from typing import Any

from varv.analysis.compute.answers import Answer, Note, NotPossible, frame_of
from varv.analysis.compute.cases import Case

#: So often the regions are drawn anew for the intervals; precision is that of the first so many.
DRAWS, FIRST = 200, 100
#: Scores of less are luck: with ten that came of a hundred, an area under the curve of 0.75 lies
#: between 0.6, hardly better than chance, and 0.9, excellent (`docs/statistics.md`). Of fewer pairs
#: than are looked at first, "the first of the list" would be all of them.
LEAST_EVENTS, LEAST_PAIRS = 10, FIRST


def is_tried(counts: Mapping[str, Any]) -> bool:
    """Tell whether there are pairs enough, and enough that came and that did not, to score them."""
    pairs, came = counts["cells"], counts["entries"]
    return bool(pairs >= LEAST_PAIRS and min(came, pairs - came) >= LEAST_EVENTS)


def computed(case: Case) -> Answer | NotPossible | None:
    """Return the scores of the model and of what it is held against; None where none is told."""
    import specialisation as sp

    model, ahead = sp.EntryModel(), case.horizon
    try:
        found = model.backtest(case.panel, ahead, draws=DRAWS, k=FIRST)
    except ValueError:  # too few years to learn from some and to look at what came in others
        return None
    definitions = [_counts(one) for one in (found.loose, found.strict)]
    tables = [
        table
        for table, counts in zip((found.loose, found.strict), definitions, strict=True)
        if is_tried(counts)
    ]
    if not tables:  # every strict pair is a loose one too
        counts = {name: definitions[0][name] for name in ("cells", "entries")}
        years = {"from_year": found.year, "year": found.until}
        return NotPossible("too_few_to_try", counts | years)
    besides = {
        "year": found.year,
        "until": found.until,
        "horizon": ahead,
        "suppressed": int(found.suppressed),
        "definitions": definitions,
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


def _counts(table: Any) -> dict[str, Any]:
    return {
        "definition": table.definition,
        "under": table.limit,
        "cells": int(table.cells),
        "entries": int(table.entries),
        "base_rate": float(table.base_rate) if table.cells else None,
    }


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
