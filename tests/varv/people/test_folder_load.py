"""Loading a region's folder: idempotent, and never over what people entered."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.regions.folders import DEFAULT, JARVIMAA, copy, edit
from varv import clock
from varv.analysis.models import Evidence
from varv.bodies.models import Body, Decision, Seat
from varv.cycles.models import Area, FrameItem, Lap, Milestone, Programme, Step, StepGuide
from varv.meetings.models import Meeting, Registration
from varv.people.folder.load import load_folder
from varv.people.folder.read import FolderError
from varv.people.models import (
    LoadedRow,
    Municipality,
    Organisation,
    OrganisationAlias,
    Region,
    User,
)
from varv.people.queries import organisation_key
from varv.registry.models import Case, Event, Trace

pytestmark = pytest.mark.usefixtures("db", "at")

LATER = dt.datetime(2027, 3, 2, 12, tzinfo=dt.UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copy(JARVIMAA, tmp_path / "region")


def everything() -> dict[str, list[dict[str, object]]]:
    """Return every row of our own tables."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models()
        if model.__module__.startswith("varv.")
    }


def load_events() -> int:
    return Event.objects.filter(action="people.load_region").count()


def test_default_region_is_loaded_whole() -> None:
    report = load_folder(DEFAULT)

    assert report.released == report.notes == []
    assert Municipality.objects.count() == 8
    assert Area.objects.count() == 4
    assert list(Lap.objects.get().steps.filter(state="active").values_list("kind")) == [
        ("analysis",)
    ]
    assert FrameItem.objects.filter(kind="criterion", answered_by="unclear").count() == 7
    assert FrameItem.objects.filter(kind="fund").exclude(parent=None).count() == 5
    assert Milestone.objects.get(kind="input_deadline").on == dt.date(2020, 6, 4)
    assert Programme.objects.get().case == Case.objects.get() == Decision.objects.get().case
    assert Trace.objects.filter(relation="supports").count() == 12
    tz = ZoneInfo("Europe/Stockholm")
    assert [
        (start.astimezone(tz).strftime("%d/%m %H:%M"), end.astimezone(tz).strftime("%H:%M"), kind)
        for start, end, kind in Meeting.objects.values_list("starts_at", "ends_at", "kind")
    ] == [
        ("29/05 12:00", "13:00", "dialogue"),
        ("01/06 10:00", "11:00", "dialogue"),
        ("01/06 16:00", "17:00", "dialogue"),
        ("02/06 08:00", "09:00", "dialogue"),
        ("05/06 09:00", "12:00", "mobilisation"),
        ("05/06 13:00", "16:00", "mobilisation"),
        ("08/06 09:00", "12:00", "mobilisation"),
        ("15/06 09:00", "12:00", "mobilisation"),
    ]
    assert all(meeting.is_open_at(clock.now()) for meeting in Meeting.objects.all())


def test_region_of_another_country_is_its_own() -> None:
    load_folder(JARVIMAA)

    region = Region.objects.get()
    assert (region.country, region.language, str(region.tz)) == ("FI", "fi", "Europe/Helsinki")
    assert region.links_go_out_at == dt.time(10, 30)
    assert list(Municipality.objects.values_list("code", "name")) == [
        ("902", "Metsäkylä"),
        ("901", "Rantala"),
    ]
    assert str(Municipality.objects.get(code="901").land_km2) == "812.4"
    meeting = Meeting.objects.get(slug="vesi-ilta")
    assert meeting.starts_at == dt.datetime(2027, 3, 24, 16, tzinfo=dt.UTC)
    summer = Meeting.objects.get(slug="puu-aamu")
    assert summer.starts_at == dt.datetime(2027, 4, 1, 5, 30, tzinfo=dt.UTC)
    assert meeting.sign_up_closes_at == dt.datetime(2027, 3, 22, 22, tzinfo=dt.UTC)
    assert summer.sign_up_closes_at == summer.starts_at
    assert Body.objects.get(key="kehitysjaosto").parent.key == "maakuntavaltuusto"
    assert Seat.objects.get().organisation.name == "Rantalan kunta"
    assert StepGuide.objects.get(kind="vision").name == {"fi": "Visio", "en": "Vision"}
    assert Step.objects.get(kind="analysis").due_on == dt.date(2027, 5, 31)


