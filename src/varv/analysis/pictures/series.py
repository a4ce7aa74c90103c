"""Time series: one or several numbers over the years."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from varv.analysis.pictures.figure import About, Column, Drawing, Figure, Frame, known
from varv.analysis.pictures.scales import Scale, around, digits_of, ticks
from varv.analysis.pictures.words import listed, sentences
from varv.files.charts import theme
from varv.files.charts.labels import clean, fitted, spread, text_width
from varv.text import numbers

#: More lines than these cannot be told apart; the table has all.
DRAWN = 9
_HEIGHT, _NARROW_HEIGHT, _ABOVE, _APART = 300.0, 260.0, 26.0, 13.0
#: Each line has its own dash, shape and colour: any one of them is enough.
Look = tuple[tuple[float, ...], str, bool, str]
Points = Sequence[tuple[int, float]]
LOOKS: tuple[Look, ...] = (
    ((1, 0), "circle", True, theme.ONE),
    ((7, 3), "square", False, theme.TWO),
    ((2, 2), "triangle-up", True, theme.THREE),
    ((9, 3, 2, 3), "diamond", False, theme.FOUR),
    ((4, 2), "triangle-down", True, theme.TWO),
    ((1, 3), "circle", False, theme.THREE),
    ((12, 3), "square", True, theme.FOUR),
    ((5, 2, 1, 2, 1, 2), "diamond", True, theme.ONE),
    ((3, 1), "triangle-up", False, theme.TWO),
)


def series(
    rows: Sequence[Mapping[str, Any]],
    about: About,
    *,
    title: str,
    digits: int = 0,
    from_zero: bool = True,
) -> Figure:
    """Return lines over the years, named where they end; a year that is missing is a gap.

    A row has ``year``, ``value`` (None where it is not known) and, where there are several lines,
    ``series`` (its name). The first lines are drawn.
    """
    names = list(dict.fromkeys(clean(one.get("series") or "") for one in rows))
    found = [
        {
            "name": name,
            "points": sorted(
                {
                    int(one["year"]): float(one["value"])
                    for one in rows
                    if clean(one.get("series") or "") == name and known(one["value"]) is not None
                }.items()
            ),
        }
        for name in names
    ]
    drawn = [one for one in found if one["points"]][:DRAWN]
    data = {
        "lines": drawn,
        "digits": digits,
        "from_zero": from_zero,
        "unit": clean(about.unit),
        "gaps": sorted({int(one["year"]) for one in rows if known(one["value"]) is None}),
    }

    def form(value: float | None) -> str:
        return numbers.number(value, digits)

    several = names != [""]
    return Figure(
        title=clean(title),
        about=about,
        alternative=_alternative(found, drawn, form),
        columns=(
            *[Column(_("What"))] * several,
            Column(_("Year")),
            Column(about.unit, form),
        ),
        rows=tuple(
            (*[clean(one.get("series") or "")] * several, str(one["year"]), known(one["value"]))
            for one in rows
        ),
        drawing=Drawing(draw, data) if drawn else None,
    )


def draw(data: Mapping[str, Any], frame: Frame) -> dict[str, Any]:
    """Draw the lines, each with its dash and shape; its name and last number stand at its end."""
    from varv.analysis.pictures import altair_parts as parts

    lines, width = data["lines"], frame.width
    top, height = _ABOVE, _HEIGHT
    if frame.is_narrow:  # names stand in two lines there
        height = max(_NARROW_HEIGHT, 31.0 * len(lines))
    bottom = top + height
    values = [value for line in lines for _year, value in line["points"]]
    low, high = around(values)
    if data["from_zero"] and min(values) >= 0:
        low = 0.0
    upwards = Scale(low, high, bottom, top)
    marks = upwards.ticks(6)
    digits = max(digits_of(marks), 0)
    left = max(text_width(numbers.number(one, digits)) for one in marks) + 10
    names = [_named(line, data["digits"], frame) for line in lines]
    at_end = max(text_width(text) for name in names for text in name) + 14
    years = [year for line in lines for year, _value in line["points"]]
    across = Scale(min(years), max(years), left + 4, width - at_end)
    layers: list[Any] = list(parts.axis_beside(upwards, data["unit"], left, width, numbers.number))
    whole = _years(across)
    layers.append(
        parts.words(
            [{"px": across.at(year), "py": bottom + 14, "text": str(int(year))} for year in whole],
            align="center",
            strokeWidth=0,
        )
    )
    every = sorted({*years, *data["gaps"]})
    ends = []
    for line, look in zip(lines, LOOKS, strict=False):
        marks_, end = _line(parts, line["points"], look, across, upwards, every)
        layers += marks_
        ends.append(end)
    layers += _at_ends(parts, names, ends, width - at_end, (top, bottom))
    return parts.spec(layers, width, bottom + 26)


def _line(
    parts: Any, points: Points, look: Look, across: Scale, upwards: Scale, every: Sequence[int]
) -> tuple[list[Any], tuple[float, float]]:
    """Return one line with its points, broken where it lacks a year, and where it ends."""
    dash, shape, is_filled, colour = look
    sign = parts.Sign(shape, colour if is_filled else theme.PAPER, colour, 36)
    dots = [{"px": across.at(year), "py": upwards.at(value), **sign.look} for year, value in points]
    runs = [
        parts.lines(run, color=colour, strokeDash=list(dash)) for run in _runs(points, dots, every)
    ]
    return [*runs, parts.points(_apart(dots))], (dots[-1]["px"], dots[-1]["py"])


def _at_ends(
    parts: Any,
    names: Sequence[Sequence[str]],
    ends: Sequence[tuple[float, float]],
    left: float,
    room: tuple[float, float],
) -> list[Any]:
    """Return the names beside the ends of their lines, none on another."""
    high = 15.0 * max(len(name) for name in names)
    places = spread([y for _x, y in ends], high, room[0] + high / 2 - 8, room[1] - high / 2 + 8)
    texts = [
        {"px": left + 10, "py": round(y + 14.0 * (at - (len(name) - 1) / 2), 2), "text": text}
        for name, y in zip(names, places, strict=True)
        for at, text in enumerate(name)
    ]
    lead = [
        (end_x + 5, end_y, left + 8, round(y, 2))
        for (end_x, end_y), y in zip(ends, places, strict=True)
        if abs(y - end_y) > 4 or end_x < left - 6
    ]
    return [parts.leads(lead), parts.words(texts)]


def _named(line: Mapping[str, Any], digits: int, frame: Frame) -> list[str]:
    """Return the last number of a line and its name: what stands at its end, in one line or two."""
    last = numbers.number(line["points"][-1][1], digits)
    if frame.is_narrow:
        room = 0.31 * frame.width
        return [fitted(text, room) for text in (line["name"], last) if text]
    name = line["name"]
    # A name that begins with a digit, such as a code, would read as one number with the last one.
    text = f"{name}: {last}" if name[:1].isdigit() else f"{last} {name}".strip()
    return [fitted(text, 0.32 * frame.width)]


def _apart(dots: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return those points of a line that can be told from each other, with the last one."""
    found: list[Mapping[str, Any]] = []
    for dot in reversed(dots):
        if not found or found[-1]["px"] - dot["px"] >= _APART:
            found.append(dot)
    return found


