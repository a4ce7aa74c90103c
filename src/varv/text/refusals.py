"""What an action refused, shown in the form beside the field that was meant."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from varv.text.translated_forms import add_refusal


class RefusableForm(forms.Form):
    """A form that shows what an action refused beside the field that was meant."""

    # The action's word for a thing, and this form's field for it.
    shown_as: dict[str, str] = {}

    def take_errors(self, error: ValidationError) -> None:
        """Add what an action refused."""
        if hasattr(error, "error_dict"):
            by_field: dict[str, list[Any]] = {}
            for name, errors in error.error_dict.items():
                by_field.setdefault(self.shown_as.get(name, name), []).extend(errors)
            error = ValidationError(by_field)
        add_refusal(self, error)


def accepted(form: RefusableForm, act: Callable[[], object]) -> bool:
    """Do ``act`` and tell whether it was let through; what it refused stands in the form."""
    try:
        act()
    except ValidationError as error:
        form.take_errors(error)
        return False
    return True
