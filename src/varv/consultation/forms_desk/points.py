"""What staff type about points: their words, and where they belong."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from varv.consultation.actions.dispositions import MOST_AT_ONCE
from varv.consultation.actions.points import LONGEST_HEADING
from varv.consultation.forms_desk.point_list import areas_and_themes, ids_of
from varv.consultation.models import Point
from varv.consultation.queries.points import NONE
from varv.cycles.models import Programme
from varv.text.hostile import PlainCharField, PlainTextField
from varv.text.refusals import RefusableForm

KEEP = "keep"


class _Sorted(RefusableForm):
    """A form in which a point is put under an area and a theme."""

    def _load(self, programme: Programme, first: list[tuple[str, Any]]) -> None:
        areas, themes = areas_and_themes(programme)
        self._things: dict[str, dict[str, Any]] = {}
        for name, some in (("area", areas), ("theme", themes)):
            self._things[name] = {str(one.pk): one for one in some}
            choices = [(key, str(one)) for key, one in self._things[name].items()]
            self.fields[name].choices = [*first, *choices]  # type: ignore[attr-defined]

    def _thing(self, name: str) -> Any:
        return self._things[name].get(self.cleaned_data.get(name) or "")


class PointForm(_Sorted):
    """In short what a point says, and where it belongs."""

    heading = PlainCharField(
        label=_("In short"),
        required=False,
        max_length=LONGEST_HEADING,
        help_text=_("A few words by which it is found again. Name nobody."),
    )
    area = forms.ChoiceField(label=_("Area"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._load(programme, [("", _("None"))])

    def values(self) -> dict[str, Any]:
        """Return what the actions take."""
        return {
            "heading": self.cleaned_data["heading"],
            "area": self._thing("area"),
            "theme": self._thing("theme"),
        }

    @staticmethod
    def initial_of(one: Point) -> dict[str, Any]:
        """Return what is said of the point now."""
        return {"heading": one.heading, "area": one.area_id or "", "theme": one.theme_id or ""}


class SplitForm(PointForm):
    """The words of one point: selected in the text, ticked, or pasted."""

    quote = PlainTextField(
        label=_("The words of the point"),
        required=False,
        max_length=20_000,
        help_text=_("Select them in the text, tick sentences, or paste them here."),
        widget=forms.Textarea(attrs={"rows": 4, "data-send": ""}),
    )
    written_off = forms.BooleanField(label=_("I wrote them off an enclosed file"), required=False)
    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)
    near = forms.IntegerField(
        required=False, min_value=0, max_value=10_000_000, widget=forms.HiddenInput
    )
    seen = forms.IntegerField(min_value=0, max_value=100_000, widget=forms.HiddenInput)

    field_order = ("quote", "written_off", "heading", "area", "theme")

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        data = self.cleaned_data
        return super().values() | {
            "quote": data["quote"],
            "written_off": data["written_off"],
            "key": data["key"],
            "near": data["near"] or 0,
            "seen": data["seen"],
        }


class MoveForm(_Sorted):
    """Where many points go: what is not chosen stays as it is."""

    area = forms.ChoiceField(label=_("Area"), required=False)
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    points = forms.CharField(widget=forms.HiddenInput, max_length=200_000)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._load(programme, [(KEEP, _("Leave as it is")), (NONE, _("None"))])

    def changes(self) -> dict[str, Any]:
        """Return what is to change."""
        return {
            name: self._thing(name)
            for name in ("area", "theme")
            if self.cleaned_data.get(name) not in {"", KEEP}
        }

    def clean(self) -> dict[str, Any]:
        """Want at least one change."""
        data = super().clean() or self.cleaned_data
        if not self.errors and not self.changes():
            raise ValidationError(_("Choose an area or a theme."))
        return data

    def ids(self) -> list[int]:
        """Return which points."""
        return ids_of(self.cleaned_data["points"].split(","))[:MOST_AT_ONCE]
