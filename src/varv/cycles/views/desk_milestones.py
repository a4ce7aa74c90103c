"""The desk: milestones."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from varv import clock
from varv.cycles import actions, queries
from varv.cycles.forms import MilestoneForm
from varv.cycles.models import Milestone
from varv.cycles.views.shared import programme_or_404
from varv.people.access import staff
from varv.people.queries import the_region
from varv.people.requests import StaffRequest
from varv.text.translated_forms import add_refusal, initial_texts

methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@staff("cycles.view_process")
def listing(request: StaffRequest) -> HttpResponse:
    """List the milestones in order of time."""
    context = {
        "milestones": queries.timetable(programme_or_404()),
        "today": clock.today(),
        "may_change": request.user.has_perm("cycles.change_milestone"),
    }
    return render(request, "cycles/desk/milestones.html", context)


@methods
@staff("cycles.change_milestone")
def create(request: StaffRequest) -> HttpResponse:
    """Put a date into the timetable."""
    programme = programme_or_404()
    form = MilestoneForm(
        request.POST or None,
        languages=the_region().languages,
        areas=queries.areas_to_choose(programme),
    )
    if form.is_valid():
        try:
            actions.create_milestone(request.user, programme=programme, **form.values)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The milestone is in the timetable."))
            return redirect("cycles:desk_milestones")
    return _page(request, form, _("New milestone"))


@methods
@staff("cycles.view_process")
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a milestone; coordinators change it here."""
    milestone = get_object_or_404(Milestone.objects.select_related("area"), pk=pk)
    if request.method == "POST" and not request.user.has_perm("cycles.change_milestone"):
        raise PermissionDenied
    form = MilestoneForm(
        request.POST or None,
        languages=the_region().languages,
        areas=milestone.programme.areas.all(),
        initial={
            "kind": milestone.kind,
            "on": milestone.on,
            "precision": milestone.precision,
            "area": milestone.area,
            **initial_texts(title=milestone.title, text=milestone.text),
        },
    )
    if form.is_valid():
        try:
            actions.edit_milestone(request.user, milestone=milestone, **form.values)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The milestone is changed."))
            return redirect("cycles:desk_milestones")
    return _page(request, form, str(milestone), milestone)


@methods
@staff("cycles.change_milestone")
def delete(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask once, then take a milestone out of the timetable."""
    milestone = get_object_or_404(Milestone.objects.select_related("area"), pk=pk)
    if request.method == "POST":
        actions.delete_milestone(request.user, milestone=milestone)
        messages.success(request, _("The milestone is deleted."))
        return redirect("cycles:desk_milestones")
    return render(request, "cycles/desk/milestone_delete.html", {"milestone": milestone})


def _page(
    request: StaffRequest, form: MilestoneForm, title: str, milestone: Milestone | None = None
) -> HttpResponse:
    context = {
        "milestone": milestone,
        "form": form,
        "title": title,
        "submit": _("Save"),
        "back": "cycles:desk_milestones",
        "read_only": not request.user.has_perm("cycles.change_milestone"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "cycles/desk/milestone.html", context, status=status)
