"""Backtest: what was foretold, beside what came."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from varv.analysis.pictures.figure import About, Column, Drawing, Figure, Frame, known, rows_of
from varv.analysis.pictures.scales import Scale, digits_of
from varv.analysis.pictures.words import sentences
from varv.files.charts import theme
from varv.text import numbers

NAMES = ("definition", "cells", "foretold", "seen", "seen_low", "seen_high")
#: Below which quotient an activity stood before, for each definition of an entry.
LIMITS = {"loose": 1.0, "strict": 0.5}
_LEFT, _ABOVE, _LARGEST, _TICKS = 48.0, 26.0, 480.0, 6


def calibration(
    rows: Sequence[Mapping[str, Any]], about: About, *, besides: Mapping[str, Any]
) -> Figure:
    """Return how often what was foretold came: groups of like probabilities beside their shares.

    A row has ``definition`` ("loose" or "strict"), ``cells``, ``foretold`` (the mean probability of
    the group), ``seen``, ``seen_low`` and ``seen_high`` (the share that came). ``besides`` has
    ``year`` and ``until``: from which year was foretold what for which.
    """
    shown = [
        {name: known(one.get(name)) for name in NAMES}
        for one in rows
        if one.get("definition") in LIMITS
        and known(one.get("foretold")) is not None
        and known(one.get("seen")) is not None
    ]
    told = [
        {**one, "definition": _from(str(one["definition"])), "held": _held(one)}
        for one in rows
        if one.get("definition") in LIMITS
    ]
    years = {"year": besides["year"], "until": besides["until"]}
    return Figure(
        title=_("Foretold in %(year)s and seen in %(until)s") % years,
        about=about,
        alternative=_alternative(shown),
        columns=(
            Column(_("What was foretold")),
            Column(_("Pairs of region and activity"), numbers.number),
            Column(_("Foretold"), _one_digit),
            Column(_("Seen"), _one_digit),
            Column(_("at least"), _one_digit),
            Column(_("at most"), _one_digit),
            Column(_("As foretold?")),
        ),
        rows=rows_of(told, (*NAMES, "held")),
        drawing=Drawing(draw, {"rows": shown}) if shown else None,
    )


def draw(data: Mapping[str, Any], frame: Frame) -> dict[str, Any]:
    """Draw a point for each group; on the dashed line what was foretold is what came."""
    from varv.analysis.pictures import altair_parts as parts

    rows, width = data["rows"], frame.width
    signs = {
        "loose": parts.Sign("circle", theme.ONE, theme.ONE, 62),
        "strict": parts.Sign("triangle-up", theme.PAPER, theme.THREE, 62),
    }
    present = [one for one in signs if any(row["definition"] == one for row in rows)]
    layers, top = parts.legend([(signs[one], _from(one)) for one in present], width)
    top += _ABOVE
    wide = min(width, _LARGEST)
    side = wide - _LEFT - 8
    bottom, right = top + side, _LEFT + side
    most = max([0.01, *(row[name] or 0.0 for row in rows for name in NAMES[2:])]) * 1.08
    across, upwards = (
        Scale(0.0, most, _LEFT, right, "roots"), Scale(0.0, most, bottom, top, "roots"),
    )  # fmt: skip
    dots, spans = [], []
    for row in rows:
        at = {"px": across.at(row["foretold"])}
        dots.append({**at, "py": upwards.at(row["seen"]), **signs[row["definition"]].look})
        if row["seen_low"] is not None and row["seen_high"] is not None:
            low, high = upwards.at(row["seen_low"]), upwards.at(row["seen_high"])
            spans.append({**at, "px2": at["px"], "py": low, "py2": high})
    title = _("Foretold: mean probability of the group (small values are stretched)")
    axis, end = parts.axis_below(across, title, [(top, bottom)], right + 8, numbers.percent, _TICKS)
    layers += [
        *axis,
        *parts.axis_beside(
            upwards, _("Seen: share that came"), _LEFT, right, numbers.percent, _TICKS
        ),
        parts.held_against((_LEFT, bottom, right, top)),
        parts.rules(spans, strokeWidth=2),
        parts.points(dots),
    ]
    return parts.spec(layers, wide, end)


def _from(definition: str) -> str:
    """Return what an entry was, in words."""
    limit = LIMITS[definition]
    return _("from below %(limit)s to 1 or more") % {
        "limit": numbers.number(limit, digits_of([limit]))
    }


def _held(row: Mapping[str, Any]) -> str:
    """Return in words whether as many came as was foretold."""
    foretold, low, high = (known(row.get(name)) for name in ("foretold", "seen_low", "seen_high"))
    if foretold is None or low is None or high is None:
        return _("too few to tell")
    if foretold < low:
        return _("more than was foretold")
    if foretold > high:
        return _("fewer than was foretold")
    return _("as foretold, but for chance")


def _alternative(shown: Sequence[Mapping[str, Any]]) -> str:
    if not shown:
        return _("There were too few years, or too few entries, to look at what came.")
    said = [
        _(
            "Each point is a group of pairs of region and activity with like probabilities. On the "
            "dashed line as many reached a location quotient of 1 as was foretold; below it fewer, "
            "above it more."
        )
    ]
    for definition, limit in LIMITS.items():
        rows = [one for one in shown if one["definition"] == definition]
        if not rows:
            continue
        last = max(rows, key=lambda one: one["foretold"])
        cells = sum(one["cells"] for one in rows)
        foretold = sum(one["cells"] * one["foretold"] for one in rows) / cells if cells else 0.0
        seen = sum(one["cells"] * one["seen"] for one in rows) / cells if cells else 0.0
        said.append(
            _(
                "Of %(cells)s pairs below %(limit)s, %(foretold)s were foretold to reach 1 and "
                "%(seen)s did; in the group with the highest probability %(high)s and "
                "%(high_seen)s."
            )
            % {
                "limit": numbers.number(limit, digits_of([limit])),
                "cells": numbers.number(cells),
                "foretold": _one_digit(foretold),
                "seen": _one_digit(seen),
                "high": _one_digit(last["foretold"]),
                "high_seen": _one_digit(last["seen"]),
            }
        )
    return sentences(said)


def _one_digit(value: float | None) -> str:
    return numbers.percent(value, 1)
