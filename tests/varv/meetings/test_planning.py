"""Planning, moving and cancelling meetings."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from tests.varv.factories import CoordinatorFactory, MeetingFactory, the_programme
from tests.varv.meetings.support import event_of, local, mails, sign_up
from varv import clock
from varv.meetings import actions, queries
from varv.meetings.models import Meeting, Registration
from varv.registry.models import Event
from varv.text.translated import Translated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at")]
State = Meeting.State


def plan(**values):
    given = {
        "programme": the_programme(),
        "title": Translated(sv="Framtidens resande"),
        "starts_at": local("2020-06-10"),
        "ends_at": local("2020-06-10", "11:00"),
        "sign_up_opens_at": local("2020-05-20"),
        "sign_up_closes_at": local("2020-06-10"),
    }
    return actions.create_meeting(CoordinatorFactory(), **(given | values))


def edit(meeting, **values):
    names = (
        "title summary kind area place online capacity "
        "sign_up_opens_at sign_up_closes_at responsible"
    )
    given = {name: getattr(meeting, name) for name in names.split()}
    return actions.edit_meeting(None, meeting=meeting, **(given | values))


def move(meeting, day="2020-06-12", time="09:00", reason="Salen är upptagen."):
    starts = local(day, time)
    return actions.move_meeting(
        None, meeting=meeting, starts_at=starts, ends_at=starts + timedelta(hours=2), reason=reason
    )


def test_a_new_meeting_is_a_draft_with_an_address_of_its_own():
    first, second = plan(), plan()
    assert first.state == State.DRAFT
    assert (first.slug, second.slug) == ("framtidens-resande", "framtidens-resande-2")


def test_no_meeting_takes_the_address_of_another_page():
    assert plan(title=Translated(sv="Sign up")).slug == "sign-up-2"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ends_at": local("2020-06-10")}, "ends_at"),
        ({"sign_up_opens_at": local("2020-06-10")}, "sign_up_closes_at"),
        ({"sign_up_closes_at": local("2020-06-11")}, "sign_up_closes_at"),
        ({"capacity": 0}, "capacity"),
    ],
)
def test_what_nobody_can_mean_is_refused_beside_the_field(values, field):
    with pytest.raises(ValidationError) as refused:
        plan(**values)
    assert field in refused.value.message_dict


def test_publishing_needs_a_place_and_a_day_ahead_and_happens_once():
    with pytest.raises(ValidationError):
        actions.publish(None, meeting=plan(online=False))
    meeting = plan()
    with clock.pinned(local("2020-06-11")), pytest.raises(ValidationError):
        actions.publish(None, meeting=meeting)
    assert actions.publish(None, meeting=meeting).state == State.PUBLISHED
    with pytest.raises(ValidationError):
        actions.publish(None, meeting=meeting)


def test_a_draft_can_be_deleted_and_a_public_meeting_cannot():
    actions.delete_draft(None, meeting=plan())
    assert not Meeting.objects.exists()
    with pytest.raises(ValidationError):
        actions.delete_draft(None, meeting=MeetingFactory())


def test_sign_up_closes_and_opens_again():
    meeting = MeetingFactory()
    actions.close_sign_up(None, meeting=meeting)
    actions.close_sign_up(None, meeting=meeting)
    assert Event.objects.filter(action="meetings.close_sign_up").count() == 1
    with clock.pinned(local("2020-06-01")):
        opened = actions.reopen_sign_up(None, meeting=meeting)
        assert opened.is_open_at(clock.now())
    with pytest.raises(ValidationError):
        actions.reopen_sign_up(None, meeting=meeting, sign_up_closes_at=local("2020-05-20"))


def test_more_places_go_to_those_who_wait():
    meeting = MeetingFactory(capacity=1)
    for name in ("a", "b", "c"):
        sign_up(meeting, email=f"{name}@example.org")
    edit(meeting, capacity=2)
    assert [mail.recipient for mail in mails("promoted")] == ["b@example.org"]
    edit(Meeting.objects.get(), capacity=None)
    assert queries.waiting_list(meeting).count() == 0


def test_fewer_places_take_nobodys_place():
    meeting = MeetingFactory(capacity=2)
    for name in ("a", "b"):
        sign_up(meeting, email=f"{name}@example.org")
    edit(meeting, capacity=1)
    assert queries.confirmed_registrations(meeting).count() == 2
    assert (
        sign_up(meeting, email="c@example.org").registrations[0].state == Registration.State.WAITING
    )


def test_a_new_place_is_told_to_everybody_and_a_new_title_is_not():
    meeting = MeetingFactory()
    sign_up(meeting)
    edit(meeting, title=Translated(sv="Nytt namn"))
    assert not mails("new_place")
    edit(Meeting.objects.get(), place="Storsjösalen")
    (mail,) = mails("new_place")
    assert "Storsjösalen" in mail.body
    assert int(event_of(mail)[1]["SEQUENCE"]) == 2


def test_moving_tells_everybody_with_a_calendar_update():
    meeting = MeetingFactory(capacity=1)
    sign_up(meeting, email="a@example.org")
    sign_up(meeting, email="b@example.org")
    moved = move(meeting)
    assert [mail.recipient for mail in mails("moved")] == ["a@example.org", "b@example.org"]
    told, waiting = mails("moved")
    assert "Ny tid: fredag 12 juni kl. 9–11" in told.body
    assert "Tiden förut: fredag 5 juni kl. 9–12" in told.body
    assert "Salen är upptagen." in told.body
    method, event = event_of(told)
    assert (method, int(event["SEQUENCE"])) == ("PUBLISH", 1)
    assert event["DTSTART"].dt == local("2020-06-12")
    assert not waiting.attachments.exists()
    assert moved.sign_up_closes_at == local("2020-06-12")
    assert moved.changes.get().old_starts_at == local("2020-06-05")


def test_moving_across_the_change_to_summer_time_keeps_the_hour_on_the_wall():
    with clock.pinned(local("2020-03-01")):
        meeting = MeetingFactory(
            starts_at=local("2020-03-27"), sign_up_opens_at=local("2020-02-01")
        )
        sign_up(meeting)
        moved = move(meeting, "2020-03-30")
    assert moved.starts_at.astimezone(local("2020-03-30").tzinfo).hour == 9
    assert "måndag 30 mars kl. 9–11" in mails("moved")[0].body
    assert event_of(mails("moved")[0])[1]["DTSTART"].dt.utcoffset() == timedelta(hours=2)


def test_moving_across_the_change_to_summer_time_keeps_the_hour_of_the_closing():
    with clock.pinned(local("2020-03-01")):
        meeting = MeetingFactory(
            starts_at=local("2020-03-27"),
            sign_up_opens_at=local("2020-02-01"),
            sign_up_closes_at=local("2020-03-20", "12:00"),
        )
        moved = move(meeting, "2020-03-30")
    assert moved.sign_up_closes_at == local("2020-03-23", "12:00")


def test_moving_ahead_opens_a_sign_up_again_that_closed_by_the_clock():
    meeting = MeetingFactory(sign_up_closes_at=local("2020-06-01"))
    with clock.pinned(local("2020-06-02")):
        actions.close_sign_up(None, meeting=meeting)
        moved = move(meeting, "2020-06-12")
        assert moved.is_open_at(clock.now())
        moved.refresh_from_db()
        assert moved.is_open_at(clock.now())
    assert Event.objects.get(action="meetings.move_meeting").data["reopened"] is True


def test_moving_leaves_a_sign_up_closed_by_hand_though_its_time_has_passed_since():
    meeting = MeetingFactory(sign_up_closes_at=local("2020-06-01"))
    with clock.pinned(local("2020-05-28")):
        actions.close_sign_up(None, meeting=meeting)
    with clock.pinned(local("2020-06-02")):
        assert move(meeting, "2020-06-12").state == State.CLOSED
        actions.reopen_sign_up(None, meeting=meeting)
        meeting.refresh_from_db()
    assert not meeting.closed_by_hand


@pytest.mark.parametrize(
    ("closed_on", "day"), [("2020-05-28", "2020-06-12"), ("2020-06-02", "2020-06-04")]
)
def test_moving_leaves_a_sign_up_closed_by_hand_or_whose_new_time_has_passed(closed_on, day):
    meeting = MeetingFactory(sign_up_closes_at=local("2020-06-01"))
    with clock.pinned(local(closed_on)):
        actions.close_sign_up(None, meeting=meeting)
        assert move(meeting, day).state == State.CLOSED
    assert Event.objects.get(action="meetings.move_meeting").data["reopened"] is False


@pytest.mark.parametrize(
    ("day", "reason"), [("2020-05-24", "Fel dag."), ("2020-06-12", " "), ("2020-06-12", "")]
)
def test_a_move_to_the_past_or_without_a_reason_is_refused(day, reason):
    meeting = MeetingFactory()
    with pytest.raises(ValidationError):
        move(meeting, day, reason=reason)


def test_a_draft_is_moved_in_silence():
    meeting = move(plan(), reason="")
    assert meeting.starts_at == local("2020-06-12")
    assert not meeting.changes.exists()


def test_cancelling_tells_everybody_once_with_a_calendar_cancellation():
    meeting = MeetingFactory(capacity=1)
    sign_up(meeting, email="a@example.org")
    sign_up(meeting, email="b@example.org")
    actions.cancel_meeting(None, meeting=meeting, reason="För få anmälda.")
    with pytest.raises(ValidationError):
        actions.cancel_meeting(None, meeting=meeting, reason="Igen.")
    told, waiting = mails("called_off")
    assert "För få anmälda." in told.body
    method, event = event_of(told)
    assert (method, str(event["STATUS"]), int(event["SEQUENCE"])) == ("CANCEL", "CANCELLED", 1)
    assert not waiting.attachments.exists()


def test_a_draft_cannot_be_cancelled_and_a_cancelled_meeting_not_edited():
    with pytest.raises(ValidationError):
        actions.cancel_meeting(None, meeting=plan(), reason="x")
    meeting = MeetingFactory()
    actions.cancel_meeting(None, meeting=meeting, reason="Sjukdom.")
    with pytest.raises(ValidationError):
        edit(meeting)
    with pytest.raises(ValidationError):
        actions.set_link(None, meeting=meeting, link="https://meet.example/x")


def test_a_link_that_has_gone_out_cannot_be_emptied():
    meeting = MeetingFactory()
    with clock.pinned(local("2020-06-04", "10:00")):
        sign_up(meeting)
        with pytest.raises(ValidationError):
            actions.set_link(None, meeting=meeting, link="")


def test_the_uid_of_a_meeting_never_changes():
    meeting = MeetingFactory()
    sign_up(meeting)
    move(meeting)
    actions.cancel_meeting(None, meeting=meeting, reason="Sjukdom.")
    uids = {str(event_of(mail)[1]["UID"]) for mail in mails()}
    assert uids == {f"meeting-{meeting.pk}@fjallmark.varv"}
