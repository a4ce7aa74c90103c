"""What all forms of the desk share."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import get_language_info


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


def language_name(code: str) -> str:
    """Return a language's name in the reader's language, or its code where Django knows none.

    >>> language_name("xx-unknown")
    'xx-unknown'
    """
    try:
        return str(get_language_info(code)["name_translated"]).lower()
    except KeyError:
        return code
