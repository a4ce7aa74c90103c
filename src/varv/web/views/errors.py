"""Pages for what went wrong: what happened and what to do now, in plain words.

The 4xx pages wear the usual frame. 500 and 503 ask neither the database nor the session, because
one of them may be what is broken.
"""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import get_language_from_request, override

from varv import request_ids

# Our own PostgreSQL is back in less.
SECONDS_AWAY = "10"


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the request could not be understood (handler400)."""
    return render(request, "400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that the page is not for this visitor (handler403)."""
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form has grown too old to be trusted (CSRF_FAILURE_VIEW)."""
    return render(request, "403_csrf.html", status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there is no such page (handler404)."""
    return render(request, "404.html", status=404)


def method_not_allowed(request: HttpRequest) -> HttpResponse:
    """Say that an address shows only what comes of a button."""
    return render(request, "405.html", status=405)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that there were too many attempts in a short time (handler429 of allauth)."""
    return render(request, "429.html", status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours (handler500), or that the database is away for a while."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return database_away(request)
    return HttpResponse(
        render_to_string("500.html", {"request_id": request_ids.current()}), status=500
    )


def database_away(request: HttpRequest) -> HttpResponse:
    """Say that we are back soon; the region's language is not known without its database."""
    with override(get_language_from_request(request)):
        page = render_to_string("503_away.html", {"request_id": request_ids.current()})
    return HttpResponse(page, status=503, headers={"Retry-After": SECONDS_AWAY})


def starting(request: HttpRequest) -> HttpResponse:
    """Say that the program is starting."""
    return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": "5"})
