"""Dates that are known to the day, the month or the year."""

from datetime import date

from django.db import models
from django.utils import formats
from django.utils.translation import gettext_lazy as _


class Precision(models.TextChoices):
    """How exactly a date is known."""

    DAY = "day", _("day")
    MONTH = "month", _("month")
    YEAR = "year", _("year")


def precise(value: date, precision: str) -> str:
    """Return the date in the active language, no more exactly than it is known."""
    if precision == Precision.YEAR:
        return str(value.year)
    if precision == Precision.MONTH:
        return formats.date_format(value, "F Y")
    return formats.date_format(value, "j F Y")
