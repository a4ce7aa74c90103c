"""The register of assets: entered with a source, on the map, in and out of Excel."""

import io
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from tests.varv.analysis.evidence_support import asset
from tests.varv.factories import (
    AnalystFactory,
    AreaFactory,
    MunicipalityFactory,
    OrganisationFactory,
    ProgrammeFactory,
    ReaderFactory,
    RegionFactory,
)
from varv import clock
from varv.analysis import actions, asset_list
from varv.analysis.actions.assets import forget_old_lists, next_list_to_forget
from varv.analysis.models import Asset, AssetImport
from varv.analysis.queries import assets as queries
from varv.files import excel
from varv.people.actions import merge_organisations
from varv.registry import search
from varv.registry.models import Event
from varv.text.translated import Translated


@pytest.fixture(autouse=True)
def region(db, at):
    return RegionFactory()


@pytest.fixture
def area():
    return AreaFactory(programme=ProgrammeFactory(), slug="skog", name=Translated(sv="Skog"))


@pytest.fixture
def berg(region):
    return MunicipalityFactory(region=region, name="Berg")


def workbook(*rows):
    columns = ["name", "kind", "owner", "municipality", "place", "latitude", "longitude"]
    columns += ["areas", "description", "source", "source_url", "dated_on"]
    full = [[row.get(name, "") for name in columns] for row in rows]
    return excel.write([excel.Sheet("Tillgångar", columns, full)])


NEW = {"name": "Testbädden", "kind": "test_bed", "source": "Webben", "dated_on": "2021-05"}


def read(*rows):
    return actions.read_assets(AnalystFactory(), name="lista.xlsx", content=workbook(*rows))


def wrong(*rows):
    return {one.cell: one.text for one in asset_list.planned_again(read(*rows)).problems}


# --- one by one -----------------------------------------------------------------------------------


def test_an_asset_has_a_source_and_one_name(area, berg):
    made = asset(areas=[area], municipality=berg)
    assert made.key == "testbadden"
    assert list(queries.assets_of(area)) == [made]
    with pytest.raises(ValidationError) as refused:
        asset("TESTBÄDDEN")
    assert "name" in refused.value.message_dict
    assert Event.objects.filter(action="analysis.add_asset").count() == 1


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": "!!"}, "name"),
        ({"kind": "x"}, "kind"),
        ({"source": " "}, "source"),
        ({"latitude": Decimal(63)}, "longitude"),
        ({"longitude": Decimal(14)}, "latitude"),
    ],
)
def test_a_wrong_asset_is_refused_by_field(typed, field):
    with pytest.raises(ValidationError) as refused:
        asset(**typed)
    assert field in refused.value.message_dict
    assert not Asset.objects.exists()


def test_assets_go_along_when_their_owner_is_merged():
    one, double = OrganisationFactory(), OrganisationFactory()
    made = asset(owner=double)
    merge_organisations(None, survivor=one, double=double)
    made.refresh_from_db()
    assert made.owner == one


def test_map_counts_what_is_shown(area, berg, region):
    other = MunicipalityFactory(region=region, name="Åre")
    asset(areas=[area], municipality=berg)
    asset("Klustret", kind="cluster", municipality=berg)
    asset("Älven", kind="nature")
    counts = {tile.name: tile.value for tile in queries.tiles(queries.all_assets())}
    assert counts == {"Berg": 2, "Åre": 0}
    some = queries.assets_like(kind="cluster")
    assert {tile.name: tile.value for tile in queries.tiles(some)} == {"Berg": 1, "Åre": 0}
    assert [one.name for one in queries.assets_like(municipality=str(berg.pk))] == [
        "Klustret",
        "Testbädden",
    ]
    assert [one.name for one in queries.assets_like(municipality="none")] == ["Älven"]
    assert not queries.assets_like(municipality=str(other.pk)).exists()


@pytest.mark.parametrize("language", ["sv", "en"])
def test_everybody_finds_assets_by_area_kind_and_municipality(client, area, berg, language):
    client.cookies["django_language"] = language
    asset(areas=[area], municipality=berg, latitude=Decimal("63.1"), longitude=Decimal("14.5"))
    asset("Klustret", kind="cluster")
    page = client.get("/assets/?area=skog").content.decode()
    assert "Testbädden" in page
    assert "Klustret" not in page
    for query in ("kind=cluster", "municipality=none"):
        page = client.get(f"/assets/?{query}").content.decode()
        assert "Klustret" in page
        assert "Testbädden" not in page
    for hostile in ("area=x", "kind='", "municipality=9e9", "page=x", "area=%00"):
        assert client.get(f"/assets/?{hostile}").status_code == 200
    assert "Regionens webbplats" in client.get("/assets/testbadden/").content.decode()
    assert client.get("/assets/finns-inte/").status_code == 404
    assert "Testbädden" in client.get("/areas/skog/").content.decode()


