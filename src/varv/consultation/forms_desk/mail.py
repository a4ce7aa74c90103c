"""The forms by which staff sort the mail that waits."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from varv.consultation.models import IncomingMail, Round
from varv.consultation.queries import incoming
from varv.text import dates
from varv.text.hostile import PlainCharField, PlainEmailField, PlainTextField

LONGEST_REASON = 300
LONGEST_TEXT = 20_000


class RoundField(forms.ModelChoiceField):
    """One of the rounds that a mail can be sorted into, with the number of its case."""

    def label_from_instance(self, obj: Round) -> str:
        """Name case, round and last day."""
        named = f"{obj.case.number}: {obj}"
        if obj.closes_at is None:
            return named
        last = timezone.localtime(obj.closes_at - timedelta(seconds=1)).date()
        return _("%(round)s, to %(day)s") % {"round": named, "day": dates.day(last)}


class SortForm(forms.Form):
    """Which round a mail belongs to; whom it is from and what it says, where that is not known."""

    round = RoundField(
        Round.objects.none(),
        label=_("Round"),
        empty_label=_("Choose a round"),
        error_messages={
            "required": _("Choose the round that the mail belongs to."),
            "invalid_choice": _("Choose a round in the list."),
        },
    )
    name = PlainCharField(label=_("Name of the sender"), required=False, max_length=200)
    email = PlainEmailField(
        label=_("E-mail address of the sender"),
        required=False,
        help_text=_("A receipt is sent there. Without an address there is none."),
    )
    text = PlainTextField(
        label=_("What it says"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=_("Its text could not be read. Open the original and write here what it says."),
    )

    def __init__(self, *args: Any, mail: IncomingMail, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"name": mail.sender_name, "email": mail.sender_email})
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = incoming.rounds_taking(mail.received_at)  # type: ignore[attr-defined]
        if mail.text.strip():
            del self.fields["text"]


class AsideForm(forms.Form):
    """Why a mail is no input."""

    reason = PlainCharField(
        label=_("Why is it put aside?"),
        max_length=LONGEST_REASON,
        help_text=_("For example: advertising, or a question that was answered by phone."),
        error_messages={"required": _("Write why it is put aside.")},
    )


class DoubleForm(forms.Form):
    """Which mail a mail is a double of."""

    first = forms.ModelChoiceField(
        IncomingMail.objects.none(),
        label=_("It is the same as"),
        empty_label=_("Choose a mail"),
        error_messages={
            "required": _("Choose the mail that came first."),
            "invalid_choice": _("Choose a mail in the list."),
        },
    )

    def __init__(self, *args: Any, mail: IncomingMail, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["first"]
        field.queryset = incoming.others_of_sender(mail)  # type: ignore[attr-defined]
        field.label_from_instance = _named  # type: ignore[attr-defined]


def _named(mail: IncomingMail) -> str:
    return f"{mail} ({dates.moment(mail.received_at)})"
