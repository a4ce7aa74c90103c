"""Forms of the register's desk pages, and its fields for the forms of the apps above."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from varv import clock
from varv.files import types
from varv.registry.channels import Channel
from varv.registry.models import Case, Record
from varv.text.days import refuse_far_off
from varv.text.hostile import PlainCharField, PlainTextField

MAX_FILES = 10


class ReceivedField(forms.DateTimeField):
    """When something came, in the region's time zone: not in the future, not by a slip long ago."""

    default_validators = [refuse_far_off]
    default_error_messages = {
        "invalid": _("Write a date and a time, such as 2020-06-04 09:00."),
        "late": _("This moment has not come yet."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Received"))
        kwargs.setdefault("initial", clock.now)
        super().__init__(
            widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
            **kwargs,
        )

    def validate(self, value: datetime | None) -> None:
        """Refuse a moment that has not come."""
        super().validate(value)
        if value is not None and value > clock.now():
            raise ValidationError(self.error_messages["late"], code="late")


class FilesInput(forms.FileInput):
    """An input that takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; the value is a list, empty where none was chosen."""

    widget = FilesInput(attrs={"accept": ",".join(types.ALLOWED)})

    def clean(self, data: object, initial: object = None) -> list[UploadedFile]:
        """Check each file as a single one is checked."""
        chosen = [item for item in data if item] if isinstance(data, Iterable) else []
        if len(chosen) > MAX_FILES:
            raise ValidationError(
                _("Choose at most %(count)s files at a time."), params={"count": MAX_FILES}
            )
        if not chosen:
            super().clean(None, initial)
        return [super(FilesField, self).clean(item, initial) for item in chosen]


class MailTextForm(forms.Form):
    """Subject and body of one kind of mail in one language."""

    subject = PlainCharField(label=_("Subject"), max_length=200)
    body = PlainTextField(
        label=_("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 16})
    )


class ExternalNumberForm(forms.Form):
    """The number that a case or a record has in the official register."""

    external_number = PlainCharField(
        label=_("Number in the official register"),
        help_text=_("Leave it empty if there is none."),
        required=False,
        max_length=Case._meta.get_field("external_number").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class RecordForm(ExternalNumberForm):
    """What came in, went out or was made in a case."""

    direction = forms.ChoiceField(
        label=_("Direction"),
        choices=Record.Direction.choices,
        widget=forms.RadioSelect,
        initial=Record.Direction.IN,
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Channel.choices)
    title = PlainCharField(
        label=_("Title"),
        help_text=_("What it is and from whom, in a few words."),
        max_length=Record._meta.get_field("title").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    received_at = ReceivedField(label=_("Received or made"))
    text = PlainTextField(
        label=_("Text"),
        required=False,
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    file = FilesField(
        label=_("Files"),
        required=False,
        help_text=_("PDF, Word, Excel, pictures or text, each at most 20 MB."),
    )

    secrecy = PlainCharField(
        label=_("Secret under"),
        required=False,
        max_length=Record._meta.get_field("secrecy").max_length,
        help_text=_(
            "Only if it is secret: the law, such as OSL 21 kap. 1 §. The register then tells that "
            "it exists, and under which law, but nothing of what it says."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    field_order = [
        "direction",
        "kind",
        "title",
        "received_at",
        "text",
        "file",
        "external_number",
        "secrecy",
    ]


class SecrecyForm(forms.Form):
    """The law that a record is secret under."""

    reference = PlainCharField(
        label=_("Secret under"),
        help_text=_("The law, such as OSL 21 kap. 1 §. Everybody can read this."),
        max_length=Record._meta.get_field("secrecy").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class LiftSecrecyForm(forms.Form):
    """Why a record is secret no more."""

    reason = PlainCharField(
        label=_("Reason"),
        help_text=_("It stands in the log for ever: name nobody."),
        max_length=500,
    )
