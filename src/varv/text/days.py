"""Days as people type or choose them, kept to the years that somebody can mean."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# A report may be old and a programme long; further off it is a slip of the finger, and the ends of
# the calendar cannot be put into every time zone.
FIRST_YEAR, LAST_YEAR = 1900, 2100


def refuse_far_off(value: date) -> None:
    """Raise ValidationError for a day or moment in a year that nobody can mean."""
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise ValidationError(
            _("Choose a year between %(first)s and %(last)s.")
            % {"first": FIRST_YEAR, "last": LAST_YEAR},
            code="far_off",
        )


class DayField(forms.DateField):
    """A day, in the ISO form that browsers send or as it is written in the language."""

    default_validators = [refuse_far_off]

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        super().__init__(**kwargs)
