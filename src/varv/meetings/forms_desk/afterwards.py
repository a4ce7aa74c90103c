"""What staff type when a meeting has been held: who came, and the minutes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from varv.meetings.models import Attendance
from varv.people.forms import OUTSIDE, MunicipalityField, SectorField
from varv.text.hostile import PlainCharField, PlainTextField
from varv.text.refusals import RefusableForm

MAX_MINUTES = 200_000
MAX_WALK_INS = 200
SPARE_ROWS = 5


class MinutesForm(RefusableForm):
    """What was said and agreed."""

    text = PlainTextField(
        label=_("Minutes"),
        max_length=MAX_MINUTES,
        help_text=_("Plain text. An empty line starts a new paragraph."),
        widget=forms.Textarea(attrs={"rows": 20}),
    )


class CameForm(RefusableForm):
    """Which of those who signed up were there."""

    came = forms.TypedMultipleChoiceField(label=_("Came"), coerce=int, required=False)

    def __init__(self, *args: Any, registrations: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["came"].choices = [(pk, str(pk)) for pk in registrations]  # type: ignore[attr-defined]


class WalkInForm(RefusableForm):
    """Somebody who was there without having signed up; ``id`` of the attendance noted before."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = PlainCharField(label=_("Name"))
    organisation = PlainCharField(label=_("Organisation"), required=False)
    sector = SectorField()
    municipality = MunicipalityField()

    def __init__(self, *args: Any, municipality_field: MunicipalityField, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["municipality"]
        # Read once for all rows, and not once for each.
        field.places, field.choices = municipality_field.places, municipality_field.choices  # type: ignore[attr-defined]

    def has_changed(self) -> bool:
        """Tell whether the row says anything; one that was noted goes when its name is emptied."""
        told = ("name",) if self["id"].value() else tuple(self.fields)
        names = [name for name in told if name != "id"]
        return any(str(self[name].value() or "").strip() for name in names)


_RowsOfWalkIns = forms.formset_factory(
    WalkInForm,
    extra=SPARE_ROWS,
    max_num=MAX_WALK_INS,
    absolute_max=MAX_WALK_INS,
    validate_max=True,
)


class WalkInRows(_RowsOfWalkIns):  # type: ignore[misc,valid-type]
    """The rows of those who came without having signed up; empty rows are left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        municipality_field = MunicipalityField()
        municipality_field.load()
        form_kwargs = {"municipality_field": municipality_field}
        super().__init__(*args, prefix="walk_in", form_kwargs=form_kwargs, **kwargs)

    def initial_form_count(self) -> int:
        """Judge all rows alike when they are sent: each may be empty."""
        return 0 if self.is_bound else int(super().initial_form_count())

    def rows(self) -> list[dict[str, Any]]:
        """Return the filled rows as the action takes them."""
        return [form.cleaned_data for form in self.forms if form.cleaned_data.get("name")]


def walk_in_shown(row: Attendance) -> dict[str, Any]:
    """Return what a row shows of somebody noted before."""
    return {
        "id": row.pk,
        "name": row.name,
        "organisation": row.organisation.name if row.organisation else "",
        "sector": row.sector,
        "municipality": row.municipality or OUTSIDE,
    }
