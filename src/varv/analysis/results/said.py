"""The figure of a finding, as it stands beside its sentence wherever that is shown.

A sentence cannot be read by a program, so it may say what its figure does not: therefore none
stands alone, and one of strength over a figure that shows none is asked about.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from varv.analysis.compute.asked import Asked
from varv.analysis.models import Finding, Run
from varv.analysis.names.regions import region_in_full
from varv.analysis.names.verdicts import ROADS, VERDICTS
from varv.analysis.results.columns import MAIN, Column
from varv.analysis.results.exports import source_shown
from varv.analysis.results.words import comparison_shown
from varv.text.numbers import NOTHING

NO_STRENGTH, FALLEN = "no strength", "fallen"
#: Words that say of an activity that it is strong, in the languages that we know.
_OF_STRENGTH = re.compile(
    r"\b(styrka|styrkan|styrkor|styrkorna|stark\w*|strengths?|strong\w*)\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Said:
    """What stands beside a finding: its figure with where it is from."""

    heading: str
    value: str
    verdict: str
    region: str
    compared: str
    years: str
    source: str


def said_of(finding: Finding) -> Said:
    """Return the figure of a finding; its run should be at hand with the version and dataset."""
    return said(finding.run, finding.kind, finding.figures)


def said(run: Run, kind: str, figures: Mapping[str, Any]) -> Said:
    """Return what the figures of a row say."""
    asked = Asked.of(run.parameters)
    main = MAIN[kind]
    return Said(
        heading=str(main.heading),
        value=_value(main, figures),
        verdict=in_words(figures),
        region=region_in_full(asked.region),
        compared=comparison_shown(asked),
        years=str(figures.get("years", "")),
        source=source_shown(run),
    )


def _value(main: Column, figures: Mapping[str, Any]) -> str:
    """Return the figure; one that was frozen before a column was there is not told."""
    try:
        return main.text(figures)
    except KeyError:
        return NOTHING


def verdict_of(figures: Mapping[str, Any]) -> str:
    """Return the verdict for code; a row without one has one where it is surely on one side."""
    if "verdict" in figures:
        return str(figures["verdict"])
    if _is_below(figures.get("lq_high"), 1.0):
        return NO_STRENGTH
    return FALLEN if _is_below(figures.get("regional_high"), 0.0) else ""


def _is_below(high: float | None, turn: float) -> bool:
    return high is not None and high < turn


def speaks_against(figures: Mapping[str, Any]) -> bool:
    """Tell whether a figure surely shows less than the usual, and so seldom supports anything."""
    return verdict_of(figures) in {NO_STRENGTH, FALLEN}


def in_words(figures: Mapping[str, Any]) -> str:
    """Return the verdict as people read it, and the way to what is not there yet."""
    found = (VERDICTS.get(verdict_of(figures)), ROADS.get(figures.get("road") or ""))
    return ", ".join(str(one) for one in found if one)


def contradicts(sentence: Mapping[str, str], figures: Mapping[str, Any]) -> bool:
    """Tell whether a sentence speaks of strength where the figure shows none."""
    if verdict_of(figures) != NO_STRENGTH:
        return False
    return any(_OF_STRENGTH.search(text) for text in sentence.values())
