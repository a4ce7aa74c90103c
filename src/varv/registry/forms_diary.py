"""The forms of handing over to the authority's own diary."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from varv.registry import queries
from varv.registry.forms_register import DaysForm
from varv.registry.models import Case


class ExportFilter(DaysForm):
    """What is taken out: what waits, or all of some days."""

    case = forms.ModelChoiceField(
        label=_("Case"), queryset=Case.objects.none(), required=False, empty_label=_("All cases")
    )
    field_order = ["case", "since", "until"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["case"].queryset = queries.cases()  # type: ignore[attr-defined]

    def chosen_case(self) -> Case | None:
        """Return the case, if one is chosen."""
        self.is_valid()
        case: Case | None = self.cleaned_data.get("case")
        return case


class HandOverForm(forms.Form):
    """What the preview told of: how many records, and which was the last."""

    last = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**62)
    expected = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)


class NumbersForm(forms.Form):
    """A list of numbers from the official register."""

    file = forms.FileField(
        label=_("List (Excel or CSV)"),
        help_text=_(
            "The list that you took out, with the numbers filled in. The columns “Record” and "
            "“Number in the official register” are read; rows without a number are left alone."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
