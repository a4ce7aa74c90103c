"""The forms of versions: writing a draft, and adopting it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from varv.bodies import queries as bodies
from varv.bodies.forms import ParagraphField
from varv.bodies.models import Body, Decision
from varv.cycles.actions import NewDecision
from varv.cycles.forms import WordingForm, reason_field
from varv.text.days import DayField
from varv.text.translated import Translated
from varv.text.translated_forms import add_texts, texts

#: A whole programme is a long text.
PROGRAMME_LENGTH = 400_000


class SeenField(forms.IntegerField):
    """How often the draft had been saved when it was opened; it goes along unseen."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=2**31 - 1, **kwargs)


class AreaDraftForm(WordingForm):
    """The wording of a draft of an area."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = reason_field(required=False)
        self.fields["revision"] = SeenField()


class ProgrammeDraftForm(forms.Form):
    """The text of a draft of the programme."""

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        add_texts(self, "title", _("Title of the version"), languages, max_length=200)
        add_texts(
            self,
            "text",
            _("Text"),
            languages,
            required=False,
            long=True,
            max_length=PROGRAMME_LENGTH,
        )
        add_texts(self, "note", _("About the version"), languages, required=False, long=True)
        for language in languages:
            self.fields[f"text_{language}"].help_text = _(
                "A blank line parts paragraphs. A line that begins with # or a number, such as "
                "“2.1 Goals”, is a heading and stands in the table of contents."
            )
        self.fields["revision"] = SeenField()

    @property
    def values(self) -> dict[str, Translated]:
        """What was typed, as the action takes it."""
        return {name: texts(self, name) for name in ("title", "text", "note")}


class AdoptForm(forms.Form):
    """By which decision a version is adopted: one that is written down already, or a new one.

    Without one that is there already, all that a new one needs is asked for.
    """

    # A browser cannot know that what a new decision needs is not needed with one chosen.
    use_required_attribute = False

    decision = forms.ModelChoiceField(
        label=_("Decision that is recorded already"),
        queryset=Decision.objects.none(),
        required=False,
        empty_label=_("None: record a new one below"),
        help_text=_(
            "If you choose one, leave the body, the date, the paragraph and the title empty."
        ),
    )
    body = forms.ModelChoiceField(
        label=_("Body that decided"),
        queryset=Body.objects.none(),
        required=False,
        empty_label=_("Choose a body"),
    )
    decided_on = DayField(label=_("Date"), required=False)
    paragraph = ParagraphField()

    def __init__(
        self,
        *args: Any,
        languages: Sequence[str],
        decisions: QuerySet[Decision],
        with_reason: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = decisions  # type: ignore[attr-defined]
        self.fields["body"].queryset = bodies.bodies()  # type: ignore[attr-defined]
        add_texts(
            self,
            "title",
            _("What was decided, in short"),
            languages,
            required=False,
            max_length=200,
        )
        self._ask_for_one_decision()
        if with_reason:
            self.fields["reason"] = reason_field()

    def _ask_for_one_decision(self) -> None:
        is_new = not self.data.get(self.add_prefix("decision"))
        title = next(name for name in self.fields if name.startswith("title_"))
        wanted = {
            "body": _("Choose the body that decided, or a decision above."),
            "decided_on": _("Say when it was decided, or choose a decision above."),
            title: _("Say in a few words what was decided."),
        }
        for name, words in wanted.items():
            self.fields[name].required = is_new
            self.fields[name].error_messages["required"] = words

    def made(self) -> Decision | NewDecision:
        """Return the decision that was chosen, or what is to be written down of a new one."""
        data = self.cleaned_data
        chosen: Decision | None = data["decision"]
        return chosen or NewDecision(
            body=data["body"],
            decided_on=data["decided_on"],
            paragraph=data["paragraph"],
            title=texts(self, "title"),
        )
