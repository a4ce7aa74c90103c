"""Working days of a country: Monday to Friday, except public holidays and eves kept as such."""

from datetime import date, timedelta
from functools import lru_cache

import holidays


@lru_cache(maxsize=16)
def _calendar(country: str, subdivision: str) -> holidays.HolidayBase:
    known = holidays.country_holidays(country).supported_categories
    # Sweden's Midsummer, Christmas and New Year's Eve are no public holidays by their own law, yet
    # count as such where time is reckoned (Act 1930:173), and nobody works.
    kept = tuple(one for one in (holidays.PUBLIC, holidays.DE_FACTO) if one in known)
    return holidays.country_holidays(country, subdiv=subdivision or None, categories=kept)


def is_working_day(day: date, *, country: str, subdivision: str = "") -> bool:
    """Tell whether ``day`` is a working day.

    ``country`` is an ISO 3166-1 alpha-2 code, ``subdivision`` an ISO 3166-2 part or empty; both as
    the package ``holidays`` knows them.
    """
    return day.weekday() < 5 and day not in _calendar(country, subdivision)


def working_day_before(day: date, *, country: str, subdivision: str = "") -> date:
    """Return the last working day before ``day`` (the Friday before a Monday)."""
    candidate = day - timedelta(days=1)
    while not is_working_day(candidate, country=country, subdivision=subdivision):
        candidate -= timedelta(days=1)
    return candidate
