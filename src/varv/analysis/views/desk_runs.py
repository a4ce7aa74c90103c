"""The desk: runs, from the question to the results and what changed since."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from varv.analysis import actions
from varv.analysis.compute.asked import Asked
from varv.analysis.compute.panels import contents_of
from varv.analysis.forms_desk.runs import RunForm
from varv.analysis.models import DatasetVersion, Run
from varv.analysis.queries import findings
from varv.analysis.queries import runs as queries
from varv.analysis.results import notes, tables, words
from varv.analysis.results.differences import asked_otherwise, differences
from varv.analysis.views.shared import (
    found_or_404,
    in_words,
    methods,
    result_or_404,
    results_shown,
    run_or_404,
    sent,
    told_of,
)
from varv.people.access import staff
from varv.people.requests import StaffRequest, region_of
from varv.registry import kinds
from varv.registry.queries import beside
from varv.text.refusals import accepted

PER_PAGE = 30
ROWS_PER_PAGE = 200
may_view = staff("analysis.view_run")
may_change = staff("analysis.change_run")


@require_safe
@may_view
def runs(request: StaffRequest) -> HttpResponse:
    """List all runs."""
    page = Paginator(queries.runs(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "runs": words.with_comparisons(page.object_list), **_may(request)}
    return render(request, "analysis/desk/runs.html", context)


@require_safe
@may_change
def choose(request: StaffRequest) -> HttpResponse:
    """Choose the figures to compute with: the newest version of each dataset that has enough."""
    told = [(one, words.why_not_computed(one)) for one in queries.versions_to_compute()]
    context = {
        "versions": [one for one, why in told if not why],
        "refused": [(one, why) for one, why in told if why],
    }
    return render(request, "analysis/desk/run_choose.html", context)


@methods
@may_change
def new(request: StaffRequest, version: int) -> HttpResponse:
    """Ask a question of a version, and have it computed."""
    found = _version_or_404(version)
    if refused := words.why_not_computed(found):
        context = {"version": found, "dataset": found.dataset, "refused": refused}
        return render(request, "analysis/desk/run_form.html", context, status=409)
    form = RunForm(sent(request), version=found, region=region_of(request))
    made: list[tuple[Run, bool]] = []

    def start() -> None:
        made.append(
            actions.start_run(request.user, version=found, asked=form.asked, title=form.titles)
        )

    if form.is_valid() and accepted(form, start):
        return _begun(request, *made[0])
    status = 422 if form.is_bound else 200
    context = {
        "form": form,
        "version": found,
        "dataset": found.dataset,
        "is_classified": contents_of(found).is_classified,
    }
    return render(request, "analysis/desk/run_form.html", context, status=status)


@require_safe
@may_view
def run(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one run: how far it has come, or what it gave."""
    found = run_or_404(pk)
    context = (
        told_of(found)
        | _may(request)
        | {
            "parameters": words.parameters_shown(found),
            "error": words.error_in_words(found) if found.error else "",
            "results": results_shown(found),
            "not_possible": notes.not_possible(found),
            "findings": tables.named(findings.findings_of(found)),
            "is_outdated": queries.has_newer_figures(found),
            "others": words.with_comparisons(queries.comparable_with(found)[:20]),
            "thread": beside(kinds.ref(found), request.user),
            **progress_of(found),
        }
    )
    return render(request, "analysis/desk/run.html", context)


@require_safe
@may_view
def progress(request: StaffRequest, pk: int) -> HttpResponse:
    """Tell how far the worker has come; the page is shown anew when it is done."""
    found = run_or_404(pk)
    if not found.is_under_way:
        return HttpResponseClientRefresh()
    # The state stands at the head of the page, outside of what is asked for again.
    context = {"run": found, "is_told_anew": True, **progress_of(found)}
    return render(request, "analysis/desk/_run_progress.html", context)


@require_safe
@may_view
def result(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """Show all rows of one result."""
    found = run_or_404(pk)
    context = told_of(found) | _may(request) | whole_result(request, found, kind)
    return render(request, "analysis/desk/run_result.html", context)


@require_POST
@may_change
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    """Stop a run."""
    found = run_or_404(pk)
    if in_words(request, lambda: actions.cancel_run(request.user, run=found)):
        messages.success(request, _("The run stops after the step that it is at."))
    return redirect("analysis:desk_run", pk)


@require_POST
@may_change
def again(request: StaffRequest, pk: int) -> HttpResponse:
    """Try a run once more that failed or was stopped."""
    found = run_or_404(pk)
    made: list[tuple[Run, bool]] = []

    def start() -> None:
        asked = Asked.of(found.parameters)
        made.append(
            actions.start_run(
                request.user,
                version=found.version,
                asked=asked,
                title=found.title,
                repeats=found.repeats,
            )
        )

    if in_words(request, start):
        return _begun(request, *made[0])
    return redirect("analysis:desk_run", pk)


@require_POST
@may_change
def repeat(request: StaffRequest, pk: int) -> HttpResponse:
    """Compute a run anew with the newest version of its dataset."""
    found = run_or_404(pk)
    made: list[tuple[Run, bool]] = []
    if in_words(request, lambda: made.append(actions.repeat_run(request.user, run=found))):
        return _begun(request, *made[0])
    return redirect("analysis:desk_run", pk)


@require_POST
@may_change
def publish(request: StaffRequest, pk: int) -> HttpResponse:
    """Let everybody read a run, or take it back."""
    found = run_or_404(pk)
    act = actions.unpublish_run if found.is_public else actions.publish_run
    if in_words(request, lambda: act(request.user, run=found)):
        text = _("Only staff sees the run now.") if found.is_public else _("Everybody can read it.")
        messages.success(request, text)
    return redirect("analysis:desk_run", pk)


@require_safe
@may_view
def compare(request: StaffRequest, pk: int, other: int) -> HttpResponse:
    """Show what changed from an earlier run to this one."""
    new_, old = run_or_404(pk), run_or_404(other)
    context = told_of(new_) | {
        "old": old,
        "asked_otherwise": asked_otherwise(old, new_),
        "differences": differences(old, new_),
    }
    return render(request, "analysis/desk/run_compare.html", context)


def whole_result(request: HttpRequest, found: Run, kind: str) -> dict[str, Any]:
    """Return one page of a result, as the desk and everybody see it."""
    one = result_or_404(found, kind)
    page = Paginator(range(one.rows), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    start = page.start_index() - 1 if one.rows else 0
    table = tables.shown(found, one, first=ROWS_PER_PAGE, start=max(start, 0))
    return {"table": table, "page": page}


def progress_of(found: Run) -> dict[str, Any]:
    """Return how much of a run is done, in per cent and words."""
    share = round(100 * found.steps_done / found.steps) if found.steps else 0
    named = {kind.value: kind.label for kind in tables.RunResult.Kind}
    return {"per_cent": share, "step": named.get(found.step, "")}


def _begun(request: StaffRequest, found: Run, is_new: bool) -> HttpResponse:
    if is_new:
        messages.success(request, _("The run is started."))
    else:
        text = _("The same has been asked of the same figures before. Here is that run.")
        messages.info(request, text)
    return redirect("analysis:desk_run", found.pk)


def _may(request: StaffRequest) -> dict[str, bool]:
    return {
        "may_change": request.user.has_perm("analysis.change_run"),
        "may_find": request.user.has_perm("analysis.change_finding"),
    }


def _version_or_404(pk: int) -> DatasetVersion:
    return found_or_404(queries.version_at(pk))
