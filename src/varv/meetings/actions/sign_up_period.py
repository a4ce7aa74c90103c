"""When people may sign up: closed by hand or in time, and opened again."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv import clock
from varv.meetings import queries
from varv.meetings.actions import checks, seats, states
from varv.meetings.models import Meeting
from varv.people.models import User

State = Meeting.State


@transaction.atomic
def close_sign_up(actor: User | None, *, meeting: Meeting) -> Meeting:
    """Take no more sign-ups; closing twice changes nothing."""
    locked = seats.lock_one(meeting)
    if locked.state == State.CLOSED:
        return locked
    if locked.state != State.PUBLISHED:
        raise ValidationError(_("Sign-up is not open."))
    locked.closed_by_hand = clock.now() < locked.sign_up_closes_at
    locked.save(update_fields=["closed_by_hand"])
    return states.change_state(actor, locked, State.CLOSED, "meetings.close_sign_up")


@transaction.atomic
def close_sign_up_in_time(*, meeting: Meeting) -> bool:
    """Close sign-up if its time has passed; tell whether it was closed by this.

    The meeting may have been moved or sign-up prolonged since somebody saw that it was time.
    """
    locked = seats.lock_one(meeting)
    if locked.state != State.PUBLISHED or locked.sign_up_closes_at > clock.now():
        return False
    states.change_state(None, locked, State.CLOSED, "meetings.close_sign_up")
    return True


@transaction.atomic
def reopen_sign_up(
    actor: User | None, *, meeting: Meeting, sign_up_closes_at: datetime | None = None
) -> Meeting:
    """Take sign-ups again, until a new moment: the one that was set, else until it starts."""
    locked = seats.lock_one(meeting)
    if locked.state not in queries.AHEAD:
        raise ValidationError(_("Sign-up can be reopened only for a meeting that is ahead."))
    now = clock.now()
    closes_at = sign_up_closes_at or max(locked.sign_up_closes_at, locked.starts_at)
    if closes_at <= now:
        raise ValidationError({"sign_up_closes_at": _("Choose a moment that is still to come.")})
    if sign_up_closes_at or locked.sign_up_closes_at <= now:
        locked.sign_up_closes_at = closes_at
    checks.check_meeting(locked)
    locked.closed_by_hand = False
    locked.save(update_fields=["sign_up_closes_at", "closed_by_hand"])
    return states.change_state(actor, locked, State.PUBLISHED, "meetings.reopen_sign_up")
