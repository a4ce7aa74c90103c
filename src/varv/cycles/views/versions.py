"""Versions as everybody reads them: the archive of the programme, and one version at a time."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from varv.cycles import exports_versions as exports
from varv.cycles import limits, queries
from varv.cycles.differences import difference
from varv.cycles.models import Area, AreaVersion, ProgrammeVersion
from varv.cycles.views.shared import layout_of
from varv.files.downloads import as_file, later
from varv.people.requests import VisitorRequest
from varv.registry import kinds
from varv.registry.queries import beside
from varv.text.paragraphs import blocks

#: A text with fewer headings is read as fast as its table of contents.
HEADINGS = 3


@require_safe
def programme_versions(request: HttpRequest) -> HttpResponse:
    """List the public versions of all programmes there have been."""
    context = {"versions": queries.archive(), "programme": queries.current_programme()}
    return render(request, "cycles/programme_versions.html", context)


@require_safe
def programme_version(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show one version of a programme: its text, or what it changed."""
    return _page(request, _programme_version_or_404(key, number))


@require_safe
def area_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show one version of an area: its text, or what it changed."""
    found = queries.area_at(slug)
    if found is None:
        raise Http404("no area has or had this address")
    area, is_old_address = found
    if is_old_address:
        address = reverse("cycles:area_version", args=[area.slug, number])
        return HttpResponsePermanentRedirect(address)
    return _page(request, _area_version_or_404(area, number))


@require_safe
def export(request: VisitorRequest, form: str) -> HttpResponseBase:
    """Send everybody the public versions of the programmes and of the areas."""
    return _sent(request, form, _("versions"), lambda: exports.archive_file(form))


@require_safe
def programme_changes(
    request: VisitorRequest, key: str, number: int, form: str
) -> HttpResponseBase:
    """Send everybody the changes of one version of a programme."""
    found = _programme_version_or_404(key, number)
    return _sent(request, form, f"{key} {number}", lambda: exports.changes_file(form, found))


@require_safe
def area_changes(request: VisitorRequest, slug: str, number: int, form: str) -> HttpResponseBase:
    """Send everybody the changes of one version of an area, at its old addresses too."""
    found = queries.area_at(slug)
    if found is None:
        raise Http404("no area has or had this address")
    version = _area_version_or_404(found[0], number)
    name = f"{found[0].slug} {number}"
    return _sent(request, form, name, lambda: exports.changes_file(form, version))


def _sent(
    request: VisitorRequest, form: str, name: str, made: Callable[[], Any]
) -> HttpResponseBase:
    if form not in exports.FORMS:
        raise Http404("there is no such form")
    if request.method == "HEAD":
        return as_file((), form, name)
    if wait := limits.taken_out(request):
        return later(wait)
    return as_file(made(), form, name)


def _programme_version_or_404(key: str, number: int) -> ProgrammeVersion:
    found = queries.public_programme_version(key, number)
    if found is None:
        raise Http404("there is no such version, or not for everybody")
    return found


def _area_version_or_404(area: Area, number: int) -> AreaVersion:
    found = queries.public_area_version(area, number)
    if found is None:
        raise Http404("there is no such version, or not for everybody")
    return found


def _page(request: HttpRequest, version: AreaVersion | ProgrammeVersion) -> HttpResponse:
    text = blocks(str(version.text))
    headings = [one for one in text if one.level]
    context = {
        "version": version,
        "is_of_area": isinstance(version, AreaVersion),
        "text": text,
        "headings": headings if len(headings) >= HEADINGS else [],
        "difference": difference(version, queries.basis_of(version), request.user),
        "layout": layout_of(request),
        "forms": [("xlsx", "Excel"), ("csv", "CSV")],
        "thread": beside(kinds.ref(version), request.user),
    }
    return render(request, "cycles/version.html", context)
