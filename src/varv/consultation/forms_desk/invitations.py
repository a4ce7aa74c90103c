"""What staff type when they ask people to take part: whom to show, whom to add."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from varv.consultation.queries.invitations import State
from varv.consultation.queries.unheard import Among
from varv.files.tables import ACCEPTED
from varv.people.forms import OrganisationInput
from varv.people.models import Municipality, Sector
from varv.people.queries import OUTSIDE, municipalities
from varv.text.hostile import PlainCharField, PlainEmailField, PlainTextField
from varv.text.refusals import RefusableForm

LONGEST = 200


class InvitationFilter(forms.Form):
    """Who the list shows."""

    q = PlainCharField(label=_("Name, e-mail or organisation"), required=False)
    state = forms.ChoiceField(
        label=_("Show"), required=False, choices=[("", _("All")), *State.choices]
    )
    sector = forms.ChoiceField(
        label=_("Sector"), required=False, choices=[("", _("All")), *Sector.choices]
    )
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].choices = [  # type: ignore[attr-defined]
            ("", _("All")),
            *((str(place.pk), place.name) for place in municipalities()),
            (OUTSIDE, _("Outside the region, or not known")),
        ]


class ContactListForm(forms.Form):
    """A contact list."""

    file = forms.FileField(
        label=_("Contact list (Excel or CSV)"), widget=forms.FileInput(attrs={"accept": ACCEPTED})
    )

    def take_errors(self, error: ValidationError) -> None:
        """Add what made the file unreadable."""
        self.add_error("file", error.error_dict["file"])


class InviteForm(RefusableForm):
    """One who is to be asked. The fields are the columns of a contact list."""

    name = PlainCharField(label=_("Name"), required=False)
    email = PlainEmailField(
        label=_("E-mail"),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    address = PlainTextField(
        label=_("Postal address"),
        help_text=_("For a letter, where there is no e-mail address."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )
    organisation = PlainCharField(
        label=_("Organisation"),
        help_text=_("Begin to write and choose. Leave it empty for somebody who speaks alone."),
        required=False,
        widget=OrganisationInput,
    )
    sector = forms.ChoiceField(
        label=_("Sector"),
        required=False,
        choices=[("", _("As the organisation, or not known")), *Sector.choices],
    )
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].choices = [  # type: ignore[attr-defined]
            ("", _("As the organisation, or not known")),
            *((place.code, place.name) for place in municipalities()),
            (OUTSIDE, _("Outside the region")),
        ]

    @classmethod
    def draft(cls, given: QueryDict) -> "InviteForm":
        """Return the form filled in with what another page knows; nothing is put on the list."""
        known = ("organisation", "sector", "municipality")
        return cls(initial={name: given.get(name, "")[:LONGEST] for name in known})


class AmongForm(forms.Form):
    """One sector in one municipality."""

    sector = forms.ChoiceField(choices=Sector.choices)
    municipality = forms.ModelChoiceField(Municipality.objects.none(), to_field_name="code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].queryset = municipalities()  # type: ignore[attr-defined]

    @property
    def among(self) -> Among:
        """What was chosen."""
        return Among(self.cleaned_data["municipality"], Sector(self.cleaned_data["sector"]))


class SourceForm(forms.Form):
    """Where more of those to be asked are taken from."""

    source = forms.ChoiceField(
        label=_("Whom to add"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whom to add.")},
    )

    def __init__(self, *args: Any, numbers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].choices = numbers  # type: ignore[attr-defined]
