"""The scheduled backups, as coordinators see them."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from varv.people.access import staff
from varv.people.requests import StaffRequest
from varv.web.backup import queries, schedule

PER_PAGE = 30


@staff("web.view_backups")
def backups(request: StaffRequest) -> HttpResponse:
    """List how the backups of the last nights went."""
    page = Paginator(queries.runs(), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "web/backups.html",
        {"page": page, "plan": schedule.plan(), "last": queries.last_success()},
    )
