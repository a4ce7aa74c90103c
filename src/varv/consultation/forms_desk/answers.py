"""What staff type about answers: which to show, how they are worded, what is corrected."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from varv.consultation.answering.wordings import PLACEHOLDERS, Wording
from varv.consultation.models import Answer
from varv.consultation.queries.answers import Stage
from varv.text.days import DayField
from varv.text.hostile import PlainCharField, PlainTextField
from varv.text.refusals import RefusableForm

LONGEST = 10_000


class AnswerFilter(forms.Form):
    """Which answers the list shows."""

    q = PlainCharField(label=_("Name, e-mail or organisation"), required=False)
    stage = forms.ChoiceField(
        label=_("Show"), required=False, choices=[("", _("All")), *Stage.choices]
    )
    way = forms.ChoiceField(
        label=_("How it goes"), required=False, choices=[("", _("All")), *Answer.Way.choices]
    )


class WordingFields(RefusableForm):
    """What stands around the points."""

    subject = PlainCharField(label=_("Subject"))
    opening = PlainTextField(
        label=_("Before the points"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    closing = PlainTextField(
        label=_("After the points"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def wording(self) -> Wording:
        """Return what was typed."""
        return Wording(*(self.cleaned_data[name] for name in ("subject", "opening", "closing")))


class WordingForm(WordingFields):
    """How the answers of a round are worded in one language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = "; ".join(f"{{{name}}}: {what}" for name, what in PLACEHOLDERS.items())
        self.fields["opening"].help_text = told


class AnswerForm(WordingFields):
    """One answer, worded by hand."""

    postal_address = PlainTextField(
        label=_("Name and postal address"),
        max_length=500,
        help_text=_("The name on the first line, the address below it."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )
    # How it was when the page was opened: what somebody else has written since is not lost.
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=80)

    def __init__(self, *args: Any, by_letter: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by_letter:
            del self.fields["postal_address"]


class PostingForm(RefusableForm):
    """On which day letters were posted."""

    day = DayField(label=_("Day they were posted"))


class CorrectionForm(RefusableForm):
    """What was wrong or missing in an answer that has gone."""

    reason = PlainCharField(label=_("Why"), help_text=_("The recipient reads it."), max_length=300)
    text = PlainTextField(
        label=_("What you tell them"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    number = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=1, max_value=30_000
    )
