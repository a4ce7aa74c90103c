"""How likely the region is to become specialised in what it is not today, and why."""

from typing import Any

from varv.analysis.compute.answers import Answer, Note, frame_of, texts
from varv.analysis.compute.cases import Case


def computed(case: Case) -> Answer | None:
    """Return the probability of each entry, the likeliest first; None where none can be learned."""
    import numpy as np

    import specialisation as sp

    ahead = case.horizon
    try:
        model = sp.EntryModel().fit(case.panel, ahead)
        found = model.explain(case.panel, case.asked.region)
    except ValueError:  # too few years, or too few entries to learn from
        return None
    at = np.flatnonzero(~np.isnan(found.probability) & ~_hidden(case))
    at = at[np.argsort(-found.probability[at], kind="stable")]
    place, evidence = case.place, case.evidence
    rows = frame_of({
        "activity": texts([case.codes[one] for one in at]),
        "name": texts([case.names[one] for one in at]),
        "value": case.values[at],
        "lq": evidence.mean[place, at],
        "lq_low": evidence.low[place, at],
        "lq_high": evidence.high[place, at],
        "probability": found.probability[at],
        "why": texts([_why(found.contributions[one], found.groups) for one in at]),
    })  # fmt: skip
    base = float(model.base_rate_)
    learned = {"pairs": len(model.pairs_), "cells": int(model.cells_)}
    besides = {"year": case.year, "until": case.year + ahead, "horizon": ahead, "base_rate": base}
    return Answer(
        rows=rows,
        call="EntryModel",
        parameters={**model.get_params(), "horizon": ahead},
        besides=besides | learned,
        notes=(Note("entry", besides | learned),),
    )


def _hidden(case: Case) -> Any:
    """Return what the source does not tell: it may be a strength already."""
    import numpy as np

    return np.zeros(len(case.codes), np.bool_) if case.hidden is None else case.hidden[case.place]


def _why(contributions: Any, groups: tuple[str, ...]) -> str:
    """Return the two groups of features that move a probability most, with their direction."""
    import numpy as np

    order = np.argsort(-np.abs(contributions), kind="stable")[:2]
    return ", ".join(f"{'+' if contributions[at] > 0 else '-'}{groups[at]}" for at in order)
