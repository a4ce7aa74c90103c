"""The activity space: which activities are found together, and where the region stands in it."""

from collections.abc import Mapping, Sequence
from math import pi, sqrt
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varv.analysis.names.verdicts import VERDICTS
from varv.analysis.pictures.figure import About, Column, Drawing, Figure, Frame, known, rows_of
from varv.analysis.pictures.layout import Tie, backbone, laid_out, parted
from varv.analysis.pictures.words import CODE, NAME, briefly, listed, named, sentences, shortly
from varv.files.charts import theme
from varv.files.charts.labels import Box, clean, fitted, leads, placed
from varv.text import numbers

NAMES = ("activity", "name", "value", "lq", "verdict", "strong", "neighbours")
_HEIGHT, _NARROW_HEIGHT, _EDGE = 500.0, 430.0, 12.0
_SMALLEST, _LARGEST = 3.2, 11.0
_NAMED, _NARROW_NAMED = 36, 12


def space(
    nodes: Sequence[Mapping[str, Any]],
    links: Sequence[Mapping[str, Any]],
    about: About,
    *,
    region: str,
) -> Figure:
    """Return the network of activities with what the region is strong in filled.

    A node has ``activity``, ``name``, ``value``, ``lq`` and ``verdict`` (as in ``strengths``); a
    link ``source`` and ``target`` (activities) and ``proximity``, 0 to 1. All links may be given;
    the picture has those that hold the network together and the strongest of the others.
    """
    place = {str(node["activity"]): at for at, node in enumerate(nodes)}
    ties = [
        (place[str(one["source"])], place[str(one["target"])], float(one["proximity"]))
        for one in links
        if str(one["source"]) in place
        and str(one["target"]) in place
        and (known(one.get("proximity")) or 0) > 0
    ]
    drawn = backbone(len(nodes), ties)
    beside = _beside(nodes, drawn)
    told = [
        {**node, "verdict": str(VERDICTS.get(str(node.get("verdict")), VERDICTS["unknown"])),
         "strong": len([one for one in beside[at] if _is_strong(nodes[one])]),
         "neighbours": len(beside[at])}
        for at, node in enumerate(nodes)
    ]  # fmt: skip
    data = {
        "nodes": [
            {
                "label": clean(named(node["activity"], node.get("name"))),
                "value": known(node.get("value")) or 0.0,
                "verdict": node.get("verdict"),
            }
            for node in nodes
        ],
        "ties": [[one, other, round(weight, 4)] for one, other, weight in drawn],
    }

    def two(value: float | None) -> str:
        return numbers.number(value, 2)

    return Figure(
        title=_("The activity space and %(region)s in it, %(period)s")
        % {"region": clean(region), "period": about.period},
        about=about,
        alternative=_alternative(nodes, beside, clean(region)),
        columns=(
            Column(str(CODE)),
            Column(str(NAME)),
            Column(about.unit, numbers.number),
            Column(_("Underlying location quotient"), two),
            Column(_("Verdict")),
            Column(_("Strong neighbours"), numbers.number),
            Column(_("Neighbours in the picture"), numbers.number),
        ),
        rows=rows_of(told, NAMES),
        drawing=Drawing(draw, data) if len(nodes) > 1 else None,
    )


def draw(data: Mapping[str, Any], frame: Frame) -> dict[str, Any]:
    """Draw the network; what the region is strong in is filled, and named where there is room."""
    from varv.analysis.pictures import altair_parts as parts

    nodes, width = data["nodes"], frame.width
    strong = parts.Sign("circle", theme.ONE, theme.ONE)
    possible = parts.Sign("circle", theme.STRIPES, theme.ONE)
    other = parts.Sign("circle", theme.PAPER, theme.FOUR)
    signs = {"strength": strong, "possible": possible}
    layers, top = parts.legend(_entries(nodes, signs, other), width)
    height = _NARROW_HEIGHT if frame.is_narrow else _HEIGHT
    ties: list[Tie] = [(one, other, weight) for one, other, weight in data["ties"]]
    radii = _radii(nodes, frame)
    inner = laid_out(len(nodes), ties, width - 2 * _EDGE, height - 2 * _EDGE)
    at = parted([(x + _EDGE, y + _EDGE) for x, y in inner], radii, width, height)
    places = [(x, round(y + top, 2)) for x, y in at]
    dots = [
        {"px": x, "py": y, **(signs.get(node["verdict"], other)).look,
         "size": round(pi * radius**2, 1)}
        for node, (x, y), radius in zip(nodes, places, radii, strict=True)
    ]  # fmt: skip
    texts = _texts(nodes, frame)
    # Names begin with the largest strengths; a point keeps as much room free as it takes.
    order = sorted(range(len(nodes)), key=lambda one: (_rank(nodes[one]), one))
    boxes = placed(
        [places[one] for one in order],
        [texts[one] for one in order],
        Box(0, top, width, top + height),
        size=theme.SMALL,
        radius=max(radii, default=0) * 0.6,
        taken=[Box(x - r, y - r, x + r, y + r) for (x, y), r in zip(places, radii, strict=True)],
    )
    lead = leads([places[one] for one in order], boxes, [radii[one] for one in order])
    told = [
        {"px": round(box.left, 2), "py": round(box.middle, 2), "text": texts[one]}
        for one, box in zip(order, boxes, strict=True)
        if box
    ]
    strongest = max((weight for _one, _other, weight in ties), default=1.0)
    weak = [_line(places, tie) for tie in ties if tie[2] < 0.7 * strongest]
    near = [_line(places, tie) for tie in ties if tie[2] >= 0.7 * strongest]
    layers += [
        parts.rules(weak, color=theme.LINE, strokeWidth=1),
        parts.rules(near, color=theme.EDGE, strokeWidth=1.25),
        parts.leads(lead),
        parts.points(dots),
        parts.words(told, size=theme.SMALL),
    ]
    return parts.spec(layers, width, top + height + 4)


