"""Public pages of the areas in figures, with their files."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from varv.analysis import limits
from varv.analysis.models import ActivitySet
from varv.analysis.pictures import ON_A_PAGE, Figure, prepare
from varv.analysis.profiles import exports
from varv.analysis.profiles.figures import STRENGTHS, figures_of
from varv.analysis.profiles.kept import profiles
from varv.analysis.profiles.queries import (
    areas_in_use,
    differences,
    latest_sets,
    overlaps,
    sets_in_use,
    versions_of,
)
from varv.analysis.profiles.shown import Profile, Profiles, belongs_to
from varv.cycles.models import Area
from varv.cycles.queries import area_at
from varv.files.downloads import as_file, later

FORMS = ("csv", "xlsx")


@dataclass(frozen=True)
class Part:
    """What one source tells of an area; nothing where nothing can be computed."""

    profiles: Profiles
    profile: Profile | None
    figures: Mapping[str, Figure]


def shown() -> list[Profiles]:
    """Return the profiles of all areas in use, one for each source, in its order."""
    found = profiles()
    areas = list(areas_in_use()) if found else []
    return [Profiles(kept, areas, number=at) for at, kept in enumerate(found, start=1)]


def parts_of(area: Area, found: Iterable[Profiles], *, only: str = "") -> list[Part]:
    """Return what each source tells of an area, with its pictures or only those of one kind."""
    parts = []
    for one in found:
        profile = None if one.problem else one.of(area)
        figures = figures_of(profile) if profile else {}
        kept = {f"{key}{one.suffix}": made for key, made in figures.items() if only in {"", key}}
        parts.append(Part(one, profile, kept))
    # Drawn at once where nobody has drawn them ahead.
    prepare([made for part in parts for made in part.figures.values()], ON_A_PAGE)
    return parts


def panel(area: Area, request: HttpRequest) -> dict[str, Any] | None:  # noqa: ARG001 - public
    """Return an area's figures for its own page; None where it has no activities."""
    if not area.is_active:
        return None
    sets = sets_in_use()
    held = sets.get(area.pk)
    if held is None:
        return None
    found = [
        Profiles(kept, [area], is_whole=False, number=at)
        for at, kept in enumerate(profiles(sets), start=1)
    ]
    return {"area": area, "set": held, "parts": parts_of(area, found, only=STRENGTHS)}


def overlap_texts(sets: Mapping[int, ActivitySet]) -> list[str]:
    """Say of each activity that belongs to several areas which these are."""
    return [belongs_to(code, areas) for code, areas in overlaps(sets).items()]


@require_safe
def all_areas(request: HttpRequest) -> HttpResponse:
    """Show all areas side by side, and what they leave out."""
    sets = list(latest_sets())
    context = {
        "parts": shown(),
        "sets": sets,
        "overlaps": overlap_texts({one.area_id: one for one in sets}),
    }
    return render(request, "analysis/profiles/all.html", context)


@require_safe
def one_area(request: HttpRequest, slug: str) -> HttpResponse:
    """Show all figures of one area, and which activities it stands for."""
    area = _area(slug)
    versions = differences(versions_of(area))
    context = {
        "area": area,
        "versions": versions,
        "set": versions[0][0] if versions else None,
        "parts": parts_of(area, shown()),
    }
    return render(request, "analysis/profiles/one.html", context)


@require_safe
def export_all(request: HttpRequest, form: str) -> HttpResponseBase:
    """Send the figures of all areas."""
    return _file(request, form, _("areas in figures"), lambda one: one)


@require_safe
def export_one(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """Send the figures of one area."""
    area = _area(slug)
    return _file(request, form, area.slug, lambda one: replace(one, areas=[area], is_whole=False))


def _file(
    request: HttpRequest, form: str, name: str, narrowed: Callable[[Profiles], Profiles]
) -> HttpResponseBase:
    found = [narrowed(one) for one in shown() if not one.problem]
    if form not in FORMS or not found:
        raise Http404
    if request.method == "HEAD":
        return as_file((), form, name)
    if wait := limits.taken_out(request):
        return later(wait)
    content: Any = exports.csv(found) if form == "csv" else exports.workbook(found)
    return as_file(content, form, name)


def _area(slug: str) -> Area:
    found = area_at(slug)
    has_any = found and ActivitySet.objects.filter(area=found[0]).exists()
    if not found or not (found[0].is_active or has_any):
        raise Http404("there is no such area")
    return found[0]
