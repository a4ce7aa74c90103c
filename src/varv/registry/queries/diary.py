"""What is to be handed over to the authority's own diary, and what was."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from varv.registry.models import Case, Event, Record


@dataclass(frozen=True)
class Waiting:
    """How much is there, as it is now: ``last`` is the record that was entered last of them."""

    count: int
    secret: int
    last: int


def to_hand_over(case: Case | None = None, last: int | None = None) -> QuerySet[Record]:
    """Return the records that were not handed over yet, in a case or in all.

    With ``last`` only those that were entered no later than that record.
    """
    found = Record.objects.filter(exported_at=None)
    if case is not None:
        found = found.filter(case=case)
    return found if last is None else found.filter(pk__lte=last)


def records_of_days(days: Mapping[str, Any], case: Case | None = None) -> QuerySet[Record]:
    """Return the records that came in or were made on some days, handed over before or not."""
    found = Record.objects.filter(**days)
    return found if case is None else found.filter(case=case)


def handed_over(event: Event) -> QuerySet[Record]:
    """Return the records of one hand-over."""
    cases = [int(pk) for pk in event.data["cases"]]
    moment = datetime.fromisoformat(event.data["moment"])
    return Record.objects.filter(exported_at=moment, case__in=cases)


def hand_overs() -> QuerySet[Event]:
    """Return the hand-overs, the latest first."""
    return Event.objects.filter(action="registry.hand_over").order_by("-pk")


def tally(records: QuerySet[Record]) -> Waiting:
    """Count records."""
    told = records.order_by().aggregate(
        count=Count("pk"), secret=Count("pk", filter=~Q(secrecy="")), last=Max("pk")
    )
    return Waiting(told["count"], told["secret"], told["last"] or 0)


def as_listed(records: QuerySet[Record]) -> QuerySet[Record]:
    """Return records as a list shows them, in the order they were entered."""
    return records.select_related("case").defer("text").order_by("pk")
