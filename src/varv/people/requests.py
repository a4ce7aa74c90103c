"""What a request carries here, for the type checker: the middleware and the guard put it there."""

from django.http import HttpRequest

from varv.people.models import Region, User


class VisitorRequest(HttpRequest):
    """Any request behind ``people.middleware``: the region is None before a folder was loaded."""

    region: Region | None


class StaffRequest(VisitorRequest):
    """A request that ``people.access.staff`` let in."""

    user: User