def test_loading_twice_changes_nothing_at_all(folder: Path) -> None:
    load_folder(folder)
    before = everything()

    with clock.pinned(LATER), CaptureQueriesContext(connection) as queries:
        report = load_folder(folder)

    assert everything() == before
    assert report.created == report.updated == report.released == []
    assert len(report.unchanged) == LoadedRow.objects.count()
    writes = [q["sql"] for q in queries if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert writes == []
    assert load_events() == 1


def test_edited_file_changes_only_what_it_says(folder: Path) -> None:
    load_folder(folder)
    before = everything()
    edit(folder, "areas.toml", "Puhdas vesi ja kala.", "Puhdas vesi.")
    edit(folder, "meetings.toml", "ends = 20:00:00", "ends = 21:00:00")

    report = load_folder(folder)

    assert report.updated == [
        "areas.toml, vesi: summary updated",
        "meetings.toml, vesi-ilta: ends updated",
    ]
    assert report.created == report.released == []
    after = everything()
    assert {label for label in after if after[label] != before[label]} == {
        "cycles.Area",
        "cycles.AreaVersion",
        "cycles.TextChange",
        "meetings.Meeting",
        "people.LoadedRow",
        "registry.Event",
    }
    assert load_events() == 2


def test_new_wording_of_an_area_is_a_new_version(folder: Path) -> None:
    load_folder(folder)
    edit(folder, "areas.toml", "Puhdas vesi ja kala.", "Puhdas vesi.")
    load_folder(folder)

    first, second = Area.objects.get(slug="vesi").versions.order_by("number")
    assert first.summary["fi"] == "Puhdas vesi ja kala."
    assert first.reason == ""
    assert second.summary["fi"] == "Puhdas vesi."
    assert second.reason


def test_field_edited_in_the_program_is_released_and_the_others_follow(folder: Path) -> None:
    load_folder(folder)
    Area.objects.filter(slug="vesi").update(summary={"fi": "Meidän vesi."})
    edit(folder, "areas.toml", "Puhdas vesi ja kala.", "Vesi.")
    edit(folder, "areas.toml", 'en = "Water" }', 'en = "Waters" }')

    for _ in range(2):
        report = load_folder(folder)
        assert report.released == [
            "areas.toml, vesi: summary was edited in the program and is kept"
        ]

    area = Area.objects.get(slug="vesi")
    assert area.summary == {"fi": "Meidän vesi."}
    assert area.name["en"] == "Waters"


def test_field_edited_in_the_program_while_the_file_stands_is_told(folder: Path) -> None:
    load_folder(folder)
    Municipality.objects.filter(code="901").update(population=8123, seat="Kylä")

    report = load_folder(folder)

    assert report.released == [
        "region.toml, municipality 901: population, seat were edited in the program and are kept"
    ]
    assert not report.changed
    assert Municipality.objects.get(code="901").population == 8123


def test_field_that_comes_to_say_what_people_said_belongs_to_the_file_again(folder: Path) -> None:
    load_folder(folder)
    Municipality.objects.filter(code="901").update(population=8123)
    edit(folder, "region.toml", "population = 8000", "population = 8123")
    assert load_folder(folder).released == []

    edit(folder, "region.toml", "population = 8123", "population = 8200")
    load_folder(folder)

    assert Municipality.objects.get(code="901").population == 8200


def test_what_people_entered_elsewhere_in_a_row_is_never_touched(folder: Path) -> None:
    load_folder(folder)
    person = User.objects.create_user("staff@example.org")
    Meeting.objects.filter(slug="vesi-ilta").update(
        link="https://secret.example/1", state="closed", responsible=person
    )
    Step.objects.filter(kind="analysis").update(state="done", responsible=person)
    edit(folder, "meetings.toml", '"Vesi-ilta"', '"Vesien ilta"')
    edit(folder, "steps.toml", "due_on = 2027-05-31", "due_on = 2027-06-30")
    edit(folder, "steps.toml", 'state = "active"', 'state = "waiting"')

    load_folder(folder)

    meeting = Meeting.objects.get(slug="vesi-ilta")
    assert meeting.title["fi"] == "Vesien ilta"
    assert (meeting.link, meeting.state) == ("https://secret.example/1", "closed")
    assert meeting.responsible == person
    step = Step.objects.get(kind="analysis")
    assert (step.state, step.responsible) == ("done", person)
    assert step.due_on == dt.date(2027, 6, 30)


def test_meeting_that_people_signed_up_for_is_not_moved_behind_their_backs(folder: Path) -> None:
    load_folder(folder)
    meeting = Meeting.objects.get(slug="vesi-ilta")
    Registration.objects.create(
        meeting=meeting,
        person=User.objects.create_user("guest@example.org"),
        name="Guest",
        sector="civil",
        language="fi",
        state="confirmed",
    )
    edit(folder, "meetings.toml", "date = 2027-03-24", "date = 2027-03-25")
    edit(folder, "meetings.toml", '"Vesi-ilta"', '"Vesien ilta"')

    report = load_folder(folder)

    assert report.released == [
        (
            "meetings.toml, vesi-ilta: starts, ends: people have signed up; "
            "change it in the program, so that they are told"
        )
    ]
    starts_at = meeting.starts_at
    meeting.refresh_from_db()
    assert meeting.starts_at == starts_at
    assert meeting.title["fi"] == "Vesien ilta"


def test_row_gone_from_the_file_is_kept_and_told(folder: Path) -> None:
    load_folder(folder)
    text = (folder / "meetings.toml").read_text(encoding="utf-8")
    start = text.index('[[meeting]]\nkey = "puu-aamu"')
    (folder / "meetings.toml").write_text(text[:start], encoding="utf-8")

    report = load_folder(folder)

    assert report.released == ["meetings.toml, puu-aamu: is no longer in the file; it is kept"]
    assert not report.changed
    assert Meeting.objects.filter(slug="puu-aamu").exists()


def test_row_deleted_in_the_program_stays_deleted(folder: Path) -> None:
    load_folder(folder)
    Meeting.objects.get(slug="puu-aamu").delete()
    FrameItem.objects.get(key="eakr").delete()

    report = load_folder(folder)

    assert report.released == [
        "frame.toml, eakr: was deleted in the program and stays deleted",
        "meetings.toml, puu-aamu: was deleted in the program and stays deleted",
    ]
    assert Meeting.objects.count() == 1


def test_new_row_is_added(folder: Path) -> None:
    load_folder(folder)
    with (folder / "areas.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[area]]\nkey = "ilma"\nname = { fi = "Ilma", en = "Air" }\n')

    assert load_folder(folder).created == ["areas.toml, ilma: created"]
    assert Area.objects.get(slug="ilma").position == 2


def test_organisation_that_somebody_entered_before_is_the_same_one(folder: Path) -> None:
    name = "LAKE college"
    typed = Organisation.objects.create(name=name, sort_key=organisation_key(name), sector="civil")

    report = load_folder(folder)

    typed.refresh_from_db()
    assert (typed.name, typed.sector) == (name, "civil")
    assert typed.municipality.code == "902"  # nobody had filled it in
    assert Organisation.objects.count() == 2
    assert report.released == [
        "organisations.toml, jarviopisto: name, sector were edited in the program and are kept"
    ]


def test_alias_is_loaded_as_another_name(folder: Path) -> None:
    load_folder(folder)

    alias = OrganisationAlias.objects.get()
    assert alias.organisation.name == "Järviopisto"
    assert Organisation.objects.get(name="Järviopisto").checked_at == clock.now()


def test_evidence_is_tied_to_its_areas_once(folder: Path) -> None:
    load_folder(folder)
    load_folder(folder)

    trace = Trace.objects.get()
    assert (trace.source_kind, trace.source_id) == ("evidence", Evidence.objects.get().pk)
    assert (trace.target_kind, trace.target_id) == ("area", Area.objects.get(slug="vesi").pk)


def test_link_in_the_file_is_for_a_rehearsal_only(folder: Path) -> None:
    load_folder(folder)
    assert set(Meeting.objects.values_list("link", flat=True)) == {""}


def test_rehearsal_gets_the_links_of_the_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.conf.settings.REHEARSAL", True)
    load_folder(folder)

    meeting = Meeting.objects.get(slug="vesi-ilta")
    assert meeting.link == "https://kokous.example/vesi"


def test_folder_of_another_region_is_refused(folder: Path) -> None:
    load_folder(folder)
    before = everything()

    with pytest.raises(FolderError) as caught:
        load_folder(DEFAULT)

    assert caught.value.mistakes == [
        (
            'region.toml, key: the program already holds the region "jarvimaa"; '
            "a region has its own database"
        )
    ]
    assert everything() == before


def test_broken_folder_loads_nothing(folder: Path) -> None:
    edit(folder, "steps.toml", 'kind = "vision"', 'kind = "dream"')

    with pytest.raises(FolderError):
        load_folder(folder)

    assert not Region.objects.exists()


@pytest.mark.committed
def test_two_loads_at_once_make_one_region() -> None:
    def load(_number: int) -> tuple[int, int]:
        try:
            with clock.pinned(LATER):
                report = load_folder(JARVIMAA)
            return len(report.created), len(report.unchanged)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        made = sorted(pool.map(load, range(2)))

    rows = LoadedRow.objects.count()
    assert made[0] == (0, rows)
    assert made[1][0] == rows - 1  # the decision gets its case as an update
    assert load_events() == 1


def test_clash_with_the_program_loads_nothing(folder: Path) -> None:
    load_folder(folder)
    other = Organisation.objects.create(name="Uusi", sort_key="uusi", sector="business")
    edit(folder, "organisations.toml", '"Rantalan kunta"', '"Uusi"')
    edit(folder, "areas.toml", "Puhdas vesi ja kala.", "Vesi.")

    with pytest.raises(FolderError) as caught:
        load_folder(folder)

    (told,) = caught.value.mistakes
    assert told.startswith("organisations.toml, rantalan-kunta: does not go with what is in")
    assert Area.objects.get(slug="vesi").summary["fi"] == "Puhdas vesi ja kala."
    assert Organisation.objects.filter(pk=other.pk).exists()
