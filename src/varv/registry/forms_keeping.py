"""The forms of masking and of disposal."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from varv.files.models import File
from varv.registry import masking, queries, retention
from varv.registry.models import DisposalDecision, Masking
from varv.text.days import DayField
from varv.text.hostile import PlainCharField, PlainTextField

MAX_MONTHS = 1200


class MaskForm(forms.Form):
    """What of a thing is taken off the web, and why."""

    fields_to_mask = forms.MultipleChoiceField(
        label=_("Texts"), required=False, widget=forms.CheckboxSelectMultiple
    )
    passages = PlainTextField(
        label=_("Only these passages"),
        help_text=_(
            "One a line, as they stand in the text. Leave it empty to mask the chosen texts whole."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    files_to_mask = forms.MultipleChoiceField(
        label=_("Files"), required=False, widget=forms.CheckboxSelectMultiple
    )
    ground = forms.ChoiceField(
        label=_("Ground"),
        widget=forms.RadioSelect,
        choices=[one for one in Masking.Ground.choices if one[0] != Masking.Ground.ERASURE],
    )
    reason = PlainCharField(
        label=_("Reason"),
        help_text=_("With the paragraph of the law, but without what is to be masked."),
        max_length=Masking._meta.get_field("reason").max_length,
    )

    def __init__(self, *args: Any, kind: str, files: Iterable[File], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts: Any = self.fields["fields_to_mask"]
        texts.choices = list(masking.fields_of(kind).items())
        there = [(str(file.pk), file.name) for file in files]
        if there:
            chosen: Any = self.fields["files_to_mask"]
            chosen.choices = there
        else:
            del self.fields["files_to_mask"]

    def what(self) -> dict[str, Any]:
        """Return what was chosen, as the action takes it."""
        data = self.cleaned_data
        return {
            "fields": data["fields_to_mask"],
            "passages": data["passages"].splitlines(),
            "files": [int(pk) for pk in data.get("files_to_mask", [])],
            "ground": data["ground"],
            "reason": data["reason"],
        }


class LiftForm(forms.Form):
    """Why something may be seen again."""

    reason = PlainCharField(
        label=_("Reason"), max_length=Masking._meta.get_field("lift_reason").max_length
    )


class DisposalDecisionForm(forms.Form):
    """A decision about what may be destroyed, made outside of the program."""

    name = PlainCharField(label=_("Name"), help_text=_("Such as: Disposal plan for growth work."))
    decided_by = PlainCharField(label=_("Decided by"))
    decided_on = DayField(label=_("Decided on"))
    reference = PlainCharField(label=_("Paragraph or number"), required=False, max_length=100)
    covers = forms.MultipleChoiceField(label=_("Covers"), widget=forms.CheckboxSelectMultiple)
    valid_from = DayField(label=_("Valid from"))
    valid_to = DayField(label=_("Valid to"), required=False)
    text = PlainTextField(label=_("What it says"), required=False, max_length=20_000)
    document = forms.FileField(label=_("The decision as a file"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        covers: Any = self.fields["covers"]
        covers.choices = [(rule.key, rule.label) for rule in retention.rules]


class UnderDecision(forms.Form):
    """The decision under which something is done."""

    decision = forms.ModelChoiceField(
        label=_("Decision"),
        queryset=DisposalDecision.objects.none(),
        empty_label=_("Choose"),
    )

    def __init__(self, *args: Any, rule: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = queries.decisions_in_force(rule)  # type: ignore[attr-defined]


class DisposeForm(UnderDecision):
    """Destroying what the preview told of: ``expected`` is how many that was."""

    expected = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)


class KeepTimeForm(UnderDecision):
    """How many months things of a kind are kept, or that they are kept for ever."""

    field_order = ("months", "for_ever", "decision")
    months = forms.IntegerField(
        label=_("Months"), min_value=1, max_value=MAX_MONTHS, required=False
    )
    for_ever = forms.BooleanField(
        label=_("Kept for ever"),
        help_text=_("They are never proposed to be destroyed."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Take either a number of months or that it is for ever."""
        data = super().clean() or self.cleaned_data
        if "months" not in self.errors and bool(data.get("months")) == bool(data.get("for_ever")):
            self.add_error("months", _("Write a number of months, or choose that it is for ever."))
        return data

    def months_wanted(self) -> int | None:
        """Return the months; None for ever."""
        return None if self.cleaned_data["for_ever"] else self.cleaned_data["months"]
