"""The columns of each kind of result, as people read them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from varv.analysis.models import RunResult
from varv.analysis.names.activities import name_shown
from varv.analysis.names.regions import name_beside
from varv.analysis.names.verdicts import ROADS, VERDICTS
from varv.analysis.results import words
from varv.text.numbers import (
    NOTHING,
    interval,
    number,
    percent,
    probability,
    signed,
    signed_percent,
)

Kind = RunResult.Kind
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """A column on a page: its heading and how a row reads in it; ``about`` explains it."""

    heading: str | Promise
    text: Callable[[Row], str]
    is_number: bool = True
    about: str | Promise = ""


def within(row: Row, name: str, digits: int = 2) -> str:
    """Return a figure with its interval."""
    if row[name] is None:
        return NOTHING
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    if low is None or high is None:
        return number(row[name], digits)
    return f"{number(row[name], digits)} ({interval(low, high, digits)})"


def _code(name: str) -> Callable[[Row], str]:
    return lambda row: str(row[name])


def _name_of_region(row: Row) -> str:
    """Return what stands beside a region's code; rows of a page bring the names along."""
    shown = str(row.get("shown", ""))
    return shown.removeprefix(row["region"]).strip() or name_beside(row["region"])


def _word(name: str, known: Mapping[str, Any]) -> Callable[[Row], str]:
    return lambda row: str(known.get(row[name], row[name] or NOTHING))


ACTIVITY = Column(_("Activity"), _code("activity"), is_number=False)
#: What is of no known classification may be anything, and is not called an activity.
CATEGORY = replace(ACTIVITY, heading=_("Category"))
NAME = Column(
    pgettext_lazy("of a code", "Name"), lambda row: name_shown(row["name"]), is_number=False
)
VALUE = Column(pgettext_lazy("a figure", "Number"), lambda row: number(row["value"]))
#: Results that were kept before this was told do not have it.
COUNTED = Column(
    _("LQ as counted"),
    lambda row: number(row.get("lq_counted"), 2),
    about=_(
        "Location quotient: how many times its share the region has, straight from the figures. "
        "Which activities are openings goes by this one."
    ),
)
LQ = Column(
    _("Underlying LQ (90 %)"),
    lambda row: within(row, "lq"),
    about=_(
        "What the location quotient would be without chance: the fewer jobs, the nearer to what is "
        "usual for the activity, mostly 1. The interval holds that level nine times of ten, if "
        "chance alone is at work."
    ),
)
OTHERS = Column(
    _("Others that tell"),
    lambda row: number(row.get("others")),
    about=_(
        "How many of the other regions tell a figure of the activity. With fewer than three there "
        "is no verdict."
    ),
)
DENSITY = Column(
    _("Density"),
    lambda row: percent(row["density"]),
    about=_("How much of what is related to the activity the region is specialised in."),
)
COMPLEXITY = Column(
    _("Complexity"),
    lambda row: signed(row["complexity"], 2),
    about=_("High where few and versatile regions have the activity; 0 is the mean."),
)


def _with_chance(row: Row) -> str:
    if row["regional"] is None:
        return NOTHING
    return f"{signed(row['regional'])} ± {number(row['regional_high'] - row['regional'])}"


OWN_GROWTH = Column(
    _("The region's own (90 % by chance)"),
    _with_chance,
    about=_(
        "What is left: what the activity did otherwise here than elsewhere, and how far "
        "chance alone carries it."
    ),
)
ENTRY = Column(_("Probability of entry"), lambda row: probability(row["probability"]))

