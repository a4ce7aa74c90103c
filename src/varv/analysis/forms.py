"""The forms of evidence and of claims."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from varv.analysis.models import Citation, Claim, Evidence, Finding, Stance, Strength
from varv.analysis.queries import areas_supported, standing_evidence
from varv.analysis.queries.claims import areas_of
from varv.analysis.results.said import in_words
from varv.bodies.dates import Precision
from varv.cycles.forms import AreasField
from varv.cycles.models import Area
from varv.cycles.queries import areas_to_choose, current_programme
from varv.text.days import DayField
from varv.text.hostile import PlainCharField, PlainTextField, one_line, refuse_hostile
from varv.text.translated_forms import add_texts, initial_texts, language_name, texts

LANGUAGES = ("sv", "en", "nb", "da", "fi", "de", "fr")
NEWEST_FINDINGS = 200
#: So much of a name tells it from the others of a list.
NAMED = 110


def areas_with(held: Iterable[Area]) -> Any:
    """Return the areas in use and those that are chosen already, for a form to offer."""
    own = [area.pk for area in held]
    return areas_to_choose(current_programme()) | Area.objects.filter(pk__in=own)


class EvidenceForm(forms.Form):
    """A source, and the areas that lean on it."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Evidence.Kind.choices)
    author = PlainCharField(
        label=_("Who is behind it"), widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    publisher = PlainCharField(label=_("Publisher"), required=False)
    published_on = DayField(label=_("Published"))
    precision = forms.ChoiceField(
        label=_("Known to the"), choices=Precision.choices, initial=Precision.DAY
    )
    language = forms.ChoiceField(label=_("Language of the source"), required=False)
    number = PlainCharField(label=_("Number of the report"), required=False, max_length=80)
    isbn = PlainCharField(label=_("ISBN"), required=False, max_length=30)
    doi = PlainCharField(
        label=_("DOI"), required=False, max_length=120, help_text=_("Such as 10.1787/abc.")
    )
    url = forms.URLField(
        label=_("Web address"),
        required=False,
        max_length=200,
        assume_scheme="https",
        validators=[one_line, refuse_hostile],
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_("The report itself, where we have it. A new one replaces the one before."),
    )
    file_is_public = forms.BooleanField(
        label=_("Everybody may fetch the file"),
        required=False,
        help_text=_("Only where whoever wrote it lets us give it out."),
    )
    supports = AreasField(label=_("Areas that lean on it"), required=False)

    def __init__(
        self,
        *args: Any,
        languages: Sequence[str],
        evidence: Evidence | None = None,
        **kwargs: Any,
    ) -> None:
        held = list(areas_supported(evidence)) if evidence else []
        if evidence is not None:
            kwargs["initial"] = _initial(evidence, held)
        super().__init__(*args, **kwargs)
        self.fields["supports"].queryset = areas_with(held)  # type: ignore[attr-defined]
        self.fields["language"].choices = [  # type: ignore[attr-defined]
            ("", _("Not said")),
            *((code, language_name(code)) for code in LANGUAGES),
        ]
        add_texts(self, "title", _("Title of the source"), languages, max_length=300)
        add_texts(self, "summary", _("In short"), languages, required=False, long=True)
        self.order_fields([name for name in self.fields if name.startswith("title_")])

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, as the action takes it."""
        names = ("kind", "author", "published_on", "precision", "supports", "file_is_public")
        lines = ("url", "publisher", "number", "isbn", "doi", "language")
        plain = {name: self.cleaned_data[name] for name in names + lines}
        sent = self.cleaned_data["file"]
        file = (sent.name, sent.read()) if sent else None
        return {
            **plain,
            "file": file,
            "title": texts(self, "title"),
            "summary": texts(self, "summary"),
        }


def _initial(evidence: Evidence, areas: list[Area]) -> dict[str, Any]:
    names = ["kind", "author", "publisher", "published_on", "precision", "language", "number"]
    names += ["isbn", "doi", "url", "file_is_public"]
    plain = {name: getattr(evidence, name) for name in names}
    worded = initial_texts(title=evidence.title, summary=evidence.summary)
    return {**plain, **worded, "supports": areas}


class WithdrawForm(forms.Form):
    """Why a source is not to be leaned on any more."""

    reason = PlainTextField(
        label=_("Why it is withdrawn"), max_length=1000, help_text=_("Everybody can read it.")
    )


class ClaimForm(forms.Form):
    """A claim, and what it is about."""

    about = AreasField(
        label=_("What it is about"), error_messages={"required": _("Choose at least one area.")}
    )

    def __init__(
        self, *args: Any, languages: Sequence[str], claim: Claim | None = None, **kwargs: Any
    ) -> None:
        held = list(areas_of(claim)) if claim else []
        if claim is not None:
            kwargs["initial"] = {**initial_texts(sentence=claim.sentence), "about": held}
        super().__init__(*args, **kwargs)
        self.fields["about"].queryset = areas_with(held)  # type: ignore[attr-defined]
        add_texts(self, "sentence", _("Claim"), languages, max_length=400)
        self.order_fields([name for name in self.fields if name.startswith("sentence_")])

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, as the action takes it."""
        return {"sentence": texts(self, "sentence"), "about": self.cleaned_data["about"]}


class SourceField(forms.ChoiceField):
    """A source to cite: a piece of evidence, or a finding that stands."""

    def load(self) -> None:
        """Read what can be cited, once for each form."""
        evidence = list(standing_evidence())
        findings = list(
            Finding.objects.filter(state=Finding.State.STANDS).order_by("-made_at", "-pk")[
                :NEWEST_FINDINGS
            ]
        )
        self.known: dict[str, Evidence | Finding] = {
            **{f"evidence:{one.pk}": one for one in evidence},
            **{f"finding:{one.pk}": one for one in findings},
        }
        groups: list[tuple[Any, Sequence[Evidence | Finding]]] = [
            (_("Evidence"), evidence),
            (_("Findings"), findings),
        ]
        self.choices = [
            ("", _("Choose")),
            *(
                (label, [(_value(one), _named(one)) for one in some])
                for label, some in groups
                if some
            ),
        ]

    def clean(self, value: Any) -> Any:
        """Return the source itself."""
        return self.known[super().clean(value)]


def _value(one: Evidence | Finding) -> str:
    return f"{'evidence' if isinstance(one, Evidence) else 'finding'}:{one.pk}"


def _named(one: Evidence | Finding) -> str:
    name = Truncator(str(one)).chars(NAMED)
    beside = (
        f"{one.author}, {one.date_text}" if isinstance(one, Evidence) else in_words(one.figures)
    )
    return f"{name} ({beside})" if beside else name


class CitationForm(forms.Form):
    """What a source says of a sentence."""

    source = SourceField(label=_("Source"), error_messages={"required": _("Choose what you cite.")})
    stance = forms.ChoiceField(
        label=_("What the source does to the sentence"),
        choices=Stance.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    strength = forms.ChoiceField(
        label=_("How much it can carry"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how much it can carry.")},
        help_text=_("A finding can carry at most a comparison: a run tries no causes."),
    )
    page = PlainCharField(
        label=_("Where in the source"),
        required=False,
        max_length=60,
        help_text=_("A page, a table or a figure, such as: page 47."),
    )
    wording = forms.ChoiceField(
        label=_("Whose words"),
        choices=Citation.Wording.choices,
        initial=Citation.Wording.PARAPHRASE,
        widget=forms.RadioSelect,
    )
    text = PlainTextField(label=_("What the source says"), required=False, max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].load()  # type: ignore[attr-defined]
        self.fields["strength"].choices = [  # type: ignore[attr-defined]
            (one.value, f"{one.label}. {one.definition}") for one in Strength
        ]

    def clean(self) -> dict[str, Any]:
        """Say beside the field what a quote lacks."""
        data = super().clean() or self.cleaned_data
        if data.get("wording") == Citation.Wording.QUOTE and not data.get("text"):
            self.add_error(
                "text", ValidationError(gettext("Write the words as they stand in the source."))
            )
        return data
