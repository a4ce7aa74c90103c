from datetime import UTC, datetime, timedelta

from varv.web.backup.rotation import Keep, kept

START = datetime(2018, 1, 1, 2, 30, tzinfo=UTC)


def live(days: int, keep: Keep) -> list[datetime]:
    """Return what is left after a backup every night for so many days, rotated each time."""
    left: set[datetime] = set()
    for day in range(days):
        left.add(START + timedelta(days=day))
        left = kept(left, keep)
    return sorted(left, reverse=True)


def test_after_two_years_there_are_days_weeks_and_months():
    left = live(730, Keep(7, 4, 12))
    newest = left[0]
    assert [(newest - moment).days for moment in left[:7]] == list(range(7))
    weeks = {moment.isocalendar()[:2] for moment in left}
    months = {(moment.year, moment.month) for moment in left}
    assert {(newest - timedelta(weeks=n)).isocalendar()[:2] for n in range(4)} <= weeks
    assert len(months) == 12
    assert len(left) <= 7 + 4 + 12


def test_newest_is_kept_even_if_nothing_was_asked_for():
    assert live(5, Keep(0, 0, 0)) == [START + timedelta(days=4)]


def test_days_without_a_backup_cost_none():
    old = [START + timedelta(days=day) for day in range(7)]
    late = START + timedelta(days=300)
    assert kept([*old, late], Keep(7, 0, 0)) == {*old[1:], late}


def test_of_two_on_one_day_the_later_is_kept():
    both = [START, START + timedelta(hours=5)]
    assert kept(both, Keep(7, 4, 12)) == {both[1]}
