"""The first page: what is going on, what you can do, by when."""

from django.http import HttpResponse
from django.shortcuts import render

from varv import clock
from varv.consultation.queries import public as consultation
from varv.cycles import queries as cycles
from varv.cycles.figures import figures
from varv.cycles.models import Milestone
from varv.meetings import queries as meetings
from varv.people.requests import VisitorRequest
from varv.web.timetable import timetable

# The soonest, and where few are to come also the latest; all others are a click away.
MEETINGS_SHOWN = 12


def home(request: VisitorRequest) -> HttpResponse:
    """Show the programme, or how to begin where nothing has been loaded yet."""
    programme = cycles.current_programme()
    if programme is None or request.region is None:
        return render(request, "web/empty.html")
    now = clock.now()
    milestones = list(cycles.timetable(programme))
    shown = meetings.in_timetable(now)[:MEETINGS_SHOWN]
    lap = cycles.programme_lap(programme)
    return render(
        request,
        "web/home.html",
        {
            "programme": programme,
            "lap": lap,
            "steps": cycles.steps_in_order(lap) if lap else [],
            "areas": cycles.active_areas(programme),
            "timetable": timetable(
                meetings=shown, milestones=milestones, now=now, tz=request.region.tz
            ),
            "next_meeting": meetings.next_open_meeting(now),
            "figures": figures(programme),
            "deadline": _open_deadline(milestones),
            "open_round": next(iter(consultation.open_rounds(now, programme)), None),
        },
    )


def _open_deadline(milestones: list[Milestone]) -> Milestone | None:
    today = clock.today()
    return next(
        (m for m in milestones if m.kind == Milestone.Kind.INPUT_DEADLINE and m.on >= today), None
    )
