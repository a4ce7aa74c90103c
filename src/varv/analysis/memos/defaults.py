"""What a memo begins with: a text of its kind with the figures in place, all of it to be edited."""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from varv.analysis.models import Memo, Run
from varv.cycles.models import Area

Kind = Memo.Kind
_FIGURE = "{figure:"
STRENGTHS = "{figure:strengths}"


def title(kind: str, area: Area | None, region: str) -> str:
    """Return what a memo is called until somebody says otherwise."""
    if kind == Kind.REGION:
        return _("%(region)s in figures") % {"region": region}
    texts = {Kind.MEMO: _("Memo: %(area)s"), Kind.PAGE: _("%(area)s on one page")}
    return texts[Kind(kind)] % {"area": area}


def text(
    kind: str,
    figures: Collection[str],
    sources: Sequence[int] = (1,),
    *,
    run: Run | None = None,
) -> str:
    """Return the text of its kind, in the active language, with the ``figures`` that there are.

    ``sources`` are the numbers of the sources of the profiles that tell something of it. Where the
    area has no picture of its own strengths, that of the region in a public ``run`` stands in its
    place.
    """
    parts = {Kind.MEMO: _memo, Kind.PAGE: _page, Kind.REGION: _region}[Kind(kind)](sources)
    if run is not None and STRENGTHS not in figures:
        parts = [f"{{run:{run.pk}:strengths}}" if part == STRENGTHS else part for part in parts]
    wanted = (part for part in parts if not part.startswith(_FIGURE) or part in figures)
    return "\n\n".join(wanted)


def _of_each(sources: Sequence[int], *names: str) -> list[str]:
    """Return placeholders of each source: the first has the plain names, others a number."""
    return [
        f"{{{name}}}" if number == 1 else f"{{{name}:{number}}}"
        for number in sources
        for name in names
    ]


def _memo(sources: Sequence[int]) -> list[str]:
    return [
        _(
            "This memo says what we know of {area}, how sure it is, and what we do not know. It is "
            "meant to be argued about: tell us what is wrong and what is missing."
        ),
        "## " + _("The area in figures"),
        *_of_each(
            sources,
            "facts",
            "figure:strengths",
            "figure:openings",
            "figure:growth",
            "activities",
        ),
        "## " + _("What we read out of the figures"),
        "{findings}",
        "## " + _("What is claimed, and what speaks for and against"),
        "{evidence}",
        "## " + _("Strengths, weaknesses, opportunities and threats"),
        "{swot}",
        "## " + _("What there is to build on"),
        "{assets}",
        "## " + _("Who has taken part"),
        "{reach}",
        "## " + _("Open questions"),
        "{questions}",
    ]


def _page(sources: Sequence[int]) -> list[str]:  # noqa: ARG001 - as all kinds
    return [
        "{facts}",
        "{figure:strengths}",
        "## " + _("Open questions"),
        "{questions}",
    ]


def _region(sources: Sequence[int]) -> list[str]:
    return [
        _(
            "{name} had {population} inhabitants in {municipalities} municipalities in "
            "{population_year}."
        ),
        "## " + _("The municipalities"),
        "{municipalities}",
        "{figure:change}",
        "{figure:population}",
        "## " + _("How unevenly it is spread"),
        "{uneven}",
        "## " + _("The areas"),
        *_of_each(sources, "areas"),
        "## " + _("What lies outside the areas"),
        *_of_each(sources, "outside"),
        "## " + _("Who has taken part"),
        "{reach}",
    ]