def test_an_owner_whose_name_nobody_has_checked_is_not_shown(client):
    owner = OrganisationFactory(name="Oprövade bolaget", checked_at=None)
    made = asset(owner=owner)
    assert "Oprövade" not in client.get(made.get_absolute_url()).content.decode()
    owner.checked_at = clock.now()
    owner.save()
    assert "Oprövade" in client.get(made.get_absolute_url()).content.decode()


def test_analyst_keeps_the_register_on_the_desk(client, area, berg):
    owner = OrganisationFactory(name="Bolaget AB")
    client.force_login(AnalystFactory())
    typed = {
        "name": "Testbädden",
        "kind": "test_bed",
        "owner": "Bolaget AB",
        "municipality": str(berg.pk),
        "latitude": "63.10000",
        "longitude": "14.50000",
        "areas": [area.pk],
        "source": "Webben",
        "dated_on": "2020-03-01",
        "precision": "month",
    }
    for mistake in (
        {"name": ""},
        {"owner": "Finns inte"},
        {"municipality": ""},
        {"latitude": "91"},
        {"longitude": "öst"},
        {"source": "<b>x</b>"},
        {"dated_on": "2020-13-01"},
        {"areas": [0]},
        {"source_url": "javascript:alert(1)"},
    ):
        answer = client.post("/desk/assets/new/", typed | mistake)
        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == set(mistake)
    assert client.post("/desk/assets/new/", typed).status_code == 302
    made = Asset.objects.get()
    assert (made.owner, made.municipality) == (owner, berg)
    address = f"/desk/assets/{made.pk}/"
    assert "Testbädden" in client.get(address).content.decode()
    assert client.post(address, typed | {"name": "Bädden", "areas": []}).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.areas.count()) == ("Bädden", 0)
    assert client.post(f"{address}remove/").status_code == 302
    assert not Asset.objects.exists()


# --- Excel ----------------------------------------------------------------------------------------


def test_a_list_is_read_shown_and_entered_whole(client, area, berg):
    OrganisationFactory(name="Bolaget AB")
    row = {
        **NEW,
        "owner": "bolaget ab",
        "municipality": "Bergs kommun",
        "latitude": "63,1",
        "longitude": 14.5,
        "areas": "Skog",
        "description": "En bädd.",
    }
    client.force_login(AnalystFactory())
    file = SimpleUploadedFile("lista.xlsx", workbook(row))
    sent = client.post("/desk/assets/list/", {"file": file})
    assert sent.status_code == 302
    assert not Asset.objects.exists()
    assert "Testbädden" in client.get(sent.headers["Location"]).content.decode()
    assert client.post(f"{sent.headers['Location']}enter/").status_code == 302
    made = Asset.objects.get()
    assert (made.municipality, made.owner.name) == (berg, "Bolaget AB")
    assert (made.latitude, made.longitude) == (Decimal("63.10000"), Decimal("14.50000"))
    assert (made.dated_on, made.precision) == (date(2021, 5, 1), "month")
    assert list(made.areas.all()) == [area]
    assert AssetImport.objects.get().rows is None
    assert client.get(sent.headers["Location"]).status_code == 404


def test_what_is_taken_out_can_be_read_in_again_and_changes_nothing(area, berg):
    asset(areas=[area], municipality=berg, description={"sv": "En bädd."}, precision="year")
    asset("=1+1", kind="nature", latitude=Decimal("63.1"), longitude=Decimal("14.5"))
    content = actions.export_assets(AnalystFactory())
    names = [row[0].value for row in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]]
    assert "=1+1" in names
    draft = actions.read_assets(AnalystFactory(), name="ut.xlsx", content=content)
    plan = asset_list.planned_again(draft)
    assert plan.problems == ()
    assert [one.state for one in plan.entries] == ["known", "known"]


def test_an_empty_cell_leaves_what_is_known(area, berg):
    asset(areas=[area], municipality=berg, description={"sv": "Förr.", "en": "Before."})
    draft = read({"name": "testbädden", "description": "Nu."})
    plan = actions.enter_assets(AnalystFactory(), draft=draft)
    assert [one.changed for one in plan.entries] == [["description"]]
    made = Asset.objects.get()
    assert dict(made.description) == {"sv": "Nu.", "en": "Before."}
    assert (made.name, made.municipality, list(made.areas.all())) == ("Testbädden", berg, [area])


@pytest.mark.parametrize(
    ("column", "typed", "cell"),
    [
        ("name", "", "A2"),
        ("name", "!!", "A2"),
        ("kind", "slott", "B2"),
        ("kind", "", "B2"),
        ("owner", "Finns inte", "C2"),
        ("municipality", "Atlantis", "D2"),
        ("latitude", "norr", "F2"),
        ("latitude", "91", "F2"),
        ("latitude", "63", "F2"),
        ("longitude", "NaN", "G2"),
        ("areas", "Skog; Finns inte", "H2"),
        ("source", "", "J2"),
        ("source_url", "webben", "K2"),
        ("dated_on", "i fjol", "L2"),
        ("dated_on", "2021-13", "L2"),
        ("dated_on", "0001-01-01", "L2"),
    ],
)
def test_what_is_wrong_is_told_by_cell_and_nothing_is_entered(area, column, typed, cell):
    draft = read(NEW | {column: typed})
    assert cell in {one.cell for one in asset_list.planned_again(draft).problems}
    with pytest.raises(ValidationError):
        actions.enter_assets(AnalystFactory(), draft=draft)
    assert not Asset.objects.exists()


