"""Planning meetings: what, when and where, and the link."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv import clock
from varv.cycles.models import Area, Programme
from varv.meetings import mail, queries
from varv.meetings.actions import checks, links, outdated, seats, states
from varv.meetings.models import Meeting
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
    checks.check_meeting(meeting)
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
    checks.refuse_in(locked, State.CANCELLED)
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
    checks.check_meeting(locked)
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
    return states.change_state(actor, locked, State.PUBLISHED, "meetings.publish")


@transaction.atomic
def set_link(actor: User | None, *, meeting: Meeting, link: str) -> Meeting:
    """Give the meeting its secret link, or a new one.

    Before any mail with a link is written nobody hears of it. Later it is a correction: whoever
    holds the old link gets the new one at once, and mails that have not left are written anew.
    """
    locked = seats.lock_one(meeting)
    checks.refuse_in(locked, State.CANCELLED, State.HELD)
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


def _free_slug(title: Translated) -> str:
    text = str(title) or "meeting"
    taken = set(Meeting.objects.values_list("slug", flat=True)) | RESERVED
    return slug(text, taken=taken)
