"""How long things of each kind are kept, on what ground, and how they are destroyed afterwards.

A ``Rule`` proposes; staff destroy under a named decision. What ends by itself (sessions, limits)
is a ``Passing``: it is never a record of anything, and is listed so that people know of it.
"""

import calendar
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from varv.extension import ExtensionPoint
from varv.registry.models import KeepTime


@dataclass(frozen=True)
class Rule:
    """One kind of things that are kept for a time.

    ``begun(before)`` gives the things, not yet destroyed, whose time began before a moment;
    ``destroy(ids)`` destroys the content of just those and returns how many there were, leaving
    what ``remains`` says; ``sample`` names one for the staff. ``kind`` is the kind under which
    stubs point at the things. Without ``months`` they are kept for ever and never proposed, unless
    a decision here says otherwise.
    """

    key: str
    kind: str
    label: str | Promise
    begins: str | Promise
    ground: str | Promise
    remains: str | Promise
    months: int | None
    begun: Callable[[datetime], "QuerySet[Any]"]
    destroy: Callable[[Sequence[int]], int]
    sample: Callable[[Any], str] = str


@dataclass(frozen=True)
class Passing:
    """Something technical that ends by itself, and when."""

    label: str | Promise
    ends: str | Promise


rules: ExtensionPoint[Rule] = ExtensionPoint("times to keep")
passing: ExtensionPoint[Passing] = ExtensionPoint("what ends by itself")
#: By key of a kind: the rule that records about such things have, instead of that of all records.
apart: ExtensionPoint[str] = ExtensionPoint("records with a time of their own")


def register(rule: Rule) -> Rule:
    """Add a kind of things that are kept for a time."""
    return rules.register(rule.key, rule)


def months_of(rule: Rule) -> int | None:
    """Return how many months things are kept, None for ever: as decided here, else by the rule."""
    own = KeepTime.objects.filter(rule=rule.key).first()
    return rule.months if own is None else own.months


def due(rule: Rule, now: datetime, months: int | None) -> "QuerySet[Any]":
    """Return the things whose time is over; none of what is kept for ever."""
    if months is None:
        return rule.begun(now).none()
    return rule.begun(months_before(now, months))


def months_before(moment: datetime, months: int) -> datetime:
    """Return the same day so many months earlier, or the last day of that month.

    >>> months_before(datetime(2021, 3, 31), 1)
    datetime.datetime(2021, 2, 28, 0, 0)
    """
    count = moment.year * 12 + moment.month - 1 - months
    year, month = max(count // 12, 1), count % 12 + 1
    return moment.replace(
        year=year, month=month, day=min(moment.day, calendar.monthrange(year, month)[1])
    )
