"""Profiles: chosen, computed once, shown with unit, source, date and region, and taken out."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.varv.analysis.figures import JOBS, of_other_codes, profiled, stored
from tests.varv.factories import (
    AnalystFactory,
    AreaFactory,
    CoordinatorFactory,
    ProgrammeFactory,
    RegionFactory,
)
from varv import clock
from varv.analysis.models import ProfileFigures
from varv.analysis.profiles import kept, queries
from varv.analysis.profiles.actions import choose_source, set_activities
from varv.analysis.profiles.registrations import desk_items
from varv.analysis.profiles.shown import Profiles
from varv.registry.models import Event
from varv.text.translated import Translated


@pytest.fixture
def area(db, at):
    RegionFactory(nuts="SE32")
    return AreaFactory(
        programme=ProgrammeFactory(), slug="skog", name=Translated(sv="Skog", en="Forest")
    )


@pytest.fixture
def source(area):
    return profiled(area)


@pytest.fixture
def english(client):
    client.cookies["django_language"] = "en"
    return client


def first():
    """The figures of the first source."""
    return kept.profiles()[0]


def english_page(client, address):
    """What a page says in English."""
    client.cookies["django_language"] = "en"
    return client.get(address).content.decode()


def profile(area):
    return Profiles(first(), [area]).of(area)


def test_profile_of_an_area(area, source):
    found = profile(area)
    assert found.jobs == 1200
    assert found.share == pytest.approx(100 * 1200 / 1800)
    assert [one.code for one in found.suppressed] == ["I55"]
    assert found.is_partial
    assert found.quotient["verdict"] == "strength"
    assert found.strongest[0].code == "C16"
    assert [one.code for one in found.leans_on] == ["C16", "C17"]


def test_pages_say_unit_source_date_and_whose_figures_they_are(english, area, source):
    for address in ("/areas/skog/", "/figures/areas/", "/figures/areas/skog/"):
        page = english.get(address).content.decode()
        assert "SE32 Mellersta Norrland" in page, address
        assert "together, not one of them alone" in page
        assert "Persons employed" in page
        assert "Statistikbyrån" in page
        assert "CC BY 4.0" in page
        assert "2020" in page
        assert "1,200" in page or "1 200" in page
    assert "at least" in english.get("/areas/skog/").content.decode()
    one = english.get("/figures/areas/skog/").content.decode()
    assert "I55 Accommodation" in one
    assert "not told" in one


def test_county_alone_has_no_warning_of_its_own(english, area):
    set_activities(None, area=area, codes=["16"])
    rows = [(region.replace("SE32", "SE322"), *rest) for region, *rest in JOBS]
    version = stored("county", rows, classification="NACE Rev. 2")
    choose_source(None, version=version, region="SE322")
    page = english.get("/figures/areas/skog/").content.decode()
    assert "SE322 Jämtlands län" in page
    assert "not one of them alone" not in page


def test_page_says_what_no_area_covers_with_its_size(english, area, source):
    page = english.get("/figures/areas/").content.decode()
    assert "At least 600 of those employed, 33 per cent" in page
    assert page.index("G47") < page.index("J62") < page.index("M70", page.index("J62"))


def test_what_two_areas_share_is_told_on_the_page(english, area, source):
    other = AreaFactory(programme=area.programme, name=Translated(sv="Natur", en="Nature"))
    set_activities(None, area=other, codes=["16", "62"])
    page = english.get("/figures/areas/").content.decode()
    assert "16 Manufacture of wood" in page
    assert "belongs to 2 areas: Forest and Nature." in page


def test_figures_are_computed_once_for_each_input(area, source, monkeypatch):
    before = first()
    monkeypatch.setattr(kept, "table_of", lambda version: pytest.fail("computed again"))
    assert first().figures == before.figures
    assert ProfileFigures.objects.count() == 1
    monkeypatch.undo()
    set_activities(None, area=area, codes=["16"])
    assert first().figures != before.figures
    assert ProfileFigures.objects.count() == 2
    set_activities(None, area=area, codes=["16", "17", "55"])
    assert first().figures == before.figures
    assert ProfileFigures.objects.count() == 2, "the same input is there already"


def test_two_who_compute_the_same_at_once_keep_one(area, source):
    one, other = first(), first()
    row = ProfileFigures.objects.get()
    ProfileFigures.objects.bulk_create(
        [ProfileFigures(input_sha256=row.input_sha256, version=row.version, figures={})],
        ignore_conflicts=True,
    )
    assert one.figures == other.figures == first().figures


def test_manifest_tells_how_it_was_computed(area, source):
    made = first().manifest
    assert made["parameters"]["region"] == "SE32"
    assert made["parameters"]["sets"] == {str(area.pk): ["16", "17", "55"]}
    assert made["library"]


# --- choosing figures -----------------------------------------------------------------------------


def test_choice_is_logged_and_the_last_one_holds(area, source, at):
    analyst = AnalystFactory()
    with clock.pinned(at + timedelta(days=1)):
        made = choose_source(
            analyst, version=source.version, region="SE31", cluster_size=25, instead_of=source
        )
    assert queries.source_in_use() == made
    assert first().figures["region"] == "SE31"
    event = Event.objects.filter(action="analysis.choose_profile_source").latest("pk")
    assert event.data["region"] == "SE31"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"region": "SE99"}, "region"),
        ({"compared_with": "world"}, "compared_with"),
        ({"cluster_size": 0}, "cluster_size"),
        ({"cluster_size": float("nan")}, "cluster_size"),
    ],
)
def test_wrong_choice_is_refused_by_field(area, source, wrong, field):
    values = {"version": source.version, "region": "SE31"} | wrong
    with pytest.raises(ValidationError) as refused:
        choose_source(None, **values)
    assert field in refused.value.message_dict


@pytest.mark.parametrize("more", [{"is_public": False}, {"has_activities": False}])
def test_profiles_are_made_of_public_tables_with_activities(area, more):
    version = stored("hidden", JOBS, classification="NACE Rev. 2", **more)
    with pytest.raises(ValidationError) as refused:
        choose_source(None, version=version, region="SE32")
    assert "version" in refused.value.message_dict
    assert version not in queries.versions_to_choose()


def test_table_of_other_codes_says_why_there_are_no_figures(english, area):
    set_activities(None, area=area, codes=["16"])
    of_other_codes()
    for address in ("/figures/areas/", "/figures/areas/skog/"):
        assert (
            "The codes of the table are not those of NACE" in english.get(address).content.decode()
        )
    assert english.get("/areas/skog/").status_code == 200
    assert english.get("/figures/areas/export.csv").status_code == 404


def test_newer_delivery_is_told_on_the_desk_and_suggested(client, area, source):
    coordinator = CoordinatorFactory()
    assert list(desk_items(coordinator, clock.now())) == []
    newer = stored("jobs", JOBS[:-1], classification="NACE Rev. 2")
    (item,) = desk_items(coordinator, clock.now())
    assert str(newer.dataset) in item.title
    client.force_login(coordinator)
    assert "Delivery 2 has come" in english_page(client, "/desk/activities/figures/")
    address = source.desk_url
    assert client.get(address).context["form"].initial["version"] == newer
    fields = {
        "version": newer.pk,
        "region": "SE32",
        "compared_with": "country",
        "cluster_size": "10",
    }
    for wrong in (
        {"region": "SE3\x00"},
        {"region": "<b>"},
        {"cluster_size": "0"},
        {"cluster_size": "1e999"},
        {"version": "0"},
        {"compared_with": "x"},
    ):
        answer = client.post(address, fields | wrong)
        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == set(wrong)
    assert client.post(address, fields).status_code == 302
    assert queries.source_in_use().version == newer
    source.refresh_from_db()
    assert source.ended_at, "what was there is kept"
    assert list(desk_items(coordinator, clock.now())) == []


def test_nothing_chosen_is_no_mistake(english, area):
    assert "No figures yet" in english.get("/figures/areas/").content.decode()
    assert english.get("/figures/areas/skog/").status_code == 200
    assert "in figures" not in english.get("/areas/skog/").content.decode().split("<footer")[0]
    set_activities(None, area=area, codes=["16", "17"])
    assert "stands for 2 activities" in english.get("/areas/skog/").content.decode()


# --- files, API and numbers of queries ------------------------------------------------------------


def read(answer):
    text = b"".join(answer).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_csv_has_codes_and_leaves_empty_what_is_not_told(client, area, source):
    rows = read(client.get("/figures/areas/export.csv"))
    whole = next(row for row in rows if row["code"] == "*")
    assert (whole["area"], whole["jobs"], whole["told"]) == ("skog", "1200.0", "no")
    lodging = next(row for row in rows if row["code"] == "I55")
    assert (lodging["jobs"], lodging["told"]) == ("", "no")
    assert {row["code"] for row in rows if row["area"] == ""} == {"J62", "G47", "M70"}
    assert {row["region"] for row in rows} == {"SE32 Mellersta Norrland"}
    assert {row["licence"] for row in rows} == {"CC BY 4.0"}
    assert all(row["source"].startswith("Statistikbyrån, ") for row in rows)
    assert all(row["unit"] and row["compared_with"] for row in rows)
    own = read(client.get("/figures/areas/skog/export.csv"))
    assert {row["area"] for row in own} == {"skog"}


def test_files_run_nothing(client, area):
    area.name = Translated(sv="=1+1", en="=1+1")
    area.save()
    profiled(area)
    content = client.get("/figures/areas/export.xlsx").getvalue()
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert "=1+1" in [cell.value for cell in cells]
    assert all(cell.data_type != "f" for cell in cells)
    about = str([cell.value for row in book.worksheets[1].iter_rows() for cell in row])
    assert "Mellersta Norrland" in about
    assert "Statistikbyrån" in about


def test_api_tells_the_same(client, area, source):
    answer = client.get("/api/v1/area-figures?language=en").json()
    forest, rest = answer["items"]
    assert (forest["area"], forest["jobs"], forest["is_partial"]) == ("skog", 1200, True)
    assert forest["suppressed"] == ["I55"]
    assert "together" in forest["region_note"]
    assert (rest["area"], rest["jobs"]) == (None, 600)
    (told,) = client.get("/api/v1/activity-sets?language=en").json()["items"]
    assert [one["code"] for one in told["activities"]] == ["16", "17", "55"]
    assert told["is_current"]
    assert client.get("/api/v1/area-figures?page=2").json()["items"] == []
    assert client.get("/api/v1/area-figures?language=xx").status_code == 422


def test_pages_ask_as_often_for_thirty_areas_as_for_one(client, area, source):
    def asked(address):
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    addresses = ("/figures/areas/", "/figures/areas/skog/", "/areas/skog/")
    before = [asked(one) for one in addresses]
    for number in range(29):
        other = AreaFactory(programme=area.programme)
        set_activities(None, area=other, codes=["16", f"{41 + number % 3}"])
    assert [asked(one) for one in addresses] == before
