"""The forms of activity sets and of the figures of profiles."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from varv.analysis.compute.activities import sections
from varv.analysis.models import DatasetVersion, ProfileSource
from varv.analysis.names.activities import activity_name, activity_shown
from varv.analysis.profiles.actions import LARGEST_WORKPLACE
from varv.analysis.profiles.queries import versions_to_choose
from varv.text.hostile import PlainCharField
from varv.text.translated import Translated
from varv.text.translated_forms import add_texts, texts

_LINE = re.compile(r"\s*([0-9]{2})[\s:.,–-]+(\S.*)")


class BySection(forms.CheckboxSelectMultiple):
    """Boxes under their sections, which are open where anything is ticked in them."""

    template_name = "analysis/widgets/by_section.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Tell the template which sections are open."""
        context = super().get_context(name, value, attrs)
        context["widget"]["sections"] = [
            (group, options, any(one["selected"] for one in options))
            for group, options, _index in context["widget"]["optgroups"]
        ]
        return context


class ActivitySetForm(forms.Form):
    """The activities of an area, why each belongs there, and a note on the whole."""

    codes = forms.MultipleChoiceField(
        label=_("Activities"),
        widget=BySection,
        error_messages={"required": _("Choose at least one activity.")},
    )

    def __init__(self, *args: Any, languages: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._languages = languages
        self.fields["codes"].choices = [  # type: ignore[attr-defined]
            (
                activity_shown(one.code),
                [(code, activity_shown(code)) for code, _title in one.divisions],
            )
            for one in sections()
        ]
        add_texts(
            self, "reasons", _("Why each belongs there"), languages, long=True, required=False
        )
        first = self.fields[f"reasons_{languages[0]}"]
        first.help_text = _("One line for each activity, the code first: “62 programming”.")
        add_texts(
            self,
            "note",
            _("What the codes do not show"),
            languages,
            long=True,
            required=False,
            max_length=5000,
        )

    def clean(self) -> dict[str, Any]:
        """Read the reasons, line by line."""
        given = super().clean() or {}
        given["reasons"] = {}
        for language in self._languages:
            name = f"reasons_{language}"
            for number, line in enumerate(str(given.get(name) or "").splitlines(), start=1):
                if not line.strip():
                    continue
                found = _LINE.fullmatch(line)
                if not found or not activity_name(found[1]):
                    self.add_error(
                        name,
                        ValidationError(
                            gettext("Line %(number)s should begin with a code such as 62.")
                            % {"number": number}
                        ),
                    )
                    break
                given["reasons"].setdefault(found[1], {})[language] = found[2].strip()
        return given

    @property
    def values(self) -> dict[str, Any]:
        """What was typed, as the action takes it."""
        return {
            "codes": self.cleaned_data["codes"],
            "reasons": self.cleaned_data["reasons"],
            "note": texts(self, "note"),
        }


def reasons_as_text(reasons: dict[str, dict[str, str]], language: str) -> str:
    """Return the reasons in one language as the form takes them."""
    return "\n".join(
        f"{code} {told[language]}" for code, told in sorted(reasons.items()) if told.get(language)
    )


def initial_set(
    codes: Sequence[str],
    reasons: dict[str, dict[str, str]],
    note: Translated,
    languages: Sequence[str],
) -> dict[str, Any]:
    """Return what the form holds at first."""
    held: dict[str, Any] = {"codes": list(codes)}
    for language in languages:
        held[f"reasons_{language}"] = reasons_as_text(reasons, language)
        held[f"note_{language}"] = note.get(language, "")
    return held


class ProfileSourceForm(forms.Form):
    """Which delivery and which region in it, and how it is compared."""

    version = forms.ModelChoiceField(
        DatasetVersion.objects.none(), label=_("Figures"), empty_label=None
    )
    region = PlainCharField(
        label=_("Region"),
        max_length=40,
        help_text=_("The code as the table has it, such as SE32."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    compared_with = forms.ChoiceField(
        label=_("Compared with"),
        choices=ProfileSource.ComparedWith.choices,
        widget=forms.RadioSelect,
        initial=ProfileSource.ComparedWith.COUNTRY,
    )
    cluster_size = forms.IntegerField(
        label=_("Jobs in a workplace"),
        min_value=1,
        max_value=LARGEST_WORKPLACE,
        initial=10,
        help_text=_(
            "Jobs come and go by workplaces, not one by one. The larger the workplaces of the "
            "region, the less certain its figures, and the wider the intervals."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].queryset = versions_to_choose()  # type: ignore[attr-defined]
        self.fields["version"].label_from_instance = _label  # type: ignore[attr-defined]


def _label(version: Any) -> str:
    return gettext("%(dataset)s, delivery %(number)s (%(years)s)") % {
        "dataset": version.dataset,
        "number": version.number,
        "years": version.years_text,
    }
