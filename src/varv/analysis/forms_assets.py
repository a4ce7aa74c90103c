"""The forms of the register of assets, and of the fulfilment criteria."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from varv.analysis.asking import AskedOnceForm
from varv.analysis.forms import areas_with
from varv.analysis.models import Asset
from varv.analysis.queries.assets import NOWHERE
from varv.analysis.queries.criteria import Criterion
from varv.bodies.dates import Precision
from varv.cycles.forms import AreasField
from varv.cycles.models import Area, FrameItem
from varv.cycles.queries import areas_to_choose, current_programme
from varv.people.forms import MunicipalityField, OrganisationField
from varv.people.models import User
from varv.people.queries import OUTSIDE, municipalities, staff
from varv.text.days import DayField
from varv.text.hostile import PlainCharField, PlainTextField, one_line, refuse_hostile
from varv.text.translated_forms import add_texts, initial_texts, texts

PLAIN = ["name", "kind", "owner", "municipality", "place", "latitude", "longitude", "areas"]
PLAIN += ["source", "source_url", "dated_on", "precision"]


class DegreesField(forms.DecimalField):
    """A coordinate in degrees."""

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        super().__init__(
            min_value=-most,
            max_value=most,
            max_digits=8,
            decimal_places=5,
            required=False,
            localize=True,  # a comma is a comma in Swedish
            widget=forms.TextInput(attrs={"class": "short", "inputmode": "decimal"}),
            **kwargs,
        )


class AssetForm(AskedOnceForm):
    """An asset of the region."""

    name = PlainCharField(label=_("Name"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Asset.Kind.choices)
    owner = OrganisationField(label=_("Owner"), required=False)
    municipality = MunicipalityField(
        help_text=_("Outside the region also stands for several municipalities.")
    )
    place = PlainCharField(label=_("Place"), required=False, max_length=120)
    latitude = DegreesField(
        label=_("Latitude"), most=90, help_text=_("Degrees north, such as 63.17700.")
    )
    longitude = DegreesField(
        label=_("Longitude"), most=180, help_text=_("Degrees east, such as 14.65500.")
    )
    areas = AreasField(label=_("Areas that can build on it"), required=False)
    source = PlainCharField(
        label=_("Source"), max_length=300, help_text=_("Where what stands here is known from.")
    )
    source_url = forms.URLField(
        label=_("Web address of the source"),
        required=False,
        max_length=200,
        assume_scheme="https",
        validators=[one_line, refuse_hostile],
    )
    dated_on = DayField(label=_("As of"))
    precision = forms.ChoiceField(
        label=_("Known to the"), choices=Precision.choices, initial=Precision.DAY
    )

    def __init__(
        self, *args: Any, languages: Sequence[str], asset: Asset | None = None, **kwargs: Any
    ) -> None:
        held = list(asset.areas.all()) if asset else []
        if asset is not None:
            plain = {name: getattr(asset, name) for name in PLAIN if name != "areas"}
            plain["municipality"] = asset.municipality or OUTSIDE
            worded = initial_texts(description=asset.description)
            kwargs["initial"] = {**plain, **worded, "areas": held}
        super().__init__(*args, **kwargs)
        self.fields["areas"].queryset = areas_with(held)  # type: ignore[attr-defined]
        self.fields["municipality"].load()  # type: ignore[attr-defined]
        add_texts(self, "description", _("Description"), languages, required=False, long=True)

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, as the action takes it."""
        plain = {name: self.cleaned_data[name] for name in [*PLAIN, "is_sure"]}
        return {**plain, "description": texts(self, "description")}


class AssetListForm(forms.Form):
    """A list of assets in Excel."""

    file = forms.FileField(
        label=_("List of assets (Excel, .xlsx)"),
        widget=forms.FileInput(
            attrs={
                "accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
        ),
    )


class AssetFilter(forms.Form):
    """What the list of assets shows."""

    area = forms.ModelChoiceField(
        label=_("Area"),
        queryset=Area.objects.none(),
        required=False,
        to_field_name="slug",
        empty_label=_("All"),
    )
    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All")), *Asset.Kind.choices]
    )
    municipality = forms.ChoiceField(label=_("Municipality"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = areas_to_choose(current_programme())
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]
        self.fields["municipality"].choices = [  # type: ignore[attr-defined]
            ("", _("All")),
            *((str(place.pk), place.name) for place in municipalities()),
            (NOWHERE, _("Several, or outside the region")),
        ]

    def wanted(self) -> dict[str, Any]:
        """Return what is asked for; a field that is wrong is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class CriterionForm(forms.Form):
    """Who answers for a criterion, or who is to find out by when."""

    answered_by = forms.ChoiceField(
        label=_("Who answers for it"), choices=FrameItem.AnsweredBy.choices
    )
    role = PlainCharField(
        label=_("Who is to find out"),
        required=False,
        help_text=_("A role, such as: head of regional development. Everybody can read it."),
    )
    responsible = forms.ModelChoiceField(
        label=_("Who is reminded on the desk"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("All who coordinate"),
    )
    due_on = DayField(label=_("By when"), required=False)
    note = PlainTextField(
        label=_("What is known so far, and from where"), required=False, max_length=2000
    )

    def __init__(self, *args: Any, criterion: Criterion, **kwargs: Any) -> None:
        one = criterion.inquiry
        kwargs["initial"] = {
            "answered_by": criterion.item.answered_by or FrameItem.AnsweredBy.UNCLEAR,
            "role": one.role if one else "",
            "responsible": one.responsible if one else None,
            "due_on": one.due_on if one else None,
            "note": one.note if one else "",
        }
        super().__init__(*args, **kwargs)
        people = staff().filter(is_active=True)
        self.fields["responsible"].queryset = people  # type: ignore[attr-defined]
