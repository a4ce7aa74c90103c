"""The desk: areas."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseFormSet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from varv.cycles import actions, queries
from varv.cycles.forms import (
    MAX_PARTS,
    CreateAreaForm,
    MergeAreasForm,
    ReasonForm,
    ReviseAreaForm,
    SplitFormSet,
)
from varv.cycles.models import Area
from varv.cycles.views.shared import programme_or_404
from varv.people.access import staff
from varv.people.queries import the_region
from varv.people.requests import StaffRequest
from varv.registry import kinds
from varv.registry.queries import beside
from varv.text.translated_forms import add_refusal, initial_texts

methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@staff("cycles.view_process")
def listing(request: StaffRequest) -> HttpResponse:
    """List the areas in use and those that became something else."""
    programme = queries.current_programme()
    context = {
        "areas": queries.active_areas(programme),
        "retired": queries.retired_areas(programme),
        "may_change": request.user.has_perm("cycles.change_area"),
    }
    return render(request, "cycles/desk/areas.html", context)


@methods
@staff("cycles.change_area")
def create(request: StaffRequest) -> HttpResponse:
    """Add an area."""
    form = CreateAreaForm(request.POST or None, languages=the_region().languages)
    if form.is_valid():
        wording = form.wording
        try:
            area = actions.create_area(
                request.user,
                programme=programme_or_404(),
                name=wording.name,
                summary=wording.summary,
                text=wording.text,
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("%(area)s is added.") % {"area": area})
            return redirect("cycles:desk_areas")
    return _form_page(request, form, _("New area"), _("Add the area"))


@methods
@staff("cycles.view_process")
def revise(request: StaffRequest, pk: int) -> HttpResponse:
    """Show an area with its wording; coordinators word it anew here."""
    area = get_object_or_404(Area, pk=pk)
    initial = initial_texts(name=area.name, summary=area.summary, text=area.text)
    form = ReviseAreaForm(request.POST or None, initial=initial, languages=the_region().languages)
    may_change = request.user.has_perm("cycles.change_area") and area.is_active
    if request.method == "POST" and not request.user.has_perm("cycles.change_area"):
        raise PermissionDenied
    if form.is_valid():
        wording = form.wording
        try:
            actions.revise_area(
                request.user,
                area=area,
                name=wording.name,
                summary=wording.summary,
                text=wording.text,
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The new wording is saved as a version of its own."))
            return redirect("cycles:desk_area", pk=pk)
    context = {
        "area": area,
        "form": form,
        "may_change": may_change,
        "versions": queries.area_versions(area),
        "successions": queries.successions_of(area),
        "thread": beside(kinds.ref(area), request.user),
    }
    return render(request, "cycles/desk/area.html", context, status=_status(form))


@methods
@staff("cycles.change_area")
def merge(request: StaffRequest) -> HttpResponse:
    """Let several areas become one."""
    form = MergeAreasForm(
        request.POST or None,
        areas=queries.areas_to_choose(programme_or_404()),
        languages=the_region().languages,
    )
    if form.is_valid():
        try:
            area = actions.merge_areas(
                request.user,
                areas=list(form.cleaned_data["areas"]),
                into=form.wording,
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(
                request, _("%(area)s is here. Old addresses tell what happened.") % {"area": area}
            )
            return redirect("cycles:desk_area", pk=area.pk)
    return _form_page(request, form, _("Merge areas"), _("Merge the areas"))


@methods
@staff("cycles.change_area")
def split(request: StaffRequest, pk: int) -> HttpResponse:
    """Let one area become several."""
    area = get_object_or_404(Area, pk=pk, state=Area.State.ACTIVE)
    parts, reason = _split_forms(request)
    if request.method == "POST" and "more" in request.POST:
        return _split_page(request, area, parts, reason, status=200)
    if request.method == "POST" and parts.is_valid() & reason.is_valid():
        try:
            made = actions.split_area(
                request.user,
                area=area,
                parts=[part.wording for part in parts],
                reason=reason.cleaned_data["reason"],
            )
        except ValidationError as error:
            add_refusal(reason, error)
        else:
            names = ", ".join(str(one) for one in made)
            messages.success(request, _("The new areas are here: %(names)s.") % {"names": names})
            return redirect("cycles:desk_areas")
    status = 422 if request.method == "POST" else 200
    return _split_page(request, area, parts, reason, status=status)


def _split_forms(request: StaffRequest) -> tuple["BaseFormSet[Any]", ReasonForm]:
    kwargs = {"languages": the_region().languages}
    if request.method != "POST":
        return SplitFormSet(prefix="part", form_kwargs=kwargs), ReasonForm()
    if "more" not in request.POST:
        parts = SplitFormSet(request.POST, prefix="part", form_kwargs=kwargs)
        return parts, ReasonForm(request.POST)
    # One more part is asked for: show what was typed again, without judging it yet.
    typed = SplitFormSet(request.POST, prefix="part", form_kwargs=kwargs)
    count = min(typed.total_form_count() + 1, MAX_PARTS)
    initial = [{name: form[name].value() for name in form.fields} for form in typed.forms] + [{}]
    parts = SplitFormSet(initial=initial[:count], prefix="part", form_kwargs=kwargs)
    return parts, ReasonForm(initial={"reason": request.POST.get("reason", "")})


def _split_page(
    request: StaffRequest, area: Area, parts: "BaseFormSet[Any]", reason: ReasonForm, *, status: int
) -> HttpResponse:
    context = {
        "area": area,
        "parts": parts,
        "reason": reason,
        "can_have_more": parts.total_form_count() < MAX_PARTS,
    }
    return render(request, "cycles/desk/area_split.html", context, status=status)


def _form_page(request: StaffRequest, form: Any, title: str, submit: str) -> HttpResponse:
    context = {"form": form, "title": title, "submit": submit, "back": "cycles:desk_areas"}
    return render(request, "cycles/desk/form.html", context, status=_status(form))


def _status(form: Any) -> int:
    return 422 if form.is_bound and not form.is_valid() else 200
