"""The desk: bodies, seats and decisions."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from varv import clock
from varv.bodies import actions, queries
from varv.bodies.forms import BodyForm, DecisionForm, EndSeatForm, SeatForm
from varv.bodies.models import Body, Seat
from varv.people.access import staff
from varv.people.queries import the_region
from varv.people.requests import StaffRequest
from varv.registry import kinds
from varv.registry.queries import beside
from varv.text.translated_forms import add_refusal, texts

methods = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@staff("bodies.view_body")
def listing(request: StaffRequest) -> HttpResponse:
    """List the bodies."""
    found = queries.bodies_with_counts(clock.today())
    context = {"bodies": found, "may_change": request.user.has_perm("bodies.change_body")}
    return render(request, "bodies/desk/bodies.html", context)


@require_safe
@staff("bodies.view_body")
def body(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one body with its seats and decisions."""
    found, today = _body(pk), clock.today()
    context = {
        "body": found,
        "seats": queries.seats_now(found, today),
        "coming": queries.coming_seats(found, today),
        "former": queries.former_seats(found, today),
        "decisions": queries.decisions_of(found),
        "thread": beside(kinds.ref(found), request.user),
        "may_change": request.user.has_perm("bodies.change_body"),
    }
    return render(request, "bodies/desk/body.html", context)


@methods
@staff("bodies.change_body")
def create(request: StaffRequest) -> HttpResponse:
    """Add a body."""
    form = BodyForm(request.POST or None, languages=the_region().languages)

    def do() -> Body:
        return actions.create_body(
            request.user,
            name=texts(form, "name"),
            kind=form.cleaned_data["kind"],
            parent=form.cleaned_data["parent"],
            about=texts(form, "about"),
        )

    made = _try(form, do)
    if made:
        messages.success(request, _("%(body)s is added.") % {"body": made})
        return redirect("bodies:desk_body", pk=made.pk)
    return _page(request, form, title=_("New body"), submit=_("Add the body"))


@methods
@staff("bodies.change_body")
def give_seat(request: StaffRequest, pk: int) -> HttpResponse:
    """Let somebody sit in the body."""
    found = _body(pk)
    form = SeatForm(request.POST or None, initial={"since": clock.today()})

    def do() -> Seat:
        return actions.give_seat(request.user, body=found, **form.cleaned_data)

    if _try(form, do):
        messages.success(request, _("The seat is given."))
        return redirect("bodies:desk_body", pk=pk)
    return _page(
        request, form, title=_("New seat"), submit=_("Give the seat"), body=found, lookup=True
    )


@methods
@staff("bodies.change_body")
def end_seat(request: StaffRequest, pk: int) -> HttpResponse:
    """Say which was the last day of a seat."""
    seat = get_object_or_404(Seat.objects.select_related("body"), pk=pk)
    form = EndSeatForm(request.POST or None, initial={"until": clock.today()})

    def do() -> Seat:
        return actions.end_seat(request.user, seat=seat, **form.cleaned_data)

    if _try(form, do):
        messages.success(request, _("The seat ends. It stays in the history."))
        return redirect("bodies:desk_body", pk=seat.body_id)
    title = _("End the seat of %(name)s") % {"name": seat.holder}
    return _page(request, form, title=title, submit=_("End the seat"), body=seat.body)


@methods
@staff("bodies.record_decision")
def record_decision(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down what the body decided."""
    found = _body(pk)
    form = DecisionForm(request.POST or None, languages=the_region().languages)

    def do() -> Any:
        plain = {
            name: form.cleaned_data[name]
            for name in ("decided_on", "precision", "paragraph", "case")
        }
        return actions.record_decision(
            request.user,
            body=found,
            title=texts(form, "title"),
            text=texts(form, "text"),
            **plain,
        )

    if _try(form, do):
        messages.success(request, _("The decision is recorded."))
        return redirect("bodies:desk_body", pk=pk)
    return _page(
        request, form, title=_("New decision"), submit=_("Record the decision"), body=found
    )


def _body(pk: int) -> Body:
    return get_object_or_404(Body.objects.select_related("parent"), pk=pk)


def _try(form: forms.Form, do: Callable[[], Any]) -> Any:
    """Return what was done, or None with the reasons in the form."""
    if not form.is_valid():
        return None
    try:
        return do()
    except ValidationError as error:
        add_refusal(form, error)
        return None


def _page(request: StaffRequest, form: forms.Form, **context: Any) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "bodies/desk/form.html", {"form": form, **context}, status=status)
