"""What all forms of the desk share."""

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
            by_field = {
                self.shown_as.get(name, name): list(errors)
                for name, errors in error.error_dict.items()
            }
            error = ValidationError(by_field)
        add_refusal(self, error)
