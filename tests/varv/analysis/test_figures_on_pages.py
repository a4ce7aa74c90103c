"""Figures where their numbers stand: on the pages of runs, areas and the county, drawn ahead."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.varv.analysis import run_support
from tests.varv.analysis.figures import JOBS, by_year, in_county, profiled, stored
from tests.varv.factories import (
    AnalystFactory,
    AreaFactory,
    InterestFactory,
    MunicipalityFactory,
    OrganisationFactory,
    ProgrammeFactory,
    RegionFactory,
)
from varv.analysis import actions, ahead, tasks
from varv.analysis.county import pictures as of_county
from varv.analysis.county.figures import county
from varv.analysis.profiles import kept
from varv.analysis.profiles.actions import choose_source, set_activities
from varv.analysis.profiles.figures import figures_of
from varv.analysis.profiles.shown import Profiles
from varv.files.charts import rendering, store
from varv.text.translated import Translated

pytestmark = pytest.mark.usefixtures("db", "at", "region", "kept_here")
TOGETHER = "SE32 är Mellersta Norrland: Västernorrlands och Jämtlands län tillsammans"
NO_PICTURE = "Bilden kan inte ritas just nu"


@pytest.fixture
def region():
    return RegionFactory(
        nuts="SE322", population_source=Translated(sv="SCB"), population_licence="CC0"
    )


@pytest.fixture
def kept_here(tmp_path, settings, monkeypatch):
    """Charts are kept in a folder of the test's own, and nobody has waited in vain."""
    (tmp_path / store.FOLDER).mkdir()
    monkeypatch.setattr(store, "_folder", lambda: tmp_path / store.FOLDER)
    monkeypatch.setitem(store._rest, "until", 0.0)


@pytest.fixture
def broken(monkeypatch):
    monkeypatch.setattr(rendering, "RENDERER", "/nowhere")


@pytest.fixture(autouse=True)
def patient(monkeypatch):
    """Let pages wait longer for a drawing: a machine that does much else takes its time."""
    for place in ("pictures", "profiles.views", "county.views"):
        monkeypatch.setattr(f"varv.analysis.{place}.ON_A_PAGE", 90.0)


@pytest.fixture
def area():
    return AreaFactory(
        programme=ProgrammeFactory(), slug="skog", name=Translated(sv="Skog", en="Forest")
    )


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def figures_in(page):
    return {
        re.search(r'id="([^"]+)"', one)[1]: one
        for one in re.findall(r'<figure class="figure".*?</figure>', page, re.DOTALL)
    }


def looks_whole(figure, source, *, note=True):
    """Check that a figure has all that none goes without."""
    assert figure.count("<svg") == 2
    assert figure.count("<table>") == 1
    assert f"Källa: {source}" in figure
    assert (TOGETHER in figure) is note
    words = re.search(r'figure__words"[^>]*>([^<]+)<', figure)[1]
    assert len(words.strip()) > 20


def compute_run(run_id):
    """Do the worker's task, with the connection that the test has."""
    tasks.compute_run.func.__wrapped__(run_id)


def css_of(page):
    return re.findall(r'href="[^"]*/(\w+)[^"/]*\.css"', page)


# -- runs --


def test_run_shows_each_result_with_its_picture(client):
    run = actions.publish_run(None, run=run_support.done())
    page = text(client.get(run.get_absolute_url()))
    assert "charts" in css_of(page)
    found = figures_in(page)
    assert list(found) == [
        "figure-strengths", "figure-openings", "figure-peers", "figure-space",
    ]  # fmt: skip
    for key, figure in found.items():
        looks_whole(figure, "Eurostat, Sysselsatta, version 1. Siffror från 2020")
        kind = key.removeprefix("figure-")
        assert reverse("analysis:run_download", args=[run.pk, kind, "csv"]) in figure
    desk = Client()
    desk.force_login(AnalystFactory())
    page = text(desk.get(reverse("analysis:desk_run", args=[run.pk])))
    assert list(figures_in(page)) == list(found)
    assert reverse("analysis:desk_run_download", args=[run.pk, "peers", "csv"]) in page
    assert {"charts", "desk"} <= set(css_of(page))


def test_run_whose_drawing_fails_has_the_tables(client, broken, caplog):
    run = actions.publish_run(None, run=run_support.done())
    page = text(client.get(run.get_absolute_url()))
    for figure in figures_in(page).values():
        assert NO_PICTURE in figure
        assert "<table>" in figure
        assert TOGETHER in figure
    assert "could not be drawn" in caplog.text


def test_pictures_add_no_query_to_the_page_of_a_run(client):
    run = actions.publish_run(None, run=run_support.done())
    bare = run_support.bare_run(version=run.version)

    def count(one):
        with CaptureQueriesContext(connection) as seen:
            text(client.get(one.get_absolute_url()))
        return len(seen)

    assert count(run) == count(bare)


def test_worker_draws_a_run_in_every_language(client, monkeypatch):
    run = run_support.started()
    compute_run(run.pk)
    run.refresh_from_db()
    actions.publish_run(None, run=run)
    monkeypatch.setattr(rendering, "RENDERER", "/nowhere")
    for language in ("sv", "en"):
        client.cookies["django_language"] = language
        assert text(client.get(run.get_absolute_url())).count("<svg") >= 8


def test_run_is_done_even_if_nothing_can_be_drawn(broken, caplog):
    run = run_support.started()
    compute_run(run.pk)
    run.refresh_from_db()
    assert run.state == "done"
    assert "could not be drawn" in caplog.text


