"""Figures: what they say, how they look, and that nothing in them lies or breaks."""

import base64
import csv
import doctest
import importlib
import io
import json
import pkgutil
import re
import threading
import time
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.template import Context, Template
from django.utils import translation

from tests.varv.analysis import picture_support as support
from varv.analysis import pictures
from varv.analysis.pictures.figure import WIDE
from varv.files.charts import labels, rendering, store, theme
from varv.reach.counts import Tile
from varv.text import numbers
from varv.web.templatetags import look

KINDS = list(support.every_figure(2))
THIN = numbers.THIN


@pytest.fixture
def nothing_kept(tmp_path, settings):
    settings.HOME = tmp_path


@pytest.fixture(scope="module")
def drawn():
    """Every kind of figure with 1, 2 and 30 rows, in both languages, drawn once for all tests."""
    found = {}
    for language in ("sv", "en"):
        with translation.override(language):
            for count in (1, 2, 30):
                some = support.every_figure(count)
                specs = [
                    drawing.draw(drawing.data, frame)
                    for figure in some.values()
                    for drawing in [figure.drawing]
                    if drawing
                    for frame in (pictures.figure.WIDE, pictures.figure.NARROW)
                ]
                asked = [spec for spec in specs if not isinstance(spec, str)]
                svgs = iter(rendering.rendered(asked))
                made = iter(
                    [
                        store.svg.finished(s if isinstance(s, str) else next(svgs), "c1")
                        for s in specs
                    ]
                )
                for kind, figure in some.items():
                    pair = [next(made), next(made)] if figure.drawing else []
                    found[language, count, kind] = pair
    return found


def show(figure, **values):
    return Template("{% load pictures %}{% figure f %}").render(Context({"f": figure, **values}))


@pytest.mark.parametrize("missing", ["unit", "source", "period"])
@pytest.mark.parametrize("blank", ["", "  ", None])
def test_no_figure_without_unit_source_and_years(missing, blank):
    with pytest.raises(ValueError, match=missing):
        support.about(**{missing: blank})


@pytest.mark.parametrize("day", [None, "2020-05-25"])
def test_no_figure_without_its_date(day):
    with pytest.raises(ValueError, match="day"):
        support.about(day=day)


@pytest.mark.parametrize("part", ["title", "alternative"])
def test_no_figure_without_title_and_words(part):
    with pytest.raises(ValueError, match="title and its text"):
        replace(support.every_figure(2)["series"], **{part: " "})


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("count", [1, 2, 30])
@pytest.mark.parametrize("kind", KINDS)
def test_no_text_covers_another_or_leaves_the_picture(drawn, language, count, kind):
    for svg in drawn[language, count, kind]:
        assert support.overlaps(svg) == []
        assert support.beyond(svg) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_colour_of_a_picture_is_a_role_of_the_stylesheet(drawn, kind):
    for svg in drawn["sv", 30, kind]:
        for element in ElementTree.fromstring(svg).iter():
            for name in ("fill", "stroke"):
                colour = element.get(name, "none")
                assert colour == "none" or colour.startswith("url(#c1-") or colour in theme.ROLES
                if colour in theme.ROLES:
                    assert f"{name}-{theme.ROLES[colour]}" in element.get("class")


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_rows_give_the_same_picture(kind):
    first, again = support.every_figure(9)[kind], support.every_figure(9)[kind]
    for frame in (pictures.figure.WIDE, pictures.figure.NARROW):
        spec = first.drawing.draw(first.drawing.data, frame)
        assert spec == again.drawing.draw(again.drawing.data, frame)


@pytest.mark.parametrize("kind", KINDS)
def test_hostile_names_are_only_text(drawn, kind):
    for svg in drawn["sv", 30, kind]:
        assert "<script" not in svg
        assert "\u202e" not in svg
        assert "\x00" not in svg
    page = show(support.every_figure(8)[kind])
    assert "<script" not in page
    assert "\u202e" not in page


@pytest.mark.parametrize("kind", KINDS)
def test_with_nothing_to_show_a_figure_says_so(kind):
    figure = support.every_figure(0)[kind]
    assert figure.drawing is None
    assert figure.alternative
    page = show(figure)
    assert "<svg" not in page
    assert figure.alternative.split(".")[0] in page.replace("&#x27;", "'")


