"""Structural peers: the regions that are built most like one, side by side with it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from varv.analysis.pictures.figure import About, Column, Drawing, Figure, Frame, known, rows_of
from varv.analysis.pictures.scales import Scale
from varv.analysis.pictures.words import briefly, listed, named, sentences, shortly
from varv.files.charts import theme
from varv.files.charts.labels import clean, fitted, text_width
from varv.text import numbers

NAMES = ("rank", "region", "name", "distance", "compared", "rank_low", "rank_high")
#: So many regions are drawn, and so many activities of each.
DRAWN, ACTIVITIES = 6, 10
_STEP, _HIGH, _HEAD, _BETWEEN = 19.0, 11.0, 24.0, 22.0
#: How far a scale ends before its small picture does.
_EDGE = 4.0
_MARKS = ("lines", "bars", "ticks", "values", "heads", "notes", "names")


def peers(
    rows: Sequence[Mapping[str, Any]],
    shares: Sequence[Mapping[str, Any]],
    about: About,
    *,
    region: str,
    name: str,
    drawn: int = DRAWN,
) -> Figure:
    """Return small pictures, one a peer: its shares of activities against those of the region.

    A row has ``rank``, ``region``, ``name``, ``distance``, ``compared`` and, for the table,
    ``rank_low`` and ``rank_high``. ``shares`` has ``region``, ``activity``, ``name`` and ``share``
    (of one; None where it is secret), of the region itself (``region``, its code) and its peers.
    The activities that are drawn are the largest of the region. The table has the peers that are
    drawn: the whole list is long, and of the others no shares are known.
    """
    of: dict[str, dict[str, float | None]] = {}
    labels: dict[str, str] = {}
    for one in shares:
        code = str(one["activity"])
        labels[code] = clean(named(code, one.get("name")))
        of.setdefault(str(one["region"]), {})[code] = known(one.get("share"))
    own = of.get(str(region), {})
    largest = sorted((code for code in own if own[code]), key=lambda code: (-own[code], code))  # type: ignore[operator]
    chosen = largest[:ACTIVITIES]
    nearest = [one for one in rows if str(one["region"]) in of][:drawn]
    data = {
        "activities": [labels[code] for code in chosen],
        "own": [own[code] for code in chosen],
        "name": clean(name),
        "peers": [
            {
                "label": clean(named(one["region"], one.get("name"))),
                "rank": one["rank"],
                "distance": one["distance"],
                "shares": [of[str(one["region"])].get(code) for code in chosen],
            }
            for one in nearest
        ],
    }

    def three(value: float | None) -> str:
        return numbers.number(value, 3)

    return Figure(
        title=_("Regions built most like %(region)s, %(period)s")
        % {"region": clean(name), "period": about.period},
        about=about,
        alternative=_alternative(rows, data),
        columns=(
            Column(_("Rank"), numbers.number),
            Column(_("Code")),
            Column(_("Region")),
            Column(_("Distance"), three),
            Column(_("Compared"), numbers.percent),
            Column(_("rank, at best"), numbers.number),
            Column(_("rank, at worst"), numbers.number),
            *(Column(labels[code], _one_digit) for code in chosen),
        ),
        rows=tuple(
            (*cells, *(of.get(str(row["region"]), {}).get(code) for code in chosen))
            for cells, row in zip(
                rows_of([{"region": region, "name": name}, *nearest], NAMES),
                [{"region": region}, *nearest],
                strict=True,
            )
        ),
        drawing=Drawing(draw, data) if nearest and chosen else None,
    )


def draw(data: Mapping[str, Any], frame: Frame) -> dict[str, Any]:
    """Draw bars for each peer, and a thick line where the region itself stands."""
    from varv.analysis.pictures import altair_parts as parts

    width = frame.width
    bar = parts.Surface(theme.SOFT, theme.EDGE)
    tick = parts.Surface(theme.ONE, theme.ONE)
    layers, top = parts.legend([(bar, _("the peer")), (tick, data["name"])], width)
    top += 8
    columns = 1 if frame.is_narrow else 3
    names_wide = 150.0 if frame.is_narrow else 168.0
    room = (width - names_wide - _BETWEEN * (columns - 1)) / columns
    most = max([0.01, *(data["own"]), *(s or 0.0 for p in data["peers"] for s in p["shares"])])
    high = _HEAD + _STEP * len(data["activities"]) + 38
    found: dict[str, list[dict[str, Any]]] = {one: [] for one in _MARKS}
    for at, peer in enumerate(data["peers"]):
        left = names_wide + at % columns * (room + _BETWEEN)
        scale = Scale(0.0, most * 1.03, left, left + room - _EDGE)
        head = top + at // columns * high
        begin = 0.0 if frame.is_narrow else left
        found["heads"].append(_head(peer, begin, head + 4, left + room - begin))
        told = _("distance %(number)s") % {"number": numbers.number(peer["distance"], 3)}
        found["notes"].append({"px": begin, "py": head + 18, "text": told})
        _panel(found, peer["shares"], data["own"], scale, head + _HEAD + 8, (bar, tick))
        if at % columns == 0:
            found["names"] += _names(data["activities"], head + _HEAD + 8, names_wide - 8)
    layers += [
        parts.rules(found["lines"], color=theme.LINE, strokeWidth=0.75),
        parts.bars(found["bars"]),
        parts.bars(found["ticks"]),
        parts.words(found["values"], size=theme.SMALL, align="center", strokeWidth=0),
        parts.words(found["heads"], fontWeight="bold"),
        parts.words(found["notes"], size=theme.SMALL, color=theme.MUTED),
        parts.words(found["names"], size=theme.SMALL),
    ]
    return parts.spec(layers, width, top + -(-len(data["peers"]) // columns) * high)


def _head(peer: Mapping[str, Any], left: float, y: float, room: float) -> dict[str, Any]:
    text = f"{numbers.number(peer['rank'])}. {peer['label']}"
    return {"px": left, "py": y, "text": fitted(text, room / 1.08)}  # it is bold


def _names(activities: Sequence[str], top: float, room: float) -> list[dict[str, Any]]:
    return [
        {"px": 0, "py": top + _STEP * (at + 0.5), "text": fitted(briefly(one), room, theme.SMALL)}
        for at, one in enumerate(activities)
    ]


def _panel(
    found: Mapping[str, list[dict[str, Any]]],
    shares: Sequence[float | None],
    own: Sequence[float],
    scale: Scale,
    top: float,
    looks: tuple[Any, Any],
) -> None:
    """Add one small picture: a bar for each share of the peer, a tick for that of the region."""
    bar, tick = looks
    for at, share in enumerate(shares):
        y, x = top + _STEP * (at + 0.5), scale.at(own[at])
        if share is None:  # beside the tick, not under it
            left = x + 6 if x - scale.start < 60 else scale.start + 3
            found["notes"].append({"px": left, "py": y, "text": _("not told")})
        else:
            found["bars"].append(bar.over(scale.start, scale.at(share), y, _HIGH))
        found["ticks"].append(tick.over(x - 1.5, x + 1.5, y, _HIGH + 4))
    bottom = top + _STEP * len(shares)
    for value in scale.ticks(4):
        x = scale.at(value)
        found["lines"].append({"px": x, "px2": x, "py": top - 4, "py2": bottom})
        text = numbers.percent(value)
        if x + text_width(text, theme.SMALL) / 2 <= scale.end + _EDGE:  # else it stands in the next
            found["values"].append({"px": x, "py": bottom + 10, "text": text})


def _alternative(rows: Sequence[Mapping[str, Any]], data: Mapping[str, Any]) -> str:
    if not rows:
        return _("No region can be compared with %(region)s.") % {"region": data["name"]}
    names = listed(
        [
            f"{clean(named(one['region'], one.get('name')))} ({numbers.number(one['distance'], 3)})"
            for one in rows[:3]
        ]
    )
    said = [
        _(
            "Built most like %(region)s: %(names)s. Distance 0 is the same shares of activities, 1 "
            "nothing in common."
        )
        % {"region": data["name"], "names": names}
    ]
    if data["peers"] and data["activities"]:
        said.append(_difference(data))
    if len(rows) > len(data["peers"]):
        said.append(
            _("The picture has the nearest %(count)s of %(all)s.")
            % {"count": numbers.number(len(data["peers"])), "all": numbers.number(len(rows))}
        )
    return sentences(said)


def _difference(data: Mapping[str, Any]) -> str:
    """Return where the region and the nearest of its peers differ most."""
    first = data["peers"][0]
    told = [
        (own, share, label)
        for own, share, label in zip(data["own"], first["shares"], data["activities"], strict=True)
        if share is not None
    ]
    if not told:
        return _("%(peer)s does not tell its shares.") % {"peer": first["label"]}
    own, share, label = max(told, key=lambda one: abs(one[0] - one[1]))
    return _(
        "Of the large activities, %(activity)s sets %(region)s (%(own)s) most apart from %(peer)s "
        "(%(share)s)."
    ) % {
        "activity": shortly(label),
        "region": data["name"],
        "own": _one_digit(own),
        "peer": first["label"],
        "share": _one_digit(share),
    }


def _one_digit(value: float | None) -> str:
    return numbers.percent(value, 1)
