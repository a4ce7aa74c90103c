"""The forms of SWOT: for partners, and for the staff who keep the board."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from varv.analysis.models import SwotItem, SwotKind
from varv.text.days import DayField
from varv.text.hostile import PlainTextField
from varv.text.translated import Translated
from varv.text.translated_forms import add_texts, initial_texts, texts


class ProposalForm(forms.Form):
    """What a partner proposes, in the language in which they read the page."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=SwotKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the four.")},
    )
    text = PlainTextField(
        label=_("Your sentence"),
        max_length=400,
        help_text=_("One thing at a time. The staff read it before others see it."),
        error_messages={"required": _("Write it as one sentence.")},
    )

    def sentence(self, language: str) -> Translated:
        """Return what was typed, by language."""
        return Translated({language: self.cleaned_data["text"]})


class SwotItemForm(forms.Form):
    """An item on the board."""

    kind = forms.ChoiceField(label=_("Field"), choices=SwotKind.choices)

    def __init__(
        self, *args: Any, languages: Sequence[str], item: SwotItem | None = None, **kwargs: Any
    ) -> None:
        if item is not None:
            kwargs["initial"] = {**initial_texts(sentence=item.sentence), "kind": item.kind}
        super().__init__(*args, **kwargs)
        # Whatever language it was proposed in, the others can follow.
        add_texts(self, "sentence", _("Sentence"), languages, max_length=400)

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, as the action takes it."""
        return {"kind": self.cleaned_data["kind"], "sentence": texts(self, "sentence")}


class OpenBoardForm(forms.Form):
    """Until when partners may propose and vote."""

    last_day = DayField(label=_("Last day to propose and vote"))


class TurnDownForm(forms.Form):
    """Why an item is not on the board."""

    answer = PlainTextField(
        label=_("Why"), max_length=1000, help_text=_("Whoever proposed it reads it.")
    )


class AdoptForm(forms.Form):
    """Where a SWOT was adopted, and why without votes where that is so."""

    note = PlainTextField(
        label=_("Where and by whom it was adopted"),
        required=False,
        max_length=1000,
        help_text=_("Such as: at the partnership's meeting on 8 June. Everybody can read it."),
    )
    unvoted_reason = PlainTextField(
        label=_("Why it is adopted although nobody has voted on some items"),
        max_length=1000,
        help_text=_("Such as: the partnership voted by a show of hands. Everybody can read it."),
        error_messages={"required": _("Say why they are adopted all the same.")},
    )

    def __init__(self, *args: Any, has_unvoted: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_unvoted:
            del self.fields["unvoted_reason"]


class KeepForm(forms.Form):
    """Why an adopted item holds although a source of it no longer stands."""

    note = PlainTextField(
        label=_("Why it holds all the same"),
        max_length=1000,
        help_text=_("Everybody can read it."),
    )
