"""Every figure of real statistics, from beside the project.

With VARV_PICTURES=<folder> they are also written there, with a page that shows them all as the site
would, so that one can look: ``VARV_PICTURES=out python -m pytest tests/varv/analysis -k real``.
"""

import csv
import json
import os
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from django.template import Context, Template
from django.utils import translation

import specialisation as sp
from specialisation.cli.asked import Asked
from specialisation.cli.backtests import _calibration
from specialisation.cli.changes import answered as changes
from specialisation.cli.names import activity_name, what_it_is
from specialisation.cli.region_openings import answered as openings
from specialisation.cli.region_peers import answered as peers
from specialisation.cli.region_strengths import answered as strengths
from tests.specialisation.examples import data
from tests.varv.analysis import picture_support as support
from varv.analysis import pictures
from varv.reach.counts import Tile
from varv.text import numbers
from varv.web.templatetags import look

REGION, NAME = "SE32", "Mellersta Norrland"
#: Fewer years are learned from in less time, and the pictures are as full.
RECENT = "2019-2025"
STATIC = Path(look.__file__).parents[1] / "static" / "varv"
KINDS = (
    "strengths", "openings", "space", "peers", "shift-share", "openings-later", "series",
    "calibration", "population", "map",
)  # fmt: skip
PAGE = """<!doctype html>
<html lang="sv"><head><meta charset="utf-8"><title>Figurer</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>%s</style></head><body><main class="wrap"><h1>Figurer</h1>%s</main></body></html>
"""


def about(unit, source, period, note=""):
    return pictures.About(unit, source, period, date(2020, 5, 25), note=note)


@cache
def eurostat():
    path = data("regions/sbs_r_nuts06_r2_2015.csv")
    asked = Asked(
        path,
        "region=geo,activity=nace_r2,value=n2015",
        "division",
        "2",
        classification="NACE Rev. 2",
    )
    told = about("sysselsatta", "Eurostat, företagsstatistik efter region", "2015",
                 " ".join(what_it_is(REGION)))  # fmt: skip
    return asked, told


@cache
def panel():
    return eurostat()[0].figures(REGION).panel


def with_besides(answer):
    return answer.rows.to_dicts(), answer.besides


def of_strengths():
    asked, told = eurostat()
    rows = strengths(asked, REGION, 1.0, 1.0, 0.95).rows.to_dicts()
    return pictures.strengths(rows, told, region=NAME)


def of_openings():
    asked, told = eurostat()
    rows, besides = with_besides(openings(asked, REGION, None, 1.0, None))
    return pictures.openings(rows, told, region=NAME, besides=besides)


def of_space():
    _asked, told = eurostat()
    found, place = panel(), panel().place_of_region(REGION)
    hidden = found.suppressed[-1]
    verdicts = sp.strengths(found.matrix(), suppressed=hidden)
    near = sp.proximity(sp.presence(np.where(hidden, 0.0, found.matrix())))
    codes = [str(code) for code in found.activities]
    nodes = [
        {"activity": code, "name": activity_name(code, found.classification),
         "value": float(found.matrix()[place, at]), "lq": float(verdicts.evidence.mean[place, at]),
         "verdict": str(verdicts.verdict[place, at])}
        for at, code in enumerate(codes)
    ]  # fmt: skip
    links = [
        {"source": one, "target": other, "proximity": float(near[i, j])}
        for i, one in enumerate(codes) for j, other in enumerate(codes[:i])
    ]  # fmt: skip
    return pictures.space(nodes, links, told, region=NAME)


def of_peers():
    asked, told = eurostat()
    rows = peers(asked, REGION, 0.5, 200, 1, abroad=False).rows.to_dicts()
    found, shares = panel(), []
    for region in [REGION, *(row["region"] for row in rows[:8])]:
        place = found.place_of_region(region)
        hidden = found.suppressed[-1, place]
        values = np.where(hidden, np.nan, found.matrix()[place])
        shares += [
            {"region": region, "activity": str(code),
             "name": activity_name(code, found.classification), "share": float(share)}
            for code, share in zip(found.activities, values / np.nansum(values), strict=True)
        ]  # fmt: skip
    return pictures.peers(rows, shares, told, region=REGION, name=NAME)


@cache
def german(years=""):
    return Asked(data("regions/de_kreis_occ3_total.csv.gz"), year=years, blank="none")


def of_germany(period):
    return about("anställda", "Bundesagentur für Arbeit via RegioHub/badata", period)


def of_shift_share():
    rows = changes(german("2015,2023"), "09162", "dunn", 1.0).rows.to_dicts()
    return pictures.shift_share(rows, of_germany("2015–2023"), region="München")


def of_openings_later():
    rows, besides = with_besides(openings(german(RECENT), "09162", 2, 1.0, None))
    told = of_germany("2025")
    return pictures.openings(rows, told, region="München", besides=besides)


