"""Reading evidence and what it supports."""

from collections.abc import Iterable

from django.db.models import QuerySet

from varv.analysis.models import Evidence
from varv.cycles.models import Area
from varv.cycles.queries import lineage, lineages
from varv.registry import kinds
from varv.registry.models import Trace

SUPPORTS = "supports"
AREA, EVIDENCE = "area", "evidence"


def all_evidence() -> QuerySet[Evidence]:
    """Return all cited sources, newest first."""
    return Evidence.objects.order_by("-published_on", "key")


def evidence_at(key: str) -> Evidence | None:
    """Return the source with this key."""
    return Evidence.objects.filter(key=key).first()


def standing_evidence() -> QuerySet[Evidence]:
    """Return the sources that can be leaned on, newest first."""
    return all_evidence().filter(withdrawn_at=None)


def evidence_for(area: Area) -> QuerySet[Evidence]:
    """Return the sources that the area leans on, itself or through what it came of."""
    cited = _ties().filter(target_kind=AREA, target_id__in=lineage(area)).values("source_id")
    return standing_evidence().filter(pk__in=cited)


def areas_supported(evidence: Evidence) -> QuerySet[Area]:
    """Return the areas that are said to lean on the source."""
    ids = _ties().filter(source_id=evidence.pk, target_kind=AREA).values("target_id")
    return Area.objects.filter(pk__in=ids)


def supported_by(evidence: Evidence, user: object) -> list[kinds.Thing]:
    """Return what the source supports, as far as ``user`` may see, in the order of citing."""
    ties = _ties().filter(source_id=evidence.pk).order_by("pk")
    refs = [kinds.Ref(tie.target_kind, tie.target_id) for tie in ties]
    things = kinds.describe(refs, user)
    return [things[ref] for ref in refs if ref in things]


def areas_without_evidence(areas: Iterable[Area]) -> list[Area]:
    """Return those of the areas that lean on no source, in two queries whatever their number."""
    wanted = list(areas)
    lines = lineages(wanted)
    ids = set[int]().union(*lines.values())
    standing = _ties().filter(source_id__in=standing_evidence().order_by().values("pk"))
    cited = set(
        standing.filter(target_kind=AREA, target_id__in=ids).values_list("target_id", flat=True)
    )
    return [area for area in wanted if not lines[area.pk] & cited]


def _ties() -> QuerySet[Trace]:
    return Trace.objects.filter(source_kind=EVIDENCE, relation=SUPPORTS)
