"""Dates read as people say them, in the region's time zone."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import formats, timezone, translation

from varv.text import dates

STOCKHOLM = ZoneInfo("Europe/Stockholm")
START = datetime(2020, 6, 5, 7, tzinfo=UTC)
END = datetime(2020, 6, 5, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("sv", "fredag 5 juni kl. 9–12"),
        ("en", "Friday 5 June, 09:00–12:00"),
        ("en-gb", "Friday 5 June, 09:00–12:00"),
        ("fi", "perjantai 5 kesäkuu, 09:00–12:00"),
    ],
)
def test_span_is_said_in_each_language(language, text):
    assert dates.span(START, END, language, STOCKHOLM).lower() == text.lower()


def test_span_writes_minutes_where_there_are_any():
    text = dates.span(START.replace(minute=30), END, "sv", STOCKHOLM)
    assert text == "fredag 5 juni kl. 9.30–12"


def test_span_over_midnight_names_both_days():
    text = dates.span(START, END.replace(hour=23), "sv", STOCKHOLM)
    assert text == "fredag 5 juni kl. 9 – lördag 6 juni kl. 1"


def test_span_across_the_change_to_summer_time_shows_the_clock_on_the_wall():
    start = datetime(2020, 3, 29, 0, 30, tzinfo=UTC)
    end = datetime(2020, 3, 29, 1, 30, tzinfo=UTC)
    assert dates.span(start, end, "sv", STOCKHOLM) == "söndag 29 mars kl. 1.30–3.30"


def test_moment_uses_active_language_and_time_zone():
    with translation.override("sv"), timezone.override(STOCKHOLM):
        assert dates.moment(START) == "fredag 5 juni kl. 9"


def test_day_names_the_year_only_where_it_is_another():
    assert dates.day(date(2021, 1, 15), "sv", this_year=2020) == "fredag 15 januari 2021"
    assert dates.day(date(2020, 6, 5), "sv", this_year=2020) == "fredag 5 juni"


@pytest.mark.parametrize(("language", "text"), [("sv", "5 juni 2020"), ("en", "5 June 2020")])
def test_formats_put_the_day_first(language, text):
    with translation.override(language):
        assert formats.date_format(date(2020, 6, 5)) == text


@pytest.mark.parametrize(("language", "text"), [("sv", "130\u00a0697,5"), ("en", "130,697.5")])
def test_formats_group_thousands(language, text):
    with translation.override(language):
        assert formats.number_format(130697.5, force_grouping=True) == text


@pytest.mark.parametrize(
    ("number", "language", "words"),
    [
        (1, "sv", "1 månad"),
        (18, "sv", "18 månader"),
        (12, "sv", "1 år"),
        (120, "sv", "10 år"),
        (24, "en", "2 years"),
        (25, "en", "25 months"),
    ],
)
def test_time_of_whole_years_is_told_in_years(number, language, words):
    with translation.override(language):
        assert dates.months(number) == words
