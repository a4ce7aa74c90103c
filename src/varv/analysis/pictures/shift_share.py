"""Shift-share: how much of a change is the whole's, the mix of activities', the region's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from varv.analysis.pictures.figure import About, Column, Drawing, Figure, Frame, known, rows_of
from varv.analysis.pictures.scales import Scale
from varv.analysis.pictures.words import (
    CODE,
    NAME,
    PARTS,
    in_room,
    listed,
    named,
    sentences,
    shortly,
)
from varv.files.charts import theme
from varv.files.charts.labels import clean, text_width
from varv.text import numbers

#: So many activities are drawn: those whose own part is largest, up or down; the table has all.
DRAWN = 16
#: So many that are left out are named beside the sums; of more, how many they are.
NAMED = 3
_STEP, _TALL_STEP, _HIGH, _NAMES = 26.0, 40.0, 13.0, 250.0
#: So far apart stand all together and each, with a line between.
_APART = 24.0


@dataclass(frozen=True)
class Room:
    """From where to where bars go, and how wide names may be."""

    frame: Frame
    left: float
    right: float
    names: float


def shift_share(
    rows: Sequence[Mapping[str, Any]],
    about: About,
    *,
    region: str,
    drawn: int = DRAWN,
) -> Figure:
    """Return the parts of the change of each activity, and of all of them together.

    A row has ``activity`` (or ``region``), ``name``, ``before``, ``after``, ``change``,
    ``national``, ``structural``, ``regional``, ``regional_low`` and ``regional_high``, and where
    the method has it ``allocation``.
    """
    code = "activity" if not rows or "activity" in rows[0] else "region"
    parts = [part for part in PARTS if not rows or part in rows[0] or part != "allocation"]
    told: list[Mapping[str, Any]] = []
    left: list[Mapping[str, Any]] = []
    for one in rows:
        is_told = all(known(one.get(part)) is not None for part in parts)
        (told if is_told else left).append(one)
    by_own = sorted(told, key=lambda one: -abs(one["regional"]))[:drawn]
    chosen = sorted(by_own, key=lambda one: -one["regional"])
    every = {
        "label": _all_together([str(one[code]) for one in left]),
        "change": sum(one["change"] for one in told),
    }
    every |= {part: sum(one[part] for one in told) for part in parts}
    shown = [
        {
            "label": clean(named(one[code], one.get("name"))),
            "change": one["change"],
            **{part: one[part] for part in parts},
            "by_chance": _by_chance(one),
        }
        for one in chosen
    ]
    names = (code, "name", "before", "after", "change", *parts, "regional_low", "regional_high")
    data = {"rows": [every, *shown] if len(told) > 1 else shown, "parts": parts}
    return Figure(
        title=_("What the change in %(region)s consists of, %(period)s")
        % {"region": clean(region), "period": about.period},
        about=about,
        alternative=_alternative(told, left, every, chosen, clean(region), code),
        columns=(
            Column(str(CODE)),
            Column(str(NAME) if code == "activity" else _("Region")),
            Column(_("Before"), numbers.number),
            Column(_("After"), numbers.number),
            Column(pgettext("of a number", "Change"), numbers.signed),
            *(Column(str(PARTS[part]), numbers.signed) for part in parts),
            Column(_("own, at least"), numbers.signed),
            Column(_("own, at most"), numbers.signed),
        ),
        rows=rows_of(rows, names),
        drawing=Drawing(draw, data) if shown else None,
    )


def draw(data: Mapping[str, Any], frame: Frame) -> dict[str, Any]:
    """Draw the parts of each change end to end, and the change itself as a point.

    All together would make hairlines of single activities: it stands alone above a line, with an
    axis and a zero of its own.
    """
    from varv.analysis.pictures import altair_parts as parts

    rows, width = data["rows"], frame.width
    looks = _looks(parts)
    entries = [(looks[part], str(PARTS[part])) for part in data["parts"]]
    if any(row.get("by_chance") for row in rows):
        entries.append((looks["by_chance"], _("the region's own, within chance")))
    layers, top = parts.legend([*entries, (_change(parts), _("the change"))], width)
    room = _room(rows, frame)
    if len(rows) == 1:
        drawn, bottom = _panel(parts, data, rows, room, top, _("Change, and its parts"))
        return parts.spec([*layers, *drawn], width, bottom)
    whole, middle = _panel(
        parts, data, rows[:1], room, top, _("Change of all together, and its parts"), "bold"
    )
    line = {"px": 0, "px2": width, "py": middle + _APART / 2, "py2": middle + _APART / 2}
    each, bottom = _panel(
        parts, data, rows[1:], room, middle + _APART,
        _("Change of each, and its parts; another scale than all together"),
    )  # fmt: skip
    return parts.spec([*layers, *whole, parts.rules([line]), *each], width, bottom)


def _room(rows: Sequence[Mapping[str, Any]], frame: Frame) -> Room:
    """Return where bars and names have their places, the same in both panels."""
    ends = max(text_width(numbers.signed(row["change"])) for row in rows)
    if frame.is_narrow:
        return Room(frame, 4.0, frame.width - 4, frame.width - ends - 8)
    widest = max(text_width(row["label"]) for row in rows) * 1.06  # the first is bold
    names = min(_NAMES, widest)
    return Room(frame, names + 12, frame.width - ends - 16, names)


def _panel(
    parts: Any,
    data: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]],
    room: Room,
    top: float,
    title: str,
    weight: str = "normal",
) -> tuple[list[Any], float]:
    """Return rows over an axis of their own, and where all of it ends."""
    looks, is_narrow, width = _looks(parts), room.frame.is_narrow, room.frame.width
    step = _TALL_STEP if is_narrow else _STEP
    scale = Scale(*_ends(rows, data["parts"]), room.left, room.right)
    surfaces, dots, names, told, bands = [], [], [], [], []
    for at, row in enumerate(rows):
        middle = top + step * (at + 0.5)
        y, above = (middle + 9, middle - 9) if is_narrow else (middle, middle)
        surfaces += _bars(row, data["parts"], looks, scale, y)
        dots.append({"px": scale.at(row["change"]), "py": y, **_change(parts).look})
        names.append({"px": 0, "py": above, "text": in_room(row["label"], room.names)})
        told.append({"px": width, "py": above, "text": numbers.signed(row["change"])})
        bands.append((y - 10, y + 10))
    if not is_narrow:
        bands = [(top, top + step * len(rows))]
    axis, bottom = parts.axis_below(scale, title, bands, width, numbers.signed)
    zero = scale.at(0)
    layers = [
        *axis,
        parts.bars(surfaces),
        parts.held_against(*((zero, low, zero, high) for low, high in bands)),
        parts.points(dots),
        parts.words(names, fontWeight=weight),
        parts.words(told, align="right"),
    ]
    return layers, bottom


def _bars(
    row: Mapping[str, Any], parts: Sequence[str], looks: Mapping[str, Any], scale: Scale, y: float
) -> list[dict[str, Any]]:
    """Return the parts of one change: what adds to the right of zero, what takes to the left."""
    found = []
    ends = {True: 0.0, False: 0.0}
    for part in parts:
        begin = ends[row[part] >= 0]
        end = ends[row[part] >= 0] = begin + row[part]
        if scale.at(begin) != scale.at(end):
            look = looks["by_chance" if part == "regional" and row.get("by_chance") else part]
            px, px2 = sorted((scale.at(begin), scale.at(end)))
            found.append(look.over(px, px2, y, _HIGH))
    return found


def _ends(rows: Sequence[Mapping[str, Any]], parts: Sequence[str]) -> tuple[float, float]:
    low = min(sum(min(row[part], 0) for part in parts) for row in rows)
    high = max(sum(max(row[part], 0) for part in parts) for row in rows)
    room = (high - low) * 0.03 or 1.0
    return low - room, high + room


def _looks(parts: Any) -> dict[str, Any]:
    return {
        "national": parts.Surface(theme.SOFT, theme.EDGE),
        "structural": parts.Surface(theme.STRIPES, theme.ONE),
        "allocation": parts.Surface(theme.DOTS, theme.TWO),
        "regional": parts.Surface(theme.ONE, theme.ONE),
        "by_chance": parts.Surface(theme.PAPER, theme.ONE),
    }


def _change(parts: Any) -> Any:
    return parts.Sign("diamond", theme.PAPER, theme.INK, 80)


def _by_chance(row: Mapping[str, Any]) -> bool:
    """Tell whether chance alone may have made the region's own part."""
    low, high = known(row.get("regional_low")), known(row.get("regional_high"))
    return low is not None and high is not None and low <= 0 <= high


