from datetime import date

import pytest
from django.urls import reverse

from tests.regions.folders import JARVIMAA, copy
from tests.varv.factories import BodyFactory
from varv.bodies.actions import record_decision
from varv.cycles import actions, queries
from varv.cycles.models import FrameItem, Milestone, ProgrammeVersion, StepGuide
from varv.cycles.wording_changes import word_changes
from varv.people.folder.load import load_folder
from varv.registry.models import Event
from varv.text.translated import Translated


@pytest.fixture
def everything(programme, area):
    lap = actions.open_lap(None, programme=programme)
    actions.open_lap(None, programme=programme, area=area)
    milestone = actions.create_milestone(
        None,
        programme=programme,
        title={"sv": "Sista dag för inspel"},
        on=date(2020, 6, 4),
        kind=Milestone.Kind.INPUT_DEADLINE,
    )
    decision = record_decision(
        None,
        body=BodyFactory(),
        decided_on=date(2019, 10, 22),
        paragraph="123",
        title={"sv": "Ta fram ett program"},
        case=programme.case,
    )
    ProgrammeVersion.objects.create(
        programme=programme,
        number=1,
        title=Translated(sv="Remissutgåva"),
        state=ProgrammeVersion.State.OUT_FOR_COMMENT,
        dated_on=date(2019, 12, 1),
        precision="month",
        decision=decision,
    )
    StepGuide.objects.create(
        kind="vision",
        name=Translated(sv="Visionen"),
        asks=Translated(sv="Vart vill vi?"),
        products=Translated(sv="En vision"),
    )
    top = FrameItem.objects.create(
        key="eu", level="eu", kind="policy", name=Translated(sv="Sammanhållningspolitiken")
    )
    FrameItem.objects.create(
        key="kriterium-1",
        parent=top,
        level="eu",
        kind="criterion",
        name=Translated(sv="Aktuell analys"),
        answered_by="unclear",
    )
    return {"lap": lap, "milestone": milestone}


PUBLIC = [
    "/programme/",
    "/areas/",
    "/areas/jord-och-skog/",
    "/areas/jord-och-skog/history/",
    "/areas/jord-och-skog/steps/analysis/",
    "/steps/vision/",
    "/frame/",
    "/interest/",
    "/interest/thanks/",
]


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("address", PUBLIC)
def test_public_page_is_for_everybody_in_both_languages(client, everything, address, language):
    client.cookies["django_language"] = language
    answer = client.get(address)
    assert answer.status_code == 200
    assert f'lang="{language}"' in answer.content.decode()
    assert client.post(address).status_code in ({422} if address == "/interest/" else {405})


@pytest.mark.parametrize("address", [*PUBLIC, "/desk/areas/", "/desk/steps/"])
def test_page_before_anything_is_loaded_is_no_fault(client, region, address):
    assert client.get(address).status_code in {200, 302, 404}


def test_programme_page_tells_case_decision_paragraph_and_dates(client, everything):
    page = client.get("/programme/").content.decode()
    assert "RUN/430/2018" in page
    assert "§ 123" in page
    assert "december 2019" in page
    assert "Sista dag för inspel" in page


def test_area_page_tells_what_to_do_and_by_when(client, everything):
    page = client.get("/areas/jord-och-skog/").content.decode()
    assert "/interest/?area=jord-och-skog" in page
    assert "Sista dag för inspel" in page


def test_area_without_a_lap_shows_the_steps_of_the_programme(client, programme, area):
    actions.open_lap(None, programme=programme)
    assert "/steps/vision/" in client.get("/areas/jord-och-skog/").content.decode()
    assert "/steps/vision/" in client.get("/areas/jord-och-skog/steps/vision/").content.decode()


def test_retired_area_shows_no_steps(client, programme, area):
    actions.open_lap(None, programme=programme)
    parts = [actions.Wording(name={"sv": "Vatten"}), actions.Wording(name={"sv": "Vind"})]
    successors = actions.split_area(None, area=area, parts=parts, reason="De är två.")
    assert 'id="steps"' not in client.get(area.get_absolute_url()).content.decode()
    assert 'id="steps"' in client.get(successors[0].get_absolute_url()).content.decode()


def test_frame_says_openly_who_answers_for_a_criterion(
    client, everything, django_assert_num_queries
):
    page = client.get("/frame/").content.decode()
    assert 'id="kriterium-1"' in page
    assert str(FrameItem.AnsweredBy.UNCLEAR.label) in page or "klart" in page
    with django_assert_num_queries(1):
        tree = queries.frame_tree()
    assert tree[0][1][0].children[0].item.key == "kriterium-1"


