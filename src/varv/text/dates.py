"""Dates and times as people say them: "fredag 5 juni kl. 9–12", "Friday 5 June, 09:00–12:00".

Moments are shown in ``zone`` (default: the active time zone) and in ``language`` (default: the
active one). A year is written only where it is not ``this_year``; without that, never.
"""

from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime, tzinfo

from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import get_language, ngettext, override


def span(
    start: datetime,
    end: datetime,
    language: str | None = None,
    zone: tzinfo | None = None,
    this_year: int | None = None,
) -> str:
    """Return the time from ``start`` to ``end``, the date once where both are on the same day."""
    first, last = _local(start, zone), _local(end, zone)
    if first.date() != last.date():
        ends = (moment(one, language, zone, this_year) for one in (start, end))
        return " – ".join(ends)
    times = f"{_time(first, language)}–{_time(last, language)}"
    return _joined(day(first.date(), language, this_year), times, language)


def moment(
    value: datetime,
    language: str | None = None,
    zone: tzinfo | None = None,
    this_year: int | None = None,
) -> str:
    """Return the day with its weekday, and the time."""
    local = _local(value, zone)
    return _joined(day(local.date(), language, this_year), _time(local, language), language)


def day(value: date, language: str | None = None, this_year: int | None = None) -> str:
    """Return the day with its weekday: "fredag 5 juni"."""
    with_year = this_year is not None and value.year != this_year
    with _speaking(language):
        return format_date(value, "l j F Y" if with_year else "l j F")


def in_full(value: date, language: str | None = None) -> str:
    """Return the day of a date or a moment with its weekday and its year."""
    local = _local(value, None).date() if isinstance(value, datetime) else value
    return day(local, language, this_year=0)


def months(number: int) -> str:
    """Return a time of so many months in words, whole years as years: "10 years", "18 months"."""
    years, rest = divmod(number, 12)
    if years and not rest:
        return ngettext("%(n)s year", "%(n)s years", years) % {"n": years}
    return ngettext("%(n)s month", "%(n)s months", number) % {"n": number}


def _local(value: datetime, zone: tzinfo | None) -> datetime:
    return timezone.localtime(value, zone or timezone.get_current_timezone())


def _time(value: datetime, language: str | None) -> str:
    if not _is_swedish(language):
        return f"{value:%H:%M}"
    return f"{value.hour}.{value:%M}" if value.minute else str(value.hour)


def _joined(date_text: str, time_text: str, language: str | None) -> str:
    return f"{date_text} kl. {time_text}" if _is_swedish(language) else f"{date_text}, {time_text}"


def _is_swedish(language: str | None) -> bool:
    return (language or get_language() or "").split("-")[0] == "sv"


def _speaking(language: str | None) -> AbstractContextManager[object]:
    return override(language) if language else nullcontext()
