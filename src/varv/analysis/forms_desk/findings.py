"""The forms of findings."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from varv.analysis.asking import AskedOnceForm
from varv.analysis.models import Finding
from varv.cycles.models import Area
from varv.cycles.queries import areas_to_choose, current_programme
from varv.text.hostile import PlainTextField
from varv.text.refusals import RefusableForm
from varv.text.translated_forms import add_texts, initial_texts, texts

SENTENCE = 400


class FindingForm(AskedOnceForm, RefusableForm):
    """One sentence about a row, and the area that it is about."""

    area = forms.ModelChoiceField(
        Area.objects.none(),
        label=_("Area"),
        required=False,
        empty_label=_("No area: the whole region"),
    )

    def __init__(
        self,
        *args: Any,
        languages: Sequence[str],
        finding: Finding | None = None,
        **kwargs: Any,
    ) -> None:
        if finding is not None:
            now = initial_texts(sentence=finding.sentence) | {"area": finding.area_id}
            kwargs["initial"] = now
        super().__init__(*args, **kwargs)
        areas = areas_to_choose(current_programme())
        if finding is not None and finding.area_id:
            areas = areas | Area.objects.filter(pk=finding.area_id)
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]
        add_texts(self, "sentence", _("What the figures show"), languages, max_length=SENTENCE)
        self.order_fields([name for name in self.fields if name.startswith("sentence_")])

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, as the actions take it."""
        data = self.cleaned_data
        return {
            "sentence": texts(self, "sentence"),
            "area": data["area"],
            "is_sure": data["is_sure"],
        }


class RewriteForm(FindingForm):
    """The sentence anew, and what there is to say of that."""

    note = PlainTextField(label=_("Note"), required=False, max_length=2000)

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, as the action takes it."""
        return super().values | {"note": self.cleaned_data["note"]}


class NoteForm(RefusableForm):
    """Why a finding still holds, or is withdrawn."""

    note = PlainTextField(label=_("Why"), max_length=2000)
