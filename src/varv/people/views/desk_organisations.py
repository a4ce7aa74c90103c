"""The desk: organisations, their names and who speaks for them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from varv.people import actions, queries
from varv.people.access import staff
from varv.people.forms import AliasForm, OrganisationFilter, OrganisationForm, RepresentativeForm
from varv.people.models import Organisation
from varv.people.requests import StaffRequest
from varv.people.views.desk_staff import add_errors

PER_PAGE = 50


@staff("people.view_organisation")
def listing(request: StaffRequest) -> HttpResponse:
    """List organisations, narrowed by name and by whether they are checked."""
    form = OrganisationFilter(request.GET or None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = queries.organisations_for_desk(wanted.get("q", ""), wanted.get("state", ""))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "waiting": queries.organisations_to_check().count(),
    }
    return render(request, "people/desk/organisations.html", context)


@staff("people.view_organisation")
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one organisation; those who may, change it here."""
    organisation = _organisation(pk)
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


def _organisation(pk: int) -> Organisation:
    return get_object_or_404(Organisation.objects.select_related("municipality"), pk=pk)


def _page(request: StaffRequest, organisation: Organisation, **forms: Any) -> HttpResponse:
    may_change = request.user.has_perm("people.change_organisation")
    people = queries.representatives(organisation)
    context = {
        "organisation": organisation,
        "may_change": may_change,
        "aliases": organisation.aliases.all(),
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
