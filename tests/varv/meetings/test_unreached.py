"""Whom the link did not reach is called, or sent it anew; what was on its way is owned up to."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from tests.varv.factories import CoordinatorFactory, MeetingFactory, StaffRoleFactory
from tests.varv.meetings.support import LINK, local, mails, run_due, sign_up
from varv import clock
from varv.meetings import actions, desk, queries
from varv.meetings.desk_lines import line_of
from varv.people.models import Region
from varv.registry.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]
DUE = local("2020-06-04", "09:00")
State = Message.State


def links():
    return [mail for mail in mails() if mail.kind.startswith("meetings.link")]


@pytest.fixture
def meeting():
    """A meeting whose link was due, with two participants, Anna and Bo."""
    made = MeetingFactory(starts_at=local("2020-06-05"))
    sign_up(made)
    sign_up(made, email="bo@example.org", name="Bo Ek")
    run_due(DUE)
    return made


@pytest.fixture
def anna(meeting):
    """Anna, whose mail was refused."""
    found = meeting.registrations.get(person__email="anna@example.org")
    Message.objects.filter(occasion=queries.own_link_occasion(found)).update(
        state=State.FAILED, error="550 no such user", finished_at=DUE
    )
    Message.objects.filter(kind="meetings.link", recipient="bo@example.org").update(
        state=State.SENT, finished_at=DUE
    )
    return found


@pytest.fixture
def page(client, meeting):
    """The meeting's page on the desk, as a coordinator reads it in English."""
    user = CoordinatorFactory()
    user.language = "en"
    user.save()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return lambda: client.get(reverse("meetings:desk_meeting", args=[meeting.pk])).content.decode()


def press(client, name, *args, **data):
    with clock.pinned(DUE + timedelta(hours=1)):
        return client.post(reverse(f"meetings:{name}", args=args), data, follow=True)


def test_the_desk_says_whom_to_call_why_and_with_which_link(meeting, anna, page):
    with clock.pinned(DUE + timedelta(hours=1)):
        text = page()
    assert "1 person did not get the link" in text
    assert "anna@example.org" in text
    assert "550 no such user" in text
    assert f"<code>{LINK}</code>" in text
    assert "1 not reached" in text


def test_who_asks_is_told_to_write_where_the_region_has_no_phone(meeting, anna, page):
    Region.objects.update(contact_phone="", contact_email="region@example.org")
    with clock.pinned(DUE + timedelta(hours=1)):
        text = page()
    assert "Those who ask are told to write to" in text
    assert "told to call" not in text


def test_after_the_meeting_nobody_is_to_be_called_any_more(meeting, anna, page):
    region = Region.objects.get()
    (before,) = desk._links_not_delivered(region, meeting.ends_at - timedelta(minutes=1))
    assert before.detail.endswith("Anna Berg")
    with clock.pinned(meeting.ends_at):
        text = page()
        (after,) = desk._links_not_delivered(region, clock.now())
    assert "This is what became of the mail" in text
    assert "550 no such user" in text
    for said in ("give them the link", "are told to", "notice--error"):
        assert said not in text
    assert not after.urgent
    assert after.detail != before.detail


def test_who_was_called_needs_nothing_more(meeting, anna, page, client):
    press(client, "desk_participant_called", meeting.pk, anna.pk)
    with clock.pinned(DUE + timedelta(hours=1)):
        assert not queries.not_reached(meeting, clock.now()).exists()
        line = line_of(meeting.pk, Region.objects.get(), clock.now())
        assert "1 person was called" in page()
        assert not list(desk._links_not_delivered(Region.objects.get(), clock.now()))
    assert (line.link.sent, line.link.missed, line.link.called) == (1, 0, 1)
    press(client, "desk_participant_called", meeting.pk, anna.pk, undo="1")
    assert list(queries.not_reached(meeting, DUE)) == [anna]


def test_who_was_called_gets_the_corrected_link(meeting, anna):
    with clock.pinned(DUE + timedelta(hours=1)):
        actions.mark_called(None, registration=anna)
        actions.set_link(None, meeting=meeting, link="https://meet.example/ny")
    assert {mail.kind for mail in links() if "ny" in mail.body} == {"meetings.link_corrected"}
    assert len([mail for mail in links() if "ny" in mail.body]) == 2


def test_the_link_can_be_sent_anew(meeting, anna, page, client):
    press(client, "desk_participant_link", meeting.pk, anna.pk)
    (message,) = [mail for mail in links() if mail.recipient == "anna@example.org"]
    assert message.state == State.QUEUED
    with clock.pinned(DUE), pytest.raises(ValidationError):
        actions.send_link_anew(None, registration=anna)


def test_the_link_goes_to_the_address_that_holds_now(meeting, anna):
    type(anna.person).objects.filter(pk=anna.person_id).update(email="anna@right.example.org")
    with clock.pinned(DUE + timedelta(hours=1)):
        actions.send_link_anew(None, registration=anna)
    assert [(mail.recipient, mail.state) for mail in links() if "anna" in mail.recipient] == [
        ("anna@example.org", State.CANCELLED),
        ("anna@right.example.org", State.QUEUED),
    ]
    assert not queries.not_reached(meeting, DUE).exists()


def test_all_that_failed_can_be_sent_anew_at_once(meeting, page, client):
    Message.objects.filter(kind="meetings.link").update(state=State.FAILED)
    answer = press(client, "desk_links_anew", meeting.pk)
    assert "on its way to 2 people again" in answer.content.decode()
    assert {mail.state for mail in links()} == {State.QUEUED}


def test_after_the_meeting_a_missed_link_is_not_sent_anew(meeting, anna):
    Message.objects.filter(kind="meetings.link").update(state=State.MISSED)
    with clock.pinned(meeting.ends_at), pytest.raises(ValidationError):
        actions.send_link_anew(None, registration=anna)
    assert queries.not_reached(meeting, meeting.ends_at).count() == 2


def test_who_still_waits_for_the_link_shortly_before_the_meeting_is_to_be_called(meeting):
    early = meeting.starts_at - queries.CALL_BEFORE - timedelta(minutes=1)
    assert not queries.not_reached(meeting, early).exists()
    assert queries.not_reached(meeting, early + timedelta(minutes=1)).count() == 2
    Message.objects.update(due_at=meeting.starts_at - queries.LATE + timedelta(seconds=1))
    assert not queries.not_reached(meeting, meeting.starts_at).exists()


def test_readers_see_nobody_to_call(meeting, anna, client):
    client.force_login(StaffRoleFactory(role="reader").user)
    text = client.get(reverse("meetings:desk_meeting", args=[meeting.pk])).content.decode()
    assert "anna@example.org" not in text
    assert LINK not in text
    answer = client.post(reverse("meetings:desk_participant_called", args=[meeting.pk, anna.pk]))
    assert answer.status_code == 403


def test_the_desk_owns_up_to_mail_that_was_on_its_way_when_the_meeting_was_changed(meeting, page):
    Message.objects.filter(kind="meetings.link", recipient="bo@example.org").update(
        state=State.SENDING
    )
    with clock.pinned(DUE + timedelta(minutes=1)):
        actions.cancel_meeting(None, meeting=meeting, reason="Sjukdom.")
        text = page()
    assert "Mail that may say what no longer holds" in text
    (withdrawn,) = queries.withdrawn_on_the_way(meeting)
    assert withdrawn.recipient == "bo@example.org"
