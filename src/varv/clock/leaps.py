"""Moments that do not exist, or exist twice, where the clock is changed."""

import datetime as dt
import zoneinfo


def leap(date: dt.date, time: dt.time, zone: zoneinfo.ZoneInfo) -> str:
    """Tell whether the moment "comes twice" or "does not exist" there; "" for all others.

    >>> sweden = zoneinfo.ZoneInfo("Europe/Stockholm")
    >>> leap(dt.date(2020, 3, 29), dt.time(2, 30), sweden)
    'does not exist'
    >>> leap(dt.date(2020, 10, 25), dt.time(2, 30), sweden)
    'comes twice'
    >>> leap(dt.date(2020, 10, 25), dt.time(3), sweden)
    ''
    """
    first, second = (dt.datetime.combine(date, time.replace(fold=fold), zone) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return ""
    there = first.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None)
    return "comes twice" if there == first.replace(tzinfo=None) else "does not exist"
