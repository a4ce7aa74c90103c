"""``varv profile``: how varied, complex and well placed every region is, and every activity."""

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

import specialisation as sp
from specialisation.checks import one_of
from specialisation.cli import charts, talk
from specialisation.cli.anchors import anchor_of
from specialisation.cli.answer import Answer, below, frame_of, number
from specialisation.cli.asked import Asked
from specialisation.cli.names import activity_name, region_name

#: What stands in JSON and files only, so that the table fits a terminal.
BESIDE = {"year", "herfindahl", "krugman_index"}
KINDS: dict[str, talk.Kind] = {
    "region": "code",
    "activity": "code",
    "name": "name",
    "not_told": "spare",
    "possible_strengths": "spare",
    "suppressed": "spare",
    "opportunity_gain": "spare",
}
SHORTER = {"name": "", "possible_strengths": "possible", "opportunity_index": "outlook"}
OF = ("regions", "activities", "cells")


def answered(asked: Asked, of: str, path: Path | None) -> Answer:
    """Return the measures of every region, activity or cell, of every year."""
    one_of(of, "of", OF)
    said: list[str] = []
    with talk.working(3) as step, talk.warnings_as_notes(said):
        step("Reading")
        figures = asked.figures()
        panel = figures.panel
        step("Measuring")
        found = sp.profile(panel, anchor=anchor_of(panel, path), **asked.conventions)
        step("Weighing the evidence")
        rows = {"regions": _regions, "activities": _activities, "cells": _cells}[of](found)
    made = sp.manifest(
        panel,
        "profile",
        {
            "proximity": found.proximity_method, "own": found.own, "threshold": found.threshold,
            **asked.conventions, **asked.parameters, "of": of, "anchor": path,
        },
        figures.source,
    )  # fmt: skip
    year = panel.years[-1]
    title = f"Profile of {of}" + (f", {year}" if year else "")
    last = rows.filter(year=year)
    notes = [*said, *_of_sign(found), *_of_suppressed(panel)]
    return Answer(
        rows=rows,
        table=_table(title, last, asked.top),
        manifest=made,
        chart=lambda: charts.regions_or_activities(last, title, below(made.source, *said)),
        besides={"of": of, "years": list(panel.years)},
        notes=(*notes, *figures.notes),
    )


def _regions(found: sp.Profile) -> pl.DataFrame:
    panel = found.panel
    return pl.concat([_regions_of(found, at, year) for at, year in enumerate(panel.years)])


def _regions_of(found: sp.Profile, at: int, year: int) -> pl.DataFrame:
    panel, x = found.panel, found.panel.values[at]
    hidden = None if panel.suppressed is None else panel.suppressed[at]
    verdicts = sp.strengths(x, suppressed=hidden).verdict
    none = np.zeros(x.shape, np.bool_)
    return frame_of({
        "region": [str(one) for one in panel.regions],
        "name": [region_name(one) for one in panel.regions],
        "year": [year] * len(panel.regions),
        "value": x.sum(axis=1),
        "not_told": (none if hidden is None else hidden).sum(axis=1),
        "diversity": found.diversity[at],
        "strengths": (verdicts == "strength").sum(axis=1),
        "possible_strengths": (verdicts == "possible").sum(axis=1),
        "complexity": found.regions[at],
        "opportunity_index": found.opportunity_index[at],
        "herfindahl": sp.herfindahl(x),
        "krugman_index": sp.krugman_index(x),
    }).sort("complexity", descending=True, nulls_last=True)  # fmt: skip


def _activities(found: sp.Profile) -> pl.DataFrame:
    panel = found.panel
    return pl.concat([
        frame_of({
            "activity": [str(one) for one in panel.activities],
            "name": [activity_name(one, panel.classification) for one in panel.activities],
            "year": [year] * len(panel.activities),
            "value": panel.values[at].sum(axis=0),
            "ubiquity": found.ubiquity[at],
            "complexity": found.activities[at],
            "locational_gini": sp.locational_gini(panel.values[at]),
        }).sort("complexity", descending=True, nulls_last=True)
        for at, year in enumerate(panel.years)
    ])  # fmt: skip


def _cells(found: sp.Profile) -> pl.DataFrame:
    """Return every region x activity of every year."""
    panel = found.panel
    years, regions, activities = (axis.reshape(-1) for axis in np.indices(panel.values.shape))
    none = np.zeros(panel.values.shape, np.bool_)
    hidden = (none if panel.suppressed is None else panel.suppressed).reshape(-1)
    untold = np.where(hidden, np.nan, 0.0)
    return frame_of({
        "region": pl.Series([str(one) for one in panel.regions]).gather(regions),
        "activity": pl.Series([str(one) for one in panel.activities]).gather(activities),
        "year": np.array(panel.years, np.int64)[years],
        "value": panel.values.reshape(-1) + untold,
        "suppressed": hidden,
        "lq": found.lq.reshape(-1) + untold,
        "presence": found.presence.reshape(-1),
        "density": found.density.reshape(-1),
        "opportunity_gain": found.opportunity_gain.reshape(-1),
        "complexity": found.activities[years, activities],
    })  # fmt: skip


def _of_sign(found: sp.Profile) -> list[str]:
    sign = float(found.sign_strength[-1])
    text = (
        f"Complexity goes with diversity at {sign:.2f} (1 is fully); under 0.3, which end is the "
        "complex one is hardly known."
    )
    return [text]


def _of_suppressed(panel: sp.Panel) -> list[str]:
    if panel.suppressed is None or not panel.suppressed[-1].any():
        return []
    text = (
        f"The file does not tell {panel.suppressed[-1].mean():.0%} of the cells; they count as "
        "absent, and regions with many of them look less diverse than they are (not_told)."
    )
    return [text]


def _table(title: str, last: pl.DataFrame, top: int) -> Any:
    names = [name for name in last.columns if name not in BESIDE]
    columns = [
        (SHORTER.get(name, name.replace("_", " ")), KINDS.get(name, "number")) for name in names
    ]
    shown = [[_shown(row[name]) for name in names] for row in last.head(top).to_dicts()]
    return talk.table(title, columns, shown)


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return f"{value:,}"
    return number(value, 0 if value is not None and abs(value) >= 1000 else 2)
