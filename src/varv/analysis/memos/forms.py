"""What staff type about memos."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from varv import clock
from varv.analysis.memos.actions import AHEAD
from varv.analysis.models import Memo
from varv.cycles.models import Area
from varv.cycles.queries import active_areas
from varv.meetings.models import Meeting
from varv.text import dates
from varv.text.hostile import PlainCharField, PlainTextField
from varv.text.refusals import RefusableForm
from varv.text.seals import seal_of
from varv.text.translated_forms import language_name

LONGEST_TEXT = 100_000


class MeetingField(forms.ModelChoiceField):
    """A meeting that is still to come, called by its day and its title."""

    def label_from_instance(self, obj: Meeting) -> str:
        """Return what a meeting is called in the list."""
        return f"{dates.day(obj.starts_at)}: {obj}"


def _meetings(besides: int | None = None) -> QuerySet[Meeting]:
    ahead = Q(state__in=AHEAD, starts_at__gt=clock.now())
    if besides is not None:
        ahead |= Q(pk=besides)
    return Meeting.objects.filter(ahead).order_by("starts_at", "pk")


_SENT = _(
    "When the memo is published it is sent to those who have signed up, and to those who are "
    "interested in the area with an invitation. It stands on the page of the meeting."
)


class NewMemoForm(RefusableForm):
    """What kind of memo, on what, and in which language."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Memo.Kind.choices, widget=forms.RadioSelect)
    area = forms.ModelChoiceField(
        label=_("Area"),
        queryset=Area.objects.none(),
        required=False,
        help_text=_("A memo on the whole region has none."),
    )
    language = forms.ChoiceField(label=_("Language"))
    meeting = MeetingField(
        label=_("For the meeting"),
        queryset=Meeting.objects.none(),
        required=False,
        help_text=_SENT,
    )
    title = PlainCharField(
        label=_("Title"),
        required=False,
        max_length=200,
        help_text=_("Leave it empty to have it made of the kind and the area."),
    )

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"kind": Memo.Kind.MEMO, "language": languages[0]})
        super().__init__(*args, **kwargs)
        choices = [(code, language_name(code)) for code in languages]
        self.fields["language"].choices = choices  # type: ignore[attr-defined]
        self.fields["area"].queryset = active_areas()  # type: ignore[attr-defined]
        self.fields["meeting"].queryset = _meetings()  # type: ignore[attr-defined]


class MemoForm(RefusableForm):
    """The text of a draft, what it is called and which meeting it is for."""

    title = PlainCharField(label=_("Title"), max_length=200)
    text = PlainTextField(
        label=_("Text"),
        max_length=LONGEST_TEXT,
        help_text=_(
            "A blank line begins a new paragraph. Begin lines with “## ” for a part, “### ” for a "
            "heading in it, “- ” for a list. What stands in braces is filled in."
        ),
    )
    meeting = MeetingField(
        label=_("For the meeting"),
        queryset=Meeting.objects.none(),
        required=False,
        help_text=_SENT,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, memo: Memo, **kwargs: Any) -> None:
        kwargs.setdefault(
            "initial",
            {
                "title": memo.title,
                "text": memo.text,
                "meeting": memo.meeting_id,
                "seen": seal_of(memo.text),
            },
        )
        super().__init__(*args, **kwargs)
        self.fields["text"].widget.attrs["rows"] = 26
        self.fields["meeting"].queryset = _meetings(memo.meeting_id)  # type: ignore[attr-defined]
