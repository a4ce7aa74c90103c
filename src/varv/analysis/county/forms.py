"""The forms of the whole county."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from varv.analysis.county.queries import datasets_to_choose, open_laps, series
from varv.analysis.models import CountySeries, CountyText
from varv.cycles.models import Lap
from varv.text.hostile import PlainTextField
from varv.text.translated import Translated
from varv.text.translated_forms import add_texts, initial_texts, texts


class CountyTextForm(forms.Form):
    """What the figures of the whole county show, and what they cannot say."""

    def __init__(
        self, *args: Any, languages: Sequence[str], held: CountyText | None = None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", initial_texts(text=held.text) if held else {})
        super().__init__(*args, **kwargs)
        label = _("What the figures show, and what they cannot say")
        add_texts(self, "text", label, languages, long=True)

    @property
    def text(self) -> Translated:
        """What was typed, by language."""
        return texts(self, "text")


class CountySeriesForm(forms.Form):
    """Which dataset each kind of figure of the municipalities is taken from."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        held = {measure: one.dataset_id for measure, one in series().items()}
        kwargs.setdefault("initial", held)
        super().__init__(*args, **kwargs)
        for measure, label in CountySeries.Measure.choices:
            self.fields[measure] = forms.ModelChoiceField(
                datasets_to_choose(),
                label=label,
                required=False,
                empty_label=_("the region's folder"),
            )


class CountyLookForm(forms.Form):
    """In which lap one has looked at the figures, and what one thought."""

    lap = forms.ModelChoiceField(Lap.objects.none(), label=_("Lap"), empty_label=None)
    note = PlainTextField(
        label=_("What you saw"),
        required=False,
        max_length=5000,
        help_text=_("For those who work with the lap; it is not shown to everybody."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lap"].queryset = open_laps()  # type: ignore[attr-defined]
        self.fields["lap"].label_from_instance = _of  # type: ignore[attr-defined]


def _of(lap: Lap) -> str:
    return f"{lap.area or lap.programme}: {lap}"
