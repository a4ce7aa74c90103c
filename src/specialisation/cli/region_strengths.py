"""``varv strengths``: what a region has more of than its share, and how sure that is."""

from typing import Any

import numpy as np

import specialisation as sp
from specialisation.cli import charts, talk
from specialisation.cli.answer import Answer, below, frame_of, number, percent, within
from specialisation.cli.asked import Asked, Figures
from specialisation.cli.names import activity_name, region_name, region_shown, what_it_is

#: To see what hangs on the size of workplaces, strengths are looked at again with jobs in these.
LARGE_WORKPLACE = 50.0
PRESET_IS_NOTHING = "The preset changes nothing here: it is about relatedness and complexity."


def answered(asked: Asked, region: str, size: float, least: float, certainty: float) -> Answer:
    """Return the activities of a region, the surest strengths first."""
    with talk.working(3) as step:
        step("Reading")
        figures = asked.figures(region)
        step("Weighing the evidence")
        found = _found(figures, size, least, certainty)
        rows = _rows(figures, region, found)
        step("Trying larger workplaces")
        lasting = _found(figures, max(size, LARGE_WORKPLACE), least, certainty)
    panel = figures.panel
    place = panel.place_of_region(region)
    made = sp.manifest(
        panel,
        "strengths",
        {
            **asked.parameters,
            "region": region,
            "cluster_size": size,
            "least": least,
            "certainty": certainty,
            "interval": found.evidence.level,
        },
        figures.source,
    )
    notes = [*what_it_is(region), *_of_verdicts(found, lasting, place, size)]
    notes += [PRESET_IS_NOTHING] if asked.preset else []
    title = f"Strengths of {region_shown(region)}{_in_year(panel.years[-1])}"
    return Answer(
        rows=rows,
        table=_table(title, rows.to_dicts(), asked.top, least),
        manifest=made,
        chart=lambda: charts.dots(rows, title, least, below(made.source, *what_it_is(region))),
        besides=head(panel, region),
        notes=(*notes, *figures.notes),
    )


def head(panel: sp.Panel, region: str) -> dict[str, Any]:
    """Return what the JSON of a region says above its rows."""
    return {
        "region": region,
        "region_name": region_name(region),
        "region_note": " ".join(what_it_is(region)),
        "year": panel.years[-1],
    }


def _found(figures: Figures, size: float, least: float, certainty: float) -> sp.Strengths:
    panel = figures.panel
    hidden = None if panel.suppressed is None else panel.suppressed[-1]
    return sp.strengths(panel.matrix(), size, least=least, certainty=certainty, suppressed=hidden)


def _rows(figures: Figures, region: str, found: sp.Strengths) -> Any:
    panel, evidence = figures.panel, found.evidence
    place = panel.place_of_region(region)
    values = panel.matrix()[place]
    known = np.isfinite(evidence.mean[place])
    rows = frame_of({
        "activity": [str(one) for one in panel.activities],
        "name": [activity_name(one, panel.classification) for one in panel.activities],
        "value": np.where(_hidden(panel, place), np.nan, values),
        "lq": evidence.mean[place],
        "lq_low": evidence.low[place],
        "lq_high": evidence.high[place],
        "probability_above_one": evidence.probability_above_one[place],
        "probability_above_least": found.probability[place],
        "verdict": found.verdict[place],
    })  # fmt: skip
    order = np.argsort(-np.where(known, evidence.low[place], -1.0), kind="stable")
    return rows[order.tolist()]


def _hidden(panel: sp.Panel, place: int) -> Any:
    none = np.zeros(len(panel.activities), np.bool_)
    return none if panel.suppressed is None else panel.suppressed[-1, place]


def _of_verdicts(found: sp.Strengths, lasting: sp.Strengths, place: int, size: float) -> list[str]:
    called = found.is_strength[place]
    verdicts = found.verdict[place]
    counts = ", ".join(
        f"{verdict} {int((verdicts == verdict).sum())}"
        for verdict in ("strength", "possible", "no strength", "unknown")
    )
    text = (
        f"Activities by verdict: {counts}. A strength is above {found.least:g} with a "
        f"probability of {found.certainty:.0%} or more."
    )
    said = [text]
    if called.any() and size < LARGE_WORKPLACE:
        kept = int((called & lasting.is_strength[place]).sum())
        said.append(
            f"Intervals take jobs to come {size:g} at a time (--cluster-size). Were they to come "
            f"{LARGE_WORKPLACE:g} at a time, as in large workplaces, {kept} of the "
            f"{int(called.sum())} strengths would still be called so."
        )
    if (verdicts == "unknown").any():
        said.append("Unknown is not zero: the file does not tell these figures.")
    return said


def _table(title: str, rows: list[dict[str, Any]], top: int, least: float) -> Any:
    shown = [
        (
            row["activity"],
            row["name"],
            number(row["value"], 0),
            within(row, "lq"),
            percent(row["probability_above_least"]),
            row["verdict"],
        )
        for row in rows[:top]
    ]
    columns: list[tuple[str, talk.Kind]] = [
        ("activity", "code"), ("", "name"), ("value", "number"), ("LQ (90 % interval)", "number"),
        (f"above {least:g}", "number"), ("verdict", "code"),
    ]  # fmt: skip
    return talk.table(title, columns, shown)


def _in_year(year: int) -> str:
    return f", {year}" if year else ""
