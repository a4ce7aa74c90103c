"""Answers as pictures: Altair makes the chart, vl-convert the SVG (the extra for charts)."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from specialisation.cli.labels import placed

if TYPE_CHECKING:
    import altair

#: Blue, orange, grey and a darker grey: told apart also without colour, by shape.
COLOURS = ["#1f5fa8", "#c2571a", "#8a8a8a", "#5b5b5b"]
SHAPES = ["circle", "triangle-up", "diamond", "square"]
ROADS = ["high road", "slow road", "casino", "dead end"]
VERDICTS = ["strength", "possible", "no strength"]
#: The region's own part stands out.
PARTS = {
    "national": "#b5b5b5", "structural": "#c2571a", "allocation": "#e8b48e", "regional": "#1f5fa8",
}  # fmt: skip
WIDTH, HEIGHT = 860, 600
#: So many activities are labelled on a map, and so many drawn in a list.
LABELLED, DRAWN = 30, 40
#: Letters of a label.
LONG = 34


def require() -> None:
    """Say what is missing for charts: `ValueError`."""
    missing = [name for name in ("altair", "vl_convert") if find_spec(name) is None]
    if missing:
        raise ValueError(
            f"--plot needs {' and '.join(missing)}, which are not installed; "
            "install them with: pip install 'varv[charts]'"
        )


def save(chart: "altair.TopLevelMixin", path: Path) -> None:
    """Write a chart as SVG."""
    chart.save(str(path), format="svg")


def dots(rows: pl.DataFrame, title: str, least: float, below: list[str]) -> "altair.LayerChart":
    """Return the location quotients with their intervals, the surest on top."""
    import altair as alt  # only who draws needs it

    shown = rows.filter(pl.col("lq").is_not_null() & (pl.col("value") > 0)).head(DRAWN)
    data = _labelled(shown)
    ends = [min([0.9, *shown["lq_low"].to_list()]), max([1.1, *shown["lq_high"].to_list()])]
    scale = alt.Scale(type="log", domain=ends, nice=False, padding=8)
    x = alt.X("lq:Q", title="Location quotient, 90 % interval (log scale)", scale=scale)
    y = alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=260))
    of = _of("verdict", VERDICTS)
    base = alt.Chart(data)
    lines = base.mark_rule(strokeWidth=2).encode(
        y=y, x=alt.X("lq_low:Q", scale=scale), x2="lq_high:Q", color=of["color"]
    )
    points = base.mark_point(filled=True, size=60, opacity=1).encode(y=y, x=x, **of)
    return _titled(
        _rule("x", least, scale) + lines + points, title, below, height=16 * max(shown.height, 1)
    )


def opportunity_map(
    rows: pl.DataFrame, title: str, density_cut: float, complexity_cut: float, below: list[str]
) -> "altair.LayerChart":
    """Return relatedness x complexity, with labels that do not cover each other."""
    import altair as alt

    shown = rows.filter(pl.col("density").is_not_null() & pl.col("complexity").is_not_null()).sort(
        pl.col("road") != "high road", maintain_order=True
    )
    across, up = _scale(shown["density"]), _scale(shown["complexity"])
    data = _labelled(shown)
    # The same on every layer: where labels stand is counted in pixels of exactly these.
    by_x = alt.Scale(domain=across, nice=False, zero=False)
    by_y = alt.Scale(domain=up, nice=False, zero=False)
    x = alt.X("density:Q", title="Relatedness density (low risk to the right)", scale=by_x)
    y = alt.Y("complexity:Q", title="Complexity (high benefit at the top)", scale=by_y)
    points = alt.Chart(data).mark_point(filled=True, size=55, opacity=0.9).encode(
        x=x, y=y, **_of("road", ROADS)
    )  # fmt: skip
    texts = [row["label"] if at < LABELLED else "" for at, row in enumerate(data.to_dicts())]
    names = _names_on_map(data, texts, across, up)
    lines = names.mark_rule(color="#999999", strokeWidth=0.6).encode(
        x=x, y=y, x2="to_x:Q", y2="to_y:Q"
    )
    words = names.mark_text(align="left", baseline="middle", fontSize=11, dx=2).encode(
        x=alt.X("text_x:Q", scale=by_x), y=alt.Y("text_y:Q", scale=by_y), text="text:N"
    )
    cuts = _rule("x", density_cut, by_x) + _rule("y", complexity_cut, by_y)
    return _titled(cuts + lines + points + words, title, below)


def distances(rows: pl.DataFrame, title: str, top: int, below: list[str]) -> "altair.LayerChart":
    """Return how near the nearest regions are, and how surely they are among them."""
    import altair as alt

    shown = rows.head(top).with_columns(
        (pl.col("region") + " " + pl.col("name")).str.strip_chars().alias("label")
    )
    y = alt.Y("label:N", sort=None, title=None)
    points = alt.Chart(shown).mark_point(filled=True, opacity=1).encode(
        x=alt.X("distance:Q", title="Distance (Hellinger)"),
        y=y,
        size=alt.Size("among_nearest:Q", title="among the 10 nearest, share of draws",
                      scale=alt.Scale(domain=[0, 1], range=[20, 160])),
    )  # fmt: skip
    return _titled(alt.layer(points), title, below, height=18 * max(shown.height, 1))


def regions_or_activities(last: pl.DataFrame, title: str, below: list[str]) -> "altair.LayerChart":
    """Return diversity or ubiquity x complexity, the most complex labelled."""
    import altair as alt

    count = "diversity" if "diversity" in last.columns else "ubiquity"
    if count not in last.columns:
        raise ValueError("--plot draws regions or activities: say --of regions, --of activities")
    code = last.columns[0]
    shown = last.filter(pl.col("complexity").is_not_null())
    across, up = _scale(shown[count]), _scale(shown["complexity"])
    by_x = alt.Scale(domain=across, nice=False, zero=False)
    by_y = alt.Scale(domain=up, nice=False, zero=False)
    points = alt.Chart(shown).mark_point(filled=True, size=45).encode(
        x=alt.X(f"{count}:Q", title=count, scale=by_x),
        y=alt.Y("complexity:Q", title="complexity", scale=by_y),
    )  # fmt: skip
    data = shown.rename({count: "density"})
    texts = [str(row[code]) if at < LABELLED else "" for at, row in enumerate(data.to_dicts())]
    words = _names_on_map(data, texts, across, up).mark_text(
        align="left", baseline="middle", fontSize=10, dx=2
    ).encode(
        x=alt.X("text_x:Q", scale=by_x), y=alt.Y("text_y:Q", scale=by_y), text="text:N"
    )  # fmt: skip
    return _titled(points + words, title, below)


def parts(rows: pl.DataFrame, title: str, below: list[str]) -> "altair.LayerChart":
    """Return the parts of each change, side by side, and the change as a point."""
    import altair as alt

    code = rows.columns[0]
    label = (pl.col(code) + " " + pl.col("name")).str.strip_chars().str.slice(0, LONG)
    data = rows.with_columns(label.alias("label"))
    names = [one for one in PARTS if one in rows.columns]
    long = data.unpivot(names, index="label", variable_name="part", value_name="jobs")
    y = alt.Y("label:N", sort=None, title=None, axis=alt.Axis(labelLimit=260))
    colours = alt.Scale(domain=names, range=[PARTS[one] for one in names])
    bars = alt.Chart(long).mark_bar().encode(
        y=y, x=alt.X("jobs:Q", title="Change, and its parts"),
        color=alt.Color("part:N", scale=colours),
    )  # fmt: skip
    points = alt.Chart(data).mark_point(filled=True, color="black", size=40).encode(
        y=y, x="change:Q"
    )  # fmt: skip
    return _titled(bars + points, title, below, height=20 * max(rows.height, 1))


def calibration(rows: pl.DataFrame, below: list[str]) -> "altair.LayerChart":
    """Return what was foretold against what came, with intervals."""
    import altair as alt

    most = max([0.01, *rows["foretold"].to_list(), *rows["seen_high"].drop_nulls().to_list()])
    scale = alt.Scale(domain=[0, most], nice=False)
    ends = pl.DataFrame({"foretold": [0.0, most], "seen": [0.0, most]})
    even = alt.Chart(ends).mark_line(color="#999999", strokeDash=[4, 4]).encode(
        x="foretold:Q", y="seen:Q"
    )  # fmt: skip
    x = alt.X("foretold:Q", title="Foretold", scale=scale)
    of = _of("definition", ["loose", "strict"])
    lines = alt.Chart(rows).mark_rule().encode(
        x=x, y=alt.Y("seen_low:Q", title="Seen", scale=scale), y2="seen_high:Q", color=of["color"]
    )  # fmt: skip
    points = alt.Chart(rows).mark_point(filled=True, size=60, opacity=1).encode(
        x=x, y=alt.Y("seen:Q", title="Seen", scale=scale), **of
    )  # fmt: skip
    return _titled(even + lines + points, "Entries foretold and seen", below, width=HEIGHT)


def _names_on_map(
    data: pl.DataFrame, texts: list[str], across: list[float], up: list[float]
) -> "altair.Chart":
    """Return the labels that have found a place, each with its point."""
    import altair as alt

    by_x, by_y = across[1] - across[0], up[1] - up[0]
    points = [
        ((row["density"] - across[0]) / by_x * WIDTH, (up[1] - row["complexity"]) / by_y * HEIGHT)
        for row in data.to_dicts()
    ]
    boxes = placed(points, texts, WIDTH, HEIGHT)
    rows: list[dict[str, Any]] = [
        {
            "density": row["density"],
            "complexity": row["complexity"],
            "text": text,
            "text_x": across[0] + box.left / WIDTH * by_x,
            "text_y": up[1] - (box.top + box.bottom) / 2 / HEIGHT * by_y,
            "to_x": across[0] + min(max(point[0], box.left), box.right) / WIDTH * by_x,
            "to_y": up[1] - min(max(point[1], box.top), box.bottom) / HEIGHT * by_y,
        }
        for row, text, point, box in zip(data.to_dicts(), texts, points, boxes, strict=True)
        if box is not None
    ]
    names = ("density", "complexity", "text_x", "text_y", "to_x", "to_y")
    schema = dict.fromkeys(names, pl.Float64) | {"text": pl.String}
    return alt.Chart(pl.DataFrame(rows, schema=schema))


def _labelled(rows: pl.DataFrame) -> pl.DataFrame:
    text = (pl.col("activity") + " " + pl.col("name")).str.strip_chars()
    short = pl.when(text.str.len_chars() > LONG).then(text.str.slice(0, LONG - 1) + "…")
    return rows.with_columns(short.otherwise(text).alias("label"))


def _scale(values: pl.Series) -> list[float]:
    """Return from where to where an axis goes, with room around."""
    if values.is_empty():
        return [0.0, 1.0]
    low, high = min(values.to_list()), max(values.to_list())
    room = (high - low) * 0.06 or 0.5
    return [low - room, high + room]


def _of(name: str, known: list[str]) -> dict[str, Any]:
    """Return colour and shape of points, by what they are."""
    import altair as alt

    colour = alt.Scale(domain=known, range=COLOURS[: len(known)])
    shape = alt.Scale(domain=known, range=SHAPES[: len(known)])
    return {
        "color": alt.Color(f"{name}:N", scale=colour, title=None),
        "shape": alt.Shape(f"{name}:N", scale=shape, title=None),
    }


def _rule(axis: str, at: float, scale: "altair.Scale") -> "altair.Chart":
    import altair as alt

    where = {"x": alt.X, "y": alt.Y}[axis]("at:Q", scale=scale)
    mark = alt.Chart(pl.DataFrame({"at": [at]})).mark_rule(color="#666666", strokeDash=[4, 4])
    found: alt.Chart = mark.encode(**{axis: where})
    return found


def _titled(
    chart: Any, title: str, below: list[str], width: int = WIDTH, height: int = HEIGHT
) -> "altair.LayerChart":
    import altair as alt

    told = alt.TitleParams(title, subtitle=below, anchor="start")
    found = chart.properties(title=told, width=width, height=height, background="white")
    found = found.configure_axis(labelFontSize=11, titleFontSize=12).configure_view(stroke=None)
    whole: alt.LayerChart = found
    return whole
