"""How likely the region is to become specialised in what it is not today, and why."""

from typing import TYPE_CHECKING, Any

from varv.analysis.compute.answers import Answer, Note, frame_of, texts
from varv.analysis.compute.cases import Case

if TYPE_CHECKING:
    from specialisation import Panel
    from specialisation.entry import EntryModel
    from specialisation.entry_explanation import EntryExplanation


def computed(case: Case) -> Answer | None:
    """Return the probability of each entry, the likeliest first; None where none can be learned."""
    import numpy as np

    found = _learned(case, case.alike) or _learned(case, case.panel)
    if found is None:
        return None
    model, told, panel = found
    at = np.flatnonzero(~np.isnan(told.probability) & ~_hidden(case) & ~_entered(case))
    at = at[np.argsort(-told.probability[at], kind="stable")]
    place, evidence = case.place, case.evidence
    rows = frame_of({
        "activity": texts([case.codes[one] for one in at]),
        "name": texts([case.names[one] for one in at]),
        "value": case.values[at],
        "lq": evidence.mean[place, at],
        "lq_low": evidence.low[place, at],
        "lq_high": evidence.high[place, at],
        "probability": told.probability[at],
        "why": texts([_why(told.contributions[one], told.groups) for one in at]),
    })  # fmt: skip
    ahead, base = case.horizon, float(model.base_rate_)
    learned = {"pairs": len(model.pairs_), "cells": int(model.cells_)}
    besides = {"year": case.year, "until": case.year + ahead, "horizon": ahead, "base_rate": base}
    return Answer(
        rows=rows,
        call="EntryModel",
        parameters={**model.get_params(), "horizon": ahead, "years": list(panel.years)},
        besides=besides | learned,
        notes=(Note("entry", besides | learned), *case.of_earlier, *_not_learned_from(case, panel)),
    )


def _learned(case: Case, panel: "Panel") -> "tuple[EntryModel, EntryExplanation, Panel] | None":
    """Return the model of a panel and what it tells of the region; None where there is too little.

    Best are the years that tell all that the strengths are made of. Where they are too few, all
    years are learned from, and what one of them does not tell is in none.
    """
    import specialisation as sp

    try:
        model = sp.EntryModel().fit(panel, case.horizon)
        return model, model.explain(panel, case.asked.region), panel
    except ValueError:  # too few years, or too few entries to learn from
        return None


def _not_learned_from(case: Case, panel: "Panel") -> list[Note]:
    """Return what to say of years or activities that are not in what was learned from."""
    said = []
    if gone := case.listed(case.untold[-1] & ~case.untold.all(axis=0)):
        said.append(Note("entry_not_told", {"year": case.year, "activities": gone}))
    if not (lacking := case.listed(case.lacks.any(axis=0))):
        return said
    if panel is case.panel:
        return [*said, Note("entry_without", {"activities": lacking})]
    years = [year for year in case.panel.years if year not in panel.years]
    return [*said, Note("entry_years", {"years": years, "activities": lacking})]


def _hidden(case: Case) -> Any:
    """Return what the source does not tell: it may be a strength already."""
    import numpy as np

    return np.zeros(len(case.codes), np.bool_) if case.hidden is None else case.hidden[case.place]


def _entered(case: Case) -> Any:
    """Return what is a strength, or has a quotient of 1 or more: nobody enters where they are."""
    import numpy as np

    import specialisation as sp

    plain = np.nan_to_num(sp.location_quotient(case.panel.matrix())[case.place])
    return (plain >= 1.0) | (np.array(case.verdicts) == "strength")


def _why(contributions: Any, groups: tuple[str, ...]) -> str:
    """Return the two groups of features that move a probability most, with their direction."""
    import numpy as np

    order = np.argsort(-np.abs(contributions), kind="stable")[:2]
    return ", ".join(f"{'+' if contributions[at] > 0 else '-'}{groups[at]}" for at in order)
