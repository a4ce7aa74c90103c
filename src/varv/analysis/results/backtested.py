"""How good forecasts were, in words for whoever has never met ROC-AUC and Brier."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varv.analysis.compute.backtest import LEAST_EVENTS, LEAST_PAIRS, is_tried
from varv.analysis.results import words
from varv.text.numbers import number, percent

#: Precision is that of the first so many, in results that are kept as well.
FIRST = 100
Scores = Mapping[tuple[str, str], float | None]


@dataclass(frozen=True)
class Told:
    """What the scores of one definition of an entry say."""

    heading: str
    sentences: list[str]


def told(rows: Iterable[Mapping[str, Any]], besides: Mapping[str, Any]) -> list[Told]:
    """Return what the scores say, for each definition of an entry of which anything is told."""
    known = list(rows)
    found = [_of_definition(known, besides, one) for one in besides.get("definitions", ())]
    return [one for one in found if one.sentences]


def _of_definition(
    rows: list[Mapping[str, Any]], besides: Mapping[str, Any], counts: Mapping[str, Any]
) -> Told:
    definition = counts["definition"]
    heading = _("Location quotient %(change)s") % {"change": words.DEFINITIONS[definition]}
    if not is_tried(counts):  # of results that were kept before this was asked
        return Told(heading, [too_few_said(counts)] if counts["cells"] else [])
    scores = {
        (row["forecast"], row["measure"]): row["value"]
        for row in rows
        if row["definition"] == definition
    }
    sentences = [
        _came(counts, besides),
        _order(scores),
        _first(scores, counts),
        _down_the_list(scores),
        _missed(scores),
    ]
    return Told(heading, [one for one in sentences if one])


def too_few_said(counts: Mapping[str, Any]) -> str:
    """Return that there is too little to score forecasts by, with the counts."""
    text = ngettext(
        "Of %(cells)s pairs of region and activity, %(entries)s had come: too few to be tried. At "
        "least %(pairs)s pairs are needed, and %(events)s that came and %(events)s that did not.",
        "Of %(cells)s pairs of region and activity, %(entries)s had come: too few to be tried. At "
        "least %(pairs)s pairs are needed, and %(events)s that came and %(events)s that did not.",
        counts["entries"],
    )
    return text % {
        "cells": number(counts["cells"]),
        "entries": number(counts["entries"]),
        "pairs": number(LEAST_PAIRS),
        "events": number(LEAST_EVENTS),
    }


def _came(counts: Mapping[str, Any], besides: Mapping[str, Any]) -> str:
    if not counts["cells"]:
        return ""
    text = _(
        "Of %(cells)s pairs of region and activity below that limit in %(year)s, %(entries)s "
        "(%(share)s) had come to 1 or more in %(until)s."
    )
    return text % {
        "cells": number(counts["cells"]),
        "entries": number(counts["entries"]),
        "share": percent(counts["base_rate"], 1),
        "year": besides["year"],
        "until": besides["until"],
    }


def _order(scores: Scores) -> str:
    found = _of_each(scores, "roc_auc", "model", "LQ", "density")
    if found is None:
        return ""
    text = _(
        "Of two, one that came and one that did not, the model put the one that came first in "
        "%(model)s of 100 cases; chance gives 50. The location quotient alone gives %(LQ)s, "
        "relatedness alone %(density)s (ROC-AUC)."
    )
    return text % {name: number(100 * value) for name, value in found.items()}


def _first(scores: Scores, counts: Mapping[str, Any]) -> str:
    found = _of_each(scores, "precision_at_k", "model", "base rate")
    if found is None:
        return ""
    text = _(
        "Of the %(first)s that the model held most likely, %(model)s came; picked blindly, "
        "%(base)s would have (hits among the first)."
    )
    return text % {"first": number(min(FIRST, counts["cells"])), **_percents(found)}


def _down_the_list(scores: Scores) -> str:
    found = _of_each(scores, "average_precision", "model", "base rate")
    if found is None:
        return ""
    text = _(
        "Read from the most likely down to each that came, %(model)s of the list had come on "
        "average; in a list without order %(base)s (average precision)."
    )
    return text % _percents(found)


def _missed(scores: Scores) -> str:
    found = _of_each(scores, "brier", "model", "base rate")
    if found is None:
        return ""
    text = _(
        "The average squared miss of the probabilities was %(model)s, where 0 is perfect; saying "
        "for all how often it came before gives %(base)s (Brier)."
    )
    return text % {"model": number(found["model"], 3), "base": number(found["base rate"], 3)}


def _of_each(scores: Scores, measure: str, *forecasts: str) -> dict[str, float] | None:
    """Return a score of each forecast; None where one is not told, and there is nothing to say."""
    found = {one: value for one in forecasts if (value := scores.get((one, measure))) is not None}
    return found if len(found) == len(forecasts) else None


def _percents(found: Mapping[str, float]) -> dict[str, str]:
    return {"model": percent(found["model"]), "base": percent(found["base rate"])}