def desk_pages(area, step, milestone):
    read = ["desk_areas", "desk_steps", "desk_milestones"]
    pages = {reverse(f"cycles:{name}"): "read" for name in read}
    pages |= {
        reverse("cycles:desk_area", args=[area.pk]): "read",
        reverse("cycles:desk_step", args=[step.pk]): "read",
        reverse("cycles:desk_milestone", args=[milestone.pk]): "read",
        reverse("cycles:desk_interests"): "edit",
    }
    change = ["desk_area_new", "desk_areas_merge", "desk_lap_new", "desk_milestone_new"]
    change += ["desk_interest_new"]
    pages |= {reverse(f"cycles:{name}"): "change" for name in change}
    return pages | {
        reverse("cycles:desk_area_split", args=[area.pk]): "change",
        reverse("cycles:desk_milestone_delete", args=[milestone.pk]): "change",
    }


ALLOWED = {
    "coordinator": {"read", "edit", "change"},
    "analyst": {"read", "edit"},
    "reader": {"read"},
    "stranger": set(),
}


@pytest.mark.parametrize("who", [*ALLOWED, "anonymous"])
def test_desk_page_is_for_those_who_may(client, everything, area, people, who):
    if who != "anonymous":
        client.force_login(people[who])
    step = everything["lap"].ordered_steps[0]
    for address, level in desk_pages(area, step, everything["milestone"]).items():
        expected = 302 if who == "anonymous" else 200 if level in ALLOWED[who] else 403
        assert client.get(address).status_code == expected, address


@pytest.mark.parametrize("who", ["analyst", "reader", "stranger", "anonymous"])
def test_only_a_coordinator_changes_the_process(client, everything, area, people, who):
    if who != "anonymous":
        client.force_login(people[who])
    step = everything["lap"].ordered_steps[0]
    before = Event.objects.count()
    for address in [
        *desk_pages(area, step, everything["milestone"]),
        reverse("cycles:desk_step_act", args=[step.pk, "start"]),
        reverse("cycles:desk_lap_close", args=[everything["lap"].pk]),
    ]:
        assert client.post(address, {"name_sv": "Nytt"}).status_code in {302, 403, 405}, address
    assert Event.objects.count() == before


def test_coordinator_adds_words_anew_merges_and_splits_on_the_desk(client, programme, coordinator):
    client.force_login(coordinator)
    new = reverse("cycles:desk_area_new")
    assert client.post(new, {"name_sv": "Jord"}).status_code == 302
    assert client.post(new, {"name_sv": "Skog"}).status_code == 302
    refused = client.post(new, {"name_sv": "skog"})
    assert refused.status_code == 422
    assert "name_sv" in refused.context["form"].errors
    jord, skog = queries.active_areas(programme)
    edit = reverse("cycles:desk_area", args=[jord.pk])
    assert client.post(edit, {"name_sv": "Jorden"}).status_code == 422
    assert client.post(edit, {"name_sv": "Jorden", "reason": "Bättre."}).status_code == 302
    merge = reverse("cycles:desk_areas_merge")
    fields = {"areas": [jord.pk], "name_sv": "Allt", "reason": "Hör ihop."}
    assert client.post(merge, fields).status_code == 422
    assert client.post(merge, fields | {"areas": [jord.pk, skog.pk]}).status_code == 302
    (whole,) = queries.active_areas(programme)
    split = reverse("cycles:desk_area_split", args=[whole.pk])
    count = {"part-TOTAL_FORMS": "2", "part-INITIAL_FORMS": "0"}
    names = {"part-0-name_sv": "Nord", "part-1-name_sv": "Syd"}
    assert client.post(split, count | names).status_code == 422
    more = client.post(split, count | names | {"more": "1"})
    assert more.status_code == 200
    assert "part-2-name_sv" in more.content.decode()
    assert "Nord" in more.content.decode()
    assert client.post(split, count | {"part-0-name_sv": "Nord", "reason": "x"}).status_code == 422
    assert client.post(split, {"part-TOTAL_FORMS": "x"}).status_code == 422
    assert client.post(split, count | names | {"reason": "För stort."}).status_code == 302
    assert [str(area) for area in queries.active_areas(programme)] == ["Nord", "Syd"]
    assert client.get(split).status_code == 404


