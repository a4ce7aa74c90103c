"""The staff desk: what needs me today."""

from django.http import HttpResponse
from django.shortcuts import render

from varv import clock
from varv.meetings import queries as meetings
from varv.people.access import staff
from varv.people.desk import items_for
from varv.people.requests import StaffRequest
from varv.registry import forecast


@staff("people.view_desk")
def desk(request: StaffRequest) -> HttpResponse:
    """List what waits for the signed-in person, most urgent first, and what comes next."""
    now = clock.now()
    return render(
        request,
        "web/desk.html",
        {
            "items": items_for(request.user, now),
            "coming": meetings.coming_meetings(now)[:6],
            "next_mail": forecast.soonest(now, 5),
        },
    )
