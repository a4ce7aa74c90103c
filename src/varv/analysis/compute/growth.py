"""What grew, and how much of it was the whole's, the activities' and the region's own doing."""

from typing import Any

from varv.analysis.compute.answers import Answer, Note, frame_of
from varv.analysis.compute.cases import Case

#: So many standard deviations hold 90 % of a normal distribution.
NINETY = 1.645


def computed(case: Case) -> Answer:
    """Return the change of each activity and its parts, the largest regional part first."""
    import numpy as np

    import specialisation as sp

    panel, place, size = _told_throughout(case.panel), case.place, case.asked.cluster_size
    found = sp.shift_share(panel)
    before, after = panel.values[0][place], panel.values[-1][place]
    left_out = _left_out(case)
    regional = found.regional[place]
    chance = NINETY * np.sqrt(size * (before + after))
    unknown = np.where(left_out, np.nan, 0.0)
    rows = frame_of({
        "activity": case.codes,
        "name": case.names,
        "before": before + unknown,
        "after": after + unknown,
        "growth": sp.growth(panel.values[0], panel.values[-1])[place] + unknown,
        "change": found.change[place] + unknown,
        "national": found.national[place] + unknown,
        "structural": found.structural[place] + unknown,
        "regional": regional + unknown,
        "regional_low": regional - chance + unknown,
        "regional_high": regional + chance + unknown,
    }).sort("regional", descending=True, nulls_last=True, maintain_order=True)  # fmt: skip
    sums = {
        name: float(getattr(found, name)[place].sum())
        for name in ("change", "national", "structural", "regional")
    }
    return Answer(
        rows=rows,
        call="shift_share",
        parameters={"method": "dunn", "cluster_size": size},
        besides={
            "from_year": panel.years[0],
            "year": panel.years[-1],
            "before": float(before.sum()),
            "after": float(after.sum()),
            **sums,
        },
        notes=(Note("parts", {"size": size}), *_not_told(case, left_out)),
    )


def _left_out(case: Case) -> Any:
    """Return which activities the source does not tell of the region in every year."""
    import numpy as np

    hidden = case.panel.suppressed
    if hidden is None:
        return np.zeros(len(case.codes), np.bool_)
    return hidden[:, case.place].any(axis=0)


def _told_throughout(panel: Any) -> Any:
    """Return the panel without the cells that are not told in every year: they would jump."""
    import numpy as np

    import specialisation as sp

    if panel.suppressed is None:
        return panel
    values = np.where(panel.suppressed.any(axis=0), 0.0, panel.values)
    return sp.Panel(
        panel.regions, panel.activities, panel.years, values, None, panel.classification
    )


def _not_told(case: Case, left_out: Any) -> list[Note]:
    hidden = case.panel.suppressed
    if hidden is None or not hidden.any():
        return []
    share = float(hidden.any(axis=0).mean())
    return [Note("left_out", {"share": share, "own": int(left_out.sum())})]
