"""Strengths: how much more of an activity a region has than its share, and how sure that is."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varv.analysis.names.verdicts import VERDICTS
from varv.analysis.pictures.figure import About, Column, Drawing, Figure, Frame, known, rows_of
from varv.analysis.pictures.scales import Scale
from varv.analysis.pictures.words import (
    CODE,
    NAME,
    in_room,
    listed,
    named,
    sentences,
    shortly,
)
from varv.files.charts import theme
from varv.files.charts.labels import clean, text_width
from varv.text import numbers

NAMES = (
    "activity", "name", "value", "lq_counted", "lq", "lq_low", "lq_high", "probability_above_one",
    "others", "verdict",
)  # fmt: skip
#: So many are drawn; the table has all.
DRAWN = 25
_LEAST, _MOST = 0.05, 50.0
_STEP, _TALL_STEP, _NAMES = 22.0, 38.0, 270.0


def strengths(
    rows: Sequence[Mapping[str, Any]],
    about: About,
    *,
    region: str,
    least: float = 1.0,
    drawn: int = DRAWN,
    of_categories: bool = False,
) -> Figure:
    """Return the location quotients of a region with their intervals, in the order they come.

    A row has ``activity``, ``name``, ``value`` (in the unit, None where it is secret),
    ``lq_counted`` (the plain quotient, where it is told), ``lq``, ``lq_low``, ``lq_high``,
    ``probability_above_one`` and ``verdict`` (a key of ``VERDICTS``). ``others`` is how many other
    regions tell, where it is told. ``least`` is the quotient that a strength is surely above. Rows
    ``of_categories`` are of no known classification, and are not called activities.
    """
    shown = [_row(one) for one in rows if known(one.get("lq")) is not None][:drawn]
    told = [{**one, "verdict": _verdict(one)} for one in rows]
    # Profiles, and runs that were kept before they were told, do not have these.
    counted, others = (any(name in one for one in rows) for name in ("lq_counted", "others"))
    told_of = {"lq_counted": counted, "others": others}
    names = [name for name in NAMES if told_of.get(name, True)]
    return Figure(
        title=_("Strengths of %(region)s, %(period)s")
        % {"region": clean(region), "period": about.period},
        about=about,
        alternative=_alternative(rows, shown, clean(region), least, of_categories),
        columns=(
            Column(str(CODE)),
            Column(_("Category") if of_categories else str(NAME)),
            Column(about.unit, numbers.number),
            *[Column(_("LQ as counted"), _two)] * counted,
            Column(_("Underlying location quotient"), _two),
            Column(_("at least"), _two),
            Column(_("at most"), _two),
            Column(_("Probability of being above 1"), numbers.probability),
            *[Column(_("Other regions that tell"), numbers.number)] * others,
            Column(_("Verdict")),
        ),
        rows=rows_of(told, names),
        drawing=Drawing(draw, {"rows": shown, "least": least}) if shown else None,
    )


def draw(data: Mapping[str, Any], frame: Frame) -> dict[str, Any]:
    """Draw a point for each quotient and a line for its interval, on a scale of factors."""
    from varv.analysis.pictures import altair_parts as parts

    rows, width = data["rows"], frame.width
    signs = _signs(parts)
    present = [one for one in signs if any(row["verdict"] == one for row in rows)]
    entries = [(signs[one], str(VERDICTS[one])) for one in present]
    layers, top = parts.legend(entries, width)
    step = _TALL_STEP if frame.is_narrow else _STEP
    ends = max(text_width(_numbers(row)) for row in rows)
    left, right = 8.0, width - 8
    if not frame.is_narrow:
        widest = max(text_width(row["label"]) for row in rows)
        left, right = min(_NAMES, widest) + 14, width - ends - 14
    scale = Scale(*_ends(rows, data["least"]), left, right, "factors")
    spans, dots, names, told, bands = [], [], [], [], []
    for at, row in enumerate(rows):
        middle = top + step * (at + 0.5)
        # On a narrow picture the name stands above its line, and no other line runs through it.
        y, above = (middle + 9, middle - 9) if frame.is_narrow else (middle, middle)
        bands.append((y - 8, y + 8) if frame.is_narrow else (middle - step / 2, middle + step / 2))
        sign = signs[row["verdict"]]
        spans.append({"px": scale.at(row["low"]), "px2": scale.at(row["high"]), "py": y, "py2": y})
        dots.append({"px": scale.at(row["lq"]), "py": y, **sign.look})
        room = width - ends - 8 if frame.is_narrow else left - 14
        names.append({"px": 0, "py": above, "text": in_room(row["label"], room)})
        told.append({"px": width, "py": above, "text": _numbers(row)})
    title = _("Underlying location quotient, with the interval that holds it nine times of ten")
    if not frame.is_narrow:
        bands = [(bands[0][0], bands[-1][1])]
    axis, bottom = parts.axis_below(scale, title, bands, width, numbers.number)
    limits = [scale.at(one) for one in sorted({1.0, data["least"]})]
    layers += [
        *axis,
        parts.held_against(*((px, low, px, high) for px in limits for low, high in bands)),
        parts.rules(spans, strokeWidth=2.5, color=theme.EDGE),
        parts.points(dots),
        parts.words(names),
        parts.words(told, align="right"),
    ]
    return parts.spec(layers, width, bottom)


def _signs(parts: Any) -> dict[str, Any]:
    return {
        "strength": parts.Sign("circle", theme.ONE, theme.ONE, 50),
        "possible": parts.Sign("circle", theme.STRIPES, theme.ONE, 56),
        "no strength": parts.Sign("square", theme.PAPER, theme.FOUR, 42),
        "too few": parts.Sign("cross", theme.PAPER, theme.FOUR),
        "unknown": parts.Sign("cross", theme.PAPER, theme.FOUR),
    }


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    lq = float(row["lq"])
    low, high = known(row.get("lq_low")), known(row.get("lq_high"))
    return {
        "label": clean(named(row["activity"], row.get("name"))),
        "lq": lq,
        "low": lq if low is None else float(low),
        "high": lq if high is None else float(high),
        "verdict": row["verdict"] if row.get("verdict") in VERDICTS else "unknown",
    }


def _ends(rows: Sequence[Mapping[str, Any]], least: float) -> tuple[float, float]:
    low = min([0.9, least * 0.9, *(row["low"] * 0.9 for row in rows)])
    high = max([1.2, least * 1.1, *(row["high"] * 1.1 for row in rows)])
    return max(low, _LEAST), min(high, max(_MOST, *(row["lq"] * 1.1 for row in rows)))


def _alternative(
    rows: Sequence[Mapping[str, Any]],
    shown: Sequence[Mapping[str, Any]],
    region: str,
    least: float,
    of_categories: bool,
) -> str:
    if not shown:
        return _("No location quotient of %(region)s can be computed from these figures.") % {
            "region": region
        }
    count = sum(1 for row in rows if row.get("verdict") == "strength")
    possible = sum(1 for row in rows if row.get("verdict") == "possible")
    every = ngettext("Of %(count)s activity", "Of %(count)s activities", len(rows))
    if of_categories:
        every = ngettext("Of %(count)s category", "Of %(count)s categories", len(rows))
    said = [
        ngettext(
            "%(of_all)s %(count)s is a strength of %(region)s: it is surely above %(least)s, where "
            "1 is the same share as in the whole.",
            "%(of_all)s %(count)s are strengths of %(region)s: they are surely above %(least)s, "
            "where 1 is the same share as in the whole.",
            count,
        )
        % {
            "of_all": every % {"count": numbers.number(len(rows))},
            "count": numbers.number(count),
            "region": region,
            "least": numbers.number(least, 0 if least == int(least) else 1),
        }
    ]
    if possible:
        said.append(
            ngettext("%(count)s more is possible.", "%(count)s more are possible.", possible)
            % {"count": numbers.number(possible)}
        )
    lows = [row["low"] for row in shown]
    if len(lows) > 1 and lows == sorted(lows, reverse=True):
        said.append(_("The rows stand by the lower end of the interval: the surest first."))
    first = [
        _("%(name)s with %(lq)s (from %(low)s to %(high)s)")
        % {
            "name": shortly(row["label"]),
            "lq": _two(row["lq"]),
            "low": _two(row["low"]),
            "high": _two(row["high"]),
        }
        for row in shown[:3]
    ]
    said.append(_("At the top: %(names)s.") % {"names": listed(first)})
    untold = sum(1 for row in rows if known(row.get("lq")) is None)
    if untold:
        said.append(
            ngettext(
                "The quotient of %(count)s is not known.",
                "The quotients of %(count)s are not known.",
                untold,
            )
            % {"count": numbers.number(untold)}
        )
    if len(rows) - untold > len(shown):
        said.append(
            _("The picture has the first %(count)s; the table has all.")
            % {"count": numbers.number(len(shown))}
        )
    return sentences(said)


def _numbers(row: Mapping[str, Any]) -> str:
    return f"{_two(row['lq'])} ({numbers.interval(row['low'], row['high'], 2)})"


def _two(value: float | None) -> str:
    return numbers.number(value, 2)


def _verdict(row: Mapping[str, Any]) -> str:
    return str(VERDICTS.get(str(row.get("verdict")), VERDICTS["unknown"]))
