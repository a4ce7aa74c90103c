"""The region's figures over the years, each with its location quotient and interval."""

from typing import Any

from varv.analysis.compute.answers import Answer, Note, frame_of, texts
from varv.analysis.compute.cases import Case


def computed(case: Case) -> Answer:
    """Return a row for each activity and year, in the order of activities and years.

    Shares and quotients are of what the last year tells; a year that lacks some of it has none.
    """
    import polars as pl

    frames = [_of_year(case, at, year) for at, year in enumerate(case.panel.years)]
    rows = pl.concat(frames).sort("activity", "year", maintain_order=True)
    years = case.panel.years
    return Answer(
        rows=rows,
        call="shrunk_location_quotient",
        parameters={"cluster_size": case.asked.cluster_size, "interval": 0.9},
        besides={"years": list(years), "from_year": years[0], "year": years[-1]},
        notes=(
            Note("series", {"regions": len(case.panel.regions)}),
            *case.of_earlier,
            *_blank(case),
        ),
    )


def _of_year(case: Case, at: int, year: int) -> Any:
    import numpy as np

    untold = _own_untold(case)[at]
    values = np.where(untold, np.nan, case.panel.values[at, case.place])
    found = _quotients(case, at)
    return frame_of({
        "activity": texts(case.codes),
        "name": texts(case.names),
        "year": np.full(len(case.codes), year, np.int64),
        "value": values,
        "share": _shares(case, values),
        "suppressed": untold,
        "lq": found["mean"],
        "lq_low": found["low"],
        "lq_high": found["high"],
    })  # fmt: skip


def _shares(case: Case, values: Any) -> Any:
    """Return the shares in what the region tells in the last year; none where some is missing."""
    import numpy as np

    base = ~_own_untold(case)[-1]
    total = float(values[base].sum())  # nan where this year does not tell all of it
    return np.where(base, values, np.nan) / (total or np.nan)


def _quotients(case: Case, at: int) -> dict[str, Any]:
    """Return the region's quotients on the base of the last year; none where it is not there."""
    import numpy as np

    import specialisation as sp

    names = ("mean", "low", "high")
    if case.lacks[at].any():
        return {name: np.full(len(case.codes), np.nan) for name in names}
    hidden = None
    if case.panel.suppressed is not None:
        hidden = case.panel.suppressed[at] | case.untold[-1]
    found = sp.shrunk_location_quotient(
        case.panel.values[at], case.asked.cluster_size, suppressed=hidden
    )
    return {name: getattr(found, name)[case.place] for name in names}


def _own_untold(case: Case) -> Any:
    """Return what the source does not tell of the region, years x activities."""
    import numpy as np

    hidden = case.panel.suppressed
    shape = (len(case.panel.years), len(case.codes))
    return np.zeros(shape, np.bool_) if hidden is None else hidden[:, case.place]


def _blank(case: Case) -> list[Note]:
    """Return what to say of the years and activities that have no shares or quotients."""
    own = _own_untold(case)
    lacks_own = own & ~own[-1] & ~case.lacks
    said = [
        *_lacking(case, "year_lacks", case.lacks),
        *_lacking(case, "year_lacks_own", lacks_own),
    ]
    if (~own & own[-1]).any():
        beside = {"year": case.year, "activities": case.listed((~own & own[-1]).any(axis=0))}
        said.append(Note("not_of_the_base", beside))
    return said


def _lacking(case: Case, code: str, lacks: Any) -> list[Note]:
    """Return a note of the years that lack something, for each set of activities that they lack."""
    found: dict[bytes, list[int]] = {}
    for at, year in enumerate(case.panel.years):
        if lacks[at].any():
            found.setdefault(lacks[at].tobytes(), []).append(year)
    return [
        Note(code, {
            "years": years, "activities": case.listed(lacks[case.panel.place_of_year(years[0])]),
        })
        for years in found.values()
    ]  # fmt: skip
