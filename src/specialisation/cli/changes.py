"""``varv shift-share``: how much of a change is the whole's, the activities' and the region's."""

from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

import specialisation as sp
from specialisation.cli import charts, talk
from specialisation.cli.answer import Answer, below, frame_of, number
from specialisation.cli.asked import Asked
from specialisation.cli.names import activity_name, region_name, region_shown, what_it_is
from specialisation.cli.region_strengths import PRESET_IS_NOTHING

#: So many standard deviations hold 90 % of a normal distribution.
NINETY = 1.645


def answered(asked: Asked, region: str | None, method: str, size: float) -> Answer:
    """Return the parts of the change of every region, or of every activity of one."""
    with talk.working(2) as step:
        step("Reading")
        figures = asked.figures(region)
        panel = figures.panel
        step("Dividing the change")
        found = sp.shift_share(panel, method=method)
        rows = _rows(panel, found, region, size)
    made = sp.manifest(
        figures.panel,
        "shift_share",
        {**asked.parameters, "region": region, "method": method, "cluster_size": size},
        figures.source,
    )
    whom = "all regions" if region is None else region_shown(region)
    title = f"Shift-share of {whom}, {panel.years[0]}–{panel.years[-1]}"
    return Answer(
        rows=rows,
        table=_table(title, rows, asked.top),
        manifest=made,
        chart=lambda: charts.parts(rows.head(asked.top), title, below(made.source)),
        besides={"region": region, "years": list(panel.years), "method": method},
        notes=(
            *(what_it_is(region) if region else []),
            *_notes(figures.panel, size),
            *([PRESET_IS_NOTHING] if asked.preset else []),
            *figures.notes,
        ),
    )  # fmt: skip


def _rows(panel: sp.Panel, found: sp.ShiftShare, region: str | None, size: float) -> pl.DataFrame:
    parts = {"change": found.change, "national": found.national, "structural": found.structural,
             "regional": found.regional}  # fmt: skip
    if found.allocation is not None:
        parts["allocation"] = found.allocation
    if region is None:
        labels = {
            "region": [str(one) for one in panel.regions],
            "name": [region_name(one) for one in panel.regions],
        }
    else:
        labels = {
            "activity": [str(one) for one in panel.activities],
            "name": [activity_name(one, panel.classification) for one in panel.activities],
        }
    place = None if region is None else panel.place_of_region(region)

    def kept(x: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return one region's activities, or of all regions the sums of what is told."""
        if place is not None:
            return np.asarray(x[place])
        told = ~np.isnan(found.change)
        sums = np.where(told, x, 0.0).sum(axis=1)
        return np.asarray(np.where(told.any(axis=1), sums, np.nan))

    told_in = [np.ones(panel.values.shape[1:], np.bool_)] * 2
    if panel.suppressed is not None:
        told_in = [~panel.suppressed[0], ~panel.suppressed[-1]]
    if place is None:  # the sums of before and after are those of the cells that are compared
        told_in = [~np.isnan(found.change)] * 2
    before, after = (
        kept(np.where(told, values, np.nan))
        for told, values in zip(told_in, (panel.values[0], panel.values[-1]), strict=True)
    )
    figures = {name: kept(one) for name, one in parts.items()}
    chance = _by_chance(before, after, size)
    rows = frame_of({
        **labels,
        "before": before,
        "after": after,
        **figures,
        "regional_low": figures["regional"] - chance,
        "regional_high": figures["regional"] + chance,
    })  # fmt: skip
    return rows.sort("regional", descending=True, nulls_last=True)


def _by_chance(
    before: NDArray[np.float64], after: NDArray[np.float64], size: float
) -> NDArray[np.float64]:
    """Return how far chance alone carries a difference of two counts that come in clusters."""
    if not (np.isfinite(size) and size > 0):
        raise ValueError(f"--cluster-size should be over zero, is {size}")
    return np.asarray(NINETY * np.sqrt(size * (before + after)))


def _notes(panel: sp.Panel, size: float) -> list[str]:
    text = (
        "The interval of the regional part is what chance makes of it in nine cases of ten, with "
        f"jobs coming {size:g} at a time (--cluster-size): where it includes 0, say nothing of it."
    )
    said = [text]
    if panel.suppressed is not None and panel.suppressed.any():
        left = panel.suppressed.any(axis=0)
        said.append(
            f"{left.mean():.0%} of the cells are not told in every year. They are left out of all "
            "years, so the sums are not those of the whole region; of a dash nothing is known."
        )
    return said


def _table(title: str, rows: pl.DataFrame, top: int) -> Any:
    parts = [one for one in ("national", "structural", "allocation") if one in rows.columns]
    shown = [
        [
            *(row[name] for name in rows.columns[:2]),
            number(row["before"], 0),
            *(_signed(row[name]) for name in ("change", *parts, "regional")),
            _chance(row),
        ]
        for row in rows.head(top).to_dicts()
    ]
    columns: list[tuple[str, talk.Kind]] = [
        (rows.columns[0], "code"), ("", "name"), ("before", "spare"),
        *((name, "number") for name in ("change", *parts, "regional", "chance 90 %")),
    ]  # fmt: skip
    return talk.table(title, columns, shown)


def _signed(value: float | None) -> str:
    return "–" if value is None else f"{value:+,.0f}".replace("-", "−")


def _chance(row: dict[str, Any]) -> str:
    if row["regional"] is None:
        return "–"
    return f"±{row['regional_high'] - row['regional']:,.0f}"
