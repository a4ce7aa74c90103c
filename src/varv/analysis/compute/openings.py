"""What the region could become strong in: how related it is to what there is, and how complex."""

import warnings
from typing import Any

from varv.analysis.compute.answers import Answer, Note, NotPossible, frame_of, texts, told
from varv.analysis.compute.cases import Case

#: Under this, which end of the complexity is the complex one is hardly known.
WEAK = 0.3
#: So many sections the coarsest level of NACE has at most. Among so few, all is related to all.
COARSE = 22


def computed(case: Case) -> Answer | NotPossible:
    """Return the activities that the region is not specialised in, the most related first."""
    import specialisation as sp

    if case.complexity is None:
        return case.unrelated
    with warnings.catch_warnings():
        # What they say is told as a note.
        warnings.simplefilter("ignore", sp.WeakSignWarning)
        warnings.simplefilter("ignore", sp.DisconnectedWarning)
        found = sp.openings(case.panel.matrix(), case.place, suppressed=case.hidden)
    besides = {
        "year": case.year,
        "density_cut": told(found.density_cut),
        "complexity_cut": told(found.complexity_cut),
        "sign_strength": told(found.sign_strength),
    }
    return Answer(
        rows=_rows(case, found),
        call="openings",
        parameters={"proximity": "minimum", "own": "exclude", "threshold": 1.0, "complexity": {}},
        besides=besides,
        notes=(
            *coarse(case),
            Note("roads", besides),
            *weak_sign(found.sign_strength),
            *not_told(case),
        ),
    )


def _rows(case: Case, found: Any) -> Any:
    at, place, evidence = found.activities, case.place, case.evidence
    return frame_of({
        "activity": texts([case.codes[one] for one in at]),
        "name": texts([case.names[one] for one in at]),
        "value": case.values[at],
        # What is an opening at all hangs on this one.
        "lq_counted": case.counted[at],
        # As in the strengths, so that an activity has one quotient in a run.
        "lq": evidence.mean[place, at],
        "lq_low": evidence.low[place, at],
        "lq_high": evidence.high[place, at],
        "density": found.density,
        "complexity": found.complexity,
        "road": texts([str(one) for one in found.road]),
    })  # fmt: skip


def coarse(case: Case) -> list[Note]:
    """Return what to say where the activities are too few for any to be nearer than others."""
    count = len(case.codes)
    return [Note("coarse", {"count": count})] if count <= COARSE else []


def weak_sign(strength: float) -> list[Note]:
    """Return what to say where it is hardly known which activities are the complex ones."""
    return [Note("weak_sign", {"strength": told(strength)})] if not strength >= WEAK else []


def not_told(case: Case) -> list[Note]:
    """Return what to say of cells that the source does not tell."""
    if case.hidden is None or not case.hidden.any():
        return []
    values = {"share": float(case.hidden.mean()), "own": int(case.hidden[case.place].sum())}
    return [Note("not_told", values)]
