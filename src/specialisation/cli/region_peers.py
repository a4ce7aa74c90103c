"""``varv peers``: who is built most like a region, in what, and how near that is."""

from typing import Any

import numpy as np
import polars as pl

import specialisation as sp
from specialisation.cli import charts, talk
from specialisation.cli.answer import Answer, below, between, frame_of, number, share
from specialisation.cli.asked import Asked
from specialisation.cli.names import region_name, region_shown, what_it_is
from specialisation.cli.region_strengths import PRESET_IS_NOTHING, head

#: A list of this length is looked at when the weights are drawn anew.
NEAREST = 10


def answered(
    asked: Asked, region: str, least_compared: float, draws: int, seed: int, *, abroad: bool
) -> Answer:
    """Return the regions that can be compared, the nearest first."""
    with talk.working(3) as step:
        step("Reading")
        figures = asked.figures(region)
        panel = figures.panel
        place = panel.place_of_region(region)
        groups = _countries(panel) if abroad else None
        step("Comparing")
        found = sp.structural_peers(
            panel.matrix(),
            place,
            suppressed=None if panel.suppressed is None else panel.suppressed[-1],
            groups=groups,
            least_compared=least_compared,
        )
        step("Drawing other weights")
        stable = sp.peer_stability(found, np.random.default_rng(seed), draws, NEAREST)
    rows = _rows(panel, found, stable)
    made = sp.manifest(
        panel,
        "structural_peers",
        {
            **asked.parameters, "region": region, "least_compared": least_compared,
            "abroad": abroad, "draws": draws, "seed": seed, "k": NEAREST,
        },
        figures.source,
    )  # fmt: skip
    year = f", {panel.years[-1]}" if panel.years[-1] else ""
    title = f"Peers of {region_shown(region)}{year}"
    notes = [*what_it_is(region), *_of_distance(found, least_compared)]
    notes += [PRESET_IS_NOTHING] if asked.preset else []
    percentile = None if np.isnan(found.percentile) else found.percentile
    return Answer(
        rows=rows,
        table=_table(title, rows.to_dicts(), asked.top),
        manifest=made,
        chart=lambda: charts.distances(
            rows, title, asked.top, below(made.source, *what_it_is(region))
        ),
        besides=head(panel, region) | {"percentile": percentile},
        notes=(*notes, *figures.notes),
    )


def _countries(panel: sp.Panel) -> list[str]:
    """Return the country of each region, which only codes of NUTS tell."""
    wrong = [str(one) for one in panel.regions if not sp.is_nuts(str(one))]
    if wrong:
        raise ValueError(f"--abroad needs codes of NUTS, which tell the country; has {wrong[0]}")
    return [str(one)[:2] for one in panel.regions]


def _rows(panel: sp.Panel, found: sp.StructuralPeers, stable: sp.PeerStability) -> pl.DataFrame:
    at = found.order
    codes = [str(panel.regions[one]) for one in at]
    return frame_of({
        "rank": np.arange(1, len(at) + 1),
        "region": pl.Series(codes, dtype=pl.String),
        "name": pl.Series([region_name(one) for one in codes], dtype=pl.String),
        "distance": found.distances[at],
        "compared": found.compared[at, 0],
        "among_nearest": stable.among[at],
        "rank_low": stable.low[at],
        "rank_high": stable.high[at],
        "less_here": pl.Series([_most(panel, found, one, 1) for one in at], dtype=pl.String),
        "more_here": pl.Series([_most(panel, found, one, -1) for one in at], dtype=pl.String),
    })  # fmt: skip


def _most(panel: sp.Panel, found: sp.StructuralPeers, peer: int, sign: int) -> str:
    """Return the two activities that keep them apart most and of which one has more."""
    apart = np.nan_to_num(found.by_activity[peer])
    way = np.nan_to_num(found.differences[peer]) * sign > 0
    order = [one for one in np.argsort(-apart, kind="stable") if way[one] and apart[one] > 0]
    return ", ".join(str(panel.activities[one]) for one in order[:2])


def _of_distance(found: sp.StructuralPeers, least: float) -> list[str]:
    if not len(found.order):
        return [f"No region can be compared in {least:.0%} of it (--least-compared)."]
    text = (
        "Distance (Hellinger): 0 is the same shares of activities, 1 nothing in common. Rank and "
        f"share of the draws among the {NEAREST} nearest are under other weights of the activities."
    )
    said = [text]
    if not np.isnan(found.percentile):
        said.append(
            f"Of the other regions, {found.percentile:.0f} % have their nearest nearer than this "
            "one has: near 100 it has no counterpart, at 50 it is as others."
        )
    left = len(found.distances) - 1 - len(found.order)
    if left:
        said.append(
            f"{left} regions are not ranked: less than {least:.0%} of them can be compared "
            "(--least-compared), or they are of the same country (--abroad)."
        )
    return said


def _table(title: str, rows: list[dict[str, Any]], top: int) -> Any:
    shown = [
        (
            f"{row['rank']}",
            row["region"],
            row["name"],
            number(row["distance"], 3),
            share(row["compared"]),
            between(row, "rank", 0),
            share(row["among_nearest"]),
            row["more_here"],
            row["less_here"],
        )
        for row in rows[:top]
    ]
    columns: list[tuple[str, talk.Kind]] = [
        ("rank", "number"), ("region", "code"), ("", "name"), ("distance", "number"),
        ("compared", "number"), ("rank, 90 %", "number"), (f"among {NEAREST}", "number"),
        ("we have more", "text"), ("they have more", "text"),
    ]  # fmt: skip
    return talk.table(title, columns, shown)
