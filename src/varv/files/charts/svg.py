"""What was drawn, made fit for a page: no styles, no script, colours by class, a fixed writing.

Vega writes colours into attributes. Each that ``theme`` knows gets the class of its role beside the
attribute, so that the stylesheet of a page can set it, while a document that has no stylesheet
shows the attribute. Nothing of what Vega writes for programs that look into a chart is kept.
"""

import re
from xml.etree import ElementTree

from varv.files.charts.theme import FONT, PAPER, PATTERNS, ROLES

NAMESPACE = "http://www.w3.org/2000/svg"
_KEPT = {"svg", "g", "path", "line", "rect", "circle", "text", "tspan", "defs", "clipPath"}
_DROPPED = {
    "class", "style", "role", "aria-hidden", "aria-roledescription", "aria-label", "pointer-events",
    "stroke-miterlimit", "id", "href",
}  # fmt: skip
_WHITE = "#ffffff"
_LONG = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?|-?\d+(?:\.\d+)?e-\d+")


def finished(svg: str, key: str) -> str:
    """Return the picture as it is put into a page; ``key`` tells it from others there."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - written by our own program
    used: set[str] = set()
    _tidy(root, key, used)
    root.attrib.pop("version", None)
    root.set("preserveAspectRatio", "xMidYMin meet")
    root.set("font-family", FONT)
    root.set("class", "chart")
    if used:
        root.insert(0, _definitions(used, key))
    ElementTree.register_namespace("", NAMESPACE)
    return ElementTree.tostring(root, encoding="unicode")


def on_white(svg: str) -> str:
    """Return a finished picture for a document, whose paper is white.

    On a page the edges of letters have the colour of the page, so that lines behind them give way;
    on white paper they would stand out as a light outline round every letter.
    """
    root = ElementTree.fromstring(svg)  # noqa: S314 - written by our own program
    for element in root.iter():
        for name in ("fill", "stroke"):
            if element.get(name) == PAPER:
                element.set(name, _WHITE)
    ground = {"width": "100%", "height": "100%", "fill": _WHITE}
    root.insert(0, ElementTree.Element(f"{{{NAMESPACE}}}rect", ground))
    ElementTree.register_namespace("", NAMESPACE)
    return ElementTree.tostring(root, encoding="unicode")


def _tidy(element: ElementTree.Element, key: str, used: set[str]) -> None:
    for child in list(element):
        if child.tag.rpartition("}")[2] not in _KEPT or _is_empty(child):
            element.remove(child)
        else:
            _tidy(child, key, used)
            if child.tag.endswith("}g") and not len(child):
                element.remove(child)
    for name in [one for one in element.attrib if _is_dropped(one)]:
        del element.attrib[name]
    for name, value in element.attrib.items():
        if name in {"d", "transform"} or _LONG.fullmatch(value):
            element.set(name, _LONG.sub(_rounded, value))
    _classes(element, key, used)
    if element.tag.endswith("}text"):
        _halo(element)


def _classes(element: ElementTree.Element, key: str, used: set[str]) -> None:
    roles = []
    for name in ("fill", "stroke"):
        colour = element.get(name, "")
        if colour in PATTERNS:
            used.add(colour)
            element.set(name, f"url(#{key}-{PATTERNS[colour]})")
        elif colour in ROLES:
            roles.append(f"{name}-{ROLES[colour]}")
    if roles:
        element.set("class", " ".join(roles))


def _halo(element: ElementTree.Element) -> None:
    """Set the edge of a letter behind it and not over it."""
    element.attrib.pop("font-family", None)  # the whole has it
    if element.get("stroke"):
        element.set("paint-order", "stroke")
        element.set("stroke-linejoin", "round")


def _definitions(used: set[str], key: str) -> ElementTree.Element:
    """Return the patterns: surfaces that are told apart in grey too."""
    found = ElementTree.Element("defs")
    for colour in sorted(used):
        name = PATTERNS[colour]
        pattern = ElementTree.SubElement(found, "pattern", {
            "id": f"{key}-{name}", "width": "6", "height": "6", "patternUnits": "userSpaceOnUse",
        })  # fmt: skip
        role = {"stripes": "one", "dots": "two"}[name]
        plain = {role: colour for colour, role in ROLES.items()}
        ElementTree.SubElement(pattern, "rect", {
            "width": "6", "height": "6", "fill": plain["softer"], "class": "fill-softer",
        })  # fmt: skip
        if name == "stripes":
            ElementTree.SubElement(pattern, "path", {
                "d": "M-1.5,1.5L1.5,-1.5M0,6L6,0M4.5,7.5L7.5,4.5", "stroke": plain[role],
                "stroke-width": "1.6", "class": f"stroke-{role}",
            })  # fmt: skip
        else:
            for x, y in (("1.5", "1.5"), ("4.5", "4.5")):
                ElementTree.SubElement(pattern, "circle", {
                    "cx": x, "cy": y, "r": "1", "fill": plain[role], "class": f"fill-{role}",
                })  # fmt: skip
    return found


def _is_empty(element: ElementTree.Element) -> bool:
    """Tell whether it shows nothing."""
    if element.get("display") == "none" or element.get("d") in {"", "M0,0h0v0h0Z"}:
        return True
    return (
        element.tag.endswith("}path")
        and "background" in element.get("class", "")
        and element.get("fill") is None
        and element.get("stroke") is None
    )


def _is_dropped(name: str) -> bool:
    return name in _DROPPED or name.startswith(("on", "{"))


def _rounded(number: re.Match[str]) -> str:
    told = f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if told in {"", "-0"} else told
