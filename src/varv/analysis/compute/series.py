"""The region's figures over the years, each with its location quotient and interval."""

from typing import Any

from varv.analysis.compute.answers import Answer, Note, frame_of, texts
from varv.analysis.compute.cases import Case


def computed(case: Case) -> Answer:
    """Return a row for each activity and year, in the order of activities and years."""
    import polars as pl

    frames = [_of_year(case, at, year) for at, year in enumerate(case.panel.years)]
    rows = pl.concat(frames).sort("activity", "year", maintain_order=True)
    years = case.panel.years
    return Answer(
        rows=rows,
        call="shrunk_location_quotient",
        parameters={"cluster_size": case.asked.cluster_size, "interval": 0.9},
        besides={"years": list(years), "from_year": years[0], "year": years[-1]},
        notes=(Note("series", {"regions": len(case.panel.regions)}),),
    )


def _of_year(case: Case, at: int, year: int) -> Any:
    import numpy as np

    import specialisation as sp

    panel, place = case.panel, case.place
    hidden = None if panel.suppressed is None else panel.suppressed[at]
    found = sp.shrunk_location_quotient(
        panel.values[at], case.asked.cluster_size, suppressed=hidden
    )
    none = np.zeros(len(case.codes), np.bool_)
    untold = none if hidden is None else hidden[place]
    values = np.where(untold, np.nan, panel.values[at, place])
    total = float(np.nansum(values))
    return frame_of({
        "activity": texts(case.codes),
        "name": texts(case.names),
        "year": np.full(len(case.codes), year, np.int64),
        "value": values,
        "share": values / total if total else values * np.nan,
        "suppressed": untold,
        "lq": found.mean[place],
        "lq_low": found.low[place],
        "lq_high": found.high[place],
    })  # fmt: skip