@pytest.mark.parametrize("kind", KINDS)
def test_one_row_is_a_whole_figure(drawn, kind):
    figure = support.every_figure(1)[kind]
    assert len(figure.rows) == {"calibration": 2, "peers": 2}.get(kind, 1)
    assert figure.drawing is None or len(drawn["sv", 1, kind]) == 2


def test_numbers_follow_the_language(drawn):
    wide = {language: drawn[language, 30, "strengths"][0] for language in ("sv", "en")}
    assert "12,50 (12,00–13,50)" in wide["sv"]
    assert "12.50 (12.00–13.50)" in wide["en"]
    with translation.override("sv"):
        figure = support.every_figure(2)["strengths"]
        assert f"1{THIN}000" in show(figure)
        assert "med 12,50 (från 12,00 till 13,50)" in figure.alternative
    with translation.override("en"):
        figure = support.every_figure(2)["strengths"]
        assert "1,000" in show(figure)
        assert "with 12.50 (from 12.00 to 13.50)" in figure.alternative


def test_the_words_of_strengths_count_and_name_them():
    with translation.override("en"):
        figure = pictures.strengths(support.strength_rows(8), support.about(), region="Jämtland")
    assert figure.alternative.startswith(
        "Of 8 activities 3 are strengths of Jämtland: they are surely above 1, where 1 is the same "
        "share as in the whole. 3 more are possible. The rows stand by the lower end of the "
        "interval: the surest first. At the top: Pappersvaror with 12.50"
    )
    assert "The picture has" not in figure.alternative


def test_an_activity_that_is_secret_is_a_dash_and_not_zero():
    rows = [{**support.strength_rows(1)[0], "value": float("nan"), "verdict": "unknown"}]
    figure = pictures.strengths(rows, support.about(), region="X")
    assert figure.rows[0][2] is None
    assert figure.table[0][2][1] == "–"


@pytest.mark.parametrize(("sign", "careful"), [(0.22, True), (0.3, False), (None, False)])
def test_a_weak_sign_of_complexity_is_told(sign, careful):
    besides = {**support.OPENINGS_BESIDE, "sign_strength": sign}
    with translation.override("en"):
        figure = pictures.openings(
            support.opening_rows(8), support.about(), region="X", besides=besides
        )
    assert ("may well change places" in figure.alternative) is careful


def test_probabilities_are_there_only_where_years_allow_them():
    rows = support.opening_rows(8)
    besides = {**support.OPENINGS_BESIDE, "horizon": None}
    with translation.override("en"):
        without = pictures.openings(rows, support.about(), region="X", besides=besides)
        figure = pictures.openings(
            rows, support.about(), region="X", besides=support.OPENINGS_BESIDE
        )
    assert "within 5 years" in figure.alternative
    assert "within" not in without.alternative
    assert len(without.columns) == len(figure.columns) - 1


def test_the_space_tells_where_the_region_stands():
    nodes = [
        {"activity": code, "name": code.upper(), "value": 10.0, "lq": 1.0, "verdict": verdict}
        for code, verdict in [("a", "strength"), ("b", "strength"), ("c", "no strength"),
                              ("d", "no strength")]
    ]  # fmt: skip
    links = [
        {"source": one, "target": other, "proximity": near}
        for one, other, near in [("a", "b", 0.9), ("a", "c", 0.8), ("b", "c", 0.7),
                                 ("c", "d", 0.6), ("a", "gone", 0.9), ("a", "a", 1.0)]
    ]  # fmt: skip
    with translation.override("en"):
        figure = pictures.space(nodes, links, support.about(), region="X")
    assert "2 of 4 activities are strengths of the region and filled." in figure.alternative
    assert "The largest cluster of strengths has 2 joined activities, such as A and B." in (
        figure.alternative
    )
    assert "Most surrounded by strengths without being one: C." in figure.alternative
    assert [row[-2:] for row in figure.rows] == [(1, 2), (1, 2), (2, 3), (0, 1)]


def test_points_of_the_space_do_not_lie_on_each_other():
    from varv.analysis.pictures.layout import laid_out, parted

    heap = parted([(50.0, 50.0)] * 12, [5.0] * 12, 300, 200)
    for at, (x, y) in enumerate(heap):
        assert all((x - a) ** 2 + (y - b) ** 2 > 9**2 for a, b in heap[at + 1 :])
    assert laid_out(0, [], 10, 10) == []
    assert laid_out(1, [], 10, 10) == [(5.0, 5.0)]


