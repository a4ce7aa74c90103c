"""What staff type when they read input: what to show, why it is hidden, who it is from."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from varv.consultation.actions.whole_inputs import MOST_AT_ONCE
from varv.consultation.forms_desk.point_list import ids_of
from varv.consultation.models import Contribution, Round
from varv.consultation.queries.desk import LACKING, UNSPLIT, Wanted, inputs
from varv.consultation.shown import INPUTS
from varv.people import queries as people
from varv.people.forms import MunicipalityField, OrganisationInput
from varv.people.models import Municipality, Organisation, Sector
from varv.people.queries import OUTSIDE
from varv.text.hostile import PlainCharField, PlainTextField
from varv.text.refusals import RefusableForm


class InputFilter(forms.Form):
    """Which inputs the list shows; a filter that makes no sense shows all."""

    round = forms.ModelChoiceField(
        label=_("Round"), queryset=Round.objects.none(), required=False, empty_label=_("All rounds")
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), *((one.key, one.name) for one in INPUTS.values())],
    )
    channel = forms.ChoiceField(
        label=_("Channel"), required=False, choices=[("", _("All")), *Contribution.Channel.choices]
    )
    sector = forms.ChoiceField(
        label=_("Sector"),
        required=False,
        choices=[("", _("All")), (LACKING, _("Not known yet")), *Sector.choices],
    )
    number = forms.IntegerField(
        label=_("Number"), required=False, min_value=1, max_value=2_000_000_000
    )
    points = forms.ChoiceField(
        label=_("Points"),
        required=False,
        choices=[("", _("All")), (UNSPLIT, pgettext_lazy("of a contribution", "Not split yet"))],
    )

    def __init__(self, *args: Any, rounds: QuerySet[Round], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = rounds  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """Return what was asked for; what was asked wrongly is not asked."""
        if not self.is_bound:
            return Wanted()
        self.full_clean()
        return Wanted(**{name: value for name, value in self.cleaned_data.items() if value})


def chosen_inputs(data: QueryDict, rounds: QuerySet[Round]) -> list[int]:
    """Return the inputs that were ticked in the list, or all that it shows."""
    if data.get("all"):
        form = InputFilter(QueryDict(data.get("asked", "")), rounds=rounds)
        found = inputs(form.wanted()).values_list("pk", flat=True)
        return list(found[: MOST_AT_ONCE + 1])
    return ids_of(data.getlist("input"))[: MOST_AT_ONCE + 1]


class HideForm(RefusableForm):
    """Why an input is hidden: a reason that its sender is told and everybody reads."""

    reason = PlainTextField(
        label=_("Why it is hidden"),
        max_length=1000,
        help_text=_(
            "Everybody reads this in place of the text, and the sender is told. Name nobody."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class FromWhomFields(RefusableForm):
    """Who it is from, as far as it is known; of a known organisation the register knows the rest.

    ``cleaned_data`` has ``organisation`` as a name. A private person may have a municipality and no
    sector; with a sector, no municipality means outside the region.
    """

    name = PlainCharField(
        label=_("Name"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    organisation = PlainCharField(
        label=_("Organisation"),
        required=False,
        help_text=_("Leave it empty if somebody speaks for themselves."),
        widget=OrganisationInput(),
    )
    sector = forms.ChoiceField(
        label=_("Sector"), required=False, choices=[("", _("Not known")), *Sector.choices]
    )
    municipality = MunicipalityField(
        required=False, help_text=_("Filled in, as the sector, for an organisation we know.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["municipality"]
        field.load()  # type: ignore[attr-defined]
        field.choices = [("", _("Not known")), *field.choices[1:]]  # type: ignore[attr-defined]

    def clean_organisation(self) -> str:
        """Refuse a name without a single letter or digit: it could not be told from others."""
        name: str = self.cleaned_data["organisation"]
        if name and not people.organisation_key(name):
            raise ValidationError(_("Write the name with letters or digits."))
        return name

    def clean(self) -> dict[str, Any]:
        """Fill in what the register knows, and see that a sector has a place."""
        data = super().clean() or self.cleaned_data
        known = people.find_organisation(data["organisation"]) if data.get("organisation") else None
        told = self._told_place()
        if known and not data.get("sector"):
            self._fill_in(data, known, told=told)
        elif not self.errors:
            self._check_together(data, told=told)
        return data

    def _told_place(self) -> bool:
        return bool(self.data.get(self.add_prefix("municipality")))

    @staticmethod
    def _fill_in(data: dict[str, Any], known: Organisation, *, told: bool) -> None:
        data["sector"] = known.sector
        if not told:
            data["municipality"] = known.municipality

    def _check_together(self, data: dict[str, Any], *, told: bool) -> None:
        if data.get("organisation") and not data.get("sector"):
            self.add_error("sector", _("This organisation is new here. Choose its sector."))
        elif told and not data.get("sector") and not data.get("municipality"):
            self.add_error("sector", _("Outside the region takes a sector as well."))
        elif data.get("sector") and not told:
            self.add_error(
                "municipality", _("Choose a municipality as well, or outside the region.")
            )

    def sender(self) -> dict[str, Any]:
        """Return what the actions take."""
        names = ("name", "organisation", "sector", "municipality")
        return {name: self.cleaned_data[name] for name in names}


class IdentifyForm(FromWhomFields):
    """Who an input is from, completed by staff."""

    @staticmethod
    def initial_of(one: Contribution) -> dict[str, Any]:
        """Return what is known of the sender."""
        place: Municipality | str = one.municipality or (OUTSIDE if one.sector else "")
        return {
            "name": one.name,
            "organisation": one.organisation.name if one.organisation else "",
            "sector": one.sector,
            "municipality": place,
        }
