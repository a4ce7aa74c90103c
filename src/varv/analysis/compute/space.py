"""The activity space: which activities are found together, and where the region stands in it."""

from typing import TYPE_CHECKING, Any

from varv.analysis.compute.answers import Answer, Note, NotPossible, frame_of, texts, told
from varv.analysis.compute.cases import Case
from varv.analysis.compute.openings import coarse, not_told, weak_sign

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

#: Beside the links that hold all together, so many for each activity, the strongest of all.
LINKS_EACH = 1.5
#: So many of its links are named with an activity.
NAMED = 3


def computed(case: Case) -> Answer | NotPossible:
    """Return the activities with their place in the space; the links stand besides."""
    import numpy as np

    import specialisation as sp

    present, found = case.present, case.complexity
    if found is None:
        return case.unrelated
    near = sp.proximity(present)
    density = sp.relatedness_density(present, near)[case.place]
    links = strongest(near)
    rows = frame_of({
        "activity": texts(case.codes),
        "name": texts(case.names),
        "value": case.values,
        "lq_counted": case.counted,
        "lq": case.evidence.mean[case.place],
        "lq_low": case.evidence.low[case.place],
        "lq_high": case.evidence.high[case.place],
        "others": case.others,
        "verdict": case.verdicts,
        "is_specialised": present[case.place],
        "density": density,
        "complexity": found.activities,
        "ubiquity": present.sum(axis=0).astype(np.int64),
        "nearest": texts([_nearest(near[one], case.codes) for one in range(len(near))]),
    })  # fmt: skip
    return Answer(
        rows=rows,
        call="proximity",
        parameters={"method": "minimum", "own": "exclude", "threshold": 1.0},
        besides={
            "year": case.year,
            "sign_strength": told(found.sign_strength),
            "links": [
                {"source": case.codes[a], "target": case.codes[b], "proximity": float(near[a, b])}
                for a, b in links
            ],
        },
        notes=tuple(_notes(case, found)),
    )


def strongest(near: "NDArray[np.float64]") -> list[tuple[int, int]]:
    """Return pairs: those of the maximum spanning tree, and the strongest of the others.

    The tree holds together what hangs together at all, by links as strong as can be.
    """
    import numpy as np

    first, second = np.triu_indices(len(near), 1)
    weight = near[first, second]
    order = [at for at in np.argsort(-weight, kind="stable").tolist() if weight[at] > 0]
    group = list(range(len(near)))

    def top(one: int) -> int:
        while group[one] != one:
            group[one] = group[group[one]]
            one = group[one]
        return one

    tree, others = [], []
    for at in order:
        pair = int(first[at]), int(second[at])
        a, b = top(pair[0]), top(pair[1])
        if a != b:
            group[a] = b
            tree.append(pair)
        else:
            others.append(pair)
    more = max(0, round(LINKS_EACH * len(near)) - len(tree))
    return sorted([*tree, *others[:more]])


def _nearest(near: Any, codes: list[str]) -> str:
    import numpy as np

    order = [one for one in np.argsort(-near, kind="stable")[:NAMED] if near[one] > 0]
    return ", ".join(codes[one] for one in order)


def _notes(case: Case, found: Any) -> list[Note]:
    said = [*coarse(case), Note("space", {}), *weak_sign(found.sign_strength), *not_told(case)]
    if found.components > 1:
        said.append(Note("disconnected", {"count": int(found.components)}))
    return said
