"""What everybody sees of meetings. The secret link is on none of these pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

import rules
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from varv import clock
from varv.meetings import calendar as files
from varv.meetings import handouts, queries, reach
from varv.meetings.forms import places
from varv.meetings.models import Meeting, MeetingChange
from varv.people.requests import region_of
from varv.reach.counting import public_numbers
from varv.reach.figures import table
from varv.registry import kinds
from varv.registry.queries import beside

PER_PAGE = 20


@dataclass(frozen=True)
class Row:
    """One meeting as the public sees it now."""

    meeting: Meeting
    state: str
    is_open: bool
    places: str
    moved: bool
    came: int | None = None

    @classmethod
    def of(cls, meeting: Meeting, now: datetime, came: int | None = None) -> "Row":
        """Describe ``meeting``, which comes with its counts; ``came`` is what may be told of it."""
        return cls(
            meeting=meeting,
            state=queries.shown_state(meeting, now),
            is_open=rules.has_perm("meetings.sign_up", None, meeting),
            places=str(places(meeting)),
            moved=bool(meeting.moves),  # type: ignore[attr-defined]
            came=came,
        )


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """List the meetings to come by day, and below them those that were, with their minutes."""
    now = clock.now()
    listed = Paginator(queries.public_from_now_on(now), PER_PAGE)
    page = listed.get_page(request.GET.get("page"))
    ahead = [meeting for meeting in page if meeting.ends_at > now]
    over = [meeting for meeting in page if meeting.ends_at <= now]
    context = {
        "page": page,
        "days": _by_day(Row.of(meeting, now) for meeting in ahead),
        "past": _that_were(over, now),
        "any_open": queries.may_be_signed_up_for(now),
        "now": now,
    }
    return render(request, "meetings/meetings.html", context)


@require_safe
def meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one meeting: what, when, how to sign up; afterwards the minutes and who came."""
    found = _public_or_404(slug)
    now, region = clock.now(), region_of(request)
    over = found.ends_at <= now
    minutes = getattr(found, "minutes", None)
    changes = list(found.changes.all())
    came = found.attended > 0  # type: ignore[attr-defined]
    context = {
        "meeting": found,
        "row": Row.of(found, now),
        "now": now,
        "over": over,
        "link_due_at": queries.link_due_at(found, region) if found.online else None,
        "handouts": handouts.of(found),
        "thread": beside(kinds.ref(found), request.user),
        "minutes": minutes if minutes and minutes.is_public else None,
        "is_secret": bool(minutes and minutes.published_at and not minutes.is_public),
        "reached": table(public_numbers(reach.came), occasion=found.pk) if came else None,
        "moves": [one for one in changes if one.kind == MeetingChange.Kind.MOVED],
        "cancellation": next(
            (one for one in changes if one.kind == MeetingChange.Kind.CANCELLED), None
        ),
    }
    return render(request, "meetings/meeting.html", context)


def _that_were(over: Sequence[Meeting], now: datetime) -> list[Row]:
    """Return rows with how many came, where the meeting's own page tells that too."""
    if not over:
        return []
    numbers = public_numbers(reach.came)
    return [Row.of(one, now, came=numbers.together(one.pk).number) for one in over]


@require_safe
def calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Return one meeting as a calendar file, without the link."""
    return _file(request, [_public_or_404(slug)], f"{slug}.ics")


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Return the meetings to come as one calendar to subscribe to, without links."""
    return _file(request, queries.meetings_to_subscribe_to(clock.now()), "meetings.ics")


def _file(request: HttpRequest, found: Iterable[Meeting], name: str) -> HttpResponse:
    content = files.calendar(found, region=region_of(request), language=get_language() or "")
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _public_or_404(slug: str) -> Meeting:
    found = queries.public_meetings().select_related("area", "programme", "minutes")
    meeting = found.filter(slug=slug).first()
    if meeting is None:
        raise Http404
    return meeting


def _by_day(rows: Iterable[Row]) -> list[tuple[date, list[Row]]]:
    """Group rows, which come in order of time, by their day in the region."""
    by_day = groupby(rows, key=lambda row: timezone.localdate(row.meeting.starts_at))
    return [(day, list(group)) for day, group in by_day]
