"""What pages of the analysis step share."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from varv.analysis import pictures
from varv.analysis.compute.asked import Asked
from varv.analysis.models import Finding, Run, RunResult
from varv.analysis.names.regions import place_shown, region_note
from varv.analysis.queries import findings, runs
from varv.analysis.results import figures, tables
from varv.analysis.results.exports import FORMS, source_shown
from varv.analysis.results.words import comparison_shown
from varv.people.requests import StaffRequest
from varv.text.translated_forms import add_refusal

T = TypeVar("T")


def sent(request: HttpRequest) -> QueryDict | None:
    """Return what was sent with a form, or None where one is only looked at."""
    return request.POST if request.method == "POST" else None


def run_or_404(pk: int) -> Run:
    """Return a run for the staff."""
    return found_or_404(runs.run_at(pk))


def public_run_or_404(pk: int) -> Run:
    """Return a run that everybody may read."""
    return found_or_404(runs.public_run(pk))


def finding_or_404(pk: int) -> Finding:
    """Return a finding for the staff."""
    return found_or_404(findings.finding_at(pk))


def result_or_404(run: Run, kind: str) -> RunResult:
    """Return one result of a finished run."""
    return found_or_404(runs.result_of(run, kind))


def results_shown(run: Run) -> list[tables.Shown]:
    """Return all results of a run, each with its first rows and its picture."""
    results = runs.results_of(run)
    found = figures.figures_among(run, results)
    pictures.prepare(found.values(), pictures.ON_A_PAGE)
    return [
        replace(tables.shown(run, one, first=tables.FIRST), figure=found.get(one.kind))
        for one in results
    ]


def told_of(run: Run) -> dict[str, Any]:
    """Return what stands with every figure of a run."""
    return {
        "run": run,
        "version": run.version,
        "dataset": run.version.dataset,
        "region_note": region_note(run.parameters["region"]),
        "source": source_shown(run),
        "compared": comparison_shown(Asked.of(run.parameters), place_shown),
        "forms": FORMS.items(),
    }


def in_words(request: HttpRequest, act: Callable[[], object]) -> bool:
    """Do an act of one button; what it refuses is told on the next page."""
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    return True


def found_or_404(found: T | None) -> T:
    """Return what was found."""
    if found is None:
        raise Http404
    return found


methods = require_http_methods(["GET", "HEAD", "POST"])


def done(form: forms.Form, act: Callable[[], Any]) -> Any:
    """Return what was done, or None with the reasons in the form."""
    if not form.is_valid():
        return None
    try:
        return act()
    except ValidationError as error:
        add_refusal(form, error)
        return None


def form_page(request: StaffRequest, form: forms.Form, **context: Any) -> HttpResponse:
    """Show a form: with ``title``, ``submit``, and ``back`` (an address) called ``back_name``.

    ``beside`` is a template with what is to be read before it is filled in.
    """
    status = 422 if form.is_bound else 200
    return render(request, "analysis/desk/form.html", {"form": form, **context}, status=status)
