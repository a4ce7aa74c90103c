"""What results say in words: forecasts, measures, errors, and what a run was asked."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from varv.analysis.compute.asked import ALL, CHOSEN, COUNTRY, Asked
from varv.analysis.compute.panels import contents_of
from varv.analysis.models import DatasetVersion, Run
from varv.analysis.names.regions import place_shown, region_shown
from varv.text.numbers import short, short_percent

#: So many of the regions that were chosen are named in a title.
NAMED = 3
GROUPS: dict[str, Promise] = {
    "level": pgettext_lazy("why a probability", "the level"),
    "recent years": pgettext_lazy("why a probability", "recent years"),
    "relatedness": pgettext_lazy("why a probability", "relatedness"),
    "activity": pgettext_lazy("why a probability", "the activity elsewhere"),
    "region": pgettext_lazy("why a probability", "the region"),
    "complexity": pgettext_lazy("why a probability", "complexity"),
    "time": pgettext_lazy("why a probability", "the time ahead"),
}
FORECASTS: dict[str, Promise] = {
    "base rate": pgettext_lazy("a forecast", "base rate alone"),
    "LQ": pgettext_lazy("a forecast", "LQ alone"),
    "density": pgettext_lazy("a forecast", "density alone"),
    "model": pgettext_lazy("a forecast", "the model"),
}
DEFINITIONS: dict[str, Promise] = {
    "loose": pgettext_lazy("an entry", "from under 1 to 1 or more"),
    "strict": pgettext_lazy("an entry", "from under 0.5 to 1 or more"),
}
MEASURES: dict[str, Promise] = {
    "roc_auc": gettext_lazy("In the right order (ROC-AUC)"),
    "average_precision": gettext_lazy("Hits down the list (average precision)"),
    "precision_at_k": gettext_lazy("Hits among the first 100"),
    "brier": gettext_lazy("Average squared miss (Brier)"),
}
ERRORS: dict[str, Promise] = {
    "empty": gettext_lazy(
        "There are no figures left with these choices. Choose another level or year."
    ),
    "no panel": gettext_lazy(
        "The table cannot be computed with. Look at its findings on its own page."
    ),
    "no region": gettext_lazy("The region has no figures at this level. Choose another."),
    "too few": gettext_lazy(
        "There is too little to compare: two regions and two activities are needed."
    ),
    "killed": gettext_lazy(
        "The work was broken off three times, perhaps for lack of memory. Tell who runs the system."
    ),
    "memory": gettext_lazy("The memory of the server is too small for so large a table."),
    "disk": gettext_lazy("The server could not read or store a file. Tell who runs the system."),
}


#: Why a table is not offered to be computed with.
WHY_NOT: dict[str, Promise] = {
    "one region": gettext_lazy(
        "It tells of one region at each level. There is no other to compare with."
    ),
    "one activity": gettext_lazy("It tells of one activity. Two are needed to compare."),
    "damaged": gettext_lazy("Its file cannot be read. Tell who runs the system."),
}


def why_not_computed(version: DatasetVersion) -> str:
    """Return why nothing can be computed of a version; empty where something can."""
    try:
        code = contents_of(version).why_not
    except OSError:
        code = "damaged"
    return str(WHY_NOT[code]) if code else ""


def error_in_words(run: Run) -> str:
    """Return why a run failed."""
    if (known := ERRORS.get(run.error)) is not None:
        return str(known)
    return _("Something went wrong that nobody foresaw (%(error)s).") % {"error": run.error}


def why_shown(text: str) -> str:
    """Return in words what moves a probability: "+level, -region"."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    signs = {"+": "+", "-": "−"}
    return ", ".join(f"{signs[part[0]]} {GROUPS.get(part[1:], part[1:])}" for part in parts)


