"""What staff type about what a round asks, and choose to have out for comment."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from varv.consultation.models import Document, Question
from varv.cycles.models import AreaVersion, ProgrammeVersion
from varv.text.refusals import RefusableForm
from varv.text.translated import Translated
from varv.text.translated_forms import add_texts, initial_texts, texts

MOST_OPTIONS = 20
LONGEST_OPTION = 200


class QuestionForm(RefusableForm):
    """One question, in each language, with the answers to choose from."""

    kind = forms.ChoiceField(
        label=_("How it is answered"), choices=Question.Kind.choices, widget=forms.RadioSelect
    )
    per_area = forms.BooleanField(
        label=_("Ask it for each area"),
        required=False,
        help_text=_("One field for each area in use; who answers may leave some empty."),
    )
    required = forms.BooleanField(label=_("It has to be answered"), required=False)

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        kwargs["initial"] = {"kind": Question.Kind.TEXT} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.languages = languages
        add_texts(self, "text", _("Question"), languages, max_length=500)
        add_texts(self, "help", _("Help with it"), languages, required=False, max_length=500)
        add_texts(
            self, "options", _("Answers to choose from, one on each line"), languages, long=True,
            required=False, max_length=MOST_OPTIONS * (LONGEST_OPTION + 1),
        )  # fmt: skip
        for code in languages:
            self.fields[f"options_{code}"].widget.attrs["rows"] = 5
        self.order_fields(
            [
                *(f"text_{code}" for code in languages),
                *(f"help_{code}" for code in languages),
                "kind",
                *(f"options_{code}" for code in languages),
            ]
        )

    def clean(self) -> dict[str, Any]:
        """Pair the answers of all languages line by line."""
        data = super().clean() or self.cleaned_data
        written = {
            code: [line.strip() for line in (data.get(f"options_{code}") or "").splitlines()]
            for code in self.languages
        }
        lines = {code: [one for one in found if one] for code, found in written.items()}
        first, *others = self.languages
        if len(lines[first]) > MOST_OPTIONS:
            self.add_error(
                f"options_{first}",
                _("Write at most %(number)s answers.") % {"number": MOST_OPTIONS},
            )
        if any(len(one) > LONGEST_OPTION for one in lines[first]):
            self.add_error(
                f"options_{first}",
                _("Write at most %(number)s characters for each answer.")
                % {"number": LONGEST_OPTION},
            )
        for code in others if f"options_{first}" not in self.errors else ():
            if lines[code] and len(lines[code]) != len(lines[first]):
                self.add_error(
                    f"options_{code}", _("Write as many answers as in the first language.")
                )
                lines[code] = []
        data["options"] = [
            Translated({code: lines[code][place] for code in self.languages if lines[code]})
            for place in range(len(lines[first]))
        ]
        return data

    @staticmethod
    def initial_of(question: Question, languages: Sequence[str]) -> dict[str, Any]:
        """Return what the form shows of a question that is there."""
        offered = [one.text for one in question.options.all()]
        options = {
            f"options_{code}": "\n".join(text.get(code, "") for text in offered)
            for code in languages
        }
        words = initial_texts(text=question.text, help=question.help)
        plain = {name: getattr(question, name) for name in ("kind", "per_area", "required")}
        return words | plain | options

    def values(self) -> dict[str, Any]:
        """Return what the actions take."""
        names = ("kind", "per_area", "required", "options")
        plain = {name: self.cleaned_data[name] for name in names}
        return plain | {"text": texts(self, "text"), "help": texts(self, "help")}


class VersionsField(forms.ModelMultipleChoiceField):
    """Versions as boxes, each with its state: a draft and what holds now are called the same."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        """Return what the version is called, and how far it has come."""
        return f"{obj} – {obj.get_state_display().lower()}"


class DocumentsForm(RefusableForm):
    """Which texts are out for comment."""

    shown_as = {"versions": "areas"}

    programme = VersionsField(
        label=_("Texts of the programme"),
        queryset=ProgrammeVersion.objects.none(),
        required=False,
        help_text=_("A draft is public, and no longer changes, once the round is published."),
    )
    areas = VersionsField(
        label=_("Areas, as they are worded, and drafts of them"),
        queryset=AreaVersion.objects.none(),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        programme_versions: QuerySet[ProgrammeVersion],
        area_versions: QuerySet[AreaVersion],
        out: Sequence[Document],
        **kwargs: Any,
    ) -> None:
        self.out = out
        kwargs["initial"] = {
            "programme": [one.programme_version_id for one in out if one.programme_version_id],
            "areas": [one.area_version_id for one in out if one.area_version_id],
        }
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = programme_versions  # type: ignore[attr-defined]
        self.fields["areas"].queryset = area_versions  # type: ignore[attr-defined]

    def versions(self) -> list[ProgrammeVersion | AreaVersion]:
        """Return what was chosen: what is out already where it stands, what is new after it."""
        chosen = [*self.cleaned_data["programme"], *self.cleaned_data["areas"]]
        places = {document.version: place for place, document in enumerate(self.out)}
        return sorted(chosen, key=lambda one: places.get(one, len(places)))
