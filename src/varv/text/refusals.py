"""What an action refused, shown in the form beside the field that was meant."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField

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


def is_refused_for(form: forms.Form, code: str) -> bool:
    """Tell whether the form as a whole was refused for what ``code`` says."""
    return any(error.code == code for error in form.non_field_errors().as_data())


def standing_otherwise(form: forms.Form) -> list[BoundField]:
    """Return the fields whose ``initial``, which stands there now, is not what was typed."""
    return [
        field
        for field in form.visible_fields()
        if (field.initial or "") != form.cleaned_data.get(field.name, "")
    ]
