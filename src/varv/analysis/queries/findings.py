"""Findings: what was read out of runs, and which are to be looked at again."""

from collections.abc import Iterable

from django.db.models import QuerySet

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
    found = findings().filter(is_public=True, run__version__dataset__is_public=True)
    return found.exclude(state=State.WITHDRAWN)


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
