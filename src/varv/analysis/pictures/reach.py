"""The municipalities on a map: as tiles, and as they lie where their outlines are known.

Written as SVG here, without Altair: the shapes are those of ``varv.reach.maps``.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varv.analysis.pictures.figure import About, Column, Drawing, Figure, Frame
from varv.analysis.pictures.words import listed, sentences
from varv.files.charts import svg, theme
from varv.files.charts.labels import Box, clean, fitted, text_width
from varv.reach.counts import Tile
from varv.reach.maps import Polygons, drawn
from varv.text import numbers

_TILE, _TALL, _GAP, _LINE = 112.0, 62.0, 6.0, 14.0
_STEPS = len(theme.RAMP)


def reach(
    tiles: Sequence[Tile],
    about: About,
    *,
    title: str,
    form: Callable[[float | None], str] = numbers.number,
    outlines: Mapping[str, Polygons] | None = None,
) -> Figure:
    """Return one number for each municipality, as tiles and on the map of the region.

    ``tiles`` are ``varv.reach.counts.Tile``; a ``value`` of None is not known or not shown, and its
    ``label`` says which. ``form`` is how a number is written. ``outlines`` has the polygons of each
    by its code.
    """
    told = [
        {
            "name": clean(tile.name),
            "label": clean(tile.label) if tile.value is None else form(tile.value),
            "value": tile.value,
            "col": tile.col,
            "row": tile.row,
            "level": _level(tile.value, tiles),
        }
        for tile in tiles
    ]
    shapes = [
        {"path": shape.path, "x": round(shape.x, 1), "y": round(shape.y, 1), "width": shape.width,
         "height": round(shape.height, 1)}
        for shape in drawn(outlines or {}, tiles)
    ]  # fmt: skip
    return Figure(
        title=clean(title),
        about=about,
        alternative=_alternative(told),
        columns=(Column(_("Municipality")), Column(about.unit, form)),
        rows=tuple((tile.name, tile.value) for tile in tiles),
        drawing=Drawing(draw, {"tiles": told, "shapes": shapes}) if tiles else None,
    )


def draw(data: Mapping[str, Any], frame: Frame) -> str:
    """Write tiles that are the darker the more, each with its name and number; beside them the map.

    Without colour the numbers say it all; what is not known has a dashed edge, and what is below
    zero a thick one, where dark is far from zero.
    """
    tiles, shapes = data["tiles"], data["shapes"]
    beside = bool(shapes) and not frame.is_narrow
    width = (frame.width - 24) / 2 if beside else min(frame.width, 420.0)
    parts, height = _tiles(tiles, width)
    if shapes:
        top = 0.0 if beside else height + 16
        map_parts, map_height = _map(tiles, shapes, frame.width - width - 24 if beside else width)
        moved = ElementTree.Element("g", {
            "transform": f"translate({frame.width / 2 + 12 if beside else 0},{top})"
        })  # fmt: skip
        moved.extend(map_parts)
        parts.append(moved)
        height = max(height, top + map_height)
    whole = frame.width if beside else width
    root = ElementTree.Element("svg", {
        "xmlns": svg.NAMESPACE, "width": f"{whole:g}", "height": f"{height:g}",
        "viewBox": f"0 0 {whole:g} {height:g}",
    })  # fmt: skip
    root.extend(parts)
    return ElementTree.tostring(root, encoding="unicode")


def _tiles(
    tiles: Sequence[Mapping[str, Any]], width: float
) -> tuple[list[ElementTree.Element], float]:
    columns = max(tile["col"] for tile in tiles) + 1
    lines = max(tile["row"] for tile in tiles) + 1
    wide = min((width - _GAP * (columns - 1) - 2) / columns, _TILE * 1.4)
    high = max(_TALL, wide * 0.55)
    found = []
    for tile in tiles:
        x, y = 1 + tile["col"] * (wide + _GAP), 1 + tile["row"] * (high + _GAP)
        box = {"x": x, "y": y, "width": wide, "height": high, "rx": 6}
        found.append(_element("rect", box, _filled(tile)))
        ink = theme.INK if tile["value"] is None else theme.ON_RAMP[tile["level"]]
        size = _size_for(tile["name"], wide - 8)
        name = fitted(tile["name"], wide - 6, size)
        found.append(_text(name, x + wide / 2, y + high * 0.4, size, ink))
        number = fitted(tile["label"], wide - 6, 15)
        found.append(_text(number, x + wide / 2, y + high * 0.76, 15, ink, bold=True))
    return found, 2 + lines * (high + _GAP)


def _size_for(text: str, room: float) -> float:
    """Return the size at which a name fits, not under what can be read."""
    return round(max(9.5, min(13.0, 13.0 * room / max(text_width(text, 13.0), 1.0))), 1)


def _map(
    tiles: Sequence[Mapping[str, Any]], shapes: Sequence[Mapping[str, Any]], width: float
) -> tuple[list[ElementTree.Element], float]:
    scale = width / shapes[0]["width"]
    outlines = ElementTree.Element("g", {"transform": f"scale({scale:.4f})"})
    for tile, shape in zip(tiles, shapes, strict=True):
        path = _element("path", {"d": shape["path"]}, _filled(tile))
        path.set("stroke-width", f"{float(path.get('stroke-width', 1)) / scale:.2f}")
        outlines.append(path)
    height = shapes[0]["height"] * scale + 4
    return [outlines, *_names(tiles, shapes, scale, Box(0, 0, width, height))], height


def _names(
    tiles: Sequence[Mapping[str, Any]],
    shapes: Sequence[Mapping[str, Any]],
    scale: float,
    page: Box,
) -> list[ElementTree.Element]:
    """Return name and number of each, none on another; where there is no room the number alone."""
    found: list[ElementTree.Element] = []
    taken: list[Box] = []
    for tile, shape in zip(tiles, shapes, strict=True):
        name = fitted(tile["name"], 0.32 * page.right)
        for lines in ((name, tile["label"]), (tile["label"],)):
            box = _place(lines, shape["x"] * scale, shape["y"] * scale, page, taken)
            if box is not None:
                taken.append(box)
                found += _words(lines, box, tile)
                break
    return found


def _place(lines: Sequence[str], x: float, y: float, page: Box, taken: Sequence[Box]) -> Box | None:
    """Return the free place nearest to the middle of a municipality, up or down from it."""
    half, high = max(text_width(line) for line in lines) / 2 + 1, _LINE * len(lines)
    x = min(max(x, page.left + half), page.right - half)
    for off in (0, -_LINE, _LINE, -2 * _LINE, 2 * _LINE):
        box = Box(x - half, y + off - high / 2, x + half, y + off + high / 2)
        if box.within(page) and not any(box.meets(one) for one in taken):
            return box
    return None


def _words(lines: Sequence[str], box: Box, tile: Mapping[str, Any]) -> list[ElementTree.Element]:
    dark = tile["value"] is not None and theme.ON_RAMP[tile["level"]] != theme.INK
    ink, edge = (theme.ON_RAMP[-1], theme.RAMP[-1]) if dark else (theme.INK, theme.PAPER)
    found = []
    for at, line in enumerate(lines):
        y = box.top + _LINE * at + 11
        word = _text(line, (box.left + box.right) / 2, y, 12, ink, bold=at == len(lines) - 1)
        word.set("stroke", edge)
        word.set("stroke-width", "3")
        found.append(word)
    return found


def _filled(tile: Mapping[str, Any]) -> dict[str, str]:
    if tile["value"] is None:
        return {"fill": theme.PAPER, "stroke": theme.EDGE, "stroke-dasharray": "4 4"}
    below = {"stroke": theme.THREE, "stroke-width": "3"} if tile["value"] < 0 else {}
    return {"fill": theme.RAMP[tile["level"]], "stroke": theme.EDGE, **below}


def _text(
    text: str, x: float, y: float, size: float, ink: str, *, bold: bool = False
) -> ElementTree.Element:
    found = _element("text", {"x": x, "y": y, "font-size": size},
                     {"fill": ink, "text-anchor": "middle"})  # fmt: skip
    if bold:
        found.set("font-weight", "bold")
    found.text = text
    return found


def _element(tag: str, numbers_: Mapping[str, Any], more: Mapping[str, str]) -> ElementTree.Element:
    told = {
        name: value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")
        for name, value in numbers_.items()
    }
    return ElementTree.Element(tag, {**told, **more})


def _level(value: float | None, tiles: Sequence[Tile]) -> int:
    """Return which of the steps from light to dark a number has."""
    known = [tile.value for tile in tiles if tile.value is not None]
    if value is None or not known:
        return 0
    if min(known) < 0:  # a change: what counts is how far from nothing it is, up or down
        value, known = abs(value), [0.0, *map(abs, known)]
    low, high = min(known), max(known)
    return 2 if low == high else min(_STEPS - 1, int(_STEPS * (value - low) / (high - low)))


def _alternative(tiles: Sequence[Mapping[str, Any]]) -> str:
    known = sorted(
        (tile for tile in tiles if tile["value"] is not None), key=lambda tile: -tile["value"]
    )
    if not known:
        return _("No municipality has a number that is known.")
    said = []
    if len(known) == 1 or known[0]["value"] == known[-1]["value"]:
        said.append(
            ngettext(
                "%(count)s municipality has %(label)s.",
                "All %(count)s municipalities have %(label)s.",
                len(known),
            )
            % {"count": numbers.number(len(known)), "label": known[0]["label"]}
        )
    else:
        said.append(
            _("Most has %(most)s with %(number)s, least %(least)s with %(other)s.")
            % {
                "most": known[0]["name"],
                "number": known[0]["label"],
                "least": known[-1]["name"],
                "other": known[-1]["label"],
            }
        )
    unknown = [tile["name"] for tile in tiles if tile["value"] is None]
    if unknown:
        said.append(
            _("Not known or not shown: %(names)s.") % {"names": listed(unknown, len(unknown))}
        )
    return sentences(said)