def test_what_is_tied_lies_nearer_than_what_is_not():
    from varv.analysis.pictures.layout import laid_out

    two = [(a, b, 1.0) for group in (range(5), range(5, 10)) for a in group for b in group if a < b]
    at = laid_out(10, [*two, (0, 5, 0.1)], 400, 300)

    def mean(pairs):
        found = [((at[a][0] - at[b][0]) ** 2 + (at[a][1] - at[b][1]) ** 2) ** 0.5 for a, b in pairs]
        return sum(found) / len(found)

    inside = mean([(a, b) for a, b, _weight in two])
    assert inside < 0.6 * mean([(a, b) for a in range(5) for b in range(5, 10)])


def test_shift_share_adds_up_and_says_what_chance_can_do():
    rows = [
        {"activity": "a", "name": "Trä", "before": 100, "after": 130, "change": 30.0,
         "national": 10.0, "structural": 5.0, "regional": 15.0, "regional_low": 2.0,
         "regional_high": 28.0},
        {"activity": "b", "name": "Malm", "before": 100, "after": 95, "change": -5.0,
         "national": 10.0, "structural": -5.0, "regional": -10.0, "regional_low": -21.0,
         "regional_high": 1.0},
    ]  # fmt: skip
    with translation.override("en"):
        figure = pictures.shift_share(rows, support.about(), region="X")
    assert figure.alternative == (
        "All together changed by +25. Had everything gone as in the whole, it would have been +20; "
        "the mix of activities adds 0, and what is X's own +5. The bars stand by what is the "
        "region's own, from most to least. Most above the whole, by more than chance: Trä (+15)."
    )
    drawn = figure.drawing.data["rows"]
    assert [row["change"] for row in drawn] == [25.0, 30.0, -5.0]
    assert [row.get("by_chance") for row in drawn] == [None, False, True]


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_all_together_has_a_panel_and_a_zero_of_its_own(width):
    rows = [
        {"activity": "a", "name": "Trä", "before": 100, "after": 130, "change": 30.0,
         "national": 10.0, "structural": 5.0, "regional": 15.0},
        {"activity": "b", "name": "Malm", "before": 100, "after": 90, "change": -10.0,
         "national": 10.0, "structural": 0.0, "regional": -20.0},
    ]  # fmt: skip
    with translation.override("en"):
        figure = pictures.shift_share(rows, support.about(), region="X")
        found = support.texts(getattr(figure, width))
    # Together from -5 to 25, zero a sixth of the way; each from -20 to 30, zero two fifths.
    whole, each = [box for text, box in found if text == "0"]
    places = dict(found)
    assert places["All together"].bottom < whole.top < places["Trä"].top
    assert places["Malm"].bottom < each.top
    assert abs((whole.left + whole.right) - (each.left + each.right)) > 8
    assert whole.bottom < places["Change of all together, and its parts"].top < places["Trä"].top


def test_peers_are_held_against_the_region_and_what_is_secret_is_said():
    rows, shares = support.peer_rows(8)
    with translation.override("en"):
        figure = pictures.peers(rows, shares, support.about(), region="SE32", name="Jämtland")
        wide = figure.drawing.draw(figure.drawing.data, pictures.figure.WIDE)
    assert figure.alternative.startswith("Built most like Jämtland: Pappersvaror (0.100)")
    assert "The picture has the nearest 6 of 8." in figure.alternative
    assert str(wide).count("not told") == 1
    assert figure.rows[0][1:3] == ("SE32", "Jämtland")
    assert len(figure.rows) == 7


def test_a_year_that_is_missing_breaks_the_line():
    rows = [{"year": year, "value": None if year == 2015 else 5.0} for year in range(2013, 2019)]
    with translation.override("en"):
        figure = pictures.series(rows, support.about(), title="T")
        spec = figure.drawing.draw(figure.drawing.data, pictures.figure.WIDE)
    lines = [layer for layer in spec["layer"] if layer["mark"]["type"] == "line"]
    assert [len(line["data"]["values"]) for line in lines] == [2, 3]
    assert figure.alternative == "From 5 in 2013 to 5 in 2018, unchanged."


def test_code_and_number_do_not_read_as_one_number():
    rows = [
        {"year": year, "value": 84_583.0, "series": name}
        for name in ("713", "Hotell")
        for year in (2019, 2020)
    ]
    with translation.override("sv"):
        figure = pictures.series(rows, support.about(), title="T")
        spec = figure.drawing.draw(figure.drawing.data, pictures.figure.WIDE)
    spec = json.dumps(spec, ensure_ascii=False)
    assert re.search(r"713:\s84\s583", spec)
    assert re.search(r"84\s583\sHotell", spec)


