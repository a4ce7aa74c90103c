"""A meeting is given a new time, or called off; everybody is told."""

from datetime import datetime, tzinfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv import clock
from varv.meetings import mail, queries
from varv.meetings.actions import checks, links, outdated, seats
from varv.meetings.models import Meeting, MeetingChange
from varv.people.models import User
from varv.people.queries import the_region
from varv.registry.actions import log

State = Meeting.State


@transaction.atomic
def move_meeting(
    actor: User | None,
    *,
    meeting: Meeting,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
) -> Meeting:
    """Give the meeting a new time and tell everybody; the link goes by the rule for the new date.

    Sign-up closes as many days before the meeting as it did, at the same hour. If it has closed
    because its time had come, and the new time is still to come, it opens again. A draft is moved
    in silence.
    """
    locked = seats.lock_one(meeting)
    _check_move(locked, starts_at, reason)
    old = MeetingChange(
        meeting=locked,
        kind=MeetingChange.Kind.MOVED,
        old_starts_at=locked.starts_at,
        old_ends_at=locked.ends_at,
        reason=reason,
        at=clock.now(),
    )
    region = the_region()
    reopens = _shift_closing(locked, starts_at, region.tz)
    locked.starts_at, locked.ends_at = starts_at, ends_at
    checks.check_meeting(locked)
    was_public = locked.is_public
    if was_public:
        locked.calendar_sequence += 1
        old.save()
    locked.save()
    taken_back = outdated.take_back(locked)
    event = log(
        actor,
        "meetings.move_meeting",
        locked,
        old=old.old_starts_at.isoformat(),
        new=starts_at.isoformat(),
        reopened=reopens,
        **taken_back.logged,
    )
    if was_public:
        mail.tell_moved(locked, region, old)
        taken_back.confirm_anew(region, event.pk)
        links.send_due(locked, region)
    return locked


@transaction.atomic
def cancel_meeting(actor: User | None, *, meeting: Meeting, reason: str) -> Meeting:
    """Call the meeting off and tell everybody, also those who wait for a place."""
    locked = seats.lock_one(meeting)
    if locked.state not in queries.AHEAD:
        raise ValidationError(_("Only a published meeting that is ahead can be cancelled."))
    if clock.now() >= locked.ends_at:
        raise ValidationError(_("The meeting is over and cannot be cancelled."))
    checks.check_reason(reason)
    change = MeetingChange.objects.create(
        meeting=locked,
        kind=MeetingChange.Kind.CANCELLED,
        old_starts_at=locked.starts_at,
        old_ends_at=locked.ends_at,
        reason=reason,
        at=clock.now(),
    )
    locked.calendar_sequence += 1
    locked.state = State.CANCELLED
    locked.save(update_fields=["calendar_sequence", "state"])
    taken_back = outdated.take_back(locked)
    event = log(actor, "meetings.cancel_meeting", locked, **taken_back.logged)
    region = the_region()
    mail.tell_called_off(locked, region, change)
    taken_back.confirm_anew(region, event.pk)
    return locked


def _check_move(meeting: Meeting, starts_at: datetime, reason: str) -> None:
    now = clock.now()
    if meeting.state not in {State.DRAFT, *queries.AHEAD} or now >= meeting.starts_at:
        raise ValidationError(_("Only a meeting that has not begun can be moved."))
    if starts_at <= now:
        raise ValidationError({"starts_at": _("Choose a time that is still to come.")})
    if meeting.state != State.DRAFT:
        checks.check_reason(reason)


def _shift_closing(meeting: Meeting, starts_at: datetime, tz: tzinfo) -> bool:
    """Move the closing of sign-up along with the meeting; tell whether sign-up is open again.

    It is moved on the clock on the wall: across the change to summer time the hour stays the same.
    """
    now, old = clock.now(), meeting.sign_up_closes_at
    shift = _on_the_wall(starts_at, tz) - _on_the_wall(meeting.starts_at, tz)
    meeting.sign_up_closes_at = (_on_the_wall(old, tz) + shift).replace(tzinfo=tz)
    closed_in_time = meeting.state == State.CLOSED and not meeting.closed_by_hand
    reopens = closed_in_time and old <= now < meeting.sign_up_closes_at
    if reopens:
        meeting.state = State.PUBLISHED
    return reopens


def _on_the_wall(moment: datetime, tz: tzinfo) -> datetime:
    return moment.astimezone(tz).replace(tzinfo=None)
