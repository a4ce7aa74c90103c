"""Planning meetings: what, when and where, the link, moving and cancelling."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv import clock
from varv.cycles.models import Area, Programme
from varv.meetings import mail, queries
from varv.meetings.actions import links, outdated, seats
from varv.meetings.models import Meeting, MeetingChange
from varv.people.models import User
from varv.people.queries import the_region
from varv.registry.actions import log
from varv.registry.models import Event
from varv.text.slugs import slug
from varv.text.translated import Translated

State = Meeting.State
# What stands at /meetings/<word>/ besides meetings.
RESERVED = frozenset({"sign-up", "signed-up", "calendar", "registrations"})
# A new title or place makes the entry in people's calendars wrong.
SHOWN_IN_CALENDARS = ("title", "summary", "place", "online")
WHERE = ("place", "online")


@transaction.atomic
def create_meeting(
    actor: User | None,
    *,
    programme: Programme,
    title: Translated,
    starts_at: datetime,
    ends_at: datetime,
    sign_up_opens_at: datetime,
    sign_up_closes_at: datetime,
    kind: str = Meeting.Kind.OTHER,
    summary: Translated | None = None,
    area: Area | None = None,
    place: str = "",
    online: bool = True,
    capacity: int | None = None,
    responsible: User | None = None,
    link: str = "",
) -> Meeting:
    """Plan a meeting as a draft, which only staff sees."""
    meeting = Meeting(
        programme=programme,
        slug=_free_slug(title),
        starts_at=starts_at,
        ends_at=ends_at,
        link=link,
        created_at=clock.now(),
    )
    _apply(
        meeting,
        title=title,
        summary=summary or Translated(),
        kind=kind,
        area=area,
        place=place,
        online=online,
        capacity=capacity,
        sign_up_opens_at=sign_up_opens_at,
        sign_up_closes_at=sign_up_closes_at,
        responsible=responsible,
    )
    _check(meeting)
    meeting.save()
    log(actor, "meetings.create_meeting", meeting)
    return meeting


@transaction.atomic
def edit_meeting(
    actor: User | None,
    *,
    meeting: Meeting,
    title: Translated,
    summary: Translated,
    kind: str,
    area: Area | None,
    place: str,
    online: bool,
    capacity: int | None,
    sign_up_opens_at: datetime,
    sign_up_closes_at: datetime,
    responsible: User | None,
) -> Meeting:
    """Change what is said about a meeting; its time is changed by ``move_meeting``.

    More places go to those who wait. A new place is told to everybody who is coming.
    """
    locked = seats.lock_one(meeting)
    _refuse(locked, State.CANCELLED)
    before = {name: getattr(locked, name) for name in SHOWN_IN_CALENDARS}
    _apply(
        locked,
        title=title,
        summary=summary,
        kind=kind,
        area=area,
        place=place,
        online=online,
        capacity=capacity,
        sign_up_opens_at=sign_up_opens_at,
        sign_up_closes_at=sign_up_closes_at,
        responsible=responsible,
    )
    _check(locked)
    changed = {name for name, value in before.items() if getattr(locked, name) != value}
    if changed and locked.state != State.DRAFT:
        locked.calendar_sequence += 1
    if before["online"] and not locked.online and queries.link_messages(locked).exists():
        # If it goes online again, the link goes out anew, also to those whose mail was cancelled.
        locked.link_version += 1
    locked.save()
    place_changed = bool(changed.intersection(WHERE)) and _is_awaited(locked)
    taken_back = outdated.TakenBack()
    if place_changed:
        withdrawn = outdated.NEWS if locked.online else (*outdated.NEWS, *outdated.LINKS)
        taken_back = outdated.take_back(locked, kinds=withdrawn)
    event = log(
        actor, "meetings.edit_meeting", locked, calendar=sorted(changed), **taken_back.logged
    )
    if _is_awaited(locked):
        _follow_edit(locked, taken_back, event, place_changed=place_changed)
    return locked


@transaction.atomic
def delete_draft(actor: User | None, *, meeting: Meeting) -> None:
    """Throw a draft away; what has been public is cancelled instead."""
    locked = seats.lock_one(meeting)
    if locked.state != State.DRAFT or locked.registrations.exists():
        raise ValidationError(_("Only a draft can be deleted. Cancel the meeting instead."))
    log(actor, "meetings.delete_draft", locked)
    locked.delete()


@transaction.atomic
def publish(actor: User | None, *, meeting: Meeting) -> Meeting:
    """Let everybody see the meeting, and sign up within the sign-up period."""
    locked = seats.lock_one(meeting)
    if locked.state != State.DRAFT:
        raise ValidationError(_("The meeting is published already."))
    if clock.now() >= locked.ends_at:
        raise ValidationError({"starts_at": _("The meeting is over. Choose a coming day.")})
    if not str(locked.title).strip():
        raise ValidationError({"title": _("Give the meeting a title first.")})
    if not locked.online and not locked.place:
        raise ValidationError({"place": _("Say where the meeting is, or that it is online.")})
    return _change_state(actor, locked, State.PUBLISHED, "meetings.publish")


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
    return _change_state(actor, locked, State.CLOSED, "meetings.close_sign_up")


@transaction.atomic
def close_sign_up_in_time(*, meeting: Meeting) -> bool:
    """Close sign-up if its time has passed; tell whether it was closed by this.

    The meeting may have been moved or sign-up prolonged since somebody saw that it was time.
    """
    locked = seats.lock_one(meeting)
    if locked.state != State.PUBLISHED or locked.sign_up_closes_at > clock.now():
        return False
    _change_state(None, locked, State.CLOSED, "meetings.close_sign_up")
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
    _check(locked)
    locked.closed_by_hand = False
    locked.save(update_fields=["sign_up_closes_at", "closed_by_hand"])
    return _change_state(actor, locked, State.PUBLISHED, "meetings.reopen_sign_up")


@transaction.atomic
def set_link(actor: User | None, *, meeting: Meeting, link: str) -> Meeting:
    """Give the meeting its secret link, or a new one.

    Before any mail with a link is written nobody hears of it. Later it is a correction: whoever
    holds the old link gets the new one at once, and mails that have not left are written anew.
    """
    locked = seats.lock_one(meeting)
    _refuse(locked, State.CANCELLED, State.HELD)
    if link == locked.link:
        return locked
    written = queries.link_messages(locked).exists()
    if written and not link:
        raise ValidationError({"link": _("The link has gone out. Give the new link instead.")})
    locked.link = link
    if written:
        locked.link_version += 1
    locked.save(update_fields=["link", "link_version"])
    log(actor, "meetings.set_link", locked, version=locked.link_version)
    region = the_region()
    if written:
        links.supersede(locked)
        if clock.now() < locked.ends_at:
            links.correct(locked, region)
    links.send_due(locked, region)
    return locked


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
    _check(locked)
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
    _check_reason(reason)
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


@dataclass(frozen=True)
class _Rule:
    """What must hold for a meeting, and where to say that it does not."""

    holds: bool
    field: str
    text: str


def _check(meeting: Meeting) -> None:
    """Raise ValidationError, per field, for what the database would refuse or nobody can mean."""
    rules = [
        _Rule(
            meeting.ends_at > meeting.starts_at,
            "ends_at",
            _("The meeting must end after it starts."),
        ),
        _Rule(
            meeting.sign_up_closes_at > meeting.sign_up_opens_at,
            "sign_up_closes_at",
            _("Sign-up must close after it opens."),
        ),
        _Rule(
            meeting.sign_up_closes_at <= meeting.ends_at,
            "sign_up_closes_at",
            _("Sign-up must close before the meeting ends."),
        ),
        _Rule(
            meeting.capacity is None or meeting.capacity > 0,
            "capacity",
            _("There must be at least one place. Leave empty if everybody has room."),
        ),
        _Rule(
            meeting.area is None or meeting.area.programme_id == meeting.programme_id,
            "area",
            _("Choose an area of the meeting's programme."),
        ),
    ]
    broken = {rule.field: rule.text for rule in rules if not rule.holds}
    if broken:
        raise ValidationError(broken)


def _check_move(meeting: Meeting, starts_at: datetime, reason: str) -> None:
    now = clock.now()
    if meeting.state not in {State.DRAFT, *queries.AHEAD} or now >= meeting.starts_at:
        raise ValidationError(_("Only a meeting that has not begun can be moved."))
    if starts_at <= now:
        raise ValidationError({"starts_at": _("Choose a time that is still to come.")})
    if meeting.state != State.DRAFT:
        _check_reason(reason)


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


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise ValidationError({"reason": _("Say why. Everybody who has signed up will read it.")})


def _refuse(meeting: Meeting, *states: str) -> None:
    if meeting.state in states:
        raise ValidationError(
            _("The meeting cannot be changed: %(state)s.")
            % {"state": meeting.get_state_display().lower()}
        )


def _apply(meeting: Meeting, **values: Any) -> None:
    for name, value in values.items():
        setattr(meeting, name, value)


def _is_awaited(meeting: Meeting) -> bool:
    """Tell whether there may be somebody for whom a change of the meeting is news."""
    return meeting.state in queries.AHEAD and clock.now() < meeting.ends_at


def _follow_edit(
    meeting: Meeting, taken_back: outdated.TakenBack, event: Event, *, place_changed: bool
) -> None:
    """Do what follows from an edit for those who have signed up."""
    region = the_region()
    seats.promote(meeting, region)
    if not place_changed:
        return
    mail.tell_new_place(meeting, region)
    taken_back.confirm_anew(region, event.pk)
    links.send_due(meeting, region)


def _change_state(actor: User | None, meeting: Meeting, state: str, action: str) -> Meeting:
    meeting.state = state
    meeting.save(update_fields=["state"])
    log(actor, action, meeting)
    return meeting


def _free_slug(title: Translated) -> str:
    text = str(title) or "meeting"
    taken = set(Meeting.objects.values_list("slug", flat=True)) | RESERVED
    return slug(text, taken=taken)
