"""Reading claims: what they are about, and what is cited for and against them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from varv.analysis.models import Citation, Claim, Finding, Stance
from varv.analysis.queries.findings import citing_what_is_let_out
from varv.cycles.models import Area
from varv.cycles.queries import lineage, lineages
from varv.registry import kinds
from varv.registry.guard import may
from varv.registry.models import Trace

CLAIMED = "claimed"
#: The sources of a citation, and of a finding where its figure is from, which stands beside it.
WITH_SOURCES = ("evidence", "finding__run__version__dataset")
AREA, CLAIM = "area", "claim"

#: What the sources together say of a claim, and how it is shown.
STANDINGS: dict[str, Promise] = {
    "supported": _("Supported"),
    "contested": _("Supported and contradicted"),
    "contradicted": _("Contradicted"),
    "open": _("Left open"),
    "bare": _("Without evidence"),
}


@dataclass(frozen=True)
class ToldClaim:
    """A claim with what it is about and what is cited, as far as the reader may see."""

    claim: Claim
    about: Sequence[kinds.Thing]
    citations: Sequence[Citation]

    def of(self, stance: str) -> list[Citation]:
        """Return the citations of one stance."""
        return [one for one in self.citations if one.stance == stance]

    @property
    def supporting(self) -> list[Citation]:
        """What supports it."""
        return self.of(Stance.SUPPORTS)

    @property
    def contradicting(self) -> list[Citation]:
        """What contradicts it."""
        return self.of(Stance.CONTRADICTS)

    @property
    def leaving_open(self) -> list[Citation]:
        """What leaves it open."""
        return self.of(Stance.LEAVES_OPEN)

    @property
    def standing(self) -> str:
        """What the sources that stand say together; a key of ``STANDINGS``."""
        return standing(self.citations)

    @property
    def standing_label(self) -> Promise:
        """The same in words."""
        return STANDINGS[self.standing]


def standing(citations: Iterable[Citation]) -> str:
    """Return what the sources that stand say together."""
    stances = {one.stance for one in citations if one.source_stands}
    if {Stance.SUPPORTS, Stance.CONTRADICTS} <= stances:
        return "contested"
    if Stance.SUPPORTS in stances:
        return "supported"
    if Stance.CONTRADICTS in stances:
        return "contradicted"
    return "open" if stances else "bare"


def citations_for(user: object) -> QuerySet[Citation]:
    """Return citations with their sources; those of findings not let out only to the staff."""
    found = Citation.objects.select_related(*WITH_SOURCES).order_by("cited_at", "pk")
    if may(user, "analysis.view_evidence"):
        return found
    return found.filter(citing_what_is_let_out())


def every_claim(user: object) -> QuerySet[Claim]:
    """Return all claims with their citations, in the order in which they were made."""
    citations = Prefetch("citations", citations_for(user))
    return Claim.objects.prefetch_related(citations).order_by("made_at", "pk")


def claim_at(key: str, user: object) -> Claim | None:
    """Return the claim with this key."""
    return every_claim(user).filter(key=key).first()


def claims_about(area: Area, user: object) -> QuerySet[Claim]:
    """Return the claims about an area, itself or what it came of."""
    ids = _traces().filter(target_kind=AREA, target_id__in=lineage(area)).values("source_id")
    return every_claim(user).filter(pk__in=ids)


def tell(claims: Iterable[Claim], user: object) -> list[ToldClaim]:
    """Return claims with what they are about, in a fixed number of queries."""
    wanted = list(claims)
    refs: dict[int, list[kinds.Ref]] = defaultdict(list)
    for one in _traces().filter(source_id__in=[claim.pk for claim in wanted]).order_by("pk"):
        refs[one.source_id].append(kinds.Ref(one.target_kind, one.target_id))
    things = kinds.describe({ref for some in refs.values() for ref in some}, user)
    return [
        ToldClaim(
            claim,
            [things[ref] for ref in refs[claim.pk] if ref in things],
            list(claim.citations.all()),
        )
        for claim in wanted
    ]


def without_evidence() -> QuerySet[Claim]:
    """Return the claims on which nothing that stands is cited."""
    stands = Q(evidence__isnull=False, evidence__withdrawn_at=None) | Q(
        finding__state=Finding.State.STANDS
    )
    cited = Citation.objects.filter(stands, claim__isnull=False).values("claim")
    return every_claim(None).exclude(pk__in=cited)


def areas_of(claim: Claim) -> QuerySet[Area]:
    """Return the areas that the claim is about."""
    ids = _traces().filter(source_id=claim.pk, target_kind=AREA).values("target_id")
    return Area.objects.filter(pk__in=ids)


def cited_sources(evidence_id: int, user: object) -> QuerySet[Citation]:
    """Return where one source is cited on claims, by claim."""
    found = citations_for(user).filter(evidence=evidence_id, claim__isnull=False)
    return found.select_related("claim").order_by("claim_id", "pk")


def areas_with_bare_claims(areas: Iterable[Area]) -> dict[Area, tuple[int, int]]:
    """Return for each area how many claims there are and how many of them have no evidence.

    It takes four queries, whatever the number of areas.
    """
    wanted = list(areas)
    lines = lineages(wanted)
    ids = set[int]().union(*lines.values())
    about: dict[int, set[int]] = defaultdict(set)
    for source, target in (
        _traces().filter(target_kind=AREA, target_id__in=ids).values_list("source_id", "target_id")
    ):
        about[target].add(source)
    every = {one for some in about.values() for one in some}
    bare = {
        claim.pk
        for claim in every_claim(None).filter(pk__in=every)
        if standing(claim.citations.all()) == "bare"
    }
    counted = {}
    for area in wanted:
        claims = set[int]().union(*(about[one] for one in lines[area.pk]))
        counted[area] = (len(claims), len(claims & bare))
    return counted


def _traces() -> QuerySet[Trace]:
    return Trace.objects.filter(source_kind=CLAIM, relation=CLAIMED)
