"""The desk: which activities the areas stand for, and which figures the profiles are made of."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from varv.analysis.models import ActivitySet, DatasetVersion, ProfileSource
from varv.analysis.names.regions import region_shown
from varv.analysis.profiles import actions, queries
from varv.analysis.profiles.forms import ActivitySetForm, ProfileSourceForm, initial_set
from varv.analysis.profiles.views import overlap_texts, shown
from varv.cycles.models import Area
from varv.people.access import staff
from varv.people.queries import current_region, the_region
from varv.people.requests import StaffRequest
from varv.text.translated import Translated
from varv.text.translated_forms import add_refusal

methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@staff("analysis.view_activities")
def listing(request: StaffRequest) -> HttpResponse:
    """List the areas with their activities, what belongs to several and what to none."""
    sets = queries.sets_in_use()
    context = {
        "rows": [(area, sets.get(area.pk)) for area in queries.areas_in_use()],
        "overlaps": overlap_texts(sets),
        "parts": shown(),
        "may_change": request.user.has_perm("analysis.set_activities"),
    }
    return render(request, "analysis/desk/activity_sets.html", context)


@methods
@staff("analysis.set_activities")
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Say which activities an area stands for."""
    area = get_object_or_404(Area, pk=pk, state=Area.State.ACTIVE)
    versions = queries.versions_of(area)
    languages = the_region().languages
    form = ActivitySetForm(
        request.POST or None, languages=languages, initial=_initial(area, versions, languages)
    )
    if form.is_valid():
        try:
            made = actions.set_activities(request.user, area=area, **form.values)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(
                request,
                _("%(area)s: version %(number)s of its activities is saved.")
                % {"area": area, "number": made.number},
            )
            return redirect("analysis:desk_activity_sets")
    context = {"form": form, "area": area, "versions": queries.differences(versions)}
    status = 422 if form.is_bound else 200
    return render(request, "analysis/desk/activity_set.html", context, status=status)


@methods
@staff("analysis.choose_profile_source")
def sources(request: StaffRequest) -> HttpResponse:
    """Show what the profiles are made of and have been, and choose one more."""
    held = list(queries.sources_in_use())
    newer = {one.dataset_id: one for one in queries.newer_than_in_use()}
    form = ProfileSourceForm(request.POST or None, initial=_first_suggested(held))
    if form.is_valid() and _chosen(request, form):
        return redirect("analysis:desk_activity_sets")
    context = {
        "form": form,
        "sources": [(one, region_shown(one.region), _later(one, newer)) for one in held],
        "earlier": queries.sources().exclude(ended_at=None)[:20],
        "may_choose": queries.versions_to_choose().exists(),
        "is_full": len(held) >= actions.MOST,
    }
    status = 422 if form.is_bound else 200
    return render(request, "analysis/desk/profile_sources.html", context, status=status)


@methods
@staff("analysis.choose_profile_source")
def instead(request: StaffRequest, pk: int) -> HttpResponse:
    """Choose another delivery or region in place of one that the profiles are made of."""
    held = get_object_or_404(queries.sources_in_use(), pk=pk)
    form = ProfileSourceForm(request.POST or None, initial=_suggested(held))
    if form.is_valid() and _chosen(request, form, held):
        return redirect("analysis:desk_activity_sets")
    context = {"form": form, "source": held, "newer": queries.newer_than(held)}
    status = 422 if form.is_bound else 200
    return render(request, "analysis/desk/profile_source.html", context, status=status)


@require_POST
@staff("analysis.choose_profile_source")
def raise_one(request: StaffRequest, pk: int) -> HttpResponse:
    """Let the pages show one of the sources earlier."""
    held = get_object_or_404(queries.sources_in_use(), pk=pk)
    return _done(request, lambda: actions.raise_source(request.user, source=held))


@require_POST
@staff("analysis.choose_profile_source")
def remove(request: StaffRequest, pk: int) -> HttpResponse:
    """Make the profiles of one of the sources no longer."""
    held = get_object_or_404(queries.sources_in_use(), pk=pk)
    return _done(request, lambda: actions.remove_source(request.user, source=held))


def _done(request: StaffRequest, act: Callable[[], None]) -> HttpResponse:
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("It is done. Everybody sees what comes of it at once."))
    return redirect("analysis:desk_profile_source")


def _chosen(
    request: StaffRequest, form: ProfileSourceForm, instead_of: ProfileSource | None = None
) -> bool:
    """Choose what the form says; tell whether it was taken."""
    try:
        actions.choose_source(request.user, **form.cleaned_data, instead_of=instead_of)
    except ValidationError as error:
        add_refusal(form, error)
        return False
    messages.success(request, _("The profiles are made of these figures now."))
    return True


def _later(source: ProfileSource, newer: Mapping[int, DatasetVersion]) -> DatasetVersion | None:
    found = newer.get(source.version.dataset_id)
    return found if found and found.number > source.version.number else None


def _initial(area: Area, versions: list[ActivitySet], languages: list[str]) -> dict[str, Any]:
    """Return the last version; for an area without one what it has from those it came of."""
    if versions:
        last = versions[0]
        return initial_set(last.codes, last.reasons, last.note, languages)
    codes, reasons = queries.inherited(area)
    return initial_set(codes, reasons, Translated(), languages)


def _first_suggested(held: Sequence[ProfileSource]) -> dict[str, Any]:
    """Return the region to begin with: that of the first figures, else its own code of NUTS."""
    region = current_region()
    return {"region": held[0].region if held else region.nuts if region else ""}


def _suggested(held: ProfileSource) -> dict[str, Any]:
    """Return what holds now, with the newest delivery."""
    return {
        "version": queries.newer_than(held) or held.version,
        "region": held.region,
        "compared_with": held.compared_with,
        "cluster_size": int(held.cluster_size),
    }