def test_the_same_name_twice_is_told():
    assert set(wrong(NEW, NEW | {"name": "TESTBÄDDEN"})) == {"A3"}


@pytest.mark.parametrize("content", [b"", b"inte excel", b"PK\x03\x04skrap"])
def test_a_file_that_is_none_is_told(client, content):
    client.force_login(AnalystFactory())
    file = SimpleUploadedFile("lista.xlsx", content)
    assert client.post("/desk/assets/list/", {"file": file}).status_code == 422
    assert not AssetImport.objects.exists()


def test_nothing_is_entered_if_the_register_changed_meanwhile(client, area):
    analyst = AnalystFactory()
    draft = actions.read_assets(analyst, name="lista.xlsx", content=workbook(NEW))
    asset("Testbädden", kind="cluster")
    client.force_login(analyst)
    address = f"/desk/assets/list/{draft.key}/"
    assert client.post(f"{address}enter/").status_code == 422
    assert Asset.objects.get().kind == "cluster"
    assert client.post(f"{address}enter/").status_code == 302
    assert Asset.objects.get().kind == "test_bed"


def test_a_list_is_its_choosers_and_goes_after_a_day(client):
    draft = read(NEW)
    client.force_login(AnalystFactory())
    address = f"/desk/assets/list/{draft.key}/"
    assert client.get(address).status_code == 404
    assert client.post(f"{address}drop/").status_code == 404
    moment = next_list_to_forget(clock.now())
    assert moment == draft.read_at + timedelta(days=1)
    assert forget_old_lists(clock.now()) == 0
    assert forget_old_lists(moment) == 1


def test_template_has_the_words_to_use(client, area, berg):
    client.force_login(AnalystFactory())
    content = client.get("/desk/assets/list/template/").getvalue()
    book = openpyxl.load_workbook(io.BytesIO(content))
    words = {cell.value for row in book.worksheets[1] for cell in row}
    assert {"Berg", "Skog"} <= words
    assert client.get("/desk/assets/list/export/").status_code == 200
    client.force_login(ReaderFactory())
    assert client.get("/desk/assets/list/template/").status_code == 403


@pytest.mark.parametrize("typed", ["kluster", "Kluster", "cluster"])
def test_asset_is_found_by_its_kind(typed):
    made = asset("Skogens hus", kind="cluster")
    asset("Testbädden")
    with translation.override("sv"):
        hits = search.find(AnonymousUser(), typed).hits
    assert [hit.ref.id for hit in hits if hit.ref.kind == "asset"] == [made.pk]


@pytest.fixture
def ostersund(region):
    return MunicipalityFactory(
        region=region, name="Östersund", latitude=Decimal("63.17670"), longitude=Decimal("14.63610")
    )


def typed(place, latitude, longitude, **more):
    return {
        "name": "Testbädden", "kind": "test_bed", "municipality": place, "latitude": latitude,
        "longitude": longitude, "source": "Webben", "dated_on": "2020-03-01", "precision": "day",
    } | more  # fmt: skip


@pytest.mark.parametrize(
    ("latitude", "longitude", "asks"),
    [
        ("14,6", "63,1", "tvärtom"),
        ("48,8", "2,3", "långt från regionen"),
    ],
)
def test_coordinates_far_from_the_region_are_asked_about_once(
    client, ostersund, latitude, longitude, asks
):
    client.force_login(AnalystFactory())
    sent = typed(ostersund.pk, latitude, longitude)
    answer = client.post("/desk/assets/new/", sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert asks in page
    assert 'name="is_sure" value="on"' in page
    assert "Spara som de står" in page
    assert not Asset.objects.exists()
    client.post("/desk/assets/new/", sent | {"is_sure": "on"})
    made = Asset.objects.get()
    # What was asked about once is not asked about again while it stays where it is.
    answer = client.post(f"/desk/assets/{made.pk}/", sent | {"name": "Bädden"})
    assert answer.status_code == 302


@pytest.mark.parametrize(
    ("is_here", "latitude", "longitude"), [(True, "63.1", "14.6"), (False, "48.8", "2.3")]
)
def test_coordinates_that_can_be_right_are_taken(ostersund, is_here, latitude, longitude):
    place = ostersund if is_here else None
    assert asset(municipality=place, latitude=Decimal(latitude), longitude=Decimal(longitude)).pk


def test_list_with_coordinates_the_other_way_round_says_in_which_row(ostersund):
    row = NEW | {"municipality": "Östersund", "latitude": "14.6", "longitude": "63.1"}
    found = asset_list.planned_again(read(row))
    assert [problem.cell for problem in found.problems] == ["F2"]
