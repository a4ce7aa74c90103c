"""The outbox as staff read it."""

from datetime import datetime

from django.db.models import Count, Min, QuerySet

from varv.registry.models import Message


def messages(state: str = "") -> QuerySet[Message]:
    """Return the messages in one state (default: all), latest due first."""
    found = Message.objects.order_by("-due_at", "-id")
    return found.filter(state=state) if state else found


def captured_between(after: datetime, until: datetime) -> int:
    """Return how many messages a rehearsal captured later than ``after``, up to ``until``."""
    return Message.objects.filter(
        state=Message.State.CAPTURED, finished_at__gt=after, finished_at__lte=until
    ).count()


def state_counts() -> dict[str, int]:
    """Return how many messages there are in each state, states without any included."""
    counted = dict(Message.objects.order_by().values_list("state").annotate(Count("id")))
    return {state: counted.get(state, 0) for state in Message.State.values}


def next_delivery(after: datetime) -> datetime | None:
    """Return the first moment later than ``after`` at which a message is to be sent."""
    waiting = Message.objects.filter(state=Message.State.QUEUED, try_at__gt=after)
    first: datetime | None = waiting.aggregate(first=Min("try_at"))["first"]
    return first