# -- areas --


def test_profile_has_its_strengths_the_surest_first(client, area):
    profiled(area)
    for address in ("/figures/areas/skog/", "/areas/skog/"):
        page = text(client.get(address))
        assert "charts" in css_of(page)
        found = figures_in(page)
        assert "strengths" in found
        looks_whole(found["strengths"], "Statistikbyrån")
        assert "Skog: styrkor i Mellersta Norrland, 2020" in found["strengths"]
    found = figures_of(Profiles(kept.profiles()[0], [area]).of(area))
    codes = [row[0] for row in found["strengths"].rows]
    assert codes[0] == "C16"
    assert codes[-1] == "I55", "what is not told comes last"
    assert found["strengths"].rows[-1][2] is None


def test_profile_with_many_openings_has_a_map_of_them(client, area):
    set_activities(None, area=area, codes=[code[1:] for code in run_support.ACTIVITIES])
    choose_source(None, version=run_support.version(), region="SE32", compared_with="all")
    found = figures_of(Profiles(kept.profiles()[0], [area]).of(area))
    assert set(found) == {"strengths", "openings"}
    weak = {row[0] for row in found["strengths"].rows if row[3] < 1}
    assert {row[0] for row in found["openings"].rows} <= weak
    looks_whole(figures_in(text(client.get("/figures/areas/skog/")))["openings"], "Eurostat")


def test_figures_of_a_profile_say_with_whom_the_region_is_compared(area):
    set_activities(None, area=area, codes=["16", "17", "55"])
    choose_source(None, version=run_support.version(), region="SE32", compared_with="country")
    with translation.override("sv"):
        figure = figures_of(Profiles(kept.profiles()[0], [area]).of(area))["strengths"]
    assert figure.about.note.endswith("Jämfört med: regionerna i samma land.")


def test_profile_over_years_shows_how_it_grew(area):
    set_activities(None, area=area, codes=["16", "17", "55"])
    earlier = [(region, code, 2018, value and value / 2) for region, code, _y, value in JOBS]
    between = [(region, code, 2019, value) for region, code, _y, value in JOBS]
    version = stored("jobs", [*earlier, *between, *JOBS], classification="NACE Rev. 2")
    choose_source(None, version=version, region="SE32")
    with translation.override("sv"):
        figure = figures_of(Profiles(kept.profiles()[0], [area]).of(area))["growth"]
    assert figure.about.period == "2018–2020"
    assert figure.about.unit == "Sysselsatta, 2018 = 100"
    own = [row[2] for row in figure.rows if row[0] == "Mellersta Norrland"]
    assert own == [100.0, 200.0, 200.0]


def test_area_whose_drawing_fails_has_its_table(client, area, broken):
    profiled(area)
    figure = figures_in(text(client.get("/figures/areas/skog/")))["strengths"]
    assert NO_PICTURE in figure
    assert "<table>" in figure


# -- the county --


@pytest.fixture
def places(region):
    found = [
        MunicipalityFactory(region=region, code=f"23{at}", name=name, population=10_000 * at,
                            population_year=2024)
        for at, name in ((10, "Åre"), (11, "Bräcke"), (12, "Östersund"))
    ]  # fmt: skip
    years = {one.code: {1990: 1000.0, 2024: 900.0 + 200 * at} for at, one in enumerate(found)}
    in_county("population", stored("people", by_year(years), has_activities=False))
    return found


def test_county_shows_how_the_municipalities_develop(client, places):
    found = figures_in(text(client.get("/figures/county/")))
    assert list(found) == ["change", "population"]
    for figure in found.values():
        looks_whole(figure, "Statistikbyrån", note=False)
    assert re.search(r"−10,0\s%", found["change"])
    assert "År 2024, där 1990 är 100: Hela länet 110,0, Östersund 130,0" in found["population"]


def test_county_shows_whom_we_reach_and_hides_what_is_small(client, places):
    area = AreaFactory(programme=ProgrammeFactory())
    for place, number in zip(places, (3, 7, 11), strict=True):
        for _one in range(number):
            told = OrganisationFactory(municipality=place)
            InterestFactory(area=area, organisation=told, municipality=place)
    figure = figures_in(text(client.get("/figures/county/")))["reach-cycles-interests"]
    looks_whole(figure, "programmets eget register; invånare 2024: SCB", note=False)
    assert "per 1 000 invånare" in figure
    rows = dict(of_county.figures_of(county())["reach-cycles-interests"].rows)
    assert rows["Östersund"] == pytest.approx(11 / 120)


def test_county_without_figures_has_none(client):
    page = text(client.get("/figures/county/"))
    assert figures_in(page) == {}


def test_worker_draws_areas_and_county_when_what_they_show_changes(
    client, area, places, monkeypatch
):
    profiled(area)
    waiting = ProcrastinateJob.objects.filter(task_name=tasks.draw_public_pages.name)
    assert waiting.count() == 1, "however much changes at once"
    ahead.draw_public_pages()
    monkeypatch.setattr(rendering, "RENDERER", "/nowhere")
    for language in ("sv", "en"):
        client.cookies["django_language"] = language
        for address in ("/figures/areas/skog/", "/figures/county/"):
            assert all(
                one.count("<svg") == 2 for one in figures_in(text(client.get(address))).values()
            )


def test_what_cannot_be_drawn_ahead_is_logged(area, broken, caplog):
    profiled(area)
    ahead.draw_public_pages()
    assert "could not be drawn" in caplog.text
