"""What the region has more of than its share, and how sure that is."""

from varv.analysis.compute.answers import Answer, Note, frame_of
from varv.analysis.compute.cases import LEAST_OTHERS, TOO_FEW, Case

#: To see what hangs on the size of workplaces, strengths are looked at again with jobs in these.
LARGE_WORKPLACE = 50.0
#: What says least stands last, however high its quotient.
LAST = (TOO_FEW, "unknown")


def computed(case: Case) -> Answer:
    """Return the activities of the region, the surest strengths first."""
    import numpy as np

    asked, place = case.asked, case.place
    found = case.found(asked.cluster_size)
    lasting = case.verdicts_in(case.found(max(asked.cluster_size, LARGE_WORKPLACE)))
    verdicts = case.verdicts
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
        "others": case.others,
        "verdict": verdicts,
    })  # fmt: skip
    order = np.lexsort(
        (
            -np.nan_to_num(evidence.low[place], nan=-1.0),
            [LAST.index(one) + 1 if one in LAST else 0 for one in verdicts],
        )
    )
    called = verdicts.count("strength")
    kept = sum(one == after == "strength" for one, after in zip(verdicts, lasting, strict=True))
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
        notes=tuple(_notes(case, verdicts, called, kept)),
    )


def _notes(case: Case, verdicts: list[str], called: int, kept: int) -> list[Note]:
    asked = case.asked
    counts = {
        verdict.replace(" ", "_"): verdicts.count(verdict)
        for verdict in ("strength", "possible", "no strength", "unknown")
    }
    said = [] if case.is_classified else [Note("unclassified")]
    said += [Note("verdicts", counts | {"least": asked.least, "certainty": asked.certainty})]
    said.append(Note("underlying", {"size": asked.cluster_size}))
    if called and asked.cluster_size < LARGE_WORKPLACE:
        sizes = {"size": asked.cluster_size, "large": LARGE_WORKPLACE}
        said.append(Note("clusters", sizes | {"kept": kept, "called": called}))
    if few := verdicts.count(TOO_FEW):
        said.append(Note("too_few_tell", {"count": few, "least": LEAST_OTHERS}))
    if counts["unknown"]:
        said.append(Note("unknown", {"count": counts["unknown"]}))
    return said
