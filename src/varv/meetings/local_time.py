"""Moments as people type them: a day and a time of day in the region's time zone."""

from datetime import UTC, date, datetime, time, tzinfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _


def local_moment(day: date, at: time, tz: tzinfo) -> datetime:
    """Return the one moment at which clocks in ``tz`` show ``day`` and ``at``.

    In the nights of the change to and from summer time a time may not exist, or come twice; both
    are told as a ValidationError, because to guess would send people to the wrong hour.
    """
    first = datetime.combine(day, at, tzinfo=tz)
    second = first.replace(fold=1)
    if first.astimezone(UTC).astimezone(tz).replace(tzinfo=None) != first.replace(tzinfo=None):
        raise ValidationError(
            _("That time does not exist: the clocks go forward that night. Choose another time."),
            code="no_such_time",
        )
    if first.utcoffset() != second.utcoffset():
        raise ValidationError(
            _("That time comes twice: the clocks go back that night. Choose another time."),
            code="time_comes_twice",
        )
    return first
