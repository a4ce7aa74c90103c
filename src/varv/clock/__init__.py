"""The time: every part of varv asks ``varv.clock.now()`` and nothing else.

In a rehearsal the clock stands still at a moment that a coordinator sets; otherwise it is the real
time. Within ``pinned`` it is one given moment, so that a request, a run of timed work or a test
sees one time from beginning to end.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

_pinned: ContextVar[datetime | None] = ContextVar("varv_pinned_moment", default=None)


def now() -> datetime:
    """Return the present moment, aware, as varv sees it."""
    return _pinned.get() or _read()


def today() -> date:
    """Return the present date in the active time zone (the region's, within a request)."""
    return timezone.localdate(now())


@contextmanager
def pinned(moment: datetime) -> Iterator[None]:
    """Hold the clock at ``moment`` (aware) inside the block."""
    if timezone.is_naive(moment):
        raise ValueError(f"the clock needs a time zone: {moment.isoformat()}")
    token = _pinned.set(moment)
    try:
        yield
    finally:
        _pinned.reset(token)


def _read() -> datetime:
    if not settings.REHEARSAL:
        return timezone.now()
    from varv.clock.models import RehearsalClock  # apps are not loaded when this module is

    return RehearsalClock.objects.read()
