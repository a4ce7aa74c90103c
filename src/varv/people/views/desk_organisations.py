"""The desk: organisations, their names and who speaks for them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from varv.people import actions, queries
from varv.people import history as telling
from varv.people.access import staff
from varv.people.forms import (
    AliasForm,
    OrganisationFilter,
    OrganisationForm,
    RepresentativeForm,
    SameAsForm,
)
from varv.people.models import Organisation
from varv.people.requests import StaffRequest
from varv.people.views.desk_staff import add_errors
from varv.people.views.lookup import typed

PER_PAGE = 50


@staff("people.view_organisation")
def listing(request: StaffRequest) -> HttpResponse:
    """List organisations, narrowed by name and by whether they are checked."""
    form = OrganisationFilter(request.GET or None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = queries.organisations_for_desk(
        wanted.get("q", ""),
        wanted.get("state", ""),
        wanted.get("sector", ""),
        wanted.get("municipality", ""),
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "waiting": queries.organisations_to_check().count(),
        "doubles": queries.doubles_waiting().count(),
        "may_change": request.user.has_perm("people.change_organisation"),
    }
    return render(request, "people/desk/organisations.html", context)


@staff("people.view_organisation")
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one organisation; those who may, change it here. A merged one leads to the other."""
    organisation = _organisation_or_none(pk)
    if organisation is None:
        return redirect("people:desk_organisation", pk=survivor_or_404(pk))
    if request.method != "POST":
        return _page(request, organisation)
    if not request.user.has_perm("people.change_organisation"):
        raise PermissionDenied
    form = OrganisationForm(request.POST)
    if form.is_valid():
        try:
            actions.edit_organisation(
                request.user,
                organisation=organisation,
                **form.cleaned_data,
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, _("The organisation is saved."))
            return redirect("people:desk_organisation", pk=pk)
    return _page(request, organisation, form=form)


@require_POST
@staff("people.change_organisation")
def check(request: StaffRequest, pk: int) -> HttpResponse:
    """Let the public see the organisation's name."""
    organisation = actions.check_organisation(request.user, organisation=_organisation(pk))
    messages.success(request, _("%(name)s is checked.") % {"name": organisation.name})
    waiting = queries.organisations_to_check().first()
    if waiting and request.POST.get("next") == "waiting":
        return redirect("people:desk_organisation", pk=waiting.pk)
    return redirect("people:desk_organisation", pk=pk)


@require_POST
@staff("people.change_organisation")
def add_name(request: StaffRequest, pk: int) -> HttpResponse:
    """Add another name."""
    organisation = _organisation(pk)
    form = AliasForm(request.POST, prefix="alias")
    if form.is_valid():
        try:
            actions.add_alias(request.user, organisation=organisation, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            return redirect("people:desk_organisation", pk=pk)
    return _page(request, organisation, alias_form=form)


@require_POST
@staff("people.change_organisation")
def remove_name(request: StaffRequest, pk: int, alias: int) -> HttpResponse:
    """Remove another name."""
    found = get_object_or_404(_organisation(pk).aliases, pk=alias)
    actions.remove_alias(request.user, alias=found)
    return redirect("people:desk_organisation", pk=pk)


@require_POST
@staff("people.change_organisation")
def add_representative(request: StaffRequest, pk: int) -> HttpResponse:
    """Add somebody who speaks for the organisation."""
    organisation = _organisation(pk)
    form = RepresentativeForm(request.POST, prefix="representative")
    if not form.is_valid():
        return _page(request, organisation, representative_form=form)
    actions.add_representative(request.user, organisation=organisation, **form.cleaned_data)
    return redirect("people:desk_organisation", pk=pk)


@require_POST
@staff("people.change_organisation")
def end_representation(request: StaffRequest, pk: int, representation: int) -> HttpResponse:
    """End it that somebody speaks for the organisation."""
    found = get_object_or_404(queries.representatives(_organisation(pk)), pk=representation)
    actions.stop_representing(request.user, representation=found)
    return redirect("people:desk_organisation", pk=pk)


@require_safe
@staff("people.view_organisation")
def history(request: StaffRequest, pk: int) -> HttpResponse:
    """Tell all that the log has about an organisation, newest first."""
    organisation = _organisation_or_none(pk)
    if organisation is None:
        return redirect("people:desk_organisation_history", pk=survivor_or_404(pk))
    events = queries.organisation_events(organisation)
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "organisation": organisation,
        "page": page,
        "lines": telling.lines(organisation, list(page), request.user),
    }
    return render(request, "people/desk/organisation_history.html", context)


@require_POST
@staff("people.change_organisation")
def retract(request: StaffRequest, pk: int, place: int) -> HttpResponse:
    """Say that a former sector and municipality never were right."""
    found = get_object_or_404(_organisation(pk).former_places, pk=place)
    actions.retract_former_place(request.user, place=found)
    messages.success(request, _("All figures follow the organisation as it is now."))
    return redirect("people:desk_organisation", pk=pk)


@staff("people.change_organisation")
def merge_with(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask which other organisation this one is, and show the two side by side."""
    organisation = _organisation(pk)
    form = SameAsForm(request.POST if request.method == "POST" else None, own=organisation)
    if form.is_valid():
        other = form.cleaned_data["other"]
        return redirect("people:desk_organisation_compare", pk=pk, other=other.pk)
    context = {"organisation": organisation, "form": form}
    status = 422 if form.errors else 200
    return render(request, "people/desk/merge_with.html", context, status=status)


@require_safe
@staff("people.view_organisation")
def lookup(request: StaffRequest) -> HttpResponse:
    """Offer organisations, checked or not, while somebody on the staff types."""
    found = queries.organisations_offered(typed(request, "q", "organisation", "other"))
    return render(request, "people/_organisation_options.html", {"organisations": found})


def survivor_or_404(pk: int) -> int:
    """Return the id of the organisation that a merged one went into."""
    survivor = queries.survivor_id(pk)
    if survivor is None:
        raise Http404
    return survivor


def _organisation_or_none(pk: int) -> Organisation | None:
    return Organisation.objects.select_related("municipality").filter(pk=pk).first()


def _organisation(pk: int) -> Organisation:
    return get_object_or_404(Organisation.objects.select_related("municipality"), pk=pk)


def _page(request: StaffRequest, organisation: Organisation, **forms: Any) -> HttpResponse:
    may_change = request.user.has_perm("people.change_organisation")
    people = queries.representatives(organisation)
    context = {
        "organisation": organisation,
        "may_change": may_change,
        "aliases": organisation.aliases.all(),
        "doubles": queries.doubles_of(organisation),
        "former_places": organisation.former_places.select_related("municipality"),
        "merges": queries.merges_into(organisation),
        "belongings": [
            (label, numbers)
            for label, numbers in queries.belongings_of([organisation])
            if any(numbers)
        ],
        "representatives": people if request.user.has_perm("people.view_person") else None,
        "form": OrganisationForm(initial=_initial(organisation)),
        "alias_form": AliasForm(prefix="alias"),
        "representative_form": RepresentativeForm(prefix="representative"),
    } | forms
    return render(request, "people/desk/organisation.html", context, status=422 if forms else 200)


def _initial(organisation: Organisation) -> dict[str, Any]:
    return {
        "name": organisation.name,
        "sector": organisation.sector,
        "municipality": organisation.municipality or "outside",
        "number": organisation.number,
    }
