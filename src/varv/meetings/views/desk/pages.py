"""Looking at meetings: the list, and one meeting."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from varv import clock
from varv.meetings import queries
from varv.meetings.desk_lines import for_desk, lines_of
from varv.meetings.models import Registration
from varv.meetings.views.desk.shared import line_or_404, page_of
from varv.people.access import staff
from varv.people.requests import StaffRequest, region_of
from varv.registry import kinds
from varv.registry.queries import beside

PER_PAGE = 20


@require_safe
@staff("meetings.view_desk")
def meetings(request: StaffRequest) -> HttpResponse:
    """List all meetings, drafts too."""
    now = clock.now()
    page = Paginator(for_desk(now), PER_PAGE).get_page(request.GET.get("page"))
    lines = lines_of(page, region_of(request), now)
    return render(
        request,
        "meetings/desk/list.html",
        {
            "page": page,
            "coming": [line for line in lines if not line.is_over],
            "past": [line for line in lines if line.is_over],
            "may_change": request.user.has_perm("meetings.change_meeting"),
        },
    )


@require_safe
@staff("meetings.view_desk")
def meeting(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one meeting: what it is, who comes, what has been mailed, what to do next."""
    line = line_or_404(request, pk)
    there = list(queries.registrations(line.meeting))
    people = {
        "confirmed": [one for one in there if one.state == Registration.State.CONFIRMED],
        "waiting": [one for one in there if one.state == Registration.State.WAITING],
        "cancelled": list(queries.cancelled_registrations(line.meeting)),
        "unreached": list(queries.not_reached(line.meeting, clock.now())),
        "told_by_phone": list(queries.told_by_phone(line.meeting)),
        "withdrawn": list(queries.withdrawn_on_the_way(line.meeting)),
        "link_messages": list(queries.link_messages(line.meeting)),
    }
    context = page_of(request, line)
    return render(
        request,
        "meetings/desk/meeting.html",
        {
            **context,
            **(people if context["may_see_registrations"] else {}),
            "is_over": clock.now() >= line.meeting.ends_at,
            "changes": line.meeting.changes.all(),
            "tally": queries.turnout(
                queries.attendances(line.meeting)
                if line.attended
                else queries.confirmed_registrations(line.meeting)
            ),
            "minutes": getattr(line.meeting, "minutes", None),
            "thread": beside(kinds.ref(line.meeting), request.user),
        },
    )
