"""Attendance, minutes, and what follows from them."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from tests.varv.factories import (
    CoordinatorFactory,
    MeetingFactory,
    MunicipalityFactory,
    RegistrationFactory,
    UserFactory,
)
from tests.varv.meetings.support import an_area, local, sign_up
from tests.varv.registry.walking import came_from, led_to
from varv import clock
from varv.clock.timed import work
from varv.cycles import checks
from varv.cycles.actions import Wording, open_lap, split_area
from varv.cycles.models import Lap, Step, StepKind
from varv.meetings import actions, desk, queries
from varv.meetings.actions import WalkIn
from varv.meetings.models import Attendance, Meeting, Minutes, Registration
from varv.people.desk import items_for
from varv.people.handover import point as responsibilities
from varv.reach import sources
from varv.registry import rights
from varv.registry.models import Message, Record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]
AFTER = local("2020-06-05", "14:00")


@pytest.fixture
def after():
    with clock.pinned(AFTER):
        yield


@pytest.fixture
def meeting():
    return MeetingFactory(area=an_area())


def test_attendance_noted_twice_is_the_same(meeting, after):
    anna, bo = RegistrationFactory.create_batch(2, meeting=meeting)
    guest = WalkIn(name="Cia Dahl", sector="civil", organisation="Byalaget")
    for _again in range(2):
        actions.record_attendance(None, meeting=meeting, present=[anna.pk, bo.pk], walk_ins=[guest])
    assert Attendance.objects.count() == 3
    actions.record_attendance(None, meeting=meeting, present=[bo.pk])
    assert Attendance.objects.get().registration == bo
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.HELD


def test_a_walk_in_known_by_id_is_corrected_not_doubled(meeting, after):
    (row,) = actions.record_attendance(
        None, meeting=meeting, present=[], walk_ins=[WalkIn(name="Cia", sector="civil")]
    )
    (same,) = actions.record_attendance(
        None,
        meeting=meeting,
        present=[],
        walk_ins=[WalkIn(id=row.pk, name="Cia Dahl", sector="academia")],
    )
    assert (same.pk, same.name, same.sector) == (row.pk, "Cia Dahl", "academia")


def test_nobody_is_present_at_another_meeting_or_before_it_begins(meeting):
    stranger = RegistrationFactory()
    with pytest.raises(ValidationError):
        actions.record_attendance(None, meeting=meeting, present=[])
    with clock.pinned(AFTER), pytest.raises(ValidationError):
        actions.record_attendance(None, meeting=meeting, present=[stranger.pk])


def test_a_guest_without_sector_is_refused(meeting, after):
    with pytest.raises(ValidationError):
        actions.record_attendance(
            None, meeting=meeting, present=[], walk_ins=[WalkIn(name="Cia", sector="")]
        )


def test_published_minutes_are_a_record_that_leads_back_to_the_meeting(meeting, after):
    actions.save_minutes(None, meeting=meeting, text="Utkast")
    actions.save_minutes(None, meeting=meeting, text="Vi enades om tre frågor.")
    minutes = actions.publish_minutes(None, meeting=meeting)
    record = Record.objects.get()
    assert minutes.record == record
    assert (record.direction, record.text) == ("internal", "Vi enades om tre frågor.")
    assert record.title.startswith("Minnesanteckningar: ")
    assert [step.ref.id for step in came_from(record)] == [meeting.pk]
    assert record.pk in [step.ref.id for step in led_to(meeting)]
    assert actions.publish_minutes(None, meeting=meeting) == minutes
    assert Record.objects.count() == 1


def test_published_minutes_are_corrected_by_a_new_record(meeting, after):
    with pytest.raises(ValidationError):
        actions.publish_minutes(None, meeting=meeting)
    actions.save_minutes(None, meeting=meeting, text="Fel")
    with pytest.raises(ValidationError):
        actions.correct_minutes(None, meeting=meeting, text="Rätt")
    actions.publish_minutes(None, meeting=meeting)
    with pytest.raises(ValidationError):
        actions.save_minutes(None, meeting=meeting, text="Rätt")
    actions.correct_minutes(None, meeting=meeting, text="Rätt")
    actions.correct_minutes(None, meeting=meeting, text="Rätt")
    assert [record.text for record in Record.objects.order_by("number")] == ["Fel", "Rätt"]
    assert Minutes.objects.get().record.number == 2


def test_turnout_counts_by_municipality_and_sector(meeting, after):
    place = MunicipalityFactory(name="Åre")
    came = RegistrationFactory(meeting=meeting, municipality=place, sector="academia")
    RegistrationFactory(meeting=meeting)
    actions.record_attendance(None, meeting=meeting, present=[came.pk])
    tally = queries.turnout(meeting.attendances.all())
    assert (tally.total, tally.reached) == (1, 1)
    assert list(sources.point["meetings.attendances"].count()) == [(place.pk, "academia")]
    assert len(list(sources.point["meetings.registrations"].count())) == 2


def test_governance_of_an_area_asks_for_a_mobilisation_with_public_minutes(meeting):
    lap = Lap.objects.create(
        programme=meeting.programme, area=meeting.area, number=1, starts_on="2020-05-01"
    )
    step = Step.objects.create(lap=lap, kind=StepKind.GOVERNANCE)
    check = checks.point["meetings.mobilisation_held"]
    assert not check.evaluate(step).ok
    with clock.pinned(AFTER):
        actions.save_minutes(None, meeting=meeting, text="Vi valde en grupp.")
        assert not check.evaluate(step).ok
        actions.publish_minutes(None, meeting=meeting)
    assert check.evaluate(step).ok
    assert "1" in check.evaluate(step).text


def test_meetings_go_on_with_what_their_area_became(client, meeting, after):
    actions.save_minutes(None, meeting=meeting, text="Vi valde en grupp.")
    actions.publish_minutes(None, meeting=meeting)
    wordings = [Wording(name={"sv": "Vatten"}), Wording(name={"sv": "Vind"})]
    parts = split_area(None, area=meeting.area, parts=wordings, reason="De är två.")
    for part in parts:
        lap = open_lap(None, programme=meeting.programme, area=part)
        found = {one.key: one for one in checks.findings(lap.steps.get(kind="governance"))}
        assert found["meetings.mobilisation_held"].ok
        assert meeting.title.text("sv") in client.get(part.get_absolute_url()).content.decode()
    lap = open_lap(None, programme=meeting.programme)
    assert checks.point["meetings.mobilisation_held"].evaluate(lap.steps.get(kind="governance")).ok


def test_the_check_tells_how_many_meetings_are_held_and_how_many_have_minutes(meeting):
    MeetingFactory(area=meeting.area, programme=meeting.programme)
    lap = open_lap(None, programme=meeting.programme, area=meeting.area)
    step = lap.steps.get(kind="analysis")

    def told():
        with override("sv"):
            return checks.point["meetings.dialogue_held"].evaluate(step).text

    assert told() == "2 möten: 0 har hållits, 0 har publicerade minnesanteckningar."
    with clock.pinned(AFTER):
        assert told() == "2 möten: 2 har hållits, 0 har publicerade minnesanteckningar."
        actions.save_minutes(None, meeting=meeting, text="Vi valde en grupp.")
        actions.publish_minutes(None, meeting=meeting)
        assert told() == "2 möten: 2 har hållits, 1 har publicerade minnesanteckningar."


def titles(user, now):
    with clock.pinned(now), override("sv"):
        return [(str(item.title), item.urgent) for item in desk.items(user, now)]


def test_the_desk_tells_what_a_meeting_needs_from_first_to_last():
    coordinator = CoordinatorFactory()
    meeting = MeetingFactory(link="", title={"sv": "Mötet"})
    assert titles(coordinator, local("2020-06-01")) == [("Länk saknas: Mötet", False)]
    assert titles(coordinator, local("2020-06-02")) == [("Länk saknas: Mötet", True)]
    assert titles(coordinator, AFTER) == [("Notera vilka som kom: Mötet", False)]
    with clock.pinned(AFTER):
        actions.mark_held(None, meeting=meeting)
        assert titles(coordinator, AFTER) == [("Skriv minnesanteckningar: Mötet", False)]
        actions.save_minutes(None, meeting=meeting, text="Klart.")
        assert titles(coordinator, AFTER) == [("Publicera minnesanteckningarna: Mötet", False)]
        actions.publish_minutes(None, meeting=meeting)
    assert titles(coordinator, AFTER) == []
    assert list(desk.items(UserFactory(), AFTER)) == []
    assert items_for(coordinator, AFTER) is not None


def test_the_desk_tells_whom_the_link_did_not_reach():
    coordinator = CoordinatorFactory()
    meeting = MeetingFactory(title={"sv": "Mötet"})
    sign_up(meeting)
    due = local("2020-06-04")
    with clock.pinned(due), override("sv"):
        work["meetings.links"].run(due)
        Message.objects.filter(kind="meetings.link").update(state=Message.State.FAILED)
        (item,) = desk.items(coordinator, due)
    assert item.urgent
    assert "1 person har inte fått länken" in item.title
    assert "Anna Berg" in item.detail


def test_meetings_are_handed_over_to_a_colleague():
    leaving, taking_over = CoordinatorFactory.create_batch(2)
    coming = MeetingFactory(responsible=leaving)
    MeetingFactory(responsible=leaving, state=Meeting.State.HELD)
    responsibility = responsibilities["meetings"]
    assert responsibility.count(leaving) == 1
    assert responsibility.hand_over(None, from_user=leaving, to_user=taking_over) == 1
    coming.refresh_from_db()
    assert coming.responsible == taking_over


def test_a_person_gets_a_copy_and_is_erased_while_the_numbers_stay():
    meeting = MeetingFactory(capacity=1)
    person = sign_up(meeting, needs="Tolk").person
    sign_up(meeting, email="b@example.org")
    held = RegistrationFactory(
        person=person, meeting=MeetingFactory(starts_at=local("2020-05-20")), name="Anna Berg"
    )
    Attendance.objects.create(
        meeting=held.meeting, registration=held, person=person, name="Anna Berg", sector="business"
    )
    data = rights.point["meetings"]
    copy = data.export(person.pk)
    assert {row["needs"] for row in copy["registrations"]} == {"Tolk", ""}
    assert copy["attendances"][0]["name"] == "Anna Berg"
    assert data.erase(person.pk) == 3
    assert not Registration.objects.filter(name="Anna Berg", person=person).exists()
    assert Attendance.objects.get().name == ""
    # The place at the coming meeting goes to whoever waits.
    assert queries.confirmed_registrations(meeting).get().person.email == "b@example.org"
