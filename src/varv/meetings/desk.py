"""What meetings ask of the staff today, and what somebody answers for."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varv.clock.workdays import is_working_day
from varv.meetings import queries
from varv.meetings.models import Meeting, Minutes, Registration
from varv.people.desk import DeskItem
from varv.people.models import Region, User
from varv.people.queries import current_region
from varv.registry.actions import log
from varv.text import dates

State = Meeting.State
# A link that is missing so many working days before it is due cannot wait.
PRESSING_DAYS = 2
# So long the desk shows whom a link did not reach; then calling them helps no more.
SHOW_MISSED = timedelta(days=14)


def items(user: User, now: datetime) -> Iterator[DeskItem]:
    """Tell the coordinator which meetings need something."""
    region = current_region()
    if region is None or not user.has_perm("meetings.change_meeting"):
        return
    yield from _links_missing(region, now)
    yield from _links_not_delivered(region, now)
    yield from _not_recorded(now)
    yield from _minutes_waiting()


def _links_missing(region: Region, now: datetime) -> Iterator[DeskItem]:
    ahead = Meeting.objects.filter(
        state__in=queries.AHEAD, online=True, link="", ends_at__gt=now
    ).order_by("starts_at", "pk")
    for meeting in ahead:
        due = queries.link_due_at(meeting, region)
        yield DeskItem(
            title=_("Link missing: %(meeting)s") % {"meeting": meeting},
            url=reverse("meetings:desk_meeting_link", args=[meeting.pk]),
            due=due,
            urgent=_working_days_until(due, region, now) <= PRESSING_DAYS,
            detail=_("It goes out %(when)s.") % {"when": dates.moment(due, zone=region.tz)},
        )


def _working_days_until(due: datetime, region: Region, now: datetime) -> int:
    """Count the working days after today up to the day on which something is due."""
    day, last = now.astimezone(region.tz).date(), due.astimezone(region.tz).date()
    count = 0
    while day < last and count <= PRESSING_DAYS:
        day += timedelta(days=1)
        count += is_working_day(day, country=region.country, subdivision=region.subdivision)
    return count


def _links_not_delivered(region: Region, now: datetime) -> Iterator[DeskItem]:
    recent = queries.with_moves(
        Meeting.objects.filter(
            state__in=[*queries.AHEAD, State.HELD], online=True, ends_at__gt=now - SHOW_MISSED
        ).exclude(link="")
    )
    sent = [
        meeting
        for meeting in recent.order_by("starts_at", "pk")
        if queries.link_due_at(meeting, region) <= now
    ]
    found = queries.together([queries.not_reached(meeting, now) for meeting in sent])
    unreached: dict[int, list[Registration]] = {}
    for registration in sorted(found, key=lambda one: (one.name, one.pk)):
        unreached.setdefault(registration.meeting_id, []).append(registration)
    for meeting in sent:
        missed = unreached.get(meeting.pk, [])
        if not missed:
            continue
        names = ", ".join(registration.name for registration in missed[:5])
        yield DeskItem(
            title=ngettext(
                "%(number)d person did not get the link: %(meeting)s",
                "%(number)d people did not get the link: %(meeting)s",
                len(missed),
            )
            % {"number": len(missed), "meeting": meeting},
            url=reverse("meetings:desk_meeting", args=[meeting.pk]),
            due=meeting.starts_at,
            urgent=now < meeting.ends_at,
            detail=(
                _("Write to or call: %(names)s")
                if now < meeting.ends_at
                else _("The meeting is over. Without the link by e-mail: %(names)s")
            )
            % {"names": names},
        )


def _not_recorded(now: datetime) -> Iterator[DeskItem]:
    over = Meeting.objects.filter(state__in=queries.AHEAD, ends_at__lte=now)
    for meeting in over.order_by("starts_at", "pk"):
        yield DeskItem(
            title=_("Record who came: %(meeting)s") % {"meeting": meeting},
            url=reverse("meetings:desk_attendance", args=[meeting.pk]),
            due=meeting.ends_at,
        )


def _minutes_waiting() -> Iterator[DeskItem]:
    written_but_hidden = Minutes.objects.filter(meeting=OuterRef("pk"), published_at=None)
    held = Meeting.objects.filter(state=State.HELD).annotate(written=Exists(written_but_hidden))
    for meeting in held.exclude(minutes__published_at__isnull=False).order_by("starts_at", "pk"):
        yield DeskItem(
            title=(
                _("Publish the minutes: %(meeting)s")
                if meeting.written
                else _("Write minutes: %(meeting)s")
            )
            % {"meeting": meeting},
            url=reverse("meetings:desk_minutes", args=[meeting.pk]),
            due=meeting.ends_at,
        )


def responsible_for(user: User) -> int:
    """Return how many meetings that are not over the user answers for."""
    return _own(user).count()


@transaction.atomic
def hand_over(actor: User | None, *, from_user: User, to_user: User) -> int:
    """Let ``to_user`` answer for the coming meetings of ``from_user``."""
    ids = list(_own(from_user).select_for_update(no_key=True).values_list("pk", flat=True))
    Meeting.objects.filter(pk__in=ids).update(responsible=to_user)
    if ids:
        log(actor, "meetings.hand_over", None, meetings=ids, source=from_user.pk, target=to_user.pk)
    return len(ids)


def _own(user: User) -> QuerySet[Meeting]:
    over = [State.CANCELLED, State.HELD]
    return user.meetings.exclude(state__in=over)
