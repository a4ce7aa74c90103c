"""Timed work: what apps do when its time has come.

Due times live in the apps' own rows, never in the job queue, because the queue knows only the real
time and a rehearsal has its own. A tick runs what is due by ``clock.now()``, and the upkeep; each
piece of work must be safe to run twice.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from varv import clock
from varv.extension import ExtensionPoint

#: Any number that no other advisory lock of the database uses.
LOCK = 7_237_001


@dataclass(frozen=True)
class TimedWork:
    """``run(now)`` does all that is due and tells how many things it did.

    ``next_due(after)`` tells the first moment later than ``after`` at which there will be work, or
    None; a rehearsal steps from one such moment to the next.
    """

    run: Callable[[datetime], int]
    next_due: Callable[[datetime], datetime | None]


work: ExtensionPoint[TimedWork] = ExtensionPoint("timed work")
#: What goes by no moment of its own and can wait for the next tick: no rehearsal halts for it.
upkeep: ExtensionPoint[Callable[[datetime], int]] = ExtensionPoint("upkeep")


@contextmanager
def if_free() -> Iterator[bool]:
    """Tell whether nobody else is at timed work, and keep others off meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        is_free = bool(cursor.fetchone()[0])
    try:
        yield is_free
    finally:
        if is_free:
            _let_go()


@contextmanager
def when_free() -> Iterator[None]:
    """Wait until nobody else is at timed work, and keep others off meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        _let_go()


def _let_go() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def run_due(now: datetime) -> dict[str, int]:
    """Run all timed work that is due at ``now``; return what was done, by name of the work.

    Work that fails holds up no other: all is run, then what failed is raised as one group.
    """
    return _run([(name, item.run) for name, item in work.items()], now)


def run_due_and_upkeep(now: datetime) -> dict[str, int]:
    """Run all timed work that is due at ``now``, then the upkeep; else as ``run_due``."""
    return _run([*((name, item.run) for name, item in work.items()), *upkeep.items()], now)


def _run(pieces: Iterable[tuple[str, Callable[[datetime], int]]], now: datetime) -> dict[str, int]:
    done: dict[str, int] = {}
    errors: list[Exception] = []
    with clock.pinned(now):
        for name, run in pieces:
            try:
                done[name] = run(now)
            except Exception as error:  # noqa: BLE001 - raised below, when all the rest is done
                error.add_note(f"in the timed work {name}")
                errors.append(error)
    if errors:
        raise ExceptionGroup("timed work failed", errors)
    return done


def next_due(after: datetime) -> datetime | None:
    """Return the first moment later than ``after`` at which any timed work is due."""
    moments = [moment for item in work if (moment := item.next_due(after)) is not None]
    return min(moments, default=None)
