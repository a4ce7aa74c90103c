"""The forms of analysis."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from varv.analysis.models import Evidence
from varv.bodies.dates import Precision
from varv.cycles.forms import AreasField
from varv.cycles.queries import areas_to_choose, current_programme
from varv.text.days import DayField
from varv.text.hostile import PlainCharField, one_line, refuse_hostile
from varv.text.translated_forms import add_texts, texts


class EvidenceForm(forms.Form):
    """A source, and the areas that lean on it."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Evidence.Kind.choices)
    author = PlainCharField(
        label=_("Who is behind it"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    published_on = DayField(label=_("Published"))
    precision = forms.ChoiceField(
        label=_("Known to the"), choices=Precision.choices, initial=Precision.DAY
    )
    url = forms.URLField(
        label=_("Web address"),
        required=False,
        max_length=200,
        assume_scheme="https",
        validators=[one_line, refuse_hostile],
    )
    supports = AreasField(label=_("Areas that lean on it"), required=False)

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas = areas_to_choose(current_programme())
        self.fields["supports"].queryset = areas  # type: ignore[attr-defined]
        add_texts(self, "title", _("Title of the source"), languages, max_length=300)
        add_texts(self, "summary", _("In short"), languages, required=False, long=True)
        self.order_fields([name for name in self.fields if name.startswith("title_")])

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, as the action takes it."""
        names = ("kind", "author", "published_on", "precision", "url", "supports")
        plain = {name: self.cleaned_data[name] for name in names}
        return {**plain, "title": texts(self, "title"), "summary": texts(self, "summary")}