def _years(scale: Scale) -> list[float]:
    """Return the years that are written: the first, the last, and round ones with room between."""
    round_ones = ticks(scale.low, scale.high, max(2, int((scale.end - scale.start) / 46)))
    found = [scale.high]
    for year in (scale.low, *reversed(round_ones)):
        if year % 1 == 0 and all(abs(scale.at(year) - scale.at(one)) > 40 for one in found):
            found.append(year)
    return sorted(found)


def _runs(
    points: Points, dots: Sequence[Mapping[str, Any]], every: Sequence[int]
) -> list[list[Mapping[str, Any]]]:
    """Return the pieces of a line: it is broken where years are missing that the figure has."""
    runs: list[list[Mapping[str, Any]]] = []
    for at, dot in enumerate(dots):
        is_broken = at and any(points[at - 1][0] < year < points[at][0] for year in every)
        if not at or is_broken:
            runs.append([])
        runs[-1].append(dot)
    return [run for run in runs if len(run) > 1]


def _alternative(
    found: Sequence[Mapping[str, Any]], drawn: Sequence[Mapping[str, Any]], form: Any
) -> str:
    if not drawn:
        return _("No year has a number that is known.")
    said = []
    for line in drawn:
        (first, before), (last, after) = line["points"][0], line["points"][-1]
        words = {
            "name": line["name"], "first": first, "last": last, "before": form(before),
            "after": form(after), "change": _change(before, after),
        }  # fmt: skip
        if first == last:
            text = _("%(name)s: %(after)s in %(last)s.")
        else:
            text = _("%(name)s: from %(before)s in %(first)s to %(after)s in %(last)s%(change)s.")
        said.append((text % words).removeprefix(": ").strip())
    said = [one[:1].upper() + one[1:] for one in said]
    left = [one["name"] for one in found if one not in drawn]
    if left:
        said.append(
            _("Not in the picture, but in the table: %(names)s.")
            % {"names": listed(left, len(left))}
        )
    return sentences(said)


def _change(before: float, after: float) -> str:
    if not before > 0:
        return ""
    change = after / before - 1
    told = numbers.percent(abs(change), 0 if abs(change) >= 0.1 else 1)
    if told == numbers.percent(0.0, 1):
        return _(", unchanged")
    return (_(", %(share)s more") if change > 0 else _(", %(share)s less")) % {"share": told}