def default_title(version: DatasetVersion, asked: Asked) -> str:
    """Return what a run is called where nobody says."""
    year, dataset = str(asked.until or version.last_year), str(version.dataset)
    parts = [f"{place_shown(asked.region)}: {dataset}"]
    if year not in dataset:
        parts.append(year)
    if asked.earlier:
        parts.append(_("with years of earlier versions"))
    if asked.comparison != ALL:
        parts.append(
            _("against %(regions)s") % {"regions": _comparison_briefly(asked, place_shown)}
        )
    return ", ".join(parts)


def comparison_shown(asked: Asked, called: Callable[[str], str] = region_shown) -> str:
    """Return with whom a region is compared.

    Where it is said of one run alone, ``called`` can look up places: ``place_shown``.
    """
    if asked.comparison == COUNTRY:
        return _("the regions of the same country")
    if asked.comparison == CHOSEN:
        return get_text_list([called(one) for one in asked.chosen], _("and"))
    return _("all regions of the same level")


def earlier_shown(asked: Asked) -> str:
    """Return which years are those of earlier versions; empty where none are."""
    return ", ".join(
        _("%(years)s from version %(n)s") % {"years": years_listed(years), "n": number}
        for number, years in asked.earlier
    )


def years_listed(years: Iterable[int]) -> str:
    """Return years in a row."""
    return ", ".join(str(year) for year in years)


def comparison_sentence(regions: str) -> str:
    """Return what stands with every figure: with whom the region is compared."""
    return _("Compared with: %(regions)s.") % {"regions": regions}


def comparison_apart(run: Run) -> str:
    """Return with whom a run compares where its title does not say that, as a list needs it.

    Empty where it is all regions of the same level, as it mostly is.
    """
    asked = Asked.of(run.parameters)
    briefly = "" if asked.comparison == ALL else _comparison_briefly(asked)
    return "" if briefly in str(run) else briefly


def with_comparisons(runs: Iterable[Run]) -> list[Run]:
    """Return the runs of a list, each with whom it compares."""
    found = list(runs)
    for one in found:
        one.compared = comparison_apart(one)  # type: ignore[attr-defined]
    return found


def _comparison_briefly(asked: Asked, called: Callable[[str], str] = region_shown) -> str:
    """Return with whom a region is compared, in as few words as a title has room for."""
    more = len(asked.chosen) - NAMED
    if asked.comparison != CHOSEN or more < 1:
        return comparison_shown(asked, called)
    named = ", ".join(asked.chosen[:NAMED])
    text = ngettext(
        "%(named)s and %(count)s more region", "%(named)s and %(count)s more regions", more
    )
    return text % {"named": named, "count": more}


def parameters_shown(run: Run) -> list[tuple[str, Any]]:
    """Return what a run was asked, in words, for its page."""
    asked = Asked.of(run.parameters)
    found: list[tuple[str, Any]] = [
        (_("Region"), place_shown(asked.region)),
        (_("Compared with"), comparison_shown(asked, place_shown)),
        (_("Level of activities"), LEVELS.get(asked.level, asked.level) or _("as in the table")),
        (_("Last year"), asked.until or run.version.last_year),
        (_("A strength is above"), short(asked.least)),
        (_("with a certainty of"), short_percent(asked.certainty)),
        (_("Jobs that come and go together"), short(asked.cluster_size)),
    ]
    if asked.earlier:
        found.append((_("Years of earlier versions"), earlier_shown(asked)))
    if asked.abroad:
        found.append((_("Peers are sought"), _("in other countries only")))
    if asked.horizon:
        found.append((_("Years ahead"), asked.horizon))
    return found


LEVELS: dict[str, Promise] = {
    "section": pgettext_lazy("level of activities", "sections (one letter)"),
    "division": pgettext_lazy("level of activities", "divisions (two digits)"),
    "group": pgettext_lazy("level of activities", "groups (three digits)"),
    "class": pgettext_lazy("level of activities", "classes (four digits)"),
    "detail": pgettext_lazy("level of activities", "five digits"),
}