def test_every_fifth_year_is_one_line():
    rows = [{"year": year, "value": 5.0} for year in (1990, 1995, 2000, 2001, 2002)]
    figure = pictures.series(rows, support.about(), title="T")
    spec = figure.drawing.draw(figure.drawing.data, pictures.figure.WIDE)
    assert len([layer for layer in spec["layer"] if layer["mark"]["type"] == "line"]) == 1


def test_lines_that_are_too_many_are_named_as_left_out():
    rows = [
        {"year": 2020 + at, "value": 1.0, "series": f"L{line}"}
        for line in range(11)
        for at in (0, 1)
    ]
    with translation.override("en"):
        figure = pictures.series(rows, support.about(), title="T")
    assert figure.alternative.endswith("Not in the picture, but in the table: L9 and L10.")
    assert len(figure.drawing.data["lines"]) == 9
    assert len(figure.rows) == 22


def test_each_line_is_told_from_the_others_without_colour():
    from varv.analysis.pictures.series import DRAWN, LOOKS

    assert len({(dash, shape, filled) for dash, shape, filled, _colour in LOOKS}) == DRAWN
    assert len({dash for dash, *_rest in LOOKS}) == DRAWN


def test_the_backtest_weighs_groups_by_their_size():
    rows = [
        {"definition": "loose", "cells": 300, "foretold": 0.01, "seen": 0.02, "seen_low": 0.01,
         "seen_high": 0.03},
        {"definition": "loose", "cells": 100, "foretold": 0.41, "seen": 0.38, "seen_low": None,
         "seen_high": None},
    ]  # fmt: skip
    with translation.override("en"):
        figure = pictures.calibration(rows, support.about(), besides={"year": 2020, "until": 2025})
    assert figure.title == "Foretold in 2020 and seen in 2025"
    assert figure.alternative.endswith(
        "Of 400 pairs below 1, 11.0% were foretold to reach 1 and 11.0% did; in the group with the "
        "highest probability 41.0% and 38.0%."
    )


@pytest.mark.parametrize(
    ("foretold", "words"),
    [
        (0.2, "as foretold, but for chance"),
        (0.05, "more than was foretold"),
        (0.5, "fewer than was foretold"),
    ],
)
def test_the_backtest_says_in_words_whether_it_came_as_foretold(foretold, words):
    row = {"definition": "loose", "cells": 9, "foretold": foretold, "seen": 0.2}
    rows = [{**row, "seen_low": 0.1, "seen_high": 0.3}]
    with translation.override("en"):
        figure = pictures.calibration(rows, support.about(), besides={"year": 2020, "until": 2025})
        unsure = pictures.calibration(
            [{**row, "seen_low": None, "seen_high": None}],
            support.about(),
            besides={"year": 2020, "until": 2025},
        )
    assert figure.table[0][-1][1] == words
    assert unsure.table[0][-1][1] == "too few to tell"


def test_the_map_says_who_has_most_and_of_whom_nothing_is_known(drawn):
    with translation.override("en"):
        figure = pictures.reach(support.tiles(6), support.about(), title="T")
    assert figure.alternative == (
        f"Most has Ålodling with 50, least {support.NAMES[0]} with 0. "
        f"Not known or not shown: {support.NAMES[2]}."
    )
    tiles_and_map = drawn["sv", 30, "reach"][0]
    assert tiles_and_map.count("<path") == 30
    assert "stroke-dasharray" in tiles_and_map


def test_csv_has_all_rows_with_unit_and_source_and_runs_nothing():
    with translation.override("en"):
        figure = pictures.strengths(
            support.strength_rows(30), support.about(source="@SUM(A1)"), region="X"
        )
        rows = list(csv.reader(io.StringIO(figure.csv().lstrip("\ufeff")), delimiter=";"))
    assert len(rows) == 31
    assert rows[0][-4:] == ["Unit", "Source", "Figures of", "Computed on"]
    assert rows[1][-4:] == ["sysselsatta", "'@SUM(A1)", "2015", "2020-05-25"]
    assert rows[5][1] == "'=HYPERLINK(1)"
    assert float(rows[1][3]) == 12.5
    held = base64.b64decode(figure.csv_address.partition("base64,")[2]).decode()
    assert held.replace("\r", "").count("\n") == 31


