"""What analysis adds to the extension points, its own and those below."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from varv.analysis import (
    evidence,
    extensions,
    folder,
    inventory_entries,
    keeping,
    limits,
    personal,
    run_registrations,
    search,
)
from varv.analysis.county import registrations as county
from varv.analysis.datasets import extensions as datasets
from varv.analysis.memos import registrations as memos
from varv.analysis.models import Evidence
from varv.analysis.profiles import registrations as profiles
from varv.cycles import checks, panels
from varv.cycles.models import StepKind
from varv.people.folder import sections
from varv.people.limits import known as known_limits
from varv.registry import kinds, log_actions, masking, relations


def register() -> None:
    """Add everything; called once, when the apps are ready."""
    kinds.register(kinds.Kind("evidence", "analysis.Evidence", _("evidence"), describe_evidence))
    relations.register(relations.Relation(folder.SUPPORTS, _("supports"), _("is supported by")))
    log_actions.register("analysis.cite_evidence", _("Evidence cited"))
    checks.point.register(
        "analysis.evidence",
        checks.StepCheck(
            StepKind.ANALYSIS, _("Every area leans on cited evidence"), evidence.is_cited
        ),
    )
    panels.point.register(
        "analysis.evidence",
        panels.Panel(_("Evidence"), "analysis/_area_panel.html", evidence.panel, position=60),
    )
    extensions.register()
    for section in folder.sections():
        sections.register(section)
    personal.register()
    keeping.register()
    search.register_all()
    masking.point.register(
        "evidence",
        masking.Maskable(
            {
                "title": _("Title"),
                "author": _("Author"),
                "publisher": _("Publisher"),
                "summary": _("Summary"),
                "withdrawn_reason": _("Why it is withdrawn"),
            },
            files=lambda source: [source.file] if source.file else [],
        ),
    )
    inventory_entries.register()
    for limit in limits.ALL:
        known_limits.register(limit.name, limit)
    datasets.register()
    run_registrations.register()
    profiles.register()
    memos.register()
    county.register()


def describe_evidence(ids: Iterable[int], user: object) -> dict[int, kinds.Thing]:  # noqa: ARG001 - public
    """Name sources; everybody may see what a claim leans on."""
    return {
        source.pk: kinds.Thing(str(source), source.get_absolute_url())
        for source in Evidence.objects.filter(pk__in=ids)
    }
