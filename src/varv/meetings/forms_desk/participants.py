"""Participants whom staff enter, one by one or as a list."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from varv.meetings.actions import ActorDetails
from varv.people.forms import ActorFieldsForStaff
from varv.people.models import Region
from varv.text.hostile import PlainTextField
from varv.text.refusals import RefusableForm
from varv.text.translated_forms import language_name

MAX_NEEDS = 2_000


class GuestListForm(RefusableForm):
    """A guest list in Excel."""

    file = forms.FileField(
        label=_("Guest list (Excel, .xlsx)"),
        widget=forms.FileInput(
            attrs={
                "accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
        ),
    )


class ParticipantForm(ActorFieldsForStaff, RefusableForm):
    """Somebody who called or wrote and wants to come."""

    needs = PlainTextField(
        label=_("Accessibility and language needs"),
        max_length=MAX_NEEDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    language = forms.ChoiceField(label=_("Language of the e-mails"))

    def __init__(self, *args: Any, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            (code, language_name(code)) for code in region.languages
        ]

    def details(self) -> ActorDetails:
        """Return who it is, as the actions take it."""
        names = ("name", "email", "organisation", "sector", "municipality")
        return ActorDetails(**{name: self.cleaned_data[name] for name in names})
