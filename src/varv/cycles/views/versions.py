"""Versions as everybody reads them: the archive of the programme, and one version at a time."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from varv.cycles import queries
from varv.cycles.differences import difference
from varv.cycles.models import AreaVersion, ProgrammeVersion
from varv.cycles.views.shared import layout_of
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
    found = queries.public_programme_version(key, number)
    if found is None:
        raise Http404("there is no such version, or not for everybody")
    return _page(request, found)


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
    version = queries.public_area_version(area, number)
    if version is None:
        raise Http404("there is no such version, or not for everybody")
    return _page(request, version)


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
        "thread": beside(kinds.ref(version), request.user),
    }
    return render(request, "cycles/version.html", context)
