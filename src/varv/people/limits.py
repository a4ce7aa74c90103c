"""How often somebody may do something: generous at once, narrow in the long run.

A limit is an allowance that grows back. A hall full of people who scan a code uses up a large part
of it within a minute and is let through; a script uses it up too, and from then on is let through
only as fast as it grows back. One row for each limit and each origin or address holds all there is
to know (the generic cell rate algorithm), so that one statement decides, also between processes.
Why the numbers are what they are is in ADR 17.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from varv.extension import ExtensionPoint
from varv.people.models import Allowance

#: So long after they are whole again allowances are kept, for the desk to tell of refusals.
KEPT = timedelta(days=2)
TOLD_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """At most ``count`` at once, and ``count`` within each ``period`` in the long run.

    ``label`` says on the desk what is done that often. With ``only_tells`` nobody is refused: the
    desk is told.
    """

    name: str
    label: str | Promise
    count: int
    period: timedelta
    only_tells: bool = False


@dataclass(frozen=True)
class Overrun:
    """A limit that was run into lately."""

    label: str | Promise
    times: int
    latest: datetime
    refused: bool


#: Who asks more often for the link to their own page gets no further mail, and the same answer.
NEW_LINK = Limit("new_link", _("New links to my page"), 3, timedelta(minutes=10))
#: All limits, by name; apps add their own.
known: ExtensionPoint[Limit] = ExtensionPoint("limits")

# In the order of the keys, so that two requests that share some never wait for each other. What is
# asked for is in EXCLUDED: its ``whole_at`` is when one use alone would have grown back.
_NEXT = "greatest(kept.whole_at, %(now)s) + (EXCLUDED.whole_at - %(now)s)"
_FITS = f"{_NEXT} <= %(now)s + EXCLUDED.period"
_TAKE = f"""
INSERT INTO people_allowance AS kept (key, whole_at, period, refused)
SELECT key, %(now)s + pause, period, 0
FROM unnest(%(keys)s::text[], %(pauses)s::interval[], %(periods)s::interval[])
    AS asked (key, pause, period)
ORDER BY key
ON CONFLICT (key) DO UPDATE SET
    whole_at = CASE WHEN {_FITS} THEN {_NEXT} ELSE kept.whole_at END,
    period = EXCLUDED.period,
    refused = CASE WHEN {_FITS} THEN kept.refused ELSE kept.refused + 1 END,
    refused_at = CASE WHEN {_FITS} THEN kept.refused_at ELSE %(now)s END
RETURNING key, whole_at, refused_at IS NOT DISTINCT FROM %(now)s
"""  # noqa: S608 - only our own words are put in


def take(*asked: tuple[Limit, str], now: datetime | None = None) -> timedelta | None:
    """Use up one of each limit for whom it is asked; return how long to wait, or None to go on.

    What is refused by one limit counts against the others all the same: whoever hammers waits.
    """
    moment = now or timezone.now()  # the real time: a rehearsal's clock may stand still
    by_key = {_key(limit, whose): limit for limit, whose in asked}
    refused = [
        whole_at + _pause(by_key[key]) - by_key[key].period - moment
        for key, whole_at, was_refused in _taken(by_key, moment)
        if was_refused and not by_key[key].only_tells
    ]
    return max(refused, default=None)


def overruns(now: datetime | None = None) -> Sequence[Overrun]:
    """Return which limits were run into during the last day, the latest first."""
    since = (now or timezone.now()) - TOLD_FOR
    found: dict[str, Overrun] = {}
    for row in Allowance.objects.filter(refused_at__gt=since).order_by("-refused_at"):
        name = row.key.partition(":")[0]
        if name not in known or row.refused_at is None:
            continue
        limit, before = known[name], found.get(name)
        times = row.refused + (before.times if before else 0)
        latest = before.latest if before else row.refused_at
        found[name] = Overrun(limit.label, times, latest, refused=not limit.only_tells)
    return list(found.values())


def forget_old(_clock_now: datetime) -> int:
    """Delete allowances that have long been whole again; return how many."""
    return Allowance.objects.filter(whole_at__lt=timezone.now() - KEPT).delete()[0]


def _taken(by_key: dict[str, Limit], moment: datetime) -> list[tuple[str, datetime, bool]]:
    keys = sorted(by_key)
    values: dict[str, Any] = {
        "now": moment,
        "keys": keys,
        "pauses": [_pause(by_key[key]) for key in keys],
        "periods": [by_key[key].period for key in keys],
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        return cursor.fetchall()


def _pause(limit: Limit) -> timedelta:
    return limit.period / limit.count


def _key(limit: Limit, whose: str) -> str:
    """Return a key that tells nobody whose it is: no address is stored."""
    return f"{limit.name}:{salted_hmac('varv.people.limits', whose).hexdigest()[:24]}"
