"""Quick entry: what came as a letter, by telephone or was said at a meeting."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from varv.consultation.contents import Content, Sender
from varv.consultation.forms_desk.contributions import FromWhomFields
from varv.consultation.models import Contribution, Round
from varv.cycles.occasions import Occasion, thing_of
from varv.files.models import File
from varv.registry.forms import FilesField, ReceivedField
from varv.text import dates
from varv.text.hostile import PlainEmailField, PlainTextField
from varv.text.translated_forms import language_name

Channel = Contribution.Channel
#: What comes by itself, from the web and by e-mail, is not typed again.
CHANNELS = [(one.value, one.label) for one in (Channel.LETTER, Channel.PHONE, Channel.MEETING)]
LONGEST_TEXT = 50_000
#: What the next one most likely has in common with the one before.
KEPT = ("round", "channel", "received_at", "meeting", "language")


class EntryForm(FromWhomFields):
    """One input, entered by staff for somebody."""

    round = forms.ModelChoiceField(
        label=_("Round"), queryset=Round.objects.none(), empty_label=None
    )
    channel = forms.ChoiceField(label=_("How it came"), choices=CHANNELS, initial=Channel.LETTER)
    received_at = ReceivedField(label=_("When it came"))
    meeting = forms.ChoiceField(label=_("At which meeting"), required=False)
    language = forms.ChoiceField(label=_("Language"))
    email = PlainEmailField(
        label=_("E-mail"),
        required=False,
        help_text=_("Who has one gets a receipt with a copy."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    text = PlainTextField(
        label=_("Text"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8, "data-send": ""}),
    )
    file = FilesField(
        label=_("Scans and other files"),
        required=False,
        help_text=_("PDF, Word, Excel, pictures or text, each at most 20 MB."),
    )

    field_order = [*KEPT, "name", "email", "organisation", "sector", "municipality", "text"]

    def __init__(
        self,
        *args: Any,
        rounds: QuerySet[Round],
        languages: Sequence[str],
        occasions: Sequence[Occasion],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["round"].queryset = rounds  # type: ignore[attr-defined]
        self._occasions = {_as_choice(one): one for one in occasions}
        self.fields["meeting"].choices = [  # type: ignore[attr-defined]
            ("", _("None")),
            *(
                (key, f"{one.label}, {dates.moment(one.at)}")
                for key, one in self._occasions.items()
            ),
        ]
        self.fields["language"].choices = [(code, language_name(code)) for code in languages]  # type: ignore[attr-defined]
        self.fields["name"].widget.attrs["autofocus"] = not self.is_bound

    @property
    def kept_fields(self) -> list[forms.BoundField]:
        """What stays as it is from one entry to the next."""
        return [self[name] for name in KEPT]

    @property
    def who_fields(self) -> list[forms.BoundField]:
        """Who each input is from."""
        return [field for field in self if field.name not in {*KEPT, "text", "file"}]

    def clean(self) -> dict[str, Any]:
        """Let only what was said at a meeting be tied to one."""
        data = super().clean()
        if data.get("meeting") and data.get("channel") not in {None, Channel.MEETING}:
            self.add_error("meeting", _("Only what was said at a meeting belongs to one."))
        return data

    def who(self) -> Sender:
        """Return who said it."""
        return Sender(**self.sender(), email=self.cleaned_data["email"])

    def what(self, files: Sequence[File]) -> Content:
        """Return what was said, with the files that were stored."""
        return Content(text=self.cleaned_data["text"], files=files)

    def said_at(self) -> Model | None:
        """Return the meeting at which it was said."""
        occasion = self._occasions.get(self.cleaned_data["meeting"])
        return thing_of(occasion.ref) if occasion else None

    def kept(self) -> dict[str, str]:
        """Return what the next entry begins with, as it stands in an address."""
        return {name: str(self.data[name]) for name in KEPT if self.data.get(name)}


def _as_choice(occasion: Occasion) -> str:
    return f"{occasion.ref.kind}:{occasion.ref.id}"
