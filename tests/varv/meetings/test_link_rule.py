"""When the link goes out: the region's hour on the last working day before the meeting."""

from datetime import timedelta

import pytest

from tests.varv.factories import MeetingFactory, RegionFactory
from tests.varv.meetings.support import local
from varv.meetings import queries
from varv.meetings.models import Meeting


@pytest.mark.parametrize(
    ("meeting", "due"),
    [
        (("2020-06-05", "09:00"), ("2020-06-04", "09:00")),  # a Friday
        (("2020-06-08", "09:00"), ("2020-06-05", "09:00")),  # a Monday
        (("2020-06-08", "00:30"), ("2020-06-05", "09:00")),  # just after midnight
        (("2020-06-07", "10:00"), ("2020-06-05", "09:00")),  # a Sunday: 6 June is a holiday
        (("2020-04-14", "10:00"), ("2020-04-09", "09:00")),  # the Tuesday after Easter
        (("2020-05-22", "10:00"), ("2020-05-20", "09:00")),  # the Friday after Ascension Day
        (("2020-06-22", "10:00"), ("2020-06-18", "09:00")),  # Midsummer Eve is a Friday
        (("2020-01-02", "10:00"), ("2019-12-30", "09:00")),  # New Year's Day and Eve
        (("2020-01-07", "10:00"), ("2020-01-03", "09:00")),  # Epiphany is a Monday
        (("2019-12-27", "10:00"), ("2019-12-23", "09:00")),  # Christmas
        (("2020-03-30", "08:00"), ("2020-03-27", "09:00")),  # the night to summer time between
        (("2020-10-26", "08:00"), ("2020-10-23", "09:00")),  # the night from summer time between
    ],
)
def test_link_is_due_on_the_last_working_day_before(meeting, due):
    region = RegionFactory.build(country="SE")
    found = queries.link_due_at(Meeting(starts_at=local(*meeting)), region)
    assert found == local(*due)
    assert found.utcoffset() == local(*due).utcoffset()


def test_the_date_is_the_regions_whatever_zone_the_moment_is_given_in():
    region = RegionFactory.build(country="FI", time_zone="Europe/Helsinki")
    # 22:30 in London on Thursday is Friday in Helsinki.
    starts = local("2020-06-04", "23:30")
    assert queries.link_due_at(Meeting(starts_at=starts), region).date().isoformat() == "2020-06-04"


@pytest.mark.django_db
def test_link_is_due_until_the_meeting_ends_and_only_where_it_takes_place():
    region = RegionFactory()
    meeting = MeetingFactory()
    due = queries.link_due_at(meeting, region)
    second = timedelta(seconds=1)
    assert not queries.link_is_due(meeting, region, due - second)
    assert queries.link_is_due(meeting, region, due)
    assert queries.link_is_due(meeting, region, meeting.ends_at - second)
    assert not queries.link_is_due(meeting, region, meeting.ends_at)
    meeting.state = Meeting.State.CANCELLED
    assert not queries.link_is_due(meeting, region, due)