def test_map_of_a_change_is_dark_where_much_changed_and_edged_where_it_fell():
    tiles = [Tile(name, name, at, 0, value, "") for at, (name, value) in enumerate(
        [("Fell", -30.0), ("Stayed", 0.5), ("Grew", 28.0)]
    )]  # fmt: skip
    drawing = pictures.reach(tiles, support.about(), title="X").drawing
    fell, stayed, grew = drawing.data["tiles"]
    assert fell["level"] == grew["level"] == len(theme.RAMP) - 1
    assert stayed["level"] == 0
    drawn = drawing.draw(drawing.data, WIDE)
    assert drawn.count(f'stroke="{theme.THREE}"') == 1


def test_csv_has_the_decimal_sign_of_its_language():
    with translation.override("sv"):
        figure = pictures.strengths(support.strength_rows(3), support.about(), region="X")
        rows = list(csv.reader(io.StringIO(figure.csv().lstrip("\ufeff")), delimiter=";"))
    assert rows[1][3] == "12,5"


def test_a_page_has_picture_words_table_source_and_file():
    with translation.override("sv"):
        figure = pictures.strengths(
            support.strength_rows(2),
            support.about(note="SE32 är två län tillsammans.", licence="CC BY 4.0"),
            region="Mellersta Norrland",
        )
        page = show(figure)
    assert page.count("<svg") == 2
    assert page.count('role="img"') == 2
    assert 'aria-describedby="styrkor-i-mellersta-norrland-2015-words"' in page
    assert "SE32 är två län tillsammans." in page
    assert re.search(
        r"Källa: Eurostat. Siffror från 2015.\s+Beräknat den 25 maj 2020.\s+CC BY", page
    )
    assert "Av 2 branscher är 2 styrkor" in page
    assert 'download="styrkor-i-mellersta-norrland-2015.csv"' in page
    assert "<details>" in page
    assert 'style="' not in page
    assert "<script" not in page


def test_a_page_may_give_its_own_address_for_the_file():
    figure = support.every_figure(2)["series"]
    page = Template('{% load pictures %}{% figure f csv=csv key="one" %}').render(
        Context({"f": figure, "csv": '/a.csv?x=1&y="2"'})
    )
    assert 'href="/a.csv?x=1&amp;y=&quot;2&quot;"' in page
    assert "data:text/csv" not in page
    assert '<figure class="figure" id="one"' in page


def test_a_page_answers_without_a_picture_that_cannot_be_drawn(nothing_kept, monkeypatch, caplog):
    monkeypatch.setattr(rendering, "RENDERER", "/nowhere")
    with translation.override("en"):
        page = show(support.every_figure(2)["strengths"])
    assert "The picture cannot be drawn just now." in page
    assert "<table>" in page
    assert "could not be drawn" in caplog.text


def test_a_page_does_not_wait_for_a_program_that_hangs(nothing_kept, monkeypatch, tmp_path):
    monkeypatch.setattr(rendering, "RENDERER", tmp_path / "renderer.py")
    rendering.RENDERER.write_text("import time; time.sleep(60)")
    monkeypatch.setattr(rendering, "SECONDS_TO_START", 20.0)
    monkeypatch.setattr(rendering, "SECONDS_A_CHART", 0.0)
    monkeypatch.setitem(store._rest, "until", 0.0)
    figures, others = support.every_figure(2), support.every_figure(3)
    began = time.monotonic()
    pictures.prepare(figures.values(), 1.0)
    pictures.prepare(others.values(), 60.0)  # the next page does not wait at all
    page = "".join(show(figure) for figure in [*figures.values(), *others.values()])
    assert time.monotonic() - began < 10
    assert page.count("<table>") == len(figures) + len(others)
    assert not figures["strengths"].wide
    for thread in threading.enumerate():
        if thread.name == "charts":
            thread.join()
    pictures.prepare(figures.values(), 1.0)
    assert figures["reach"].wide, "what needs no program was drawn behind"


def test_a_picture_that_is_wrong_in_itself_hinders_no_other(nothing_kept, monkeypatch):
    figures = support.every_figure(2)
    wrong = replace(figures["strengths"], drawing=pictures.figure.Drawing(_wrong, {}))
    pictures.prepare([wrong, figures["reach"]], 30.0)
    assert not wrong.wide
    assert figures["reach"].wide


def _wrong(data, frame):
    raise KeyError(frame.name)


