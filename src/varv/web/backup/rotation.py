"""Which backups are kept: the newest of each of the last days, weeks and months."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Keep:
    """How many days, weeks and months back there is a backup."""

    days: int = 7
    weeks: int = 4
    months: int = 12


def kept(moments: Iterable[datetime], keep: Keep) -> set[datetime]:
    """Return the moments whose backups are kept; the newest always is.

    Days without a backup do not count, so a program that stood still for a month loses none.

    >>> from datetime import timedelta
    >>> days = [datetime(2020, 5, 25) - timedelta(days=n) for n in range(40)]
    >>> sorted(moment.day for moment in kept(days, Keep(days=2, weeks=2, months=2)))
    [24, 24, 25, 30]
    """
    newest_first = sorted(set(moments), reverse=True)
    rules: list[tuple[int, Callable[[datetime], object]]] = [
        (1, lambda moment: moment),
        (keep.days, lambda moment: moment.date()),
        (keep.weeks, lambda moment: moment.isocalendar()[:2]),
        (keep.months, lambda moment: (moment.year, moment.month)),
    ]
    found: set[datetime] = set()
    for count, period in rules:
        first: dict[object, datetime] = {}
        for moment in newest_first:
            first.setdefault(period(moment), moment)
        found |= set(list(first.values())[:count])
    return found
