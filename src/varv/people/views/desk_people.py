"""The desk: what is kept about a person, a copy of it, and its erasure."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from varv.people import actions, queries
from varv.people.access import staff
from varv.people.forms import AnswerForm, PersonFilter
from varv.people.models import User
from varv.people.requests import StaffRequest
from varv.people.views.my_data import as_file
from varv.registry import rights
from varv.registry.paging import BoundedPaginator
from varv.text.translated_forms import add_refusal

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
    context = {
        "person": found,
        "kept": rights.counts(found.pk),
        "requests": queries.requests_of(found),
    }
    return render(request, "people/desk/person.html", context)


@require_POST
@staff("people.export_person")
def copy(request: StaffRequest, pk: int) -> HttpResponse:
    """Show a copy of all that is kept about a person, to be printed and handed over."""
    found = get_object_or_404(queries.people_for_desk(), pk=pk)
    taken = actions.export_person(request.user, person=found)
    context = {"person": found, "parts": rights.readable(taken)}
    return render(request, "people/desk/copy.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff("people.erase_person")
def answer(request: StaffRequest, pk: int, asked: int) -> HttpResponse:
    """Answer what a person asked for."""
    found = get_object_or_404(queries.people_for_desk(), pk=pk)
    waiting = get_object_or_404(queries.requests_of(found), pk=asked)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            actions.answer_request(request.user, asked=waiting, **form.cleaned_data)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The answer is sent."))
            return redirect("people:desk_person", found.pk)
    context = {"person": found, "asked": waiting, "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "people/desk/answer.html", context, status=status)


@require_POST
@staff("people.export_person")
def export(request: StaffRequest, pk: int) -> HttpResponse:
    """Send a copy of all that is kept about a person."""
    found = get_object_or_404(queries.people_for_desk(), pk=pk)
    return as_file(actions.export_person(request.user, person=found), found)


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


def _erase_page(request: StaffRequest, found: User, problems: list[str]) -> HttpResponse:
    consequences = rights.preview_erasure(found.pk)
    context = {
        "person": found,
        "problems": problems,
        "consequences": consequences,
        "mentions": queries.mentions_of(found, request.user),
    }
    status = 422 if problems else 200
    return render(request, "people/desk/erase.html", context, status=status)
