"""What staff type about themes, and about the wordings that reasons start from."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from varv.consultation.models import Disposition, ReasonTemplate, Theme
from varv.text.hostile import PlainCharField, PlainTextField
from varv.text.refusals import RefusableForm
from varv.text.translated_forms import add_texts, initial_texts, texts


class ThemeForm(RefusableForm):
    """The name of a theme, in each language."""

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_texts(self, "name", _("Name"), languages)

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        return {"name": texts(self, "name")}

    @staticmethod
    def initial_of(one: Theme) -> dict[str, str]:
        """Return the name as it is."""
        return initial_texts(name=one.name)


class MergeThemeForm(RefusableForm):
    """The theme that takes the points of another."""

    into = forms.ModelChoiceField(label=_("Move its points to"), queryset=Theme.objects.none())

    def __init__(self, *args: Any, others: QuerySet[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = others  # type: ignore[attr-defined]


class ReasonForm(RefusableForm):
    """A wording that reasons start from."""

    name = PlainCharField(label=_("Name"), max_length=120)
    outcome = forms.ChoiceField(label=_("Disposition"), choices=Disposition.Outcome.choices)
    text = PlainTextField(
        label=_("Reason"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5})
    )

    @staticmethod
    def initial_of(one: ReasonTemplate) -> dict[str, str]:
        """Return the wording as it is."""
        return {"name": one.name, "outcome": one.outcome, "text": one.text}
