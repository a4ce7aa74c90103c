"""The form that starts a run."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from varv.analysis.actions import runs
from varv.analysis.compute import panels
from varv.analysis.compute.asked import ALL, CHOSEN, COUNTRY, Asked
from varv.analysis.compute.earlier import earlier_years
from varv.analysis.compute.panels import Contents
from varv.analysis.models import DatasetVersion
from varv.analysis.names.regions import places_shown
from varv.analysis.results import words
from varv.people.models import Region
from varv.text.hostile import PlainTextField
from varv.text.refusals import RefusableForm
from varv.text.translated_forms import add_texts, texts

COMPARISONS = [
    (ALL, _("All regions of the same level")),
    (COUNTRY, _("The regions of the same country")),
    (CHOSEN, _("Regions that I choose")),
]
#: So many codes may be typed.
MOST_CODES = 4_000


class RunForm(RefusableForm):
    """Which region of a version is looked at, against whom, and how cautiously."""

    region = forms.ChoiceField(
        label=_("Region"),
        help_text=_("By its code in the figures. The one that holds our region is chosen."),
    )
    comparison = forms.ChoiceField(
        label=_("Compared with"), choices=COMPARISONS, widget=forms.RadioSelect, initial=ALL
    )
    chosen = PlainTextField(
        label=_("Codes of the regions to compare with"),
        required=False,
        max_length=MOST_CODES,
        help_text=_("Only where you choose them: such as SE12, SE21, FI1D."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    level = forms.ChoiceField(
        label=_("Level of activities"),
        required=False,
        help_text=_("The table has several. One is computed with, so that nothing counts twice."),
    )
    until = forms.TypedChoiceField(
        label=_("Last year"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=_("Strengths and openings are of this year; the years before tell the change."),
    )
    least = forms.FloatField(
        label=_("A strength is above"),
        initial=1.0,
        min_value=runs.LEAST[0],
        max_value=runs.LEAST[1],
        help_text=_(
            "The location quotient that it exceeds. 1: more than its share. 1.25: a quarter more."
        ),
    )
    certainty = forms.FloatField(
        label=_("How sure that must be, in per cent"),
        initial=95,
        min_value=100 * runs.CERTAINTY[0],
        max_value=100 * runs.CERTAINTY[1],
        help_text=_("95: one in twenty that are called a strength may not be one."),
    )
    cluster_size = forms.FloatField(
        label=_("Jobs that come and go together"),
        initial=10,
        min_value=runs.CLUSTER[0],
        max_value=runs.CLUSTER[1],
        help_text=_(
            "About the size of a workplace. The larger, the wider the intervals. A guess is enough."
        ),
    )
    horizon = forms.IntegerField(
        label=_("Years ahead"),
        required=False,
        min_value=runs.HORIZON[0],
        max_value=runs.HORIZON[1],
        help_text=_("For the probability of entry. Empty: 5, or half of the years there are."),
    )
    earlier = forms.BooleanField(label=_("With the years of earlier versions"), required=False)
    abroad = forms.BooleanField(
        label=_("Seek peers in other countries only"),
        required=False,
        help_text=_("Regions of one country are often alike because they are of one country."),
    )

    shown_as = {}

    def __init__(self, *args: Any, version: DatasetVersion, region: Region, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        contents = panels.contents_of(version)
        add_texts(self, "title", _("What the run is called"), region.languages, required=False)
        self._regions(contents, region)
        self._levels(contents)
        years = [(year, str(year)) for year in reversed(contents.years)]
        self._choices("until", years)
        self._earlier(version)
        if len(contents.years) < 2 and not self.earlier_years:
            del self.fields["horizon"]
        if len(contents.years) < 2:
            del self.fields["until"]
        self.fields["title_" + region.language].help_text = _(
            "Empty: the region, the dataset and the year."
        )

    def _earlier(self, version: DatasetVersion) -> None:
        self.earlier_years = earlier_years(version)
        if not self.earlier_years:
            del self.fields["earlier"]
            return
        shown = words.earlier_shown(Asked(region="", earlier=self.earlier_years))
        text = _(
            "%(years)s. Only if the same is counted in them: the run says where they are from."
        )
        self.fields["earlier"].help_text = text % {"years": shown}

    def _regions(self, contents: Contents, region: Region) -> None:
        own = own_region(contents.comparable, region)
        choices: list[tuple[str, Any]] = list(places_shown(contents.comparable).items())
        if not own:
            # The first of the list would be taken for ours by whoever does not look.
            choices = [("", _("Choose a region")), *choices]
            self.fields["region"].help_text = _(
                "By its code in the figures. None of them is or holds our region: choose one."
            )
        self._choices("region", choices)
        self.fields["region"].initial = own

    def _levels(self, contents: Contents) -> None:
        if len(contents.levels) < 2:
            del self.fields["level"]
            return
        self._choices("level", [(one, words.LEVELS.get(one, one)) for one in contents.levels])
        self.fields["level"].initial = contents.level

    def _choices(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    @property
    def asked(self) -> Asked:
        """What was asked, as the action takes it."""
        data = self.cleaned_data
        return Asked(
            region=data["region"],
            comparison=data["comparison"],
            chosen=tuple(data["chosen"].replace(",", " ").split()),
            level=data.get("level") or "",
            until=data.get("until"),
            least=data["least"],
            certainty=round(data["certainty"] / 100, 6),
            cluster_size=data["cluster_size"],
            horizon=data.get("horizon"),
            abroad=data["abroad"],
            earlier=self.earlier_years if data.get("earlier") else (),
        )

    @property
    def titles(self) -> Any:
        """What the run is called, by language."""
        return texts(self, "title")


def own_region(codes: Sequence[str], region: Region) -> str:
    """Return the region of the figures that is ours, or else the smallest that holds ours."""
    if region.code and region.code in codes:
        return region.code
    holding = [code for code in codes if code and region.nuts.startswith(code)]
    return max(holding, key=len, default="")