def of_calibration():
    found = sp.EntryModel().backtest(german(RECENT).figures().panel, 2, draws=50)
    besides = {"year": found.year, "until": found.until}
    rows = _calibration(found).to_dicts()
    return pictures.calibration(rows, of_germany("2019–2025"), besides=besides)


def of_series():
    found = german().figures().panel
    place = found.place_of_region("09162")
    rows = [
        {"year": year, "value": float(found.values[at, place, column]), "series": code}
        for code in ("713", "434", "621", "611")
        for column in [list(map(str, found.activities)).index(code)]
        for at, year in enumerate(found.years)
    ]
    return pictures.series(rows, of_germany("2013–2025"), title="Fyra yrken i München")


@cache
def population():
    with data("jamtland/municipality_population.csv").open(encoding="utf-8", newline="") as lines:
        return [row for row in csv.DictReader(lines) if len(row["municipality_code"]) == 4]


def of_population():
    rows = [
        {"year": row["year"], "value": float(row["population"]), "series": row["municipality"]}
        for row in population()
        if row["municipality"] not in {"Östersund", "Bräcke"}
    ]
    told = about("invånare", "SCB via citypopulation.de", "1990–2024")
    return pictures.series(rows, told, title="Folkmängd i sex kommuner", from_zero=False)


def changed(value):
    return numbers.signed(value, 1)


def of_map():
    whole = json.loads(data("jamtland/jamtland_municipalities.geojson").read_text("utf-8"))
    outlines = {
        one["properties"]["code"]: [one["geometry"]["coordinates"]]
        if one["geometry"]["type"] == "Polygon" else one["geometry"]["coordinates"]
        for one in whole["features"]
    }  # fmt: skip
    of = {(row["municipality"], row["year"]): float(row["population"]) for row in population()}
    codes = {row["municipality"]: row["municipality_code"] for row in population()}
    places = {
        "Strömsund": (1, 0), "Åre": (0, 1), "Krokom": (1, 1), "Ragunda": (2, 1),
        "Östersund": (1, 2), "Bräcke": (2, 2), "Berg": (0, 2), "Härjedalen": (0, 3),
    }  # fmt: skip
    tiles = [
        Tile(name, codes[name], col, row, 100 * (of[name, "2024"] / of[name, "1990"] - 1), "")
        for name, (col, row) in places.items()
    ]
    told = about("förändring i procent", "SCB via citypopulation.de", "1990–2024")
    title = "Så har folkmängden förändrats"
    return pictures.reach(tiles, told, title=title, form=changed, outlines=outlines)


@pytest.fixture(scope="module")
def figures():
    with translation.override("sv"):
        made = (
            of_strengths(), of_openings(), of_space(), of_peers(), of_shift_share(),
            of_openings_later(), of_series(), of_calibration(), of_population(), of_map(),
        )  # fmt: skip
        pictures.prepare(made)
        found = dict(zip(KINDS, made, strict=True))
        assert all(figure.wide and figure.narrow for figure in made)
        if folder := os.environ.get("VARV_PICTURES"):
            write(found, Path(folder))
    return found


def write(found, folder):
    folder.mkdir(parents=True, exist_ok=True)
    tag = Template("{% load pictures %}<section>{% figure f %}</section>")
    for kind, figure in found.items():
        (folder / f"{kind}.svg").write_bytes(figure.svg)
        (folder / f"{kind}-narrow.svg").write_text(figure.narrow, encoding="utf-8")
        (folder / f"{kind}.csv").write_text(figure.csv(), encoding="utf-8")
    sheets = "".join((STATIC / name).read_text("utf-8") for name in ("varv.css", "charts.css"))
    whole = "".join(tag.render(Context({"f": figure})) for figure in found.values())
    (folder / "index.html").write_text(PAGE % (sheets, whole), encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_no_text_of_real_figures_covers_another(figures, kind):
    for svg in (figures[kind].wide, figures[kind].narrow):
        assert support.overlaps(svg) == []
        assert support.beyond(svg) == []


def test_the_strengths_of_mellersta_norrland_are_the_forest(figures):
    found = figures["strengths"]
    assert [row[0] for row in found.rows[:2]] == ["C17", "C16"]
    assert "Västernorrlands and Jämtlands län together" in found.about.note


def test_what_is_hardly_known_is_told_with_the_openings(figures):
    assert "Var försiktig" in figures["openings"].alternative


def test_the_nearest_peers_are_swedish(figures):
    assert [row[1][:2] for row in figures["peers"].rows[:4]] == ["SE"] * 4


def test_the_parts_of_the_change_add_up(figures):
    told = [row[4:8] for row in figures["shift-share"].rows if row[4] is not None]
    assert len(told) > 50
    for change, *parts in told:
        assert sum(parts) == pytest.approx(change, abs=1e-6)


def test_foretold_and_seen_are_near_each_other(figures):
    for _what, _cells, foretold, seen, *_ in figures["calibration"].rows:
        assert abs(foretold - seen) < 0.1


def test_who_grew_and_who_shrank(figures):
    assert figures["map"].alternative == "Mest har Åre med +27,2, minst Strömsund med −31,5."
