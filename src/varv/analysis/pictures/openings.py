"""Openings: what a region could become strong in, by how near and how complex it is."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varv.analysis.pictures.figure import About, Column, Drawing, Figure, Frame, known, rows_of
from varv.analysis.pictures.scales import Scale, around
from varv.analysis.pictures.words import (
    CODE,
    NAME,
    ROADS,
    briefly,
    listed,
    named,
    sentences,
    shortly,
)
from varv.files.charts import theme
from varv.files.charts.labels import Box, clean, fitted, leads, placed
from varv.text import numbers

NAMES = (
    "activity", "name", "value", "lq", "lq_low", "lq_high", "density", "complexity", "road",
    "probability",
)  # fmt: skip
#: Under this, which end of complexity is the complex one is hardly known.
SURE_SIGN = 0.3
_HEIGHT, _NARROW_HEIGHT = 480.0, 420.0
#: So many names are tried, the most important first; those that find no place are in the table.
_NAMED, _NARROW_NAMED = 40, 12
_LEFT, _ABOVE, _RADIUS = 44.0, 26.0, 5.0


def openings(
    rows: Sequence[Mapping[str, Any]],
    about: About,
    *,
    region: str,
    besides: Mapping[str, Any],
) -> Figure:
    """Return a map of what a region is not specialised in: relatedness x complexity.

    A row has ``activity``, ``name``, ``value``, ``lq``, ``lq_low``, ``lq_high``, ``density``,
    ``complexity``, ``road`` ("high road", "slow road", "casino", "dead end"), and where years allow
    it ``probability`` (of entry). ``besides`` has ``density_cut`` and ``complexity_cut``, what
    parts high from low; ``sign_strength``; and ``horizon`` in years, or None.
    """
    shown = [
        {
            "label": clean(named(one["activity"], one.get("name"))),
            "density": float(one["density"]),
            "complexity": float(one["complexity"]),
            "road": one["road"],
        }
        for one in rows
        if None not in (known(one.get("density")), known(one.get("complexity")))
        and one.get("road") in ROADS
    ]
    horizon = besides.get("horizon")
    likely = horizon is not None and any(known(one.get("probability")) for one in rows)
    names = NAMES if likely else NAMES[:-1]
    told = [{**one, "road": str(ROADS.get(str(one.get("road")), ""))} for one in rows]
    cuts = {"density": besides["density_cut"], "complexity": besides["complexity_cut"]}
    return Figure(
        title=_("Openings of %(region)s, %(period)s")
        % {"region": clean(region), "period": about.period},
        about=about,
        alternative=_alternative(rows, shown, clean(region), besides),
        columns=_columns(about, horizon)[: len(names)],
        rows=rows_of(told, names),
        drawing=Drawing(draw, {"rows": shown, "cuts": cuts}) if shown else None,
    )


def draw(data: Mapping[str, Any], frame: Frame) -> dict[str, Any]:
    """Draw a point for each activity, and names that cover neither points nor each other."""
    from varv.analysis.pictures import altair_parts as parts

    width = frame.width
    rows = sorted(data["rows"], key=_importance)
    signs = _signs(parts)
    present = [one for one in signs if any(row["road"] == one for row in rows)]
    layers, top = parts.legend([(signs[one], str(ROADS[one])) for one in present], width)
    top += _ABOVE
    bottom = top + (_NARROW_HEIGHT if frame.is_narrow else _HEIGHT)
    cuts = data["cuts"]
    across = Scale(*_ends(rows, cuts, "density"), _LEFT, width - 2)
    upwards = Scale(*_ends(rows, cuts, "complexity"), bottom, top)
    dots = [
        {"px": across.at(row["density"]), "py": upwards.at(row["complexity"]),
         **signs[row["road"]].look}
        for row in rows
    ]  # fmt: skip
    room = (0.36 if frame.is_narrow else 0.26) * width
    texts = [
        fitted(briefly(row["label"]), room, theme.SMALL)
        if at < (_NARROW_NAMED if frame.is_narrow else _NAMED)
        else ""
        for at, row in enumerate(rows)
    ]
    page = Box(_LEFT + 2, top, width, bottom)
    places = [(dot["px"], dot["py"]) for dot in dots]
    boxes = placed(places, texts, page, size=theme.SMALL, radius=_RADIUS)
    beside, above = _titles(frame)
    axis, end = parts.axis_below(across, beside, [(top, bottom)], width, numbers.percent)
    layers += [
        *axis,
        *parts.axis_beside(upwards, above, _LEFT, width, numbers.number),
        parts.held_against(
            *[(across.at(cuts["density"]), top, across.at(cuts["density"]), bottom)]
            * (cuts["density"] is not None),
            *[(_LEFT, upwards.at(cuts["complexity"]), width, upwards.at(cuts["complexity"]))]
            * (cuts["complexity"] is not None),
        ),
        parts.leads(leads(places, boxes, [_RADIUS] * len(rows))),
        parts.points(dots),
        parts.words(
            [
                {"px": box.left, "py": box.middle, "text": text}
                for text, box in zip(texts, boxes, strict=True)
                if box
            ],
            size=theme.SMALL,
        ),
    ]
    return parts.spec(layers, width, end)


def _titles(frame: Frame) -> tuple[str, str]:
    if frame.is_narrow:
        return _("Relatedness: the further right, the nearer"), _("Complexity")
    return (
        _("Relatedness: how much of what is near the activity the region already is strong in"),
        _("Complexity of the activity (0 is the mean of all, 1 a standard deviation)"),
    )


def _importance(row: Mapping[str, Any]) -> tuple[int, float]:
    """Return what puts the high road first, then what is nearest."""
    return list(ROADS).index(row["road"]), -row["density"]


def _ends(
    rows: Sequence[Mapping[str, Any]], cuts: Mapping[str, Any], name: str
) -> tuple[float, float]:
    values = [row[name] for row in rows]
    return around(values if cuts[name] is None else [*values, cuts[name]])


def _signs(parts: Any) -> dict[str, Any]:
    return {
        "high road": parts.Sign("circle", theme.ONE, theme.ONE, 62),
        "slow road": parts.Sign("circle", theme.PAPER, theme.ONE, 62),
        "casino": parts.Sign("triangle-up", theme.THREE, theme.THREE, 58),
        "dead end": parts.Sign("square", theme.PAPER, theme.FOUR, 48),
    }


def _columns(about: About, horizon: int | None) -> tuple[Column, ...]:
    def two(value: float | None) -> str:
        return numbers.number(value, 2)

    return (
        Column(str(CODE)),
        Column(str(NAME)),
        Column(about.unit, numbers.number),
        Column(_("Underlying location quotient"), two),
        Column(_("at least"), two),
        Column(_("at most"), two),
        Column(_("Relatedness"), numbers.percent),
        Column(_("Complexity"), two),
        Column(_("Road")),
        Column(
            _("Probability of reaching 1 within %(years)s years") % {"years": horizon},
            numbers.probability,
        ),
    )


def _alternative(
    rows: Sequence[Mapping[str, Any]],
    shown: Sequence[Mapping[str, Any]],
    region: str,
    besides: Mapping[str, Any],
) -> str:
    if not shown:
        return _(
            "There is no opening of %(region)s of which these figures tell relatedness and "
            "complexity."
        ) % {"region": region}
    high = [one for one in sorted(shown, key=_importance) if one["road"] == "high road"]
    said = [
        ngettext(
            "%(count)s activity is no strength of %(region)s today.",
            "%(count)s activities are no strengths of %(region)s today.",
            len(shown),
        )
        % {"count": numbers.number(len(shown)), "region": region},
        ngettext(
            "%(count)s of them is on the high road: nearer than the mean to what the region does, "
            "and more complex.",
            "%(count)s of them are on the high road: nearer than the mean to what the region does, "
            "and more complex.",
            len(high),
        )
        % {"count": numbers.number(len(high))},
    ]
    if high:
        nearest = listed([shortly(one["label"]) for one in high])
        said.append(_("Nearest of these: %(names)s.") % {"names": nearest})
    said += _likely(rows, besides)
    sign = known(besides.get("sign_strength"))
    if sign is not None and sign < SURE_SIGN:
        said.append(
            _(
                "Be careful: in these figures it is hardly known which activities are the complex "
                "ones (%(sign)s, where under 0.3 is weak), so high road and slow road may well "
                "change places."
            )
            % {"sign": numbers.number(sign, 2)}
        )
    return sentences(said)


def _likely(rows: Sequence[Mapping[str, Any]], besides: Mapping[str, Any]) -> list[str]:
    horizon = besides.get("horizon")
    sure = [one for one in rows if known(one.get("probability")) is not None]
    if horizon is None or not sure:
        return []
    most = sorted(sure, key=lambda one: -one["probability"])[:3]
    names = [
        f"{shortly(clean(named(one['activity'], one.get('name'))))} "
        f"({numbers.probability(one['probability'])})"
        for one in most
    ]
    text = _("Most probable to reach a location quotient of 1 within %(years)s years: %(names)s.")
    return [text % {"years": horizon, "names": listed(names)}]
