"""What staff type about papers and their parts."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from varv.bodies.models import Decision
from varv.consultation.models import Paper, PaperPart
from varv.text.hostile import PlainCharField, PlainTextField
from varv.text.refusals import RefusableForm
from varv.text.seals import seal_of
from varv.text.translated_forms import language_name

LONGEST_TEXT = 100_000
_SIGNS = _(
    "A blank line begins a new paragraph. Begin lines with “- ” for a list, with “1. ” for a "
    "numbered one, and with “## ” for a heading."
)


class NewPaperForm(RefusableForm):
    """What kind of paper, and in which language."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Paper.Kind.choices, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("Language"))
    title = PlainCharField(
        label=_("Title"),
        required=False,
        help_text=_("Leave it empty to have it made of the kind and the round."),
    )

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"kind": Paper.Kind.COMPILATION, "language": languages[0]})
        super().__init__(*args, **kwargs)
        choices = [(code, language_name(code)) for code in languages]
        self.fields["language"].choices = choices  # type: ignore[attr-defined]


class PaperForm(RefusableForm):
    """What a draft is called, and which decision it was written for."""

    title = PlainCharField(label=_("Title"))
    decision = forms.ModelChoiceField(
        label=_("For the decision"),
        queryset=Decision.objects.none(),
        required=False,
        help_text=_("Choose it once it stands on the page of its body."),
    )

    def __init__(self, *args: Any, paper: Paper, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"title": paper.title, "decision": paper.decision_id})
        super().__init__(*args, **kwargs)
        found = Decision.objects.select_related("body")
        self.fields["decision"].queryset = found  # type: ignore[attr-defined]


class NewPartForm(RefusableForm):
    """A part of text that is added at the end."""

    heading = PlainCharField(label=_("Heading"))
    text = PlainTextField(label=_("Text"), max_length=LONGEST_TEXT, help_text=_SIGNS)


class PartForm(NewPartForm):
    """One part of a draft."""

    text = PlainTextField(
        label=_("Text"), max_length=LONGEST_TEXT, required=False, help_text=_SIGNS
    )
    is_included = forms.BooleanField(label=_("Include this part"), required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, part: PaperPart, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {
                "heading": part.heading,
                "text": part.text,
                "is_included": part.is_included,
                "seen": seal_of(part.text),
            },
        )
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 14
