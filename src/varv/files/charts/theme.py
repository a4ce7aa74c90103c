"""The colours and the type of charts.

A chart is drawn once, in the colours of light paper, which are the ones that a document shows. Each
stands for a role, and ``svg`` gives what has it the class of that role; on a page the stylesheet
``charts.css`` then sets the colour of the role for light, dark, print and forced colours.
"""

from typing import Any

INK, MUTED, LINE, EDGE, PAPER = "#12302b", "#3a544e", "#c6d5dc", "#56727b", "#fcfbf7"
#: What the picture is about, and three that stand beside it; told apart by shape or pattern too.
ONE, TWO, THREE, FOUR = "#0f5c4a", "#1d5a9e", "#8f4508", "#5b6b72"
#: Fills of surfaces that something is written on or that a line goes round.
SOFT, SOFTER = "#c3dde4", "#eaf2f7"
#: Surfaces with stripes and with dots; ``svg`` makes patterns of them.
STRIPES, DOTS = "#0f5c4b", "#1d5a9f"
RAMP = ("#f1f7fa", "#dbeaf1", "#c3dde5", "#a9ced1", "#285a51", "#123a32")
ON_RAMP = ("#12302b", "#12302b", "#12302b", "#12302b", "#ffffff", "#ffffff")

ROLES = {
    INK: "ink",
    MUTED: "muted",
    LINE: "line",
    EDGE: "edge",
    PAPER: "paper",
    ONE: "one",
    TWO: "two",
    THREE: "three",
    FOUR: "four",
    SOFT: "soft",
    SOFTER: "softer",
    **{colour: f"ramp-{level}" for level, colour in enumerate(RAMP)},
    "#ffffff": "on-dark",
}
PATTERNS = {STRIPES: "stripes", DOTS: "dots"}

#: Fonts as wide as each other, so that what fits here fits there: see ``labels``.
FONT = "Arial, 'Liberation Sans', Helvetica, Roboto, sans-serif"
SIZE, SMALL = 12, 11


def config() -> dict[str, Any]:
    """Return what holds for every chart."""
    axis = {
        "labelFontSize": SIZE,
        "titleFontSize": SIZE,
        "titleFontWeight": "normal",
        "labelColor": INK,
        "titleColor": MUTED,
        "titlePadding": 10,
        "domainColor": EDGE,
        "tickColor": EDGE,
        "gridColor": LINE,
        "gridWidth": 0.75,
        "labelLimit": 400,
    }
    return {
        "aria": False,  # the whole has a text; its parts would be read out one by one
        "background": None,
        "font": FONT,
        "view": {"stroke": None},
        "axis": axis,
        "header": {"labelFontSize": SIZE, "labelColor": INK, "labelFontWeight": "bold"},
        "text": {"color": INK, "fontSize": SIZE},
        "point": {"filled": True, "opacity": 1, "strokeWidth": 1.75},
        "legend": {"disable": True},  # what is what stands at the things themselves or above them
        "padding": 4,
    }
