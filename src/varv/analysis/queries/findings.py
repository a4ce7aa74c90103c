"""Findings: what was read out of runs, and which are to be looked at again."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from varv.analysis.models import Finding, Run
from varv.cycles.models import Area
from varv.cycles.queries import lineage, lineages

State = Finding.State


def findings() -> QuerySet[Finding]:
    """Return all findings, the latest first, with what a list shows of each."""
    return Finding.objects.select_related(
        "run__version__dataset", "area", "questioned_by"
    ).order_by("-made_at", "-pk")


def public_findings() -> QuerySet[Finding]:
    """Return what everybody may read; one that is questioned says so, a withdrawn one is gone."""
    return findings().filter(let_out()).exclude(state=State.WITHDRAWN)


def let_out(prefix: str = "") -> Q:
    """Return what is asked of a finding that is let out, and of the figures that it came from.

    ``prefix`` leads to the finding from the rows that are asked for.
    """
    return Q((f"{prefix}is_public", True), (f"{prefix}run__version__dataset__is_public", True))


def citing_what_is_let_out() -> Q:
    """Return what is asked of a citation for everybody: it is of evidence, or such a finding."""
    return Q(finding__isnull=True) | let_out("finding__")


def questioned() -> QuerySet[Finding]:
    """Return what a human has to look at again."""
    return findings().filter(state=State.QUESTIONED)


def finding_at(pk: int) -> Finding | None:
    """Return one finding with what its page shows."""
    return findings().filter(pk=pk).first()


def public_finding(pk: int) -> Finding | None:
    """Return one finding as everybody reads it."""
    return public_findings().filter(pk=pk).first()


def findings_of(run: Run) -> QuerySet[Finding]:
    """Return the findings that were read out of a run."""
    return findings().filter(run=run)


def of_area(area: Area, *, everybody: bool) -> QuerySet[Finding]:
    """Return the findings about an area, itself or what it came of; for everybody, public ones."""
    rows = public_findings() if everybody else findings().exclude(state=State.WITHDRAWN)
    return rows.filter(area__in=lineage(area))


def stale_of(areas: Iterable[Area]) -> QuerySet[Finding]:
    """Return the findings about areas, or what they came of, that are to be looked at again."""
    ids = set[int]().union(*lineages(list(areas)).values())
    return questioned().filter(area__in=ids)


def of_runs(ids: Iterable[int]) -> QuerySet[Finding]:
    """Return the findings of some runs that were not withdrawn."""
    return findings().filter(run__in=ids).exclude(state=State.WITHDRAWN).order_by("pk")
