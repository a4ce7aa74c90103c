"""What staff answer to points, and what a second reader says about it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from varv.consultation.actions.dispositions import MOST_AT_ONCE
from varv.consultation.forms_desk.point_list import LONGEST_ID, ids_of
from varv.consultation.models import Disposition, ReasonTemplate
from varv.cycles.models import Programme
from varv.registry import changeable
from varv.registry.kinds import Ref
from varv.text.hostile import PlainTextField
from varv.text.refusals import RefusableForm


class DisposeForm(RefusableForm):
    """What is answered, and why; for one point or for many."""

    template = forms.ChoiceField(label=_("Start from a wording"), required=False)
    outcome = forms.ChoiceField(
        label=_("Disposition"), choices=Disposition.Outcome.choices, widget=forms.RadioSelect
    )
    reason = PlainTextField(
        label=_("Reason"),
        max_length=5000,
        help_text=_("The sender and everybody read it. Say why in plain words. Name nobody."),
        widget=forms.Textarea(attrs={"rows": 5, "data-send": ""}),
    )
    changed_text = PlainTextField(
        label=_("Changed text"),
        required=False,
        max_length=20_000,
        help_text=_("The new words, where something was changed."),
        widget=forms.Textarea(attrs={"rows": 4, "data-send": ""}),
    )
    changed = forms.MultipleChoiceField(
        label=_("What it changed"),
        required=False,
        help_text=_("One or more. The thread leads there from each point."),
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=300_000)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.templates = {str(one.pk): one for one in ReasonTemplate.objects.all()}
        if self.templates:
            self.fields["template"].choices = [  # type: ignore[attr-defined]
                ("", _("None")),
                *(
                    (key, f"{one.get_outcome_display()}: {one}")
                    for key, one in self.templates.items()
                ),
            ]
        else:
            del self.fields["template"]
        self.fields["changed"].choices = [  # type: ignore[attr-defined]
            (group.label, [(_key(ref), name) for ref, name in group.options])
            for group in changeable.groups(programme)
        ]

    def clean_seen(self) -> dict[int, str]:
        """Return what held for each point when the page was opened."""
        return read_seen(self.cleaned_data["seen"])

    def values(self) -> dict[str, Any]:
        """Return what the action takes."""
        data = self.cleaned_data
        return {
            "points": list(data["seen"]),
            "outcome": data["outcome"],
            "reason": data["reason"],
            "changed_text": data["changed_text"],
            "changed": [_ref(one) for one in data["changed"]],
            "seen": data["seen"],
        }

    @staticmethod
    def initial_of(holds: Disposition | None) -> dict[str, Any]:
        """Return what was answered before, so that it can be changed."""
        if holds is None:
            return {}
        return {
            "outcome": holds.outcome,
            "reason": holds.reason,
            "changed_text": holds.changed_text,
            "changed": [f"{kind}:{pk}" for kind, pk in holds.changed],
        }


class ReturnForm(RefusableForm):
    """Why a second reader does not agree."""

    note = PlainTextField(
        label=_("What is to be changed"),
        max_length=2000,
        help_text=_("Who wrote the answer reads it. Nobody outside does."),
        widget=forms.Textarea(attrs={"rows": 3, "data-send": ""}),
    )
    dispositions = forms.CharField(widget=forms.HiddenInput, max_length=200_000)

    def ids(self) -> list[int]:
        """Return which answers."""
        return ids_of(self.cleaned_data["dispositions"].split(","))[:MOST_AT_ONCE]


def written(seen: Mapping[int, str]) -> str:
    """Write down for a page what holds for each point.

    >>> written({3: "0", 5: "17s"})
    '3:0,5:17s'
    """
    return ",".join(f"{pk}:{token}" for pk, token in seen.items())


def read_seen(text: str) -> dict[int, str]:
    """Read what ``written`` wrote; anything else is refused."""
    found: dict[int, str] = {}
    for one in text.split(","):
        pk, _colon, token = one.partition(":")
        if not (pk.isdecimal() and len(pk) <= LONGEST_ID and token and len(token) < 30):
            raise ValidationError(_("The page is damaged. Open it again."))
        found[int(pk)] = token
    return found


def _key(ref: Ref) -> str:
    return f"{ref.kind}:{ref.id}"


def _ref(value: str) -> Ref:
    kind, _colon, pk = value.partition(":")
    return Ref(kind, int(pk))
