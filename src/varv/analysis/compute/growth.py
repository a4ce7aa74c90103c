"""What grew, and how much of it was the whole's, the activities' and the region's own doing."""

from typing import TYPE_CHECKING, Any

from varv.analysis.compute.answers import Answer, Note, frame_of
from varv.analysis.compute.cases import Case

if TYPE_CHECKING:
    from specialisation import Panel

#: So many standard deviations hold 90 % of a normal distribution.
NINETY = 1.645


def computed(case: Case) -> Answer:
    """Return the change of each activity and its parts, the largest regional part first.

    The first year is held against the last: an activity that only a year between does not tell is
    not lost for it.
    """
    import numpy as np

    import specialisation as sp

    place, size = case.place, case.asked.cluster_size
    ends = case.panel.only((case.panel.years[0], case.year))
    left_out = _left_out(ends)
    found = sp.shift_share(ends)
    before, after = np.where(left_out[place], np.nan, ends.values[:, place])
    regional = found.regional[place]
    chance = NINETY * np.sqrt(size * (before + after))
    rows = frame_of({
        "activity": case.codes,
        "name": case.names,
        "before": before,
        "after": after,
        "growth": sp.growth(*ends.values)[place] + 0 * before,
        "change": found.change[place],
        "national": found.national[place],
        "structural": found.structural[place],
        "regional": regional,
        "regional_low": regional - chance,
        "regional_high": regional + chance,
    }).sort("regional", descending=True, nulls_last=True, maintain_order=True)  # fmt: skip
    sums = {
        name: float(np.nansum(getattr(found, name)[place]))
        for name in ("change", "national", "structural", "regional")
    }
    years = {"from_year": ends.years[0], "year": ends.years[-1]}
    return Answer(
        rows=rows,
        call="shift_share",
        parameters={"method": "dunn", "cluster_size": size, "years": list(ends.years)},
        besides={
            **years,
            "before": float(np.nansum(before)),
            "after": float(np.nansum(after)),
            "left_out": case.listed(left_out[place]),
            **sums,
        },
        notes=(
            Note("ends", years),
            *case.of_earlier,
            Note("parts", {"size": size}),
            *_not_told(case, left_out, years),
        ),
    )


def _left_out(ends: "Panel") -> Any:
    """Return which cells one of the two years does not tell: they would seem to come or to go."""
    import numpy as np

    if ends.suppressed is None:
        return np.zeros(ends.values.shape[1:], np.bool_)
    return ends.suppressed.any(axis=0)


def _not_told(case: Case, left_out: Any, years: dict[str, int]) -> list[Note]:
    if not left_out.any():
        return []
    own = case.listed(left_out[case.place])
    return [Note("ends_not_told", years | {"share": float(left_out.mean()), "own": own})]
