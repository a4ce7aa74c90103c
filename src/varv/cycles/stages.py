"""How far a version has come on its way from a draft to the one that holds."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from varv.cycles.models import AreaVersion, ProgrammeVersion, VersionState
from varv.registry import kinds
from varv.registry.models import Trace

#: From a decision paper to the version that it proposes to adopt; whoever makes papers draws it.
PREPARES = "prepares"


@dataclass(frozen=True)
class Stage:
    """One stage, whether it is behind, and whether the version stands there now."""

    label: str | Promise
    is_done: bool
    is_now: bool = False


def stages(version: AreaVersion | ProgrammeVersion) -> list[Stage]:
    """Return the stages in order; being out for comment and having a paper can be left out."""
    adopted = version.state in {VersionState.ADOPTED, VersionState.REPLACED}
    return [
        Stage(_("Draft"), is_done=version.is_public, is_now=version.is_draft),
        Stage(_("Out for comment"), _was_out(version), is_now=version.is_out_for_comment),
        Stage(_("Decision paper"), _has_paper(version)),
        Stage(_("Adopted"), is_done=adopted and version.decision_id is not None),
    ]


def _was_out(version: AreaVersion | ProgrammeVersion) -> bool:
    """Tell whether it was out, or was made from one that was out and not adopted itself."""
    base = version.based_on
    if base is None or base.decision_id is not None or base.state == VersionState.ADOPTED:
        return _has_been_out(version)
    return _has_been_out(version) or _has_been_out(base)


def _has_been_out(version: AreaVersion | ProgrammeVersion) -> bool:
    return version.is_out_for_comment or version.put_out_at is not None


def _has_paper(version: AreaVersion | ProgrammeVersion) -> bool:
    kind, pk = kinds.ref(version)
    return Trace.objects.filter(target_kind=kind, target_id=pk, relation=PREPARES).exists()
