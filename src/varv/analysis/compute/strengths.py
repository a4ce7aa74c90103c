"""What the region has more of than its share, and how sure that is."""

from typing import Any

from varv.analysis.compute.answers import Answer, Note, frame_of
from varv.analysis.compute.cases import Case

#: To see what hangs on the size of workplaces, strengths are looked at again with jobs in these.
LARGE_WORKPLACE = 50.0


def computed(case: Case) -> Answer:
    """Return the activities of the region, the surest strengths first."""
    import numpy as np

    asked, place = case.asked, case.place
    found = _found(case, asked.cluster_size)
    lasting = _found(case, max(asked.cluster_size, LARGE_WORKPLACE))
    evidence = found.evidence
    rows = frame_of({
        "activity": case.codes,
        "name": case.names,
        "value": case.values,
        "lq_counted": case.counted,
        "lq": evidence.mean[place],
        "lq_low": evidence.low[place],
        "lq_high": evidence.high[place],
        "probability_above_one": evidence.probability_above_one[place],
        "probability_above_least": found.probability[place],
        "verdict": [str(one) for one in found.verdict[place]],
    })  # fmt: skip
    known = np.isfinite(evidence.mean[place])
    order = np.argsort(-np.where(known, evidence.low[place], -1.0), kind="stable")
    called = found.is_strength[place]
    kept = int((called & lasting.is_strength[place]).sum())
    return Answer(
        rows=rows[order.tolist()],
        call="strengths",
        parameters={
            "cluster_size": asked.cluster_size,
            "least": asked.least,
            "certainty": asked.certainty,
            "interval": evidence.level,
        },
        besides={"year": case.year, "least": asked.least, "certainty": asked.certainty},
        notes=tuple(_notes(case, found.verdict[place], int(called.sum()), kept)),
    )


def _found(case: Case, size: float) -> Any:
    import specialisation as sp

    asked = case.asked
    return sp.strengths(
        case.panel.matrix(),
        size,
        least=asked.least,
        certainty=asked.certainty,
        suppressed=case.hidden,
    )


def _notes(case: Case, verdicts: Any, called: int, kept: int) -> list[Note]:
    asked = case.asked
    counts = {
        verdict.replace(" ", "_"): int((verdicts == verdict).sum())
        for verdict in ("strength", "possible", "no strength", "unknown")
    }
    said = [] if case.is_classified else [Note("unclassified")]
    said += [Note("verdicts", counts | {"least": asked.least, "certainty": asked.certainty})]
    said.append(Note("underlying", {"size": asked.cluster_size}))
    if called and asked.cluster_size < LARGE_WORKPLACE:
        sizes = {"size": asked.cluster_size, "large": LARGE_WORKPLACE}
        said.append(Note("clusters", sizes | {"kept": kept, "called": called}))
    if counts["unknown"]:
        said.append(Note("unknown", {"count": counts["unknown"]}))
    return said
