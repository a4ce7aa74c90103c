"""What to think of before a round is published: warnings, which stop nobody."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from varv.clock.workdays import is_working_day
from varv.consultation.models import Round
from varv.people.models import Region
from varv.text import dates

#: An organisation has to meet before it can say anything.
SHORTEST = timedelta(weeks=4)
OFFICE_OPENS, OFFICE_CLOSES = time(8), time(17)


def last_day(round: Round, region: Region) -> date | None:  # noqa: A002 - the word of the house
    """Return the last day on which input comes in time, where the region is.

    A round that closes at midnight has the day before as its last.
    """
    if round.closes_at is None:
        return None
    return (round.closes_at.astimezone(region.tz) - timedelta(microseconds=1)).date()


def cautions(
    round: Round,  # noqa: A002
    region: Region,
    *,
    questions: int,
    documents: int,
) -> list[str]:
    """Return what is worth a second thought in a round that is not over, in words."""
    if round.state not in {Round.State.DRAFT, Round.State.PUBLISHED}:
        return []
    asked = [] if questions or documents else [_nothing_asked()]
    return [*_of_period(round, region), *asked]


def _of_period(round: Round, region: Region) -> Iterator[str]:  # noqa: A002
    day = last_day(round, region)
    if day is None or round.opens_at is None or round.closes_at is None:
        return
    if _weeks_are_few(round.opens_at, round.closes_at, region):
        yield _("The period is shorter than four weeks. Many need longer to agree on an answer.")
    named = {"day": dates.in_full(day)}
    if not _is_working_day(day, region):
        yield _("The last day, %(day)s, is a weekend or a public holiday.") % named
    elif _is_eve(day, region):
        yield _("The last day, %(day)s, is the day before a public holiday.") % named
    if _closes_at_night(round.closes_at.astimezone(region.tz).time()):
        yield _("The round closes outside office hours, when nobody can help those who write.")


def _weeks_are_few(opens_at: datetime, closes_at: datetime, region: Region) -> bool:
    """Compare by the clock on the wall: four weeks are four weeks across summer time."""
    first, last = (at.astimezone(region.tz).replace(tzinfo=None) for at in (opens_at, closes_at))
    return last - first < SHORTEST


def _is_working_day(day: date, region: Region) -> bool:
    return is_working_day(day, country=region.country, subdivision=region.subdivision)


def _is_eve(day: date, region: Region) -> bool:
    """Tell whether a holiday follows; an ordinary weekend makes no Friday worth a warning."""
    after = day + timedelta(days=1)
    return after.weekday() < 5 and not _is_working_day(after, region)


def _closes_at_night(at: time) -> bool:
    """Tell whether it closes at an odd hour; at midnight the whole last day counts."""
    return at != time(0) and not OFFICE_OPENS <= at <= OFFICE_CLOSES


def _nothing_asked() -> str:
    return _("There is no question, and nothing is out for comment.")
