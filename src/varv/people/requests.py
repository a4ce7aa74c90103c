"""What a request carries here: the middleware and the guard put it there."""

from django.http import Http404, HttpRequest

from varv.people.models import Region, User


class VisitorRequest(HttpRequest):
    """Any request behind ``people.middleware``: the region is None before a folder was loaded."""

    region: Region | None


class StaffRequest(VisitorRequest):
    """A request that ``people.access.staff`` let in."""

    user: User


def region_of(request: HttpRequest) -> Region:
    """Return the region; before there is one, the page does not exist."""
    region: Region | None = request.region  # type: ignore[attr-defined]
    if region is None:
        raise Http404("no region is loaded")
    return region
