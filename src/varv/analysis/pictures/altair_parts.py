"""Parts that the pictures share, in Altair; whoever draws imports it, whoever reads need not.

Where things stand is counted here, in pixels (``px``, ``py``), since names must find places between
them: Vega would tell only afterwards. How each looks is told by its row too (``shape``, ``fill``,
``stroke``), so that what says which sign is what is made of the same marks as the signs.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import altair as alt

from varv.analysis.pictures.scales import Scale, digits_of
from varv.files.charts import theme
from varv.files.charts.labels import fitted, in_lines, text_width
from varv.text import numbers

# Altair looks for these among what is loaded, and fails where another thread is about to load them,
# as a run does. Whoever loads them first has waited for the other.
for _name in ("numpy", "pandas"):
    with suppress(ImportError):
        import_module(_name)

Rows = Sequence[Mapping[str, Any]]
#: How high a line of the legend is, what stands between its entries, how wide a sign is.
LINE, BETWEEN, SIGN = 20.0, 18.0, 19.0


@dataclass(frozen=True)
class Sign:
    """How a kind of point looks; told apart by its shape or by whether it is filled."""

    shape: str
    fill: str
    stroke: str
    size: float = 70.0

    @property
    def look(self) -> dict[str, Any]:
        """The columns that ``points`` asks for."""
        return {"shape": self.shape, "fill": self.fill, "stroke": self.stroke, "size": self.size}


@dataclass(frozen=True)
class Surface:
    """How a kind of bar looks; told apart by its pattern."""

    fill: str
    stroke: str

    def over(self, px: float, px2: float, middle: float, high: float) -> dict[str, Any]:
        """Return a bar of it for ``bars``: from pixel to pixel, around the middle of its line."""
        ends = {"px": px, "px2": px2, "py": middle - high / 2, "py2": middle + high / 2}
        return {**ends, "fill": self.fill, "stroke": self.stroke}


def spec(layers: Sequence[alt.Chart | None], width: float, height: float) -> dict[str, Any]:
    """Return the finished spec, in our looks, exactly as large as it is said."""
    whole = alt.layer(*(layer for layer in layers if layer is not None))
    found: dict[str, Any] = whole.properties(width=width, height=height).to_dict(validate=False)
    found.pop("usermeta", None)
    return {**found, "config": theme.config(), "padding": 0, "autosize": "none"}


def points(rows: Rows) -> alt.Chart | None:
    """Return points that look as each row says."""
    marks = _chart(rows).mark_point(opacity=1, strokeWidth=1.75)
    return _only(rows, marks.encode(
        x=_at("x"), y=_at("y"),
        shape=alt.Shape("shape:N", scale=None), size=alt.Size("size:Q", scale=None),
        fill=alt.Fill("fill:N", scale=None), stroke=alt.Stroke("stroke:N", scale=None),
    ))  # fmt: skip


def rules(rows: Rows, **how: Any) -> alt.Chart | None:
    """Return straight lines from ``px``, ``py`` to ``px2``, ``py2``."""
    settings: dict[str, Any] = {"color": theme.EDGE, "strokeWidth": 1.0, **how}
    marks = _chart(rows).mark_rule(**settings)
    return _only(rows, marks.encode(x=_at("x"), y=_at("y"), x2="px2:Q", y2="py2:Q"))


def bars(rows: Rows) -> alt.Chart | None:
    """Return surfaces from ``px``, ``py`` to ``px2``, ``py2`` that look as each row says."""
    marks = _chart(rows).mark_rect(strokeWidth=1)
    return _only(rows, marks.encode(
        x=_at("x"), y=_at("y"), x2="px2:Q", y2="py2:Q",
        fill=alt.Fill("fill:N", scale=None), stroke=alt.Stroke("stroke:N", scale=None),
    ))  # fmt: skip


def lines(rows: Rows, **how: Any) -> alt.Chart | None:
    """Return a line through the points of rows; it is broken where a row has no ``py``."""
    settings: dict[str, Any] = {"strokeWidth": 2, "invalid": "break-paths-show-domains", **how}
    marks = _chart(rows).mark_line(**settings)
    return _only(rows, marks.encode(x=_at("x"), y=_at("y"), order=alt.Order("px:Q")))


def words(
    rows: Rows, size: float = theme.SIZE, color: str = theme.INK, **how: Any
) -> alt.Chart | None:
    """Return texts, with an edge of paper so that no line runs through them."""
    settings: dict[str, Any] = {
        "align": "left", "baseline": "middle", "fontSize": size, "color": color,
        "stroke": theme.PAPER, "strokeWidth": 3, **how,
    }  # fmt: skip
    if not settings["strokeWidth"]:
        del settings["stroke"], settings["strokeWidth"]
    marks = _chart(rows).mark_text(**settings)
    return _only(rows, marks.encode(x=_at("x"), y=_at("y"), text="text:N"))


def legend(
    entries: Sequence[tuple[Sign | Surface, str]], width: float
) -> tuple[list[alt.Chart | None], float]:
    """Return what says which sign is what, in lines from the top, and how high that is."""
    x, y = 0.0, LINE / 2
    signs, surfaces, texts = [], [], []
    for look, text in entries:
        told = fitted(text, width - SIGN)
        wide = SIGN + text_width(told)
        if x and x + wide > width:
            x, y = 0.0, y + LINE
        if isinstance(look, Sign):
            signs.append({"px": x + 7, "py": y, **look.look})
        else:
            surfaces.append(look.over(x + 0.5, x + 14.5, y, 12))
        texts.append({"px": x + SIGN, "py": y, "text": told})
        x += wide + BETWEEN
    layers = [points(signs), bars(surfaces), words(texts)]
    return layers, y + LINE / 2 + 8 if entries else 0.0


def axis_below(
    scale: Scale,
    title: str,
    bands: Sequence[tuple[float, float]],
    width: float,
    form: Callable[..., str],
    most: int | None = None,
) -> tuple[list[alt.Chart | None], float]:
    """Return light lines at round values, the values, what they are; and where all of it ends.

    The lines run in ``bands``, from top to bottom; the values stand below the last one.
    """
    values = scale.ticks(most or max(2, int((scale.end - scale.start) / 64)))
    bottom = bands[-1][1]
    marks = [
        {"px": scale.at(v), "px2": scale.at(v), "py": top, "py2": end}
        for v in values
        for top, end in bands
    ]
    texts = [
        {"px": _kept(scale.at(v), text_width(t) / 2, width), "py": bottom + 12, "text": t}
        for v, t in zip(values, _told(scale, values, form), strict=True)
    ]
    titles = []
    for at, line in enumerate(in_lines(title, width)):
        middle = _kept((scale.start + scale.end) / 2, text_width(line) / 2, width)
        titles.append({"px": middle, "py": bottom + 31 + 16 * at, "text": line})
    layers = [
        rules(marks, color=theme.LINE, strokeWidth=0.75),
        words(texts, align="center", strokeWidth=0),
        words(titles, color=theme.MUTED, align="center", strokeWidth=0),
    ]
    return layers, bottom + 26 + 16 * len(titles)


def axis_beside(
    scale: Scale,
    title: str,
    left: float,
    right: float,
    form: Callable[..., str],
    most: int | None = None,
) -> list[alt.Chart | None]:
    """Return the same for values that go upwards; what they are stands above, to be read."""
    values = scale.ticks(most or max(2, int(abs(scale.end - scale.start) / 44)))
    lines_ = [{"px": left, "px2": right, "py": scale.at(v), "py2": scale.at(v)} for v in values]
    texts = [
        {"px": left - 6, "py": scale.at(v), "text": t}
        for v, t in zip(values, _told(scale, values, form), strict=True)
    ]
    top = min(scale.start, scale.end)
    return [
        rules(lines_, color=theme.LINE, strokeWidth=0.75),
        words(texts, align="right", strokeWidth=0),
        words(
            [{"px": 0, "py": top - 14, "text": fitted(title, right)}],
            color=theme.MUTED, strokeWidth=0,
        ),
    ]  # fmt: skip


def held_against(*ends: tuple[float, float, float, float]) -> alt.Chart | None:
    """Return dashed lines that the rest is held against: from x, y to x, y."""
    rows = [{"px": x, "py": y, "px2": x2, "py2": y2} for x, y, x2, y2 in ends]
    return rules(rows, color=theme.MUTED, strokeDash=[4, 3], strokeWidth=1.25)


def leads(ends: Sequence[tuple[float, float, float, float]]) -> alt.Chart | None:
    """Return thin dotted lines from points to names that stand off from them."""
    rows = [{"px": x, "py": y, "px2": x2, "py2": y2} for x, y, x2, y2 in ends]
    return rules(rows, color=theme.MUTED, strokeDash=[1.5, 1.5], strokeWidth=1)


def _told(scale: Scale, values: Sequence[float], form: Callable[..., str]) -> list[str]:
    """Return round numbers as they are written along an axis, which may be uneven: 0.5, 1, 10."""
    of = 100.0 if form is numbers.percent else 1.0
    if scale.form != "even":
        return [form(value, digits_of([of * value])) for value in values]
    digits = digits_of([of * value for value in values])
    return [form(value, digits) for value in values]


def _kept(px: float, half: float, width: float) -> float:
    """Return where the middle of a text stands so that all of it is in the picture."""
    return min(max(px, half + 1), width - half - 1)


def _chart(rows: Rows) -> alt.Chart:
    return alt.Chart(alt.Data(values=[dict(row) for row in rows]))


def _only(rows: Rows, marks: alt.Chart) -> alt.Chart | None:
    """Return nothing for no rows, lest an empty layer be drawn."""
    return marks if rows else None


def _at(direction: str) -> Any:
    """Return the pixel of a row: no scale, no axis."""
    kind = alt.X if direction == "x" else alt.Y
    return kind(f"p{direction}:Q", scale=None, axis=None)
