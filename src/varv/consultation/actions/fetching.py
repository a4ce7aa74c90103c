"""Reading the mailbox: fetch, store, and only then mark as read.

Whatever is cut off in between is found again: a mail that is not stored is still unread or lies
after the last one stored, and one that is stored is known by its number and marked the next time.
"""

import logging
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import connection

from varv import clock
from varv.consultation import mailbox
from varv.consultation.actions.incoming import note_too_large, take_in
from varv.consultation.mailbox import Connection, MailboxError, Trouble
from varv.consultation.queries import incoming
from varv.files.actions import MAX_ORIGINAL

logger = logging.getLogger(__name__)

#: Any number that no other advisory lock of the database uses.
_FETCH_LOCK = 7_237_006
#: Where it stands since when the mailbox cannot be read: the desk tells so.
TROUBLE = "varv.consultation.mailbox.trouble"
#: A server that numbers its mails anew is asked for all that came since this long before the last.
OVERLAP = timedelta(days=2)


@dataclass
class Fetch:
    """What one reading of the mailbox came to."""

    where: Counter[str] = field(default_factory=Counter)
    trouble: Trouble | None = None
    #: It was ended by the time that it had, and there is more.
    is_cut: bool = False

    @property
    def taken(self) -> int:
        """How many mails were stored."""
        return self.where.total()


def fetch(*, seconds: float | None = None) -> Fetch | None:
    """Take in what is new in the mailbox, for about so long; None where somebody else is at it.

    Each mail is a transaction of its own: call this outside of one. A line that breaks ends the
    round; the next goes on where it ended.
    """
    done = Fetch()
    with _alone() as alone:
        if not alone:
            return None
        try:
            with mailbox.opened() as box:
                _take_all(box, done, None if seconds is None else time.monotonic() + seconds)
        except MailboxError as error:
            done.trouble = error.trouble
            logger.warning("the mailbox could not be read: %s", error.trouble.value)
    _tell(done)
    return done


@contextmanager
def _alone() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_FETCH_LOCK])
        alone = bool(cursor.fetchone()[0])
        try:
            yield alone
        finally:
            if alone:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_FETCH_LOCK])


def _take_all(box: Connection, done: Fetch, deadline: float | None) -> None:
    name = mailbox.name()
    unread = box.unread()
    wanted = sorted({*unread, *_came_since(box, name)})
    stored = incoming.stored_uids(name, box.uid_validity, wanted)
    _mark_stored(box, unread, stored)
    for uid, size in box.sizes([one for one in wanted if one not in stored]):
        if deadline is not None and time.monotonic() > deadline:
            done.is_cut = True
            return
        _take_one(box, name, uid, size, done)


def _came_since(box: Connection, name: str) -> Sequence[int]:
    """Return what came after the last mail that was stored, also where somebody has read it.

    From a mailbox that was never read only what is unread is taken: the rest is history.
    """
    last = incoming.last_uid(name, box.uid_validity)
    if last is not None:
        return box.after(last)
    latest = incoming.latest_of(name)
    return box.since(latest - OVERLAP) if latest else []


def _mark_stored(box: Connection, unread: Sequence[int], stored: dict[int, bool]) -> None:
    """Mark what was stored before somebody was cut off; what was only noted stays as it is."""
    box.mark_read([uid for uid in unread if stored.get(uid)])


def _take_one(box: Connection, name: str, uid: int, size: int, done: Fetch) -> None:
    too_large = size > MAX_ORIGINAL
    came = box.head(uid) if too_large else box.whole(uid)
    if came.raw is None:
        _leave(box, uid)
        return
    take = note_too_large if too_large else take_in
    row = take(
        came.raw,
        mailbox=name,
        uid_validity=box.uid_validity,
        uid=uid,
        received_at=came.received_at,
    )
    done.where[row.where] += 1
    if row.original_id:
        box.mark_read([uid])


def _leave(box: Connection, uid: int) -> None:
    """Leave a mail that the server did not give as unread, so that it is asked for again."""
    logger.warning("the mail %s could not be fetched", uid)
    box.mark_unread(uid)


# --- what the desk is told ------------------------------------------------------------------------


@dataclass(frozen=True)
class Standstill:
    """Since when, and why, the mailbox cannot be read."""

    since: datetime
    trouble: Trouble


def _tell(done: Fetch) -> None:
    if done.trouble is None:
        cache.delete(TROUBLE)
        return
    known = cache.get(TROUBLE) or {"since": clock.now().isoformat()}
    cache.set(TROUBLE, known | {"trouble": done.trouble.value}, timeout=None)


def standstill() -> Standstill | None:
    """Return since when the mailbox cannot be read, or None."""
    known = cache.get(TROUBLE) if mailbox.is_read() else None
    if not known:
        return None
    return Standstill(datetime.fromisoformat(known["since"]), Trouble(known["trouble"]))
