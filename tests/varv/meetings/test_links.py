"""The link goes out exactly once: by the clock, late, corrected, moved, missed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.varv.factories import CoordinatorFactory, MeetingFactory, RegistrationFactory
from tests.varv.meetings.support import LINK, event_of, local, mails, run_due, sign_up
from varv import clock
from varv.meetings import actions, due, queries
from varv.meetings.actions import sign_up_period
from varv.meetings.models import Meeting, Registration
from varv.registry import forecast
from varv.registry.models import Message
from varv.registry.outbox import deliver_due

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]
DUE = local("2020-06-04", "09:00")
NEW_LINK = "https://meet.example/ny-lank"


def links(email=""):
    return [mail for mail in mails(email=email) if mail.kind.startswith("meetings.link")]


def test_links_go_out_once_to_everybody_with_a_place():
    meeting = MeetingFactory(capacity=2)
    for name in ("a", "b", "c"):
        sign_up(meeting, email=f"{name}@example.org")
    run_due(DUE - timedelta(seconds=1))
    assert not links()
    run_due(DUE)
    run_due(DUE)
    run_due(DUE + timedelta(hours=5))
    assert sorted(mail.recipient for mail in links()) == ["a@example.org", "b@example.org"]
    assert all(LINK in mail.body for mail in links())
    assert all(mail.deliver_before == meeting.ends_at for mail in links())
    method, event = event_of(links()[0])
    assert method == "PUBLISH"
    assert LINK in str(event["LOCATION"])


def test_each_meeting_has_its_own_day():
    friday, monday = MeetingFactory(), MeetingFactory(starts_at=local("2020-06-08"))
    sign_up(friday, monday)
    run_due(DUE)
    assert len(links()) == 1
    run_due(local("2020-06-05", "09:00"))
    assert len(links()) == 2


def test_a_link_is_in_the_language_of_whoever_gets_it():
    sign_up(MeetingFactory(), language="en")
    run_due(DUE)
    assert links()[0].subject == "Link to the meeting Friday 5 June, 09:00–12:00"


def test_whoever_signs_up_late_gets_the_link_at_once_and_once():
    meeting = MeetingFactory()
    with clock.pinned(DUE + timedelta(hours=1)):
        sign_up(meeting)
        sign_up(meeting, needs="Tolk")
    run_due(DUE + timedelta(hours=2))
    assert len(links()) == 1
    assert links()[0].due_at == DUE + timedelta(hours=1)


def test_whoever_is_promoted_late_gets_the_link_at_once():
    meeting = MeetingFactory(capacity=1)
    anna = sign_up(meeting).registrations[0]
    sign_up(meeting, email="b@example.org")
    run_due(DUE)
    with clock.pinned(DUE + timedelta(hours=1)):
        actions.cancel_registration(None, registration=anna)
    assert len(links("b@example.org")) == 1


def test_who_cancels_does_not_get_the_link_and_who_comes_back_does():
    meeting = MeetingFactory()
    with clock.pinned(DUE):
        first = sign_up(meeting).registrations[0]
        actions.cancel_registration(None, registration=first)
        assert [mail.state for mail in links()] == [Message.State.CANCELLED]
        assert mails("confirmation")[0].state == Message.State.CANCELLED
        sign_up(meeting)
    assert [mail.state for mail in links()] == [Message.State.CANCELLED, Message.State.QUEUED]


def test_a_meeting_without_a_link_waits_and_sends_when_it_gets_one():
    coordinator = CoordinatorFactory()
    meeting = MeetingFactory(link="")
    sign_up(meeting)
    run_due(DUE)
    assert not links()
    with clock.pinned(DUE + timedelta(hours=3)):
        actions.set_link(coordinator, meeting=meeting, link=LINK)
    assert len(links()) == 1


def test_a_link_changed_before_it_went_out_is_silent():
    meeting = MeetingFactory()
    sign_up(meeting)
    actions.set_link(None, meeting=meeting, link=NEW_LINK)
    assert not links()
    run_due(DUE)
    assert NEW_LINK in links()[0].body
    assert Meeting.objects.get().link_version == 1


def test_a_link_changed_afterwards_is_corrected_once_to_those_who_hold_the_old_one():
    meeting = MeetingFactory()
    sign_up(meeting)
    run_due(DUE)
    Message.objects.update(state=Message.State.SENT)
    moment = DUE + timedelta(hours=1)
    with clock.pinned(moment):
        actions.set_link(None, meeting=meeting, link=NEW_LINK)
        actions.set_link(None, meeting=meeting, link=NEW_LINK)
        sign_up(meeting, email="late@example.org")
    run_due(moment)
    assert [mail.kind for mail in links("anna@example.org")] == [
        "meetings.link",
        "meetings.link_corrected",
    ]
    assert NEW_LINK in links("anna@example.org")[1].body
    assert [mail.kind for mail in links("late@example.org")] == ["meetings.link"]


def test_a_mail_with_the_old_link_that_has_not_left_is_replaced():
    meeting = MeetingFactory()
    sign_up(meeting)
    run_due(DUE)
    with clock.pinned(DUE + timedelta(minutes=1)):
        actions.set_link(None, meeting=meeting, link=NEW_LINK)
    assert [(mail.kind, mail.state) for mail in links()] == [
        ("meetings.link", Message.State.CANCELLED),
        ("meetings.link", Message.State.QUEUED),
    ]


def test_a_moved_meeting_sends_the_link_by_the_new_date():
    meeting = MeetingFactory()
    sign_up(meeting)
    run_due(DUE)
    Message.objects.filter(kind="meetings.link").update(state=Message.State.SENT)
    with clock.pinned(DUE + timedelta(hours=1)):
        actions.move_meeting(
            None,
            meeting=meeting,
            starts_at=local("2020-06-15"),
            ends_at=local("2020-06-15", "12:00"),
            reason="Föredragshållaren är sjuk.",
        )
    assert len(links()) == 1
    run_due(local("2020-06-12", "08:59"))
    assert len(links()) == 1
    run_due(local("2020-06-12", "09:00"))
    run_due(local("2020-06-12", "09:01"))
    assert len(links()) == 2
    assert "måndag 15 juni kl. 9–12" in links()[1].body


def test_a_moved_meeting_takes_back_links_that_have_not_left():
    meeting = MeetingFactory()
    sign_up(meeting)
    run_due(DUE)
    with clock.pinned(DUE + timedelta(minutes=1)):
        actions.move_meeting(
            None,
            meeting=meeting,
            starts_at=local("2020-06-05", "10:00"),
            ends_at=local("2020-06-05", "13:00"),
            reason="En timme senare.",
        )
    assert [mail.state for mail in links()] == [Message.State.CANCELLED, Message.State.QUEUED]


def test_a_cancelled_meeting_sends_no_link():
    meeting = MeetingFactory()
    sign_up(meeting)
    run_due(DUE)
    with clock.pinned(DUE + timedelta(minutes=1)):
        actions.cancel_meeting(None, meeting=meeting, reason="Sjukdom.")
    run_due(DUE + timedelta(hours=1))
    assert [mail.state for mail in links()] == [Message.State.CANCELLED]


def test_links_that_nobody_sent_in_time_are_on_record_as_missed():
    meeting = MeetingFactory()
    registration = sign_up(meeting).registrations[0]
    late = meeting.ends_at + timedelta(hours=1)
    run_due(late)
    run_due(late)
    deliver_one = [mail.pk for mail in links()]
    assert len(deliver_one) == 1
    Message.objects.exclude(pk__in=deliver_one).update(state=Message.State.SENT)
    deliver_due(late)
    assert links()[0].state == Message.State.MISSED
    assert list(queries.not_reached(meeting, late)) == [registration]


def test_each_further_link_costs_the_same_and_none_is_written_twice():
    meeting = MeetingFactory()

    def queries_for(number):
        RegistrationFactory.create_batch(number, meeting=meeting)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            run_due(DUE)
        return len(captured)

    few, many = queries_for(5), queries_for(105)
    assert len(links()) == 110
    assert many - few < 30  # a batch more, however many are in it


def test_next_due_steps_from_one_dispatch_to_the_next():
    MeetingFactory(starts_at=local("2020-06-15"))  # nobody has signed up
    sign_up(MeetingFactory(), MeetingFactory(starts_at=local("2020-06-08")))
    first = due.next_links(clock.now())
    second = due.next_links(first)
    assert (first, second) == (DUE, local("2020-06-05", "09:00"))
    assert due.next_links(second) is None


def test_the_forecast_tells_every_link_mail_to_come():
    meeting, unlinked = MeetingFactory(), MeetingFactory(link="", starts_at=local("2020-06-08"))
    sign_up(meeting, unlinked)
    first, second = forecast.planned(clock.now())
    assert (first.at, first.kind, first.recipient.email) == (
        DUE,
        "meetings.link",
        "anna@example.org",
    )
    assert first.context["link"] == LINK
    assert second.context["link"] == ""
    run_due(DUE)
    with clock.pinned(DUE):
        assert len(forecast.planned(DUE)) == 1


def test_sign_up_closes_by_the_clock():
    meeting = MeetingFactory(sign_up_closes_at=local("2020-06-01"))
    assert due.next_closing(clock.now()) == local("2020-06-01")
    run_due(local("2020-06-01"))
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.CLOSED
    assert due.next_closing(local("2020-06-01")) is None


def test_sign_up_is_not_closed_that_was_prolonged_meanwhile():
    meeting = MeetingFactory(sign_up_closes_at=local("2020-06-01"))
    with clock.pinned(local("2020-06-01")):
        actions.reopen_sign_up(None, meeting=meeting, sign_up_closes_at=local("2020-06-03"))
        assert sign_up_period.close_sign_up_in_time(meeting=meeting) is False
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.PUBLISHED


def test_one_meeting_that_fails_holds_up_no_other():
    broken, fine = MeetingFactory(), MeetingFactory()
    done = []

    def work(meeting):
        if meeting == broken:
            raise RuntimeError("broken")
        done.append(meeting)
        return 1

    with pytest.raises(ExceptionGroup) as failed:
        due._each([broken, fine], work)
    (error,) = failed.value.exceptions
    assert error.__notes__ == [f"in the meeting {broken.pk}"]
    assert done == [fine]


def test_one_address_that_cannot_be_mailed_holds_up_nobody_at_its_meeting():
    meeting = MeetingFactory()
    broken = sign_up(meeting).registrations[0]
    sign_up(meeting, email="b@example.org")
    type(broken.person).objects.filter(pk=broken.person_id).update(email="broken")
    run_due(DUE)
    run_due(DUE)
    assert sorted((mail.recipient, mail.state) for mail in links()) == [
        ("b@example.org", Message.State.QUEUED),
        ("broken", Message.State.FAILED),
    ]
    assert list(queries.not_reached(meeting, DUE)) == [broken]


def test_the_person_sees_the_link_on_their_page_only_when_due_and_with_a_place():
    meeting = MeetingFactory(capacity=1)
    anna = sign_up(meeting).registrations[0]
    waiting = sign_up(meeting, email="b@example.org").registrations[0]
    assert queries.visible_link(anna, DUE - timedelta(seconds=1)) == ""
    assert queries.visible_link(anna, DUE) == LINK
    assert queries.visible_link(waiting, DUE) == ""
    assert queries.visible_link(anna, meeting.ends_at) == ""
    anna.state = Registration.State.CANCELLED
    assert queries.visible_link(anna, DUE) == ""
