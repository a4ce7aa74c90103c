"""The desk: what is kept about a person, a copy of it, and its erasure."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from varv.people import actions, queries
from varv.people.access import staff
from varv.people.forms import PersonFilter
from varv.people.requests import StaffRequest
from varv.registry import rights
from varv.registry.paging import BoundedPaginator

PER_PAGE = 50


@require_safe
@staff("people.export_person")
def listing(request: StaffRequest) -> HttpResponse:
    """List the persons, narrowed by name or address."""
    form = PersonFilter(request.GET or None)
    wanted = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    listed = BoundedPaginator(queries.people_for_desk(wanted), PER_PAGE)
    page = listed.get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "wanted": wanted}
    return render(request, "people/desk/people.html", context)


@require_safe
@staff("people.export_person")
def person(request: StaffRequest, pk: int) -> HttpResponse:
    """Tell how much each part of the program keeps about a person."""
    found = get_object_or_404(queries.people_for_desk(), pk=pk)
    context = {"person": found, "kept": rights.counts(found.pk)}
    return render(request, "people/desk/person.html", context)


@require_POST
@staff("people.export_person")
def export(request: StaffRequest, pk: int) -> HttpResponse:
    """Send a copy of all that is kept about a person."""
    found = get_object_or_404(queries.people_for_desk(), pk=pk)
    return JsonResponse(
        actions.export_person(request.user, person=found),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
        headers={"Content-Disposition": f'attachment; filename="person-{found.pk}.json"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff("people.erase_person")
def erase(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask, with what will stay, then erase."""
    found = get_object_or_404(queries.people_for_desk(), pk=pk)
    if request.method == "POST":
        try:
            actions.erase_person(request.user, person=found)
        except ValidationError as error:
            return _erase_page(request, found, error.messages)
        messages.success(request, _("The person is erased."))
        return redirect("people:desk_people")
    return _erase_page(request, found, [])


def _erase_page(request: StaffRequest, found: object, problems: list[str]) -> HttpResponse:
    context = {"person": found, "problems": problems}
    status = 422 if problems else 200
    return render(request, "people/desk/erase.html", context, status=status)
