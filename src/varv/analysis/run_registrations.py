"""What runs and findings add to the extension points of the apps below."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from varv.analysis.actions.computing import gather_shows
from varv.analysis.models import Finding, Run
from varv.analysis.queries import findings, runs
from varv.analysis.results import tables, words
from varv.clock import timed
from varv.cycles import checks, panels
from varv.cycles.checks import CheckResult
from varv.cycles.models import Area, Step, StepKind
from varv.cycles.queries import active_areas
from varv.people import desk as people_desk
from varv.people.desk import DeskItem
from varv.people.models import User
from varv.registry import kinds, log_actions, masking, relations, search, ties
from varv.registry.guard import may
from varv.registry.jobs import put_once
from varv.registry.ties import End, Tie

LOG_ACTIONS = {
    "analysis.start_run": gettext_lazy("Run started"),
    "analysis.cancel_run": gettext_lazy("Run stopped"),
    "analysis.run_done": gettext_lazy("Run done"),
    "analysis.run_failed": gettext_lazy("Run failed"),
    "analysis.tie_run": gettext_lazy("Run tied to the one that it repeats"),
    "analysis.publish_run": gettext_lazy("Run published"),
    "analysis.unpublish_run": gettext_lazy("Run taken back from the public"),
    "analysis.make_finding": gettext_lazy("Finding made"),
    "analysis.question_finding": gettext_lazy("Finding questioned by newer figures"),
    "analysis.confirm_finding": gettext_lazy("Finding confirmed"),
    "analysis.rewrite_finding": gettext_lazy("Finding worded anew"),
    "analysis.withdraw_finding": gettext_lazy("Finding withdrawn"),
    "analysis.publish_finding": gettext_lazy("Finding published"),
    "analysis.unpublish_finding": gettext_lazy("Finding taken back from the public"),
}


def register() -> None:
    """Add everything; called once, when the apps are ready."""
    for action, label in LOG_ACTIONS.items():
        log_actions.register(action, label)
    kinds.register(kinds.Kind("run", "analysis.Run", gettext_lazy("run"), describe_runs))
    kinds.register(
        kinds.Kind("finding", "analysis.Finding", gettext_lazy("finding"), describe_findings)
    )
    _register_ties()
    timed.upkeep.register("analysis.runs", resume)
    timed.upkeep.register("analysis.runs_shown", lambda _now: gather_shows())
    people_desk.items.register("analysis.runs", desk_items)
    checks.point.register(
        "analysis.findings",
        checks.StepCheck(
            StepKind.ANALYSIS, gettext_lazy("Every finding is borne out by the newest run"), check
        ),
    )
    panels.point.register(
        "analysis.findings",
        panels.Panel(gettext_lazy("Findings"), "analysis/_findings_panel.html", panel, position=55),
    )
    _register_search()
    masking.point.register("run", masking.Maskable({"title": gettext_lazy("Title")}))
    masking.point.register(
        "finding",
        masking.Maskable({"sentence": gettext_lazy("Sentence"), "note": gettext_lazy("Note")}),
    )


def _register_ties() -> None:
    """Let the thread go from a dataset's version by run and finding to the area."""
    for relation in (
        relations.Relation("computed", gettext_lazy("was computed in"), gettext_lazy("computed")),
        relations.Relation("showed", gettext_lazy("showed"), gettext_lazy("was read out of")),
        relations.Relation("says_of", gettext_lazy("says of"), gettext_lazy("is told by")),
        relations.Relation("repeated", gettext_lazy("was repeated as"), gettext_lazy("repeats")),
    ):
        relations.register(relation)
    run, finding = Run._meta.label, Finding._meta.label
    for name, tie in {
        "versions_of_runs": Tie(run, End("dataset_version", "version_id"), End("run"), "computed"),
        "repeated_runs": Tie(run, End("run", "repeats_id"), End("run"), "repeated"),
        "runs_of_findings": Tie(finding, End("run", "run_id"), End("finding"), "showed"),
        "areas_of_findings": Tie(finding, End("finding"), End("area", "area_id"), "says_of"),
    }.items():
        ties.register(f"analysis.{name}", tie)


def _register_search() -> None:
    search.register(
        search.Source(
            "run",
            everybody=runs.public_runs,
            staff=Run.objects.all,
            permission="analysis.view_run",
            called=pgettext_lazy("words searched for", "run runs analysis analyses"),
            texts=("shows",),
            dated="done_at",
        )
    )
    search.register(
        search.Source(
            "finding",
            everybody=findings.public_findings,
            staff=Finding.objects.all,
            permission="analysis.view_finding",
            called=pgettext_lazy("words searched for", "finding findings"),
            dated="made_at",
        )
    )


def describe_runs(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:
    """Name runs; those that are not public only to the staff."""
    if may(user, "analysis.view_run"):
        found, name = runs.runs().filter(pk__in=ids), "analysis:desk_run"
    else:
        found, name = runs.public_runs().filter(pk__in=ids), "analysis:run"
    return {one.pk: kinds.Thing(str(one), reverse(name, args=[one.pk])) for one in found}


def describe_findings(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:
    """Name findings; those that are not public only to the staff."""
    if may(user, "analysis.view_finding"):
        found, name = findings.findings().filter(pk__in=ids), "analysis:desk_finding"
    else:
        found, name = findings.public_findings().filter(pk__in=ids), "analysis:finding"
    return {one.pk: kinds.Thing(str(one), reverse(name, args=[one.pk])) for one in found}


def resume(_now: datetime) -> int:
    """Have computed what waits, and gone on with what a killed worker left."""
    return sum(map(_deferred, runs.under_way().values_list("pk", flat=True)))


def _deferred(run_id: int) -> bool:
    """Put a run into the worker's queue, unless it waits there already."""
    from varv.analysis import tasks  # the worker's app is ready later than this one

    return put_once(tasks.compute_run, f"run:{run_id}", run_id=run_id)


def desk_items(user: User, now: datetime) -> Iterator[DeskItem]:  # noqa: ARG001 - at any time
    """Tell which findings are to be looked at again, and which of one's runs failed."""
    if user.has_perm("analysis.change_finding") and (count := findings.questioned().count()):
        text = ngettext(
            "%(number)d finding to be looked at again",
            "%(number)d findings to be looked at again",
            count,
        )
        yield DeskItem(
            title=text % {"number": count},
            url=f"{reverse('analysis:desk_findings')}?state=questioned",
            detail=_("Newer figures do not bear out what was read out of older ones."),
        )
    if user.has_perm("analysis.change_run"):
        for one in runs.failed_of(user.pk):
            yield DeskItem(
                title=_("A run failed: %(run)s") % {"run": one},
                url=reverse("analysis:desk_run", args=[one.pk]),
                detail=words.error_in_words(one),
            )


def check(step: Step) -> CheckResult:
    """Tell whether findings about the area, or about all areas, are to be looked at again."""
    area = step.lap.area
    areas = [area] if area is not None else list(active_areas(step.lap.programme))
    stale = findings.stale_of(areas).count()
    if not stale:
        return CheckResult(True, _("No finding is questioned by newer figures."))
    text = ngettext(
        "%(count)s finding is questioned by newer figures.",
        "%(count)s findings are questioned by newer figures.",
        stale,
    )
    return CheckResult(False, text % {"count": stale})


def panel(area: Area, request: HttpRequest) -> dict[str, Any]:
    """Return the findings about an area, for staff those that are not public too."""
    is_desk = may(request.user, "analysis.view_finding")
    found = tables.named(findings.of_area(area, everybody=not is_desk))
    return {"findings": found, "is_desk": is_desk}