def _line(places: Sequence[tuple[float, float]], tie: Tie) -> dict[str, float]:
    (x, y), (x2, y2) = places[tie[0]], places[tie[1]]
    return {"px": x, "py": y, "px2": x2, "py2": y2}


def _entries(
    nodes: Sequence[Mapping[str, Any]], signs: Mapping[str, Any], other: Any
) -> list[tuple[Any, str]]:
    there = {node["verdict"] for node in nodes}
    entries = [(sign, str(VERDICTS[one])) for one, sign in signs.items() if one in there]
    if there - set(signs):
        entries.append((other, _("other activities")))
    return entries


def _radii(nodes: Sequence[Mapping[str, Any]], frame: Frame) -> list[float]:
    largest = max((node["value"] for node in nodes), default=0.0) or 1.0
    most = _LARGEST * (0.75 if frame.is_narrow else 1.0)
    return [
        round(_SMALLEST + (most - _SMALLEST) * sqrt(max(node["value"], 0.0) / largest), 2)
        for node in nodes
    ]


def _texts(nodes: Sequence[Mapping[str, Any]], frame: Frame) -> list[str]:
    order = sorted(range(len(nodes)), key=lambda one: (_rank(nodes[one]), one))
    chosen = set(order[: _NARROW_NAMED if frame.is_narrow else _NAMED])
    room = 0.34 * frame.width if frame.is_narrow else 0.22 * frame.width
    return [
        fitted(briefly(node["label"]), room, theme.SMALL) if at in chosen else ""
        for at, node in enumerate(nodes)
    ]


def _rank(node: Mapping[str, Any]) -> tuple[int, float]:
    return {"strength": 0, "possible": 1}.get(node["verdict"], 2), -node["value"]


def _is_strong(node: Mapping[str, Any]) -> bool:
    return node.get("verdict") == "strength"


def _beside(nodes: Sequence[Mapping[str, Any]], ties: Sequence[Tie]) -> list[list[int]]:
    found: list[list[int]] = [[] for _node in nodes]
    for one, other, _weight in ties:
        found[one].append(other)
        found[other].append(one)
    return found


def _alternative(
    nodes: Sequence[Mapping[str, Any]], beside: Sequence[Sequence[int]], region: str
) -> str:
    if len(nodes) < 2:
        return _("There are too few activities to show which are found together.")
    strong = [at for at, node in enumerate(nodes) if _is_strong(node)]
    said = [
        _(
            "Each point is an activity, the larger the more of it there is in %(region)s; a line "
            "joins two that are often strong in the same regions."
        )
        % {"region": region},
        ngettext(
            "%(count)s of %(all)s activities is a strength of the region and filled.",
            "%(count)s of %(all)s activities are strengths of the region and filled.",
            len(strong),
        )
        % {"count": numbers.number(len(strong)), "all": numbers.number(len(nodes))},
    ]
    groups = _groups(strong, beside)
    if groups and len(groups[0]) > 1:
        names = listed([_name(nodes[at]) for at in sorted(groups[0], key=_most(nodes))])
        said.append(
            _(
                "The largest cluster of strengths has %(count)s joined activities, such as "
                "%(names)s."
            )
            % {"count": numbers.number(len(groups[0])), "names": names}
        )
    open_to = [at for at in range(len(nodes)) if at not in set(strong)]
    near = sorted(open_to, key=lambda at: (-sum(one in strong for one in beside[at]), at))
    near = [at for at in near if sum(one in strong for one in beside[at]) > 1]
    if near:
        said.append(
            _("Most surrounded by strengths without being one: %(names)s.")
            % {"names": listed([_name(nodes[at]) for at in near])}
        )
    return sentences(said)


def _groups(strong: Sequence[int], beside: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return the strengths that are joined to each other, the largest group first."""
    left, found = set(strong), []
    for start in strong:
        if start not in left:
            continue
        left.discard(start)
        group, wait = [start], [start]
        while wait:
            for other in beside[wait.pop()]:
                if other in left:
                    left.discard(other)
                    group.append(other)
                    wait.append(other)
        found.append(group)
    return sorted(found, key=lambda group: (-len(group), group))


def _most(nodes: Sequence[Mapping[str, Any]]) -> Any:
    return lambda at: (-(known(nodes[at].get("value")) or 0.0), at)


def _name(node: Mapping[str, Any]) -> str:
    return shortly(clean(named(node["activity"], node.get("name"))))
