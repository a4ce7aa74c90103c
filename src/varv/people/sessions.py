"""The browsers in which somebody is in: how long that lasts, and which they are.

Sessions live in real time: a rehearsal that is set back must not revive one. A ``BrowserSession``
says in a person's own words what a session is; ending it deletes Django's session, so the browser
is out with its next request.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.sessions.models import Session
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from varv.people import identity
from varv.people.devices import device_of
from varv.people.models import BrowserSession, User

KEY = "varv_browser"
# How exactly "last seen" is known; each note is a write.
NOTE_EVERY = 5 * 60
#: Nobody can come back to a session as old as this.
FORGOTTEN_AFTER = timedelta(seconds=settings.SESSION_COOKIE_AGE) + timedelta(days=1)


def keep_sessions(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """End the session that has lasted long enough, and note where somebody is in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and is_over(request):
            logout(request)
        response = get_response(request)
        note(request)
        return response

    return middleware


def is_over(request: HttpRequest) -> bool:
    """Tell whether the session has lasted too long, or has been left alone too long."""
    kept = request.session.get(KEY)
    if not kept or SESSION_KEY not in request.session:
        return False  # a signed link keeps its own time
    real_now = time.time()
    if real_now - kept["opened"] > settings.SESSION_COOKIE_AGE:
        return True
    too_long = real_now - kept["opened"] > settings.STAFF_SESSION_AGE
    too_idle = real_now - kept["seen"] > settings.STAFF_IDLE_AGE
    return (too_long or too_idle) and isinstance(request.user, User) and bool(request.user.roles)


def note(request: HttpRequest) -> None:
    """Write down that this browser was here, now and then; a new sign-in at once."""
    person = _person_in(request)
    if person is None:
        return
    kept = request.session.get(KEY)
    if kept and kept["person"] == person and kept["key"] == request.session.session_key:
        if time.time() - kept["seen"] < NOTE_EVERY:
            return
    elif not kept or kept["person"] != person:
        kept = None
    _write(request, person, kept)


def _write(request: HttpRequest, person: int, kept: dict[str, Any] | None) -> None:
    if request.session.session_key is None:
        request.session.create()
    key, real_now = str(request.session.session_key), timezone.now()
    if kept and not BrowserSession.objects.filter(pk=kept["row"]).update(key=key, seen_at=real_now):
        request.session.flush()  # it was ended elsewhere while this request was answered
        return
    row = kept["row"] if kept else _open(request, person, key, real_now).pk
    opened = kept["opened"] if kept else real_now.timestamp()
    request.session[KEY] = {
        "row": row,
        "person": person,
        "key": key,
        "opened": opened,
        "seen": real_now.timestamp(),
    }


def _open(request: HttpRequest, person: int, key: str, real_now: datetime) -> BrowserSession:
    row, _new = BrowserSession.objects.update_or_create(
        key=key,
        defaults={
            "person_id": person,
            "device": device_of(request.headers.get("User-Agent", "")),
            "by_link": SESSION_KEY not in request.session,
            "opened_at": real_now,
            "seen_at": real_now,
        },
    )
    return row


def _person_in(request: HttpRequest) -> int | None:
    """Return whose session this is, by what is kept in it: no query."""
    if not hasattr(request, "session") or not (
        request.session.accessed or settings.SESSION_COOKIE_NAME in request.COOKIES
    ):
        return None
    signed_in = request.session.get(SESSION_KEY)
    by_link = request.session.get(identity.SESSION_KEY)
    if signed_in:
        return int(signed_in)
    return by_link[0] if by_link and time.time() < by_link[2] else None


def sessions_of(person: User) -> QuerySet[BrowserSession]:
    """Return where a person is in now, latest seen first."""
    alive = Session.objects.filter(pk=OuterRef("key"), expire_date__gt=timezone.now())
    return BrowserSession.objects.filter(Exists(alive), person=person).order_by("-seen_at", "-pk")


def end(sessions: QuerySet[BrowserSession]) -> int:
    """End these sessions at once; return how many."""
    keys = list(sessions.values_list("key", flat=True))
    Session.objects.filter(pk__in=keys).delete()
    BrowserSession.objects.filter(key__in=keys).delete()
    return len(keys)


def forget_old(_now: datetime) -> int:
    """Delete what is known of sessions that are long over; return how many."""
    old = BrowserSession.objects.filter(seen_at__lt=timezone.now() - FORGOTTEN_AFTER)
    return old.delete()[0]
