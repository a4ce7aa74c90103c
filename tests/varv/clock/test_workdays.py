"""The day before that somebody works."""

from datetime import date

import pytest

from varv.clock.workdays import is_working_day, working_day_before


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2020, 6, 5), date(2020, 6, 4)),
        (date(2020, 6, 8), date(2020, 6, 5)),  # a Monday
        (date(2020, 6, 22), date(2020, 6, 18)),  # after Midsummer, whose Eve is kept too
        (date(2020, 5, 22), date(2020, 5, 20)),  # after Ascension Day
        (date(2021, 1, 4), date(2020, 12, 30)),  # after New Year, whose Eve is kept too
    ],
)
def test_working_day_before_in_sweden(day, before):
    assert working_day_before(day, country="SE") == before


def test_working_days_are_those_of_the_country():
    assert not is_working_day(date(2020, 5, 1), country="SE")
    assert is_working_day(date(2020, 5, 1), country="DK")
    assert is_working_day(date(2020, 6, 6), country="SE") is False  # National Day
    assert not is_working_day(date(2020, 5, 8), country="DK")  # Great Prayer Day, then kept
