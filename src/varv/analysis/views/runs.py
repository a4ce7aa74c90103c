"""Runs as everybody reads them, and their results as files."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from varv.analysis import limits
from varv.analysis.models import Run
from varv.analysis.queries import findings
from varv.analysis.queries import runs as queries
from varv.analysis.results import exports, notes, tables, words
from varv.analysis.views.desk_runs import whole_result
from varv.analysis.views.shared import (
    public_run_or_404,
    result_or_404,
    results_shown,
    run_or_404,
    told_of,
)
from varv.files.downloads import as_file, later
from varv.people.access import staff
from varv.people.requests import StaffRequest
from varv.registry import kinds
from varv.registry.queries import beside

PER_PAGE = 30


@require_safe
def runs(request: HttpRequest) -> HttpResponse:
    """List what is public."""
    page = Paginator(queries.public_runs(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "analysis/runs.html", {"page": page})


@require_safe
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one run: what was asked, what came of it, and what it cannot show."""
    found = public_run_or_404(pk)
    context = told_of(found) | {
        "parameters": words.parameters_shown(found),
        "results": results_shown(found),
        "not_possible": notes.not_possible(found),
        "cannot_show": notes.cannot_show(),
        "findings": tables.named(findings.public_findings().filter(run=found)),
        "thread": beside(kinds.ref(found), request.user),
    }
    return render(request, "analysis/run.html", context)


@require_safe
def result(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Show all rows of one result."""
    found = public_run_or_404(pk)
    context = told_of(found) | whole_result(request, found, kind)
    return render(request, "analysis/run_result.html", context)


@require_safe
def download(request: HttpRequest, pk: int, kind: str, form: str) -> HttpResponseBase:
    """Send a result of a public run as a file."""
    if request.method != "HEAD" and (wait := limits.taken_out(request)):
        return later(wait)
    return _file(public_run_or_404(pk), kind, form)


@require_safe
@staff("analysis.view_run")
def desk_download(request: StaffRequest, pk: int, kind: str, form: str) -> HttpResponseBase:
    """Send staff a result as a file."""
    return _file(run_or_404(pk), kind, form)


def _file(run: Run, kind: str, form: str) -> HttpResponseBase:
    result = result_or_404(run, kind)
    if form not in exports.FORMS:
        raise Http404
    return as_file(exports.content(run, result, form), form, f"{kind} {run.pk}")
