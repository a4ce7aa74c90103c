"""What evidence and claims add to the extension points of the apps below."""

from collections.abc import Iterable, Mapping

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from varv.analysis import step_checks
from varv.analysis.models import Claim, Evidence, Stance
from varv.analysis.queries import CLAIMED
from varv.analysis.queries.claims import citations_for
from varv.cycles import checks
from varv.cycles.models import StepKind
from varv.files import access
from varv.files.access import Reader
from varv.files.models import File
from varv.registry import kinds, log_actions, masking, relations, ties
from varv.registry.ties import End, Tie

LOG_ACTIONS = {
    "analysis.edit_evidence": _("Evidence changed"),
    "analysis.withdraw_evidence": _("Evidence withdrawn"),
    "analysis.restore_evidence": _("Evidence no longer withdrawn"),
    "analysis.make_claim": _("Claim made"),
    "analysis.reword_claim": _("Claim changed"),
    "analysis.remove_claim": _("Claim removed"),
    "analysis.cite": _("Source cited"),
    "analysis.remove_citation": _("Citation removed"),
}


def register() -> None:
    """Add everything; called once, when the apps are ready."""
    for action, label in LOG_ACTIONS.items():
        log_actions.register(action, label)
    kinds.register(kinds.Kind("claim", "analysis.Claim", _("claim"), describe_claims))
    kinds.register(kinds.Kind("citation", "analysis.Citation", _("citation"), describe_citations))
    for relation in (
        relations.Relation(CLAIMED, _("says something of"), _("is spoken of in the claim")),
        relations.Relation(Stance.CONTRADICTS, _("contradicts"), _("is contradicted by")),
        relations.Relation(Stance.LEAVES_OPEN, _("leaves open"), _("is left open by")),
    ):
        relations.register(relation)
    for stance in Stance:
        for source in ("evidence", "finding"):
            ties.register(
                f"analysis.{source}_{stance.value}_claim",
                Tie(
                    "analysis.Citation",
                    End(source, f"{source}_id"),
                    End("claim", "claim_id"),
                    stance.value,
                    Q(stance=stance.value),
                ),
            )
    checks.point.register(
        "analysis.claims",
        checks.StepCheck(
            StepKind.ANALYSIS, _("Every claim has evidence"), step_checks.claims_have_evidence
        ),
    )
    masking.point.register("claim", masking.Maskable({"sentence": _("Claim")}))
    masking.point.register("citation", masking.Maskable({"text": _("What the source says")}))
    access.owners.register("analysis.evidence", may_read_source)


def may_read_source(file: File, reader: Reader) -> bool:
    """Let the staff read the file of a source, and everybody where we may give it out."""
    found = Evidence.objects.filter(file=file)
    if not reader.has_perm("analysis.view_evidence"):
        found = found.filter(file_is_public=True)
    return found.exists()


def describe_claims(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:  # noqa: ARG001 - public
    """Name claims; everybody may see what is said."""
    return {
        one.pk: kinds.Thing(str(one), one.get_absolute_url())
        for one in Claim.objects.filter(pk__in=ids)
    }


def describe_citations(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:
    """Name citations where they are read; those of a finding not yet public to the staff."""
    found = citations_for(user).filter(pk__in=ids).select_related("claim", "item__area")
    return {one.pk: kinds.Thing(str(one), one.sentence_url) for one in found}
