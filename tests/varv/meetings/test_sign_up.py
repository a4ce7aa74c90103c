"""Signing up, waiting, changing and cancelling."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.varv.factories import (
    CoordinatorFactory,
    InterestFactory,
    MeetingFactory,
    RegistrationFactory,
)
from tests.varv.meetings.support import (
    LINK,
    an_area,
    details,
    event_of,
    local,
    mails,
    sign_up,
)
from varv import clock
from varv.cycles.models import Interest
from varv.meetings import actions, queries
from varv.meetings.models import Meeting, Registration
from varv.people.models import Organisation, Representation, User
from varv.registry.models import Event, Message, Record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]
State = Registration.State


def test_one_sign_up_for_two_meetings_gives_one_confirmation_with_two_calendar_files():
    energy, tourism = MeetingFactory(), MeetingFactory(starts_at=local("2020-06-08"))
    outcome = sign_up(energy, tourism)

    assert [one.state for one in outcome.registrations] == [State.CONFIRMED] * 2
    (mail,) = mails()
    assert mail.kind == "meetings.confirmation"
    assert mail.subject == "Vi har fått din anmälan"
    assert mail.attachments.count() == 2
    assert "fredag 5 juni kl. 9–12" in mail.body
    assert "kommer med e-post torsdag 4 juni kl. 9" in mail.body
    assert "måndag 8 juni kl. 9–12" in mail.body
    assert "kommer med e-post fredag 5 juni kl. 9" in mail.body
    assert "{manage_link}" in mail.body
    assert "/my/" in mail.secrets["manage_link"]
    assert LINK not in mail.body
    assert not any(LINK.encode() in bytes(one.content) for one in mail.attachments.all())


def test_a_sign_up_is_one_event_that_names_nobody():
    sign_up(MeetingFactory())
    (event,) = Event.objects.filter(action="meetings.sign_up")
    assert "Anna" not in str(event.data)
    assert "anna@" not in str(event.data)


def test_the_confirmation_is_in_the_language_of_the_visitor():
    sign_up(MeetingFactory(), language="en")
    (mail,) = mails()
    assert mail.subject == "We have your registration"
    assert "Friday 5 June, 09:00–12:00" in mail.body
    assert "You have a place." in mail.body


def test_a_language_the_region_does_not_speak_falls_back_to_its_first():
    outcome = sign_up(MeetingFactory(), language="xx")
    assert outcome.registrations[0].language == "sv"


def test_what_a_visitor_typed_is_not_repeated_in_the_mail():
    sign_up(MeetingFactory(), name="Win money at evil.example", organisation="Evil Ltd")
    (mail,) = mails()
    assert "evil" not in mail.body.lower()
    assert "evil" not in mail.subject.lower()


def test_the_organisation_becomes_one_row_however_it_is_typed():
    meeting = MeetingFactory()
    sign_up(meeting, email="a@example.org", organisation="Fjällkraft AB")
    sign_up(meeting, email="b@example.org", organisation="FJÄLLKRAFT  ab")
    assert Organisation.objects.count() == 1
    assert Representation.objects.count() == 2


def test_a_full_meeting_puts_people_on_the_waiting_list_in_order():
    meeting = MeetingFactory(capacity=1)
    states = [
        sign_up(meeting, email=f"{name}@example.org").registrations[0] for name in ("a", "b", "c")
    ]
    assert [one.state for one in states] == [State.CONFIRMED, State.WAITING, State.WAITING]
    assert list(queries.waiting_list(meeting)) == states[1:]
    waiting = mails("confirmation", "b@example.org")[0]
    assert "väntelistan" in waiting.body
    assert waiting.attachments.count() == 0


def test_one_full_meeting_does_not_keep_one_from_the_others():
    full, free = MeetingFactory(capacity=1), MeetingFactory()
    RegistrationFactory(meeting=full)
    outcome = sign_up(full, free)
    assert {one.meeting_id: one.state for one in outcome.registrations} == {
        full.pk: State.WAITING,
        free.pk: State.CONFIRMED,
    }
    assert outcome.full == {full.pk}


@pytest.mark.parametrize(
    "values",
    [
        {"state": Meeting.State.DRAFT},
        {"state": Meeting.State.CLOSED},
        {"state": Meeting.State.HELD},
        {"state": Meeting.State.CANCELLED},
        {"sign_up_opens_at": local("2020-05-26")},
        {"sign_up_closes_at": local("2020-05-25")},
    ],
)
def test_one_meeting_that_is_not_open_refuses_all(values):
    shut, free = MeetingFactory(**values), MeetingFactory()
    with pytest.raises(ValidationError) as refused:
        sign_up(free, shut)
    assert "meetings" in refused.value.message_dict
    assert not Registration.objects.exists()
    assert not Message.objects.exists()


def test_no_meeting_at_all_is_refused():
    MeetingFactory()
    with pytest.raises(ValidationError):
        sign_up()


def test_staff_may_sign_people_up_after_sign_up_has_closed():
    coordinator = CoordinatorFactory()
    meeting = MeetingFactory(state=Meeting.State.CLOSED)
    outcome = actions.sign_up(
        coordinator, meetings=[meeting], person=details(), source=Registration.Source.STAFF
    )
    (registration,) = outcome.registrations
    assert registration.source == Registration.Source.STAFF
    assert registration.entered_by == coordinator
    assert mails("confirmation")


def test_not_even_staff_may_sign_up_for_a_meeting_that_is_over():
    meeting = MeetingFactory(starts_at=local("2020-05-20"))
    with pytest.raises(ValidationError):
        sign_up(meeting, source=Registration.Source.STAFF)


def test_signing_up_again_keeps_the_place_and_confirms_nothing_anew():
    meeting = MeetingFactory(capacity=1)
    first = sign_up(meeting).registrations[0]
    sign_up(meeting, email="b@example.org")
    again = sign_up(meeting).registrations[0]
    assert again == first
    assert again.state == State.CONFIRMED
    assert len(mails("confirmation", "anna@example.org")) == 1


@pytest.mark.parametrize("who", ["themselves", "staff"])
def test_the_person_and_the_staff_change_what_was_said_by_signing_up_again(who):
    meeting = MeetingFactory()
    anna = sign_up(meeting, needs="Teckenspråkstolk").person
    actor = anna if who == "themselves" else CoordinatorFactory()
    sign_up(meeting, organisation="Ny Energi AB", actor=actor)
    (registration,) = Registration.objects.all()
    assert registration.organisation.name == "Ny Energi AB"
    assert registration.needs == "Teckenspråkstolk"
    assert len(mails("confirmation")) == 2
    assert Representation.objects.filter(person=anna).count() == 2
    assert not mails("already_signed_up")


@pytest.mark.parametrize("stranger", [False, True])
def test_whoever_types_a_known_address_changes_nothing_that_stands(stranger):
    meeting = MeetingFactory(area=an_area())
    anna = sign_up(meeting, needs="Teckenspråkstolk").person
    before = Registration.objects.values().get()
    sign_up(
        meeting,
        actor=sign_up(MeetingFactory(), email="bo@example.org").person if stranger else None,
        name="Mallory",
        organisation="Evil Ltd",
        sector="public",
        needs="Nothing",
        language="en",
    )
    assert Registration.objects.filter(person=anna).values().get() == before
    assert Representation.objects.get(person=anna).organisation.name == "Fjällkraft AB"
    assert not User.objects.filter(name="-").exists()
    (told,) = mails("already_signed_up")
    assert (told.recipient, told.language) == ("anna@example.org", "sv")
    assert "Du är redan anmäld" in told.subject
    assert "/my/" in told.secrets["manage_link"]
    assert "evil" not in told.body.lower()


def test_a_known_address_typed_over_and_over_gets_one_mail_a_day():
    meeting = MeetingFactory()
    sign_up(meeting)
    for _number in range(20):
        sign_up(meeting, name="Mallory")
    assert len(mails()) == 2
    with clock.pinned(clock.now() + timedelta(days=1)):
        sign_up(meeting)
        sign_up(meeting)
    assert [one.kind for one in mails()] == [
        "meetings.confirmation",
        *["meetings.already_signed_up"] * 2,
    ]


def test_a_meeting_that_is_new_is_signed_up_for_beside_one_that_stands():
    old, new = MeetingFactory(), MeetingFactory(starts_at=local("2020-06-08"))
    anna = sign_up(old).person
    sign_up(old, new, organisation="Ny Energi AB")
    said = {one.meeting: one.organisation.name for one in Registration.objects.all()}
    assert said == {old: "Fjällkraft AB", new: "Ny Energi AB"}
    assert Representation.objects.get(person=anna).organisation.name == "Fjällkraft AB"
    assert len(mails("confirmation")) == 2
    assert not mails("already_signed_up")


def test_whoever_types_a_known_address_raises_no_interest_that_stands():
    area = an_area()
    anna = sign_up(MeetingFactory()).person
    InterestFactory(area=area, person=anna, level=Interest.Level.INFORMATION, name="Anna Berg")
    sign_up(MeetingFactory(area=area), join_partnership=True, name="Mallory")
    interest = Interest.objects.get()
    assert (interest.level, interest.name) == (Interest.Level.INFORMATION, "Anna Berg")
    assert not Record.objects.exists()


def writes(work):
    """Return which kinds of writing queries the work makes, and how many of each."""
    with CaptureQueriesContext(connection) as seen:
        work()
    words = [re.sub(r'"', "", query["sql"]).split() for query in seen]
    return Counter(
        f"{word[0]} {word[2] if word[0] == 'INSERT' else word[1]}"
        for word in words
        if word[0] in ("INSERT", "UPDATE", "DELETE")
    )


@pytest.mark.parametrize("join", [False, True])
def test_a_known_address_is_as_much_work_as_a_new_one(join):
    meetings = [
        MeetingFactory(area=an_area()),
        MeetingFactory(starts_at=local("2020-06-08"), capacity=1),
    ]
    sign_up(*meetings, join_partnership=join)
    first = writes(lambda: sign_up(*meetings, join_partnership=join))
    later = writes(lambda: sign_up(*meetings, join_partnership=join))
    new = writes(lambda: sign_up(*meetings, join_partnership=join, email="new@example.org"))
    # The new person waits for one of the two, and has one calendar file less in the same insert.
    assert first == later == new


def test_who_waits_keeps_the_place_in_line_when_signing_up_again():
    meeting = MeetingFactory(capacity=1)
    for name in ("a", "b", "c"):
        sign_up(meeting, email=f"{name}@example.org")
    sign_up(meeting, email="b@example.org", needs="Tolk")
    assert list(queries.waiting_list(meeting).values_list("person__email", flat=True)) == [
        "b@example.org",
        "c@example.org",
    ]


def test_the_answer_does_not_tell_whether_an_address_was_known():
    meeting = MeetingFactory(capacity=1)
    sign_up(meeting)
    known, new = sign_up(meeting), sign_up(meeting, email="new@example.org")
    assert known.full == new.full == {meeting.pk}


def test_a_person_is_one_however_the_address_is_written():
    meeting = MeetingFactory()
    sign_up(meeting, email="Anna@Example.org")
    sign_up(meeting, email="anna@example.org")
    assert User.objects.count() == 1
    assert Registration.objects.count() == 1


def test_joining_the_partnership_is_one_interest_an_area_and_no_second_mail():
    energy = an_area()
    both = [MeetingFactory(area=energy), MeetingFactory(area=energy), MeetingFactory()]
    sign_up(*both, join_partnership=True)
    (interest,) = Interest.objects.all()
    assert (interest.area, interest.level) == (energy, Interest.Level.PARTNERSHIP)
    assert interest.organisation.name == "Fjällkraft AB"
    (mail,) = Message.objects.all()
    assert "partnerskapet för Hållbar energi" in mail.body


def test_joining_twice_writes_no_second_record():
    meeting = MeetingFactory(area=an_area())
    sign_up(meeting, join_partnership=True)
    sign_up(meeting, join_partnership=True)
    assert Interest.objects.count() == Record.objects.count() == 1
    assert len(mails("confirmation")) == 1


def test_cancelling_gives_the_place_to_whoever_waits_first():
    meeting = MeetingFactory(capacity=1)
    anna, bo, cia = (
        sign_up(meeting, email=f"{name}@example.org").registrations[0] for name in ("a", "b", "c")
    )
    actions.cancel_registration(anna.person, registration=anna)
    assert [Registration.objects.get(pk=one.pk).state for one in (anna, bo, cia)] == [
        State.CANCELLED,
        State.CONFIRMED,
        State.WAITING,
    ]
    (told,) = mails("promoted")
    assert told.recipient == "b@example.org"
    assert event_of(told)[0] == "PUBLISH"
    (goodbye,) = mails("cancelled_by_you")
    method, event = event_of(goodbye)
    assert (method, str(event["STATUS"])) == ("CANCEL", "CANCELLED")


def test_cancelling_twice_changes_nothing():
    registration = sign_up(MeetingFactory()).registrations[0]
    actions.cancel_registration(None, registration=registration)
    actions.cancel_registration(None, registration=registration)
    assert len(mails("cancelled_by_you")) == 1
    assert Event.objects.filter(action="meetings.cancel_registration").count() == 1


def test_who_waited_gets_no_calendar_cancellation():
    meeting = MeetingFactory(capacity=1)
    sign_up(meeting)
    waiting = sign_up(meeting, email="b@example.org").registrations[0]
    actions.cancel_registration(None, registration=waiting)
    assert mails("cancelled_by_you")[0].attachments.count() == 0
    assert not mails("promoted")


def test_who_comes_back_after_cancelling_stands_last_in_line():
    meeting = MeetingFactory(capacity=1)
    anna, *_ = (
        sign_up(meeting, email=f"{name}@example.org").registrations[0] for name in ("a", "b", "c")
    )
    actions.cancel_registration(None, registration=anna)
    again = sign_up(meeting, email="a@example.org").registrations[0]
    assert again.pk != anna.pk
    assert queries.waiting_list(meeting).last() == again


def test_a_calendar_takes_the_place_back_after_a_cancellation():
    meeting = MeetingFactory()
    first = sign_up(meeting).registrations[0]
    actions.cancel_registration(None, registration=first)
    sign_up(meeting)
    sequences = [
        int(event_of(mail)[1]["SEQUENCE"]) for mail in mails() if mail.attachments.exists()
    ]
    assert sequences == [0, 1, 1]


def test_nobody_is_promoted_once_the_meeting_has_begun():
    meeting = MeetingFactory(capacity=1)
    anna = sign_up(meeting).registrations[0]
    sign_up(meeting, email="b@example.org")
    with clock.pinned(meeting.starts_at + timedelta(minutes=1)):
        actions.cancel_registration(None, registration=anna)
    assert not mails("promoted")
    assert queries.waiting_list(meeting).count() == 1


def test_a_registration_cannot_be_cancelled_after_the_meeting():
    registration = sign_up(MeetingFactory()).registrations[0]
    with clock.pinned(local("2020-06-05", "12:00")), pytest.raises(ValidationError):
        actions.cancel_registration(None, registration=registration)


def test_changing_keeps_place_and_address():
    registration = sign_up(MeetingFactory()).registrations[0]
    actions.change_registration(
        registration.person,
        registration=registration,
        person=details("other@example.org", name="Anna Ek", sector="academia", organisation=""),
        needs="Ramp",
        language="en",
    )
    changed = Registration.objects.get()
    assert (changed.name, changed.sector, changed.needs) == ("Anna Ek", "academia", "Ramp")
    assert (changed.language, changed.organisation) == ("en", None)
    assert changed.person.email == "anna@example.org"
    assert len(mails()) == 1