COLUMNS: dict[str, tuple[Column, ...]] = {
    Kind.STRENGTHS: (
        ACTIVITY,
        NAME,
        VALUE,
        COUNTED,
        LQ,
        Column(
            _("Probability"),
            lambda row: probability(row["probability_above_least"]),
            about=_("That the location quotient is above what a strength exceeds."),
        ),
        OTHERS,
        Column(_("Verdict"), _word("verdict", VERDICTS), is_number=False),
    ),
    Kind.OPENINGS: (
        ACTIVITY,
        NAME,
        VALUE,
        COUNTED,
        LQ,
        DENSITY,
        COMPLEXITY,
        Column(_("Way there"), _word("road", ROADS), is_number=False),
    ),
    Kind.PEERS: (
        Column(_("Rank"), lambda row: number(row["rank"])),
        Column(_("Region"), _code("region"), is_number=False),
        Column(
            pgettext_lazy("of a code", "Name"),
            _name_of_region,
            is_number=False,
        ),
        Column(
            _("Distance"),
            lambda row: number(row["distance"], 3),
            about=_("Hellinger: 0 is the same shares of activities, 1 nothing in common."),
        ),
        Column(
            _("Rank, 90 % within"),
            lambda row: f"{number(row['rank_low'])}–{number(row['rank_high'])}",
            about=_("Under other weights of the activities."),
        ),
        Column(_("Among the 10 nearest"), lambda row: percent(row["among_nearest"])),
        Column(_("Compared"), lambda row: percent(row["compared"])),
        Column(_("We have more"), _code("more_here"), is_number=False),
        Column(_("They have more"), _code("less_here"), is_number=False),
    ),
    Kind.SPACE: (
        ACTIVITY,
        NAME,
        VALUE,
        COUNTED,
        LQ,
        DENSITY,
        COMPLEXITY,
        Column(
            _("Regions that have it"),
            lambda row: number(row["ubiquity"]),
            about=_("In how many regions the location quotient is 1 or more."),
        ),
        Column(_("Most related to"), _code("nearest"), is_number=False),
    ),
    Kind.GROWTH: (
        ACTIVITY,
        NAME,
        Column(_("Before"), lambda row: number(row["before"])),
        Column(_("After"), lambda row: number(row["after"])),
        Column(_("Growth"), lambda row: signed_percent(row["growth"], 1)),
        Column(
            _("As the whole"),
            lambda row: signed(row["national"]),
            about=_("What the region would have gained had it grown as all regions together."),
        ),
        Column(
            _("As its activities"),
            lambda row: signed(row["structural"]),
            about=_("What it gained besides because the activity grew as it did everywhere."),
        ),
        OWN_GROWTH,
    ),
    Kind.ENTRY: (
        ACTIVITY,
        NAME,
        VALUE,
        LQ,
        ENTRY,
        Column(_("Moved most by"), lambda row: words.why_shown(row["why"]), is_number=False),
    ),
    Kind.BACKTEST: (
        Column(_("Entry"), _word("definition", words.DEFINITIONS), is_number=False),
        Column(_("Forecast"), _word("forecast", words.FORECASTS), is_number=False),
        Column(
            _("Measure"),
            _word("measure", words.MEASURES),
            is_number=False,
            about=_(
                "In the right order: how often one that came stood before one that did not; 0.5 is "
                "chance, 1 is always. Hits: the share that came, of the first of the list or down "
                "to each that came; the base rate is chance. Average squared miss: of probability "
                "and outcome; 0 is perfect."
            ),
        ),
        Column(pgettext_lazy("a figure", "Value"), lambda row: number(row["value"], 3)),
        Column(
            _("90 % within"),
            lambda row: interval(row["low"], row["high"], 3),
        ),
    ),
    Kind.SERIES: (
        ACTIVITY,
        NAME,
        Column(_("Year"), _code("year")),
        VALUE,
        Column(_("Share of the region"), lambda row: percent(row["share"], 1)),
        LQ,
    ),
}
#: The figure of a row that a finding is read out of, with its interval where it has one.
MAIN: dict[str, Column] = {
    Kind.STRENGTHS: LQ,
    Kind.OPENINGS: LQ,
    Kind.SPACE: LQ,
    Kind.SERIES: LQ,
    Kind.GROWTH: OWN_GROWTH,
    Kind.ENTRY: ENTRY,
    Kind.PEERS: Column(_("Rank (90 % interval)"), lambda row: within(row, "rank", 0)),
    Kind.BACKTEST: Column(
        pgettext_lazy("a figure", "Value"),
        lambda row: f"{number(row['value'], 3)} ({interval(row['low'], row['high'], 3)})",
    ),
}


def columns_of(kind: str, of_categories: bool) -> tuple[Column, ...]:
    """Return the columns of a result, also of a table that has no activities."""
    if not of_categories:
        return COLUMNS[kind]
    return tuple(CATEGORY if one is ACTIVITY else one for one in COLUMNS[kind])


#: The headings of the columns in files for people, by the names that programs know.
HEADINGS: dict[str, str | Promise] = {
    "activity": _("Activity"),
    "region": _("Region"),
    "name": pgettext_lazy("of a code", "Name"),
    "year": _("Year"),
    "value": pgettext_lazy("a figure", "Number"),
    "share": _("Share of the region"),
    "suppressed": _("Not told"),
    "lq_counted": _("LQ as counted"),
    "lq": _("Underlying location quotient"),
    "lq_low": _("Underlying location quotient, from"),
    "lq_high": _("Underlying location quotient, to"),
    "probability_above_one": _("Probability that it is above 1"),
    "probability_above_least": _("Probability that it is above what is asked"),
    "others": _("Other regions that tell"),
    "verdict": _("Verdict"),
    "density": _("Density"),
    "complexity": _("Complexity"),
    "road": _("Way there"),
    "rank": _("Rank"),
    "rank_low": _("Rank, from"),
    "rank_high": _("Rank, to"),
    "distance": _("Distance"),
    "compared": _("Compared"),
    "among_nearest": _("Among the 10 nearest"),
    "more_here": _("We have more"),
    "less_here": _("They have more"),
    "is_specialised": _("Specialised"),
    "ubiquity": _("Regions that have it"),
    "nearest": _("Most related to"),
    "before": _("Before"),
    "after": _("After"),
    "growth": _("Growth"),
    "change": pgettext_lazy("a figure", "Change"),
    "national": _("As the whole"),
    "structural": _("As its activities"),
    "regional": _("The region's own"),
    "regional_low": _("The region's own, from"),
    "regional_high": _("The region's own, to"),
    "probability": _("Probability of entry"),
    "why": _("Moved most by"),
    "definition": _("Entry"),
    "forecast": _("Forecast"),
    "measure": _("Measure"),
    "low": pgettext_lazy("of an interval", "From"),
    "high": pgettext_lazy("of an interval", "To"),
}