def _all_together(left: Sequence[str]) -> str:
    """Return what the sums are of: beside them it is said what is not in them."""
    if not left:
        return _("All together")
    if len(left) > NAMED:
        return _("All together but %(count)s") % {"count": numbers.number(len(left))}
    return _("All together but %(names)s") % {"names": clean(listed(left, NAMED))}


def _with_code(row: Mapping[str, Any], code: str) -> str:
    """Return a name and the code that stands for it beside the sums."""
    name = shortly(clean(str(row.get("name") or "")))
    return f"{name} ({clean(str(row[code]))})" if name else clean(str(row[code]))


def _not_among(left: Sequence[Mapping[str, Any]], code: str) -> str:
    if len(left) > NAMED:
        text = _("All together is without %(count)s that the source does not tell enough of.")
        return text % {"count": numbers.number(len(left))}
    names = [_with_code(one, code) for one in left]
    text = _("All together is without what the source does not tell enough of: %(names)s.")
    return text % {"names": listed(names, NAMED)}


def _alternative(
    told: Sequence[Mapping[str, Any]],
    left: Sequence[Mapping[str, Any]],
    every: Mapping[str, Any],
    chosen: Sequence[Mapping[str, Any]],
    region: str,
    code: str,
) -> str:
    if not told:
        return _("These figures do not tell how %(region)s has changed.") % {"region": region}

    def names(rows: Sequence[Mapping[str, Any]]) -> str:
        return listed([
            f"{shortly(clean(named(one[code], one.get('name'))))} "
            f"({numbers.signed(one['regional'])})"
            for one in rows[:3]
        ])  # fmt: skip

    said = [_not_among(left, code)] if left else []
    said.append(
        _(
            "All together changed by %(change)s. Had everything gone as in the whole, it would "
            "have been %(national)s; the mix of activities adds %(structural)s, and what is "
            "%(region)s's own %(regional)s."
        )
        % {
            "change": numbers.signed(every["change"]),
            "national": numbers.signed(every["national"]),
            "structural": numbers.signed(every["structural"]),
            "regional": numbers.signed(every["regional"]),
            "region": region,
        }
    )
    if len(chosen) > 1:
        said.append(_("The bars stand by what is the region's own, from most to least."))
    sure_up = [one for one in chosen if (known(one.get("regional_low")) or 0) > 0]
    sure_down = [one for one in reversed(chosen) if (known(one.get("regional_high")) or 0) < 0]
    if sure_up:
        said.append(_("Most above the whole, by more than chance: %(names)s.") % {
            "names": names(sure_up)
        })  # fmt: skip
    if sure_down:
        said.append(_("Most below, by more than chance: %(names)s.") % {"names": names(sure_down)})
    if not sure_up and not sure_down:
        said.append(_("No single activity differs from the whole by more than chance."))
    if len(told) > len(chosen):
        said.append(
            _("The picture has the %(count)s that differ most; the table has all.")
            % {"count": numbers.number(len(chosen))}
        )
    return sentences(said)
