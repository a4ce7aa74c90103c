"""What must be said with a result, in words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from varv.analysis.compute.asked import Asked
from varv.analysis.models import Run, RunResult
from varv.analysis.names.activities import activity_shown
from varv.analysis.results import words
from varv.analysis.results.backtested import too_few_said
from varv.text.numbers import number, percent, probability, short, short_percent

Values = Mapping[str, Any]
Kind = RunResult.Kind
#: So many activities are named in a sentence.
NAMED = 6


def notes_of(run: Run, kind: str) -> list[str]:
    """Return what is to be said with one result."""
    told = [one for one in run.notes if one["step"] == kind]
    said = [WORDS[one["code"]](one["values"]) for one in told if one["code"] in WORDS]
    return [*said, _tried(run)] if kind == Kind.ENTRY else said


def is_of_categories(run: Run) -> bool:
    """Tell whether what stands in the place of activities is of no known classification."""
    return any(one["code"] == "unclassified" for one in run.notes)


def coarse_said(run: Run) -> str:
    """Return what to say beside a picture of what is related; empty where nothing is."""
    for one in run.notes:
        if one["code"] == "coarse":
            return _coarse(one["values"])
    return ""


def not_possible(run: Run) -> list[str]:
    """Return which steps the figures did not allow, and why: those of one reason together."""
    steps: dict[str, list[str]] = {}
    for one in run.notes:
        if one["code"] == "not_possible":
            steps.setdefault(_why_not(one["values"]), []).append(str(Kind(one["step"]).label))
    return [
        _("%(results)s: %(why)s") % {"results": get_text_list(labels, _("and")), "why": why}
        for why, labels in steps.items()
    ]


def activities_listed(found: Sequence[Values]) -> str:
    """Return activities by code and name, the first of them where they are many."""
    names = [activity_shown(one["activity"], one["name"]) for one in found[:NAMED]]
    if len(found) > NAMED:
        names.append(_("%(count)s more") % {"count": number(len(found) - NAMED)})
    return "; ".join(names)


def _why_not(values: Values) -> str:
    """Return why a step was not possible; runs of old have no other reason than too few years."""
    if values.get("why") == "too_few_to_try":
        return too_few_said(values)
    return str(WHY_NOT[values.get("why", "too_little")])


def _verdicts(values: Values) -> str:
    text = _(
        "%(strength)s strengths, %(possible)s possible, %(no_strength)s no strengths, %(unknown)s "
        "not told. A strength is above %(least)s with a probability of %(certainty)s or more."
    )
    certainty = short_percent(values["certainty"])
    return text % {**values, "least": short(values["least"]), "certainty": certainty}


def _underlying(values: Values) -> str:
    text = _(
        "The interval is of the underlying level: it holds in nine cases of ten what the region "
        "would have without chance, with %(size)s jobs coming and going together. The quotient as "
        "it is counted stands beside it and may lie outside, where few jobs made it high or low."
    )
    return text % {"size": short(values["size"])}


def _clusters(values: Values) -> str:
    text = _(
        "The intervals take it that %(size)s jobs come and go together. Were it %(large)s, as in "
        "large workplaces, %(kept)s of the %(called)s strengths would still be called so."
    )
    sizes = {"size": short(values["size"]), "large": short(values["large"])}
    return text % {**values, **sizes}


def _too_few_tell(values: Values) -> str:
    text = ngettext(
        "%(count)s activity has no verdict: fewer than %(least)s other regions tell a figure of "
        "it, and one more might turn it around.",
        "%(count)s activities have no verdict: fewer than %(least)s other regions tell a figure of "
        "them, and one more might turn it around.",
        values["count"],
    )
    return text % values


def _unknown(_values: Values) -> str:
    return _("What is not told is not nought: the source hides these figures.")


def _unclassified(_values: Values) -> str:
    return _(
        "The table does not say of which classification its categories are. Strength means here "
        "only that the region has more of a category than its share; it says nothing of industries."
    )


def _coarse(values: Values) -> str:
    text = _(
        "There are only %(count)s activities, and among so few nearly all is related to all: "
        "closeness and complexity say next to nothing. Use a table by division (two digits) or "
        "finer."
    )
    return text % values


def _roads(_values: Values) -> str:
    return _(
        "Near means that the region is specialised in much of what is related: the risk is lower. "
        "Complex means that few and versatile regions have it: the gain is higher. High and low "
        "part at the mean of these activities."
    )


def _weak_sign(values: Values) -> str:
    text = _(
        "Which activities are the complex ones is hardly known in these figures (the sign has a "
        "strength of %(strength)s; over 0.3 would be safe). Read complexity with care."
    )
    return text % {"strength": number(values["strength"], 2)}


def _not_told(values: Values) -> str:
    text = ngettext(
        "The source does not tell %(share)s of all cells, %(own)s of them of this region. They "
        "count as absent in relatedness and complexity.",
        "The source does not tell %(share)s of all cells, %(own)s of them of this region. They "
        "count as absent in relatedness and complexity.",
        values["own"],
    )
    return text % {"share": percent(values["share"]), "own": values["own"]}


def _distance(values: Values) -> str:
    text = _(
        "Near means alike in what the regions live on, not in how they fare. Rank and the share "
        "among the %(nearest)s nearest tell how much hangs on how the activities are weighed."
    )
    return text % values


def _counterpart(values: Values) -> str:
    text = _(
        "Of the other regions, %(percentile)s %% have their nearest one nearer than this region "
        "has. Near 100 it has no counterpart; at 50 it is as others."
    )
    return text % {"percentile": number(values["percentile"])}


def _no_peers(values: Values) -> str:
    text = _("No region can be compared in %(least)s of what it lives on.")
    return text % {"least": percent(values["least"])}


def _not_ranked(values: Values) -> str:
    text = ngettext(
        "%(count)s region is not ranked: less than %(least)s of it can be compared, or it is in "
        "the same country where peers abroad were asked for.",
        "%(count)s regions are not ranked: less than %(least)s of them can be compared, or they "
        "are in the same country where peers abroad were asked for.",
        values["count"],
    )
    return text % {"count": values["count"], "least": percent(values["least"])}


def _space(_values: Values) -> str:
    return _(
        "Two activities are related where the same regions are specialised in both. That they are "
        "found together does not say why."
    )


def _disconnected(values: Values) -> str:
    text = _("There are %(count)s sets of regions and activities that share nothing.")
    return text % values


def _parts(values: Values) -> str:
    text = _(
        "The interval is what chance makes of the region's own part in nine cases of ten, with "
        "%(size)s jobs coming and going together. Where it includes 0, say nothing of it."
    )
    return text % {"size": short(values["size"])}


def _ends(values: Values) -> str:
    text = _(
        "%(from_year)s is held against %(year)s. What a year between does or does not tell makes "
        "no difference."
    )
    return text % values


def _ends_not_told(values: Values) -> str:
    text = _(
        "%(share)s of the cells are not told in %(from_year)s or in %(year)s and are left out of "
        "both."
    )
    said = text % {**values, "share": percent(values["share"], 1)}
    if not values["own"]:
        return said
    own = _("Of this region they are: %(names)s. The sums are without them.")
    return f"{said} {own % {'names': activities_listed(values['own'])}}"


def _left_out(values: Values) -> str:
    text = _(
        "%(share)s of the cells are not told in every year, %(own)s of them of this region. They "
        "are left out of all years, so the sums are not those of the whole region."
    )
    return text % {"share": percent(values["share"]), "own": values["own"]}


def _series(values: Values) -> str:
    text = _("Shares and location quotients are among the %(regions)s regions of the run.")
    return text % values


def _earlier(values: Values) -> str:
    text = _(
        "%(earlier)s: as they were when that version came. What is counted otherwise since, or was "
        "corrected, is in the difference too."
    )
    asked = Asked.of({"region": "", "earlier": values["earlier"]})
    return text % {"earlier": words.earlier_shown(asked)}


def _year_lacks(values: Values) -> str:
    text = _(
        "%(years)s: no region's figure is told of %(names)s. Shares and location quotients would "
        "be of another whole than those of other years, and are left blank."
    )
    return text % _years_and_names(values)


def _year_lacks_own(values: Values) -> str:
    text = _(
        "%(years)s: the region's figure is not told of %(names)s. Shares would be of another whole "
        "than those of other years, and are left blank."
    )
    return text % _years_and_names(values)


def _not_of_the_base(values: Values) -> str:
    text = _(
        "%(year)s does not tell the region's figure of %(names)s. So that shares are of one whole, "
        "it is counted in no year."
    )
    return text % {"year": values["year"], "names": activities_listed(values["activities"])}


def _years_and_names(values: Values) -> dict[str, str]:
    names = activities_listed(values["activities"])
    return {"years": words.years_listed(values["years"]), "names": names}


def _entry(values: Values) -> str:
    text = _(
        "Probability that the location quotient is 1 or more in %(until)s, learned from %(pairs)s "
        "pairs of years. Of all such cells of the past %(base)s were entered: that is what one "
        "knows without a model."
    )
    return text % {**values, "base": probability(values["base_rate"])}


def _entry_years(values: Values) -> str:
    text = _(
        "Not learned from %(years)s: no region's figure is told there of %(names)s, and all "
        "quotients of the year would be others."
    )
    return text % _years_and_names(values)


def _entry_not_told(values: Values) -> str:
    text = _(
        "Not among these activities: %(names)s. %(year)s does not tell any region's figure of it, "
        "and it counts in no quotient, as in the strengths."
    )
    return text % {"year": values["year"], "names": activities_listed(values["activities"])}


def _entry_without(values: Values) -> str:
    text = _(
        "Not among these activities: %(names)s. Some years do not tell them, and the others are "
        "too few to learn from. The probabilities are therefore of quotients within the rest, "
        "which are not those of the table."
    )
    return text % {"names": activities_listed(values["activities"])}


def _tried(run: Run) -> str:
    """Return whether such forecasts have been tried: a probability is nothing without that."""
    if any(one["step"] == Kind.BACKTEST and one["code"] == "not_possible" for one in run.notes):
        return _("How good such forecasts are could not be tried: see below. Do not lean on them.")
    return _("How good such forecasts were is in the backtest.")


def _backtest(values: Values) -> str:
    text = _(
        "Learned from years until %(from_year)s, foretold from there, and held against what had "
        "come in %(year)s. Where the model is no better than LQ or density alone, use those."
    )
    return text % values


WHY_NOT: dict[str, Promise] = {
    "too_little": gettext_lazy(
        "these years are too few, or too little has changed, to learn from."
    ),
    "nothing_together": gettext_lazy(
        "too few regions have anything in common that they have more of than others, so the "
        "figures cannot tell what is related to what."
    ),
    "all_alike": gettext_lazy(
        "all regions live on the same in the same proportions, so the figures cannot tell what is "
        "related to what."
    ),
    "unclassified": gettext_lazy(
        "the table does not say of which classification its categories are. What is near to what, "
        "and what may come, can be asked of industries, occupations and products only."
    ),
    "refused": gettext_lazy("the figures do not allow it. The log of the run says more."),
}
WORDS: dict[str, Callable[[Values], str]] = {
    "verdicts": _verdicts,
    "underlying": _underlying,
    "clusters": _clusters,
    "too_few_tell": _too_few_tell,
    "unknown": _unknown,
    "unclassified": _unclassified,
    "coarse": _coarse,
    "roads": _roads,
    "weak_sign": _weak_sign,
    "not_told": _not_told,
    "distance": _distance,
    "counterpart": _counterpart,
    "no_peers": _no_peers,
    "not_ranked": _not_ranked,
    "space": _space,
    "disconnected": _disconnected,
    "parts": _parts,
    "ends": _ends,
    "ends_not_told": _ends_not_told,
    "left_out": _left_out,
    "series": _series,
    "earlier": _earlier,
    "year_lacks": _year_lacks,
    "year_lacks_own": _year_lacks_own,
    "not_of_the_base": _not_of_the_base,
    "entry": _entry,
    "entry_years": _entry_years,
    "entry_not_told": _entry_not_told,
    "entry_without": _entry_without,
    "backtest": _backtest,
}


def cannot_show() -> list[str]:
    """Return what none of the results can show, for everybody who reads them."""
    return [
        _("Figures show what there is much of, not what is good, profitable or wanted."),
        _("A region's figures hide the differences between its municipalities."),
        _("What is new or cuts across activities has no code of its own and is not seen."),
        _("Relatedness and probabilities come from the past. Nobody has to follow them."),
        _("The intervals tell of chance alone, not of mistakes in the source."),
    ]
