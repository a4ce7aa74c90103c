"""Rows for figures, and where the texts of a picture stand."""

import re
from datetime import date
from itertools import combinations
from xml.etree import ElementTree

from varv.analysis import pictures
from varv.files.charts.labels import Box, text_width
from varv.reach.counts import Tile

LONG = "Tillverkning av trä och varor av trä, kork, rotting o.d. utom möbler; halmvaror"
NAMES = ["Pappersvaror", LONG, "Hotell <script>alert(1)</script> & logi", "קונדיטוריה",
         "=HYPERLINK(1)", "Ål\u202eodling\x00", "", "Ö"]  # fmt: skip
OPENINGS_BESIDE = {
    "density_cut": 0.5, "complexity_cut": 0.0, "sign_strength": 0.6, "horizon": 5,
}  # fmt: skip


def about(**changes):
    told = {
        "unit": "sysselsatta",
        "source": "Eurostat",
        "period": "2015",
        "day": date(2020, 5, 25),
    }
    return pictures.About(**{**told, **changes})


def name(at):
    return NAMES[at % len(NAMES)]


def strength_rows(count):
    verdicts = ["strength", "possible", "no strength"]
    return [
        {"activity": f"{at:02}", "name": name(at), "value": 1000.0 + at, "lq": 12.5 / (at + 1),
         "lq_low": 12.0 / (at + 1), "lq_high": 13.5 / (at + 1), "probability_above_one": 0.999,
         "verdict": verdicts[min(at // 3, 2)]}
        for at in range(count)
    ]  # fmt: skip


def opening_rows(count):
    rows = []
    for at in range(count):
        density, complexity = (at * 37 % 100) / 100, (at * 61 % 100) / 50 - 1
        near, complicated = density > 0.5, complexity > 0
        road = {(True, True): "high road", (True, False): "slow road",
                (False, True): "casino", (False, False): "dead end"}[near, complicated]  # fmt: skip
        rows.append({
            "activity": f"{at:02}", "name": name(at), "value": 10.0 * at, "lq": 0.5, "lq_low": 0.4,
            "lq_high": 0.6, "density": density, "complexity": complexity, "road": road,
            "probability": 0.01 * at,
        })  # fmt: skip
    return rows


def network(count):
    nodes = [
        {"activity": f"{at:02}", "name": name(at), "value": 50.0 * at, "lq": 1.5,
         "verdict": ["strength", "possible", "no strength", "unknown"][at % 4]}
        for at in range(count)
    ]  # fmt: skip
    links = [
        {"source": f"{one:02}", "target": f"{other:02}", "proximity": 1 / (1 + (one ^ other))}
        for one, other in combinations(range(count), 2)
    ]
    return nodes, links


def change_rows(count):
    return [
        {"activity": f"{at:02}", "name": name(at), "before": 1000.0, "after": 1000.0 + 30 * at,
         "change": 30.0 * at, "national": 50.0, "structural": -20.0 * (at % 3),
         "regional": 30.0 * at - 50 + 20 * (at % 3), "regional_low": 30.0 * at - 80,
         "regional_high": 30.0 * at + 20}
        for at in range(count)
    ]  # fmt: skip


def peer_rows(count):
    rows = [
        {"rank": at + 1, "region": f"SE{at}", "name": name(at), "distance": 0.1 + 0.05 * at,
         "compared": 0.95, "rank_low": 1.0, "rank_high": 9.0}
        for at in range(count)
    ]  # fmt: skip
    shares = [
        {"region": region, "activity": f"{at:02}", "name": name(at),
         "share": None if (at, region) == (2, "SE0") else 0.02 * (at + 1) * (1 + of % 3)}
        for of, region in enumerate(["SE32", *(row["region"] for row in rows)])
        for at in range(8)
    ]  # fmt: skip
    return rows, shares


def yearly(count, lines=1):
    return [
        {"year": 2013 + at, "value": 1000.0 + at * (line + 1) * 10,
         "series": name(line) if lines > 1 else ""}
        for line in range(lines) for at in range(count)
    ]  # fmt: skip


def groups(count):
    return [
        {"definition": definition, "cells": 100, "foretold": 0.02 * at, "seen": 0.021 * at,
         "seen_low": 0.015 * at, "seen_high": 0.03 * at}
        for definition in ("loose", "strict") for at in range(count)
    ]  # fmt: skip


def tiles(count):
    return [
        Tile(name(at) or "Å", f"23{at:02}", at % 3, at // 3, None if at == 2 else 10.0 * at, "dolt")
        for at in range(count)
    ]


def square(x, y):
    return [[[[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1], [x, y]]]]


def every_figure(count):
    """Return one figure of each kind, with ``count`` rows."""
    nodes, links = network(count)
    rows, shares = peer_rows(count)
    outlines = {tile.code: square(tile.col + 14, 63 - tile.row) for tile in tiles(count)}
    beside = {"year": 2020, "until": 2025}
    told = about()
    return {
        "strengths": pictures.strengths(strength_rows(count), told, region="Jämtland"),
        "openings": pictures.openings(
            opening_rows(count), told, region="Jämtland", besides=OPENINGS_BESIDE
        ),
        "space": pictures.space(nodes, links, told, region="Jämtland"),
        "shift_share": pictures.shift_share(change_rows(count), told, region="Jämtland"),
        "peers": pictures.peers(rows, shares, told, region="SE32", name="Jämtland"),
        "series": pictures.series(yearly(count, 4 if count > 1 else 1), told, title="Utveckling"),
        "calibration": pictures.calibration(groups(count), told, besides=beside),
        "reach": pictures.reach(tiles(count), told, title="Räckvidd", outlines=outlines),
    }


def texts(svg):
    """Return the texts of a picture with the boxes that they take at most."""
    found = []
    _walk(ElementTree.fromstring(svg), 0.0, 0.0, found)
    return found


def _walk(element, x, y, found):
    moved = re.match(r"translate\(([-\d.]+),([-\d.]+)\)", element.get("transform", ""))
    if moved:
        x, y = x + float(moved[1]), y + float(moved[2])
    if element.tag.endswith("}text") and element.text:
        left, top = x + float(element.get("x", 0)), y + float(element.get("y", 0))
        size = float(element.get("font-size", "12").removesuffix("px"))
        # What is bold is wider; the boxes of the layout have room for a wider font than Arial.
        wide = text_width(element.text, size) / 1.14 * (1.08 if element.get("font-weight") else 1)
        left -= {"middle": wide / 2, "end": wide}.get(element.get("text-anchor", ""), 0)
        found.append((element.text, Box(left, top - 0.72 * size, left + wide, top + 0.1 * size)))
    for child in element:
        _walk(child, x, y, found)


def overlaps(svg):
    """Return the pairs of texts of a picture that cover each other."""
    return [(one, other) for (one, a), (other, b) in combinations(texts(svg), 2) if a.meets(b)]


def beyond(svg):
    """Return the texts that are not wholly in the picture."""
    _x, _y, width, height = map(float, ElementTree.fromstring(svg).get("viewBox").split())
    page = Box(-1, -1, width + 1, height + 1)
    return [text for text, box in texts(svg) if not box.within(page)]