def test_coordinator_opens_closes_laps_and_sets_milestones(client, programme, area, coordinator):
    client.force_login(coordinator)
    new = reverse("cycles:desk_lap_new")
    bad = {"starts_on": "2020-02-30"}
    assert client.post(new, bad).status_code == 422
    wrong_order = {"starts_on": "2020-06-01", "ends_on": "2020-05-01"}
    assert client.post(new, wrong_order).status_code == 422
    assert client.post(new, {"starts_on": "2020-06-01", "area": area.pk}).status_code == 302
    assert client.post(new, {"starts_on": "2020-06-01", "area": area.pk}).status_code == 422
    lap = area.laps.get()
    assert client.post(reverse("cycles:desk_lap_close", args=[lap.pk])).status_code == 302
    lap.refresh_from_db()
    assert lap.closed_at
    milestones = reverse("cycles:desk_milestone_new")
    fields = {"title_sv": "Till fullmäktige", "kind": "adoption", "precision": "month"}
    assert client.post(milestones, fields | {"on": "någon gång"}).status_code == 422
    assert client.post(milestones, fields | {"on": "2020-11-25"}).status_code == 302
    milestone = Milestone.objects.get()
    edit = reverse("cycles:desk_milestone", args=[milestone.pk])
    assert client.post(edit, fields | {"on": "2020-11-26"}).status_code == 302
    milestone.refresh_from_db()
    assert (milestone.on, milestone.date_text) == (date(2020, 11, 26), "November 2020")
    assert Event.objects.get(action="cycles.edit_milestone").data["before"] == "2020-11-25"


def test_milestone_is_deleted_once_asked_and_logged(client, everything, coordinator):
    client.force_login(coordinator)
    milestone = everything["milestone"]
    edit = reverse("cycles:desk_milestone", args=[milestone.pk])
    delete = reverse("cycles:desk_milestone_delete", args=[milestone.pk])
    assert delete in client.get(edit).content.decode()
    asked = client.get(delete)
    assert asked.status_code == 200
    assert str(milestone) in asked.content.decode()
    assert Milestone.objects.filter(pk=milestone.pk).exists()
    assert client.post(delete).status_code == 302
    assert not Milestone.objects.exists()
    event = Event.objects.get(action="cycles.delete_milestone")
    assert (event.actor_id, event.data["key"]) == (coordinator.pk, milestone.key)
    assert client.post(delete).status_code == 404
    assert client.get(reverse("registry:desk_log")).status_code == 200


def test_way_to_delete_a_milestone_is_shown_to_coordinators_only(client, everything, people):
    client.force_login(people["reader"])
    milestone = everything["milestone"]
    page = client.get(reverse("cycles:desk_milestone", args=[milestone.pk])).content.decode()
    assert reverse("cycles:desk_milestone_delete", args=[milestone.pk]) not in page


def test_milestone_of_the_file_stays_deleted_when_the_folder_is_loaded_again(tmp_path, at, db):
    folder = copy(JARVIMAA, tmp_path / "region")
    load_folder(folder)
    milestone = Milestone.objects.order_by("key").first()
    actions.delete_milestone(None, milestone=milestone)
    report = load_folder(folder)
    gone = (
        f"programme.toml, milestone {milestone.key}: was deleted in the program and stays deleted"
    )
    assert report.released == [gone]
    assert not Milestone.objects.filter(key=milestone.key).exists()


HOSTILE = ["<b>x</b>", "x\x00", "x\u202e", "x" * 1_000_000]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_wording_is_refused_on_every_desk_form(client, everything, area, coordinator, text):
    client.force_login(coordinator)
    step = everything["lap"].ordered_steps[0]
    before = Event.objects.count()
    milestone = {"kind": "other", "precision": "day", "on": "2020-06-01"}
    parts = {"part-TOTAL_FORMS": "2", "part-INITIAL_FORMS": "0", "part-1-name_sv": "B"}
    for address, fields in [
        (reverse("cycles:desk_area_new"), {"name_sv": text}),
        (reverse("cycles:desk_area", args=[area.pk]), {"name_sv": "Ny", "reason": text}),
        (reverse("cycles:desk_areas_merge"), {"areas": [area.pk], "name_sv": text, "reason": "x"}),
        (reverse("cycles:desk_area_split", args=[area.pk]), parts | {"part-0-name_sv": text}),
        (reverse("cycles:desk_milestone_new"), milestone | {"title_sv": text}),
        (reverse("cycles:desk_lap_new"), {"starts_on": "2020-06-01", "title_sv": text}),
        (reverse("cycles:desk_step_act", args=[step.pk, "start"]), {"start-reason": text}),
    ]:
        assert client.post(address, fields).status_code == 422, address
    assert Event.objects.count() == before


def test_milestone_within_two_weeks_stands_on_the_desk(everything, people):
    from varv import clock
    from varv.people import desk

    titles = [item.title for item in desk.items_for(people["reader"], clock.now())]
    assert "Sista dag för inspel" in titles


@pytest.mark.parametrize(
    ("old", "new"),
    [("", "Ny text"), ("Samma", "Samma"), ("En rad\ntill", "En rad\nmindre"), ("Bort", "")],
)
def test_changes_give_back_both_wordings(old, new):
    changes = word_changes(old, new)
    assert "".join(change.text for change in changes if change.kind != "added") == old
    assert "".join(change.text for change in changes if change.kind != "removed") == new
