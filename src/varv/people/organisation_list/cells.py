"""What may stand in a cell that needs no look at the register."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from varv.people import numbers
from varv.people.organisation_list.sheet import BETWEEN_NAMES
from varv.people.queries import organisation_key
from varv.text.hostile import PlainCharField, PlainEmailField


class _Name(PlainCharField):
    def clean(self, value: Any) -> str:
        name: str = super().clean(value)
        if not organisation_key(name):
            raise ValidationError(_("Write the name with letters or digits."))
        return name


NAME = _Name(error_messages={"required": gettext_lazy("Write the name.")})
NUMBER = PlainCharField(max_length=40, required=False)
PERSON = PlainCharField(required=False)
TITLE = PlainCharField(max_length=120, required=False)
EMAIL = PlainEmailField(error_messages={"required": gettext_lazy("Write the e-mail address.")})


def number(text: str) -> str:
    """Return the organisation number in the form it is kept in, or ""."""
    return numbers.normalised(NUMBER.clean(text) or "")


def aliases(text: str) -> list[str]:
    """Return the other names in a cell."""
    return [NAME.clean(name) for name in text.split(BETWEEN_NAMES) if name.strip()]
