"""What all pages of the desk about one meeting share."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from varv import clock
from varv.meetings.desk_lines import Line, acts_open, line_of
from varv.people.requests import StaffRequest, region_of
from varv.text.refusals import RefusableForm


def line_or_404(request: StaffRequest, pk: int) -> Line:
    """Return a meeting with what the desk shows of it."""
    line = line_of(pk, region_of(request), clock.now())
    if line is None:
        raise Http404
    return line


def page_of(request: StaffRequest, line: Line) -> dict[str, Any]:
    """Return what every page about one meeting knows."""
    return {
        "line": line,
        "meeting": line.meeting,
        "region": region_of(request),
        "acts": acts_open(line.meeting, clock.now()),
        "may_change": request.user.has_perm("meetings.change_meeting"),
        "may_see_registrations": request.user.has_perm("meetings.view_registrations"),
    }


def to_meeting(pk: int) -> HttpResponse:
    """Go back to the meeting's page."""
    return redirect("meetings:desk_meeting", pk)


def show_form(
    request: StaffRequest, form: RefusableForm, context: dict[str, Any], *, template: str = "form"
) -> HttpResponse:
    """Show a form; one that was sent with mistakes comes back as 422."""
    return render(
        request,
        f"meetings/desk/{template}.html",
        {**context, "form": form},
        status=422 if form.is_bound else 200,
    )


def do(request: StaffRequest, pk: int, act: Callable[[], object], done: str) -> HttpResponse:
    """Do what one button asks for, and say on the meeting's page how it went."""
    try:
        act()
    except ValidationError as error:
        for text in error.messages:
            messages.error(request, text)
    else:
        messages.success(request, done)
    return to_meeting(pk)
