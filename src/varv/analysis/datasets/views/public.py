"""Datasets for everybody: the list, one dataset, one version, and its files."""

from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from varv.analysis import limits
from varv.analysis.datasets import csvw, downloads, queries, showing
from varv.analysis.models import Dataset, DatasetVersion
from varv.files.downloads import later
from varv.people.requests import VisitorRequest
from varv.registry import kinds
from varv.registry.guard import may
from varv.registry.queries import beside


@require_safe
def listing(request: VisitorRequest) -> HttpResponse:
    """List the public datasets."""
    datasets = [(one, showing.latest(one)) for one in queries.public_datasets()]
    return render(request, "analysis/datasets/all.html", {"datasets": datasets})


@require_safe
def dataset(request: VisitorRequest, key: str) -> HttpResponse:
    """Show one dataset and its versions."""
    found = _dataset_or_404(request, key)
    context = {
        "dataset": found,
        "versions": list(queries.versions_of(found)),
        "thread": beside(kinds.ref(found), request.user),
    }
    return render(request, "analysis/datasets/dataset.html", context)


@require_safe
def version(request: VisitorRequest, key: str, number: int) -> HttpResponse:
    """Show one version: its first rows, where it comes from, and what was found in it."""
    found = _version_or_404(request, key, number)
    context = {
        "dataset": found.dataset,
        "version": found,
        "rows": showing.first_rows(found),
        "findings": showing.findings(found),
        "largest": showing.largest(found),
        "forms": downloads.forms_of(found),
        "csv_metadata": csvw.address(found),
        "headings": showing.HEADINGS,
    }
    return render(request, "analysis/datasets/version.html", context)


@require_safe
def file(request: VisitorRequest, key: str, number: int, form: str) -> HttpResponseBase:
    """Send a version as a file."""
    found = _version_or_404(request, key, number)
    if form not in downloads.FORMS:
        raise Http404
    if form not in downloads.forms_of(found):
        text = _("The table is too large for this kind of file. Take CSV or Parquet.")
        return HttpResponse(text, status=404, content_type="text/plain; charset=utf-8")
    if request.method != "HEAD" and (wait := limits.taken_out(request)):
        return later(wait)
    return downloads.as_download(found, form, head=request.method == "HEAD")


@require_safe
def csv_metadata(request: VisitorRequest, key: str, number: int) -> HttpResponse:
    """Say of the CSV of a version what it is, for programs."""
    found = _version_or_404(request, key, number)
    return JsonResponse(
        csvw.metadata(found),
        content_type=csvw.CONTENT_TYPE,
        json_dumps_params={"ensure_ascii": False, "indent": 1},
    )


def _dataset_or_404(request: VisitorRequest, key: str) -> Dataset:
    """Return a public dataset; the staff sees all."""
    find = queries.public_dataset_at
    if may(request.user, "analysis.view_dataset"):
        find = queries.dataset_at
    found = find(key)
    if found is None:
        raise Http404("there is no such dataset")
    return found


def _version_or_404(request: VisitorRequest, key: str, number: int) -> DatasetVersion:
    found = queries.version_at(_dataset_or_404(request, key), number)
    if found is None:
        raise Http404("there is no such version")
    return found