def test_figures_of_a_page_are_drawn_by_one_start_and_not_again(nothing_kept, monkeypatch):
    starts = []
    run = rendering.subprocess.run
    monkeypatch.setattr(
        rendering.subprocess, "run", lambda *a, **k: starts.append(1) or run(*a, **k)
    )
    figures = list(support.every_figure(3).values())
    pictures.prepare(figures)
    assert len(starts) == 1
    for figure in support.every_figure(3).values():
        assert figure.wide
        assert figure.narrow
    assert len(starts) == 1


def test_a_cached_picture_needs_neither_altair_nor_numpy(monkeypatch):
    import sys

    pictures.prepare([support.every_figure(3)["space"]])
    for name in ("altair", "varv.analysis.pictures.altair_parts"):
        monkeypatch.setitem(sys.modules, name, None)
    assert support.every_figure(3)["space"].wide


def test_a_document_gets_a_file_of_its_own_in_the_colours_of_paper():
    figure = support.every_figure(3)["series"]
    assert figure.svg.startswith(b"<?xml")
    root = ElementTree.fromstring(figure.svg)
    assert root.get("viewBox").startswith("0 0 720")
    assert f'"{theme.ONE}"'.encode() in figure.svg
    assert figure.png().startswith(b"\x89PNG")


def test_typst_sets_every_figure_in_an_accessible_pdf(tmp_path):
    import typst

    figures = support.every_figure(8)
    pictures.prepare(figures.values())
    source = '#set document(title: "T")\n'
    for kind, figure in figures.items():
        (tmp_path / f"{kind}.svg").write_bytes(figure.svg)
        source += f'#figure(image("{kind}.svg", alt: "{kind}"), caption: [{kind}])\n'
    (tmp_path / "all.typ").write_text(source)
    pdf = typst.compile(str(tmp_path / "all.typ"), root=str(tmp_path), pdf_standards=["ua-1"])
    assert pdf.startswith(b"%PDF")


def test_the_examples_in_the_code_are_true():
    own = [f"{pictures.__name__}.{one.name}" for one in pkgutil.iter_modules(pictures.__path__)]
    modules = [labels, numbers, *map(importlib.import_module, own)]
    with translation.override("en"):
        results = [doctest.testmod(module) for module in modules]
    assert sum(result.attempted for result in results) >= 25
    assert [result.failed for result in results] == [0] * len(results)


def test_the_date_of_a_figure_is_told_in_the_csv_as_machines_read_it():
    figure = pictures.series(
        [{"year": 2020, "value": 1.5}], support.about(day=date(2021, 1, 2)), title="T"
    )
    assert "2021-01-02" in figure.csv()


SHEETS = {
    name: (Path(look.__file__).parents[1] / "static" / "varv" / name).read_text("utf-8")
    for name in ("varv.css", "charts.css")
}


def colours(scheme):
    """Return the colours of ``scheme`` as both sheets set them: light first, dark over it."""
    found = {}
    for sheet in SHEETS.values():
        light, rest = sheet.split("(prefers-color-scheme: dark)", 1)
        dark = re.split("@layer base|@media print", rest)[0] if scheme == "dark" else ""
        found |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", light + dark))
    return found


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("mark", ["one", "two", "three", "four", "edge"])
def test_marks_have_a_contrast_of_four_and_a_half_to_one(scheme, mark):
    found = colours(scheme)
    assert contrast(found[mark], found["paper"]) >= 4.5


@pytest.mark.parametrize("ground", ["soft", "softer"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_is_solid_stands_out_from_what_is_soft(scheme, ground):
    found = colours(scheme)
    assert contrast(found["one"], found[ground]) >= 3


def test_paper_shows_the_colours_of_the_light_page():
    found = colours("light")
    for colour, role in theme.ROLES.items():
        if role not in {"on-dark", "ramp-2"}:  # white; and a hair apart from soft
            assert found[role] == colour, role


def test_the_sheet_sets_the_colour_of_every_role():
    sheet = SHEETS["charts.css"]
    for role in theme.ROLES.values():
        assert f".chart .fill-{role} " in sheet or f".chart .stroke-{role} " in sheet
    assert set(re.findall(r"var\(--([\w-]+)", sheet)) <= set(
        re.findall(r"--([\w-]+):", "".join(SHEETS.values()))
    )


def test_each_part_of_a_change_has_its_own_pattern():
    from varv.analysis.pictures import altair_parts
    from varv.analysis.pictures.shift_share import _looks

    fills = [look.fill for look in _looks(altair_parts).values()]
    assert len(set(fills)) == len(fills)
