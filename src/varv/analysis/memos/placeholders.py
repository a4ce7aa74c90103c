"""What braces in a memo's text stand for: values in a line, and blocks on a line of their own."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from varv.analysis.memos import of_area, of_region, values
from varv.analysis.memos.material import Material
from varv.analysis.memos.of_area import Made
from varv.analysis.models import Memo, RunResult
from varv.analysis.profiles.actions import MOST
from varv.analysis.queries import findings, runs
from varv.analysis.results.figures import figure_of
from varv.files import blocks

BRACES = re.compile(r"\{([^{}\n]{0,60})\}")
_FINDING = re.compile(r"finding:(\d{1,9})")
#: What each source of the profiles has its own of.
OF_A_SOURCE = frozenset(
    {"facts", "figure:strengths", "figure:openings", "figure:growth", "activities", "areas",
     "outside"}
)  # fmt: skip
_RUN = re.compile(r"run:(\d{1,9}):([a-z]{1,20})")


@dataclass(frozen=True)
class Filler:
    """A block that is filled in: what it is, and how it is made."""

    label: str | Promise
    made: Callable[[Material], Made]


def of_kind(kind: str) -> Mapping[str, Filler]:
    """Return the blocks that a memo of a kind can have, by their placeholders.

    What ends in a number, such as ``{facts:2}``, is of that source of the profiles.
    """
    known = _REGION if kind == Memo.Kind.REGION else _AREA
    more = {
        f"{name}:{part}": Filler(values.numbered(one.label, part), _in_part(one.made, part))
        for part in range(2, MOST + 1)
        for name, one in known.items()
        if name in OF_A_SOURCE
    }
    return {**known, **more}


def _in_part(made: Callable[[Material], Made], part: int) -> Callable[[Material], Made]:
    return lambda known: made(known.of_part(part))


def filler(name: str, kind: str) -> Filler | None:
    """Return the block that a placeholder stands for; None where it stands for none."""
    if found := of_kind(kind).get(name):
        return found
    if match := _FINDING.fullmatch(name):
        return Filler("", partial(_finding, int(match[1])))
    if (match := _RUN.fullmatch(name)) and match[2] in RunResult.Kind.values:
        return Filler("", partial(_of_run, int(match[1]), match[2]))
    return None


def check(text: str, kind: str) -> None:
    """Refuse a text with braces that stand for nothing, or blocks that are in a line."""
    wrong = []
    known = values.of_kind(kind)
    for number, line in enumerate(text.splitlines(), start=1):
        for name in BRACES.findall(line):
            if name in known or (filler(name, kind) and line.strip() == f"{{{name}}}"):
                continue
            told = {"name": f"{{{name}}}", "line": number}
            if filler(name, kind):
                wrong.append(_("Line %(line)s: put %(name)s on a line of its own.") % told)
            else:
                wrong.append(_("Line %(line)s: nothing is called %(name)s.") % told)
    if wrong:
        raise ValidationError({"text": wrong})


def _finding(pk: int, known: Material) -> Made:  # noqa: ARG001 - as all that fill in
    found = findings.public_finding(pk)
    if found is None:
        told = _("[finding %(number)s is not public]") % {"number": pk}
        yield blocks.paragraph(told)
        return
    yield of_area.of_finding(found)


def _of_run(pk: int, kind: str, known: Material) -> Made:  # noqa: ARG001 - as all that fill in
    run = runs.public_run(pk)
    result = runs.result_of(run, kind) if run else None
    found = figure_of(run, result) if run and result else None
    if found is None:
        told = _("[run %(number)s has no public picture of this kind]") % {"number": pk}
        yield blocks.paragraph(told)
        return
    yield found


_AREA: Mapping[str, Filler] = {
    "facts": Filler(gettext_lazy("the area's main figures"), of_area.facts),
    "figure:strengths": Filler(
        gettext_lazy("picture: its activities with their intervals"),
        partial(of_area.figure, "strengths"),
    ),
    "figure:openings": Filler(
        gettext_lazy("picture: its openings"), partial(of_area.figure, "openings")
    ),
    "figure:growth": Filler(
        gettext_lazy("picture: how it grew"), partial(of_area.figure, "growth")
    ),
    "activities": Filler(gettext_lazy("table: its activities"), of_area.activities),
    "findings": Filler(gettext_lazy("all public findings about it"), of_area.findings),
    "evidence": Filler(gettext_lazy("its claims and what is cited on them"), of_area.evidence),
    "swot": Filler(gettext_lazy("its adopted SWOT"), of_area.strengths_and_threats),
    "assets": Filler(gettext_lazy("table: what it can build on"), of_area.assets),
    "reach": Filler(gettext_lazy("who has taken part, and from where"), of_area.reach),
    "questions": Filler(gettext_lazy("what is not known yet"), of_area.questions),
}
_REGION: Mapping[str, Filler] = {
    "municipalities": Filler(gettext_lazy("table: the municipalities"), of_region.municipalities),
    "figure:population": Filler(
        gettext_lazy("picture: inhabitants over time"), partial(of_region.figure, "population")
    ),
    "figure:change": Filler(
        gettext_lazy("picture: how the number of inhabitants has changed, on the map"),
        partial(of_region.figure, "change"),
    ),
    "areas": Filler(gettext_lazy("table: the areas in figures"), of_region.areas),
    "outside": Filler(gettext_lazy("table: what is in no area"), of_region.outside),
    "uneven": Filler(gettext_lazy("how unevenly it is spread"), of_region.uneven),
    "reach": Filler(gettext_lazy("from where people have taken part"), of_region.reach),
    "findings": Filler(
        gettext_lazy("all public findings that are about no area"), of_area.findings
    ),
}
