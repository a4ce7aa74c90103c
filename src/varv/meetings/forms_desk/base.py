"""What all forms of the desk share."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


class DeskForm(forms.Form):
    """A form that can show what an action refused beside the field that was meant."""

    # The action's word for a thing, and this form's field for it.
    shown_as: dict[str, str] = {}

    def take_errors(self, error: ValidationError) -> None:
        """Add what an action refused."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, problems in error.error_dict.items():
            field = self.shown_as.get(name, name)
            known = field in self.fields and name != NON_FIELD_ERRORS
            for problem in problems:
                self.add_error(field if known else None, problem)
