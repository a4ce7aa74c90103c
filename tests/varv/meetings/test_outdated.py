"""A mail that has not left when its meeting changes is taken back, not sent afterwards."""

import pytest
from django.core.exceptions import ValidationError

from tests.varv.factories import MeetingFactory
from tests.varv.meetings.support import LINK, local, mails, run_due, sign_up
from tests.varv.meetings.test_planning import edit, move
from varv import clock
from varv.meetings import actions
from varv.meetings.models import Meeting
from varv.registry.actions import retry_message
from varv.registry.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]
State = Message.State
DUE = local("2020-06-04", "09:00")


def call_off(meeting):
    actions.cancel_meeting(None, meeting=meeting, reason="Sjukdom.")


def leave(meeting):
    for registration in meeting.registrations.all():
        actions.cancel_registration(None, registration=registration)


def move_house(meeting):
    edit(meeting, place="Storsjösalen")


@pytest.mark.parametrize("change", [move, call_off, leave, move_house])
@pytest.mark.parametrize("state", [State.QUEUED, State.FAILED])
def test_a_confirmation_that_has_not_left_does_not_come_after_the_change(change, state):
    meeting = MeetingFactory()
    sign_up(meeting)
    Message.objects.update(state=state)
    change(meeting)
    assert [mail.state for mail in mails("confirmation")] == [State.CANCELLED]
    assert [mail.state for mail in mails()[1:]] == [State.QUEUED]


@pytest.mark.parametrize("change", [move, call_off, leave, move_house])
def test_a_promotion_that_has_not_left_does_not_come_after_the_change(change):
    meeting = MeetingFactory(capacity=1)
    first = sign_up(meeting, email="a@example.org").registrations[0]
    sign_up(meeting, email="b@example.org")
    actions.cancel_registration(None, registration=first)
    change(Meeting.objects.get())
    assert [mail.state for mail in mails("promoted")] == [State.CANCELLED]


def test_an_older_place_and_an_older_time_are_taken_back():
    meeting = MeetingFactory()
    sign_up(meeting)
    move_house(meeting)
    edit(Meeting.objects.get(), place="Rådhuset")
    assert [mail.state for mail in mails("new_place")] == [State.CANCELLED, State.QUEUED]
    move(meeting)
    move(meeting, "2020-06-15")
    assert [mail.state for mail in mails("moved")] == [State.CANCELLED, State.QUEUED]
    assert {mail.state for mail in mails("new_place")} == {State.CANCELLED}


def test_mail_that_has_left_or_is_about_others_stays_as_it_is():
    meeting, other = MeetingFactory(), MeetingFactory()
    sign_up(meeting)
    sign_up(other, email="b@example.org")
    Message.objects.filter(recipient="anna@example.org").update(state=State.SENT)
    move(meeting)
    assert [mail.state for mail in mails("confirmation")] == [State.SENT, State.QUEUED]


@pytest.mark.parametrize("change", [move, call_off, move_house])
def test_what_is_still_to_come_is_confirmed_anew(change):
    moved, other = MeetingFactory(), MeetingFactory(starts_at=local("2020-06-08"))
    sign_up(moved, other)
    sign_up(moved, other, email="b@example.org")
    change(moved)
    old, _old, *new = mails("confirmation")
    assert old.state == State.CANCELLED
    assert [(mail.recipient, mail.state) for mail in new] == [
        ("anna@example.org", State.QUEUED),
        ("b@example.org", State.QUEUED),
    ]
    assert "måndag 8 juni" in new[0].body
    assert new[0].attachments.count() == 1
    actions.cancel_meeting(None, meeting=other, reason="Sjukdom.")
    assert {mail.state for mail in mails("confirmation")} == {State.CANCELLED}


def test_who_leaves_one_meeting_has_the_other_confirmed_anew():
    meeting, other = MeetingFactory(), MeetingFactory(starts_at=local("2020-06-08"))
    first, _second = sign_up(meeting, other).registrations
    actions.cancel_registration(None, registration=first)
    assert [mail.state for mail in mails("confirmation")] == [State.CANCELLED, State.QUEUED]


def test_a_link_mail_that_failed_is_not_tried_again_once_the_link_is_another():
    meeting = MeetingFactory()
    sign_up(meeting)
    run_due(DUE)
    Message.objects.filter(kind="meetings.link").update(state=State.FAILED)
    with clock.pinned(DUE):
        actions.set_link(None, meeting=meeting, link="https://meet.example/ny-lank")
    assert [mail.state for mail in mails("link")] == [State.CANCELLED, State.QUEUED]
    with pytest.raises(ValidationError):
        retry_message(None, message=mails("link")[0])


def test_a_link_goes_out_anew_when_the_meeting_goes_online_again():
    meeting = MeetingFactory(place="Storsjösalen")
    sign_up(meeting)
    run_due(DUE)
    with clock.pinned(DUE):
        edit(meeting, online=False)
        run_due(DUE)
        assert [mail.state for mail in mails("link")] == [State.CANCELLED]
        edit(Meeting.objects.get(), online=True)
    run_due(DUE)
    assert [mail.state for mail in mails("link")] == [State.CANCELLED, State.QUEUED]
    assert LINK in mails("link")[1].body
