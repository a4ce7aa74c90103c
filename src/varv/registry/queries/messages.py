"""The outbox as staff read it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Count, Max, Min, QuerySet

from varv.registry import mailtexts
from varv.registry.models import Message

#: Mail that waits for longer than this is late.
LATE = timedelta(minutes=5)
#: So long the desk shows what could not be delivered.
SHOW_FAILED = timedelta(days=14)


def messages(state: str = "") -> QuerySet[Message]:
    """Return the messages in one state (default: all), latest due first."""
    found = Message.objects.order_by("-due_at", "-id")
    return found.filter(state=state) if state else found


def captured_between(after: datetime, until: datetime) -> int:
    """Return how many messages a rehearsal captured later than ``after``, up to ``until``."""
    return Message.objects.filter(
        state=Message.State.CAPTURED, finished_at__gt=after, finished_at__lte=until
    ).count()


# A scan of the index for each state, given up at the limit.
_COUNTS = """
SELECT state, (SELECT count(*) FROM (
    SELECT FROM registry_message m WHERE m.state = wanted.state LIMIT %s
) counted) FROM unnest(%s::text[]) AS wanted (state)
"""


def state_counts(up_to: int) -> dict[str, int]:
    """Return how many messages there are in each state, up to a number.

    Most that ever were are sent: to count them all takes longer every year.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [up_to, Message.State.values])
        return dict(cursor.fetchall())


def next_delivery(after: datetime) -> datetime | None:
    """Return the first moment later than ``after`` at which a message is to be sent."""
    waiting = Message.objects.filter(state=Message.State.QUEUED, try_at__gt=after)
    first: datetime | None = waiting.aggregate(first=Min("try_at"))["first"]
    return first


@dataclass(frozen=True)
class Standstill:
    """No mail goes out: since when, how much waits, and what the last try said.

    ``error`` is empty where nothing has tried: then no worker runs.
    """

    since: datetime
    waiting: int
    error: str


def standstill(now: datetime) -> Standstill | None:
    """Tell whether mail stands still, and why; a refusal of single messages is no standstill."""
    if settings.REHEARSAL:
        return None
    queued = Message.objects.filter(state=Message.State.QUEUED)
    sent = Message.objects.filter(state=Message.State.SENT)
    last_sent: datetime | None = sent.aggregate(last=Max("finished_at"))["last"]
    unreachable = queued.exclude(unreachable_at=None)
    if last_sent:
        unreachable = unreachable.filter(unreachable_at__gte=last_sent)
    tried = unreachable.order_by("-unreachable_at").first()
    is_quiet = last_sent is None or last_sent <= now - LATE
    left_lying = is_quiet and queued.filter(try_at__lte=now - LATE).exists()
    if tried is None and not left_lying:
        return None
    waiting = queued.filter(due_at__lte=now).aggregate(first=Min("due_at"), number=Count("pk"))
    return Standstill(
        since=max(filter(None, [waiting["first"], last_sent]), default=now),
        waiting=waiting["number"],
        error=tried.error if tried else "",
    )


def undelivered(now: datetime) -> int:
    """Return how many mails failed lately that nobody else shows on the desk."""
    followed_up = [kind.key for kind in mailtexts.point if kind.followed_up]
    failed = Message.objects.filter(state=Message.State.FAILED, finished_at__gt=now - SHOW_FAILED)
    return failed.exclude(kind__in=followed_up).count()
