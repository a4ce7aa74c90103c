"""Activity sets: from the folder and the desk, in versions, with what is shared and left out."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.utils import translation

from tests.regions.folders import DEFAULT, JARVIMAA, copy, edit
from tests.varv.factories import (
    AnalystFactory,
    AreaFactory,
    CoordinatorFactory,
    ProgrammeFactory,
    ReaderFactory,
    RegionFactory,
)
from varv import clock
from varv.analysis.models import ActivitySet
from varv.analysis.profiles import queries
from varv.analysis.profiles.actions import set_activities
from varv.analysis.profiles.registrations import desk_items
from varv.analysis.profiles.views import overlap_texts
from varv.cycles.actions import Wording, merge_areas
from varv.people.folder.load import load_folder
from varv.people.folder.read import FolderError, read_folder
from varv.registry.models import Event
from varv.registry.search import find
from varv.text.translated import Translated

ANYBODY = AnonymousUser()


@pytest.fixture
def programme(db, at):
    RegionFactory()
    return ProgrammeFactory()


@pytest.fixture
def area(programme):
    return AreaFactory(programme=programme, slug="skog", name=Translated(sv="Skog", en="Forest"))


@pytest.fixture
def digital(programme):
    return AreaFactory(programme=programme, name=Translated(sv="Digitalt", en="Digital"))


def test_change_is_a_new_version_with_who_when_and_what(area):
    analyst = AnalystFactory()
    first = set_activities(analyst, area=area, codes=["02", "A01"], reasons={"02": {"sv": "skog"}})
    second = set_activities(analyst, area=area, codes=["02", "16"], note={"sv": "Utan jakt."})
    assert (first.number, first.codes) == (1, ["01", "02"])
    assert (second.number, second.codes, second.decided_by) == (2, ["02", "16"], analyst)
    assert second.decided_at == clock.now()
    (_two, changed), (_one, none) = queries.differences(queries.versions_of(area))
    assert (changed.added, changed.removed, none) == (["16"], ["01"], None)
    event = Event.objects.filter(action="analysis.set_activities").latest("pk")
    assert (event.data["added"], event.data["removed"]) == (["16"], ["01"])
    assert event.subject_kind == "activity_set"
    assert queries.sets_in_use() == {area.pk: second}


def test_section_stands_for_its_divisions(area):
    assert set_activities(None, area=area, codes=["A"]).codes == ["01", "02", "03"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"codes": []}, "codes"),
        ({"codes": ["02", "00"]}, "codes"),
        ({"codes": ["02"], "reasons": {"16": {"sv": "trä"}}}, "reasons"),
        ({"codes": ["02"], "reasons": {"02": {"sv": "x" * 301}}}, "reasons"),
    ],
)
def test_wrong_set_is_refused_by_field(area, wrong, field):
    with pytest.raises(ValidationError) as refused:
        set_activities(None, area=area, **wrong)
    assert field in refused.value.message_dict
    assert not ActivitySet.objects.exists()


def test_saving_the_same_again_makes_no_version(area):
    set_activities(None, area=area, codes=["02"])
    with pytest.raises(ValidationError):
        set_activities(None, area=area, codes=["02"])
    assert ActivitySet.objects.count() == 1


def test_retired_area_keeps_its_activities_and_gives_them_on(area, digital, programme):
    set_activities(None, area=area, codes=["02"], reasons={"02": {"sv": "skog"}})
    set_activities(None, area=digital, codes=["62"])
    into = Wording(name={"sv": "Skog och data"})
    merged = merge_areas(None, areas=[area, digital], into=into, reason="De hör ihop.")
    area.refresh_from_db()
    with pytest.raises(ValidationError):
        set_activities(None, area=area, codes=["16"])
    assert queries.inherited(merged) == (["02", "62"], {"02": {"sv": "skog"}})
    assert queries.sets_in_use() == {}


def test_what_belongs_to_two_areas_is_said(area, digital):
    set_activities(None, area=area, codes=["02", "62"])
    set_activities(None, area=digital, codes=["62"])
    with translation.override("en"):
        (text,) = overlap_texts(queries.sets_in_use())
    assert text == (
        "62 Computer programming, consultancy and related activities belongs to 2 areas: "
        "Forest and Digital."
    )


def test_desk_tells_of_areas_without_activities(area, digital):
    set_activities(None, area=area, codes=["02"])
    titles = [item.title for item in desk_items(CoordinatorFactory(), clock.now())]
    assert len(titles) == 1
    assert str(digital) in titles[0]
    assert list(desk_items(ReaderFactory(), clock.now())) == []


def test_note_is_found_by_search(area):
    set_activities(None, area=area, codes=["02"], note={"sv": "Fjällägare räknas sällan."})
    set_activities(None, area=area, codes=["02"], note={"sv": "Renskötare räknas sällan."})
    assert [hit.ref.kind for hit in find(ANYBODY, "renskötare").hits] == ["activity_set"]
    assert find(ANYBODY, "fjällägare").hits == []


FIELDS = {
    "codes": ["02", "16"],
    "reasons_sv": "02 skogsbruk\n16: trävaror",
    "reasons_en": "02 forestry",
    "note_sv": "",
    "note_en": "",
}


def test_analyst_chooses_on_the_desk(client, area):
    client.force_login(AnalystFactory())
    address = f"/desk/activities/{area.pk}/"
    page = client.get(address).content.decode()
    assert "Dataprogrammering, datakonsultverksamhet" in page
    for wrong, field in [
        ({"codes": []}, "codes"),
        ({"codes": ["99999"]}, "codes"),
        ({"reasons_sv": "skogsbruk"}, "reasons_sv"),
        ({"reasons_sv": "00 inget"}, "reasons_sv"),
        ({"reasons_sv": "62 data"}, "reasons_sv"),
        ({"reasons_sv": "02 <b>x</b>"}, "reasons_sv"),
        ({"note_sv": "x" * 1_000_000}, "note_sv"),
    ]:
        answer = client.post(address, FIELDS | wrong)
        assert answer.status_code == 422, wrong
        assert field in answer.context["form"].errors
    assert not ActivitySet.objects.exists()
    assert client.post(address, FIELDS).status_code == 302
    made = ActivitySet.objects.get()
    assert made.reasons == {"02": {"sv": "skogsbruk", "en": "forestry"}, "16": {"sv": "trävaror"}}
    assert client.post(address, FIELDS).status_code == 422, "nothing is changed"
    again = client.get(address)
    assert again.context["form"].initial["reasons_sv"] == "02 skogsbruk\n16 trävaror"
    listed = client.get("/desk/activities/").content.decode()
    assert "02, 16" in listed


def test_public_page_shows_versions_with_their_differences_and_no_names(client, area, at):
    analyst = AnalystFactory(name="Ann Alys")
    set_activities(analyst, area=area, codes=["02"], reasons={"02": {"sv": "vår skog"}})
    with clock.pinned(at + timedelta(days=30)):
        set_activities(analyst, area=area, codes=["02", "16"], reasons={"02": {"sv": "vår skog"}})
    page = client.get("/figures/areas/skog/").content.decode()
    assert "vår skog" in page
    assert "lade till 16" in page
    assert "Ann Alys" not in page


# --- the region's folder --------------------------------------------------------------------------


def test_default_region_proposes_activities_for_every_area(db, at):
    load_folder(DEFAULT)
    held = queries.sets_in_use()
    assert set(held) == {area.pk for area in queries.areas_in_use()}
    wood = next(one for one in held.values() if one.area.slug == "jord-och-skog")
    assert wood.codes == ["01", "02", "03", "10", "11", "16", "17"]
    assert all(wood.reasons[code]["sv"] for code in wood.codes)
    assert not load_folder(DEFAULT).changed


def folder(tmp_path):
    made = copy(JARVIMAA, tmp_path / "jarvimaa")
    area = read_folder(made)["areas.toml"].area[0].key
    (made / "activity_sets.toml").write_text(
        f'[[set]]\narea = "{area}"\nactivities = [{{ code = "02", why = {{ fi = "metsä" }} }}]\n',
        encoding="utf-8",
    )
    return made


def test_version_that_others_were_made_of_is_not_changed_by_the_folder(db, at, tmp_path):
    made = folder(tmp_path)
    load_folder(made)
    area = ActivitySet.objects.get().area
    edit(made, "activity_sets.toml", '"02"', '"16"')
    load_folder(made)
    assert ActivitySet.objects.get().codes == ["16"], "as long as nobody has made another"
    set_activities(None, area=area, codes=["62"])
    edit(made, "activity_sets.toml", '"16"', '"17"')
    report = load_folder(made)
    assert ActivitySet.objects.get(number=1).codes == ["16"]
    assert any("version 2" in line for line in report.released)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"02"', '"00"', 'has no section or division "00"'),
        ('area = "', 'area = "x', "activity_sets.toml"),
        ("[[set]]", '[[set]]\nclassification = "NACE Rev. 2.1"', "classification"),
        ("metsä", "<b>metsä</b>", "plain text"),
    ],
)
def test_mistakes_of_the_folder_are_told(tmp_path, old, new, said):
    made = folder(tmp_path)
    edit(made, "activity_sets.toml", old, new)
    with pytest.raises(FolderError) as refused:
        read_folder(made)
    assert said in str(refused.value)
