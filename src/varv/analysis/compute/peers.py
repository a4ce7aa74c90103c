"""Who is built most like the region, in what, and how near that is."""

from typing import Any

from varv.analysis.compute.answers import Answer, Note, frame_of, texts
from varv.analysis.compute.answers import told as number
from varv.analysis.compute.cases import Case
from varv.analysis.compute.panels import country_of

#: A list of this length is looked at when the weights are drawn anew.
NEAREST = 10
#: Of so many peers it is told what they live on, beside the region itself.
BESIDE = 6
#: So much of two regions must be told for them to be compared.
LEAST_COMPARED = 0.9


def computed(case: Case) -> Answer:
    """Return the regions that can be compared, the nearest first."""
    import numpy as np

    import specialisation as sp

    asked, panel = case.asked, case.panel
    groups = [country_of(str(one)) for one in panel.regions] if asked.abroad else None
    found = sp.structural_peers(
        panel.matrix(),
        case.place,
        suppressed=case.hidden,
        groups=groups,
        least_compared=LEAST_COMPARED,
    )
    stable = sp.peer_stability(found, np.random.default_rng(asked.seed), asked.draws, NEAREST)
    percentile = None if np.isnan(found.percentile) else float(found.percentile)
    return Answer(
        rows=_rows(case, found, stable),
        call="structural_peers",
        parameters={
            "least_compared": LEAST_COMPARED,
            "abroad": asked.abroad,
            "draws": asked.draws,
            "seed": asked.seed,
            "k": NEAREST,
        },
        besides={
            "year": case.year,
            "percentile": percentile,
            "nearest": NEAREST,
            "shares": _shares(case, [case.place, *found.order[:BESIDE].tolist()]),
        },
        notes=tuple(_notes(found, percentile)),
    )


def _rows(case: Case, found: Any, stable: Any) -> Any:
    import numpy as np

    import specialisation as sp

    at = found.order
    codes = [str(case.panel.regions[one]) for one in at]
    return frame_of({
        "rank": np.arange(1, len(at) + 1),
        "region": texts(codes),
        "name": texts([sp.region_name(one) for one in codes]),
        "distance": found.distances[at],
        "compared": found.compared[at, 0],
        "among_nearest": stable.among[at],
        "rank_low": stable.low[at],
        "rank_high": stable.high[at],
        "more_here": texts([_most(case, found, one, -1) for one in at]),
        "less_here": texts([_most(case, found, one, 1) for one in at]),
    })  # fmt: skip


def _shares(case: Case, places: list[int]) -> list[dict[str, Any]]:
    """Return what regions live on: the share of each activity in what is told of it."""
    import numpy as np

    told = []
    for place in places:
        values = case.panel.matrix()[place]
        if case.hidden is not None:
            values = np.where(case.hidden[place], np.nan, values)
        whole = np.nansum(values)
        shares = values / whole if whole else np.full_like(values, np.nan)
        region = str(case.panel.regions[place])
        told += [
            {"region": region, "activity": code, "name": name, "share": number(share)}
            for code, name, share in zip(case.codes, case.names, shares.tolist(), strict=True)
        ]
    return told


def _most(case: Case, found: Any, peer: int, sign: int) -> str:
    """Return the two activities that keep them apart most and of which one has more."""
    import numpy as np

    apart = np.nan_to_num(found.by_activity[peer])
    way = np.nan_to_num(found.differences[peer]) * sign > 0
    order = [one for one in np.argsort(-apart, kind="stable") if way[one] and apart[one] > 0]
    return ", ".join(case.codes[one] for one in order[:2])


def _notes(found: Any, percentile: float | None) -> list[Note]:
    if not len(found.order):
        return [Note("no_peers", {"least": LEAST_COMPARED})]
    said = [Note("distance", {"nearest": NEAREST})]
    if percentile is not None:
        said.append(Note("counterpart", {"percentile": percentile}))
    left = len(found.distances) - 1 - len(found.order)
    if left:
        said.append(Note("not_ranked", {"count": left, "least": LEAST_COMPARED}))
    return said
