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


def evidence_for(area: Area) -> QuerySet[Evidence]:
    """Return the sources that the area leans on, itself or through what it came of."""
    cited = _ties().filter(target_kind=AREA, target_id__in=lineage(area)).values("source_id")
    return all_evidence().filter(pk__in=cited)


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
    cited = set(
        _ties().filter(target_kind=AREA, target_id__in=ids).values_list("target_id", flat=True)
    )
    return [area for area in wanted if not lines[area.pk] & cited]


def _ties() -> QuerySet[Trace]:
    return Trace.objects.filter(source_kind=EVIDENCE, relation=SUPPORTS)
