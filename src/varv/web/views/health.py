"""Whether all is well, for the machines that look after this one."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import resolve
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from varv.web.health.checks import remembered

PATHS = {"/health", "/health/live"}


@require_safe
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """Say for each part whether it is well; 503 where one is not."""
    found = remembered.get()
    return JsonResponse({"ok": found.ok, "parts": found.parts}, status=200 if found.ok else 503)


@require_safe
@never_cache
def live(request: HttpRequest) -> HttpResponse:
    """Say that this process answers, whatever else is broken."""
    return JsonResponse({"ok": True})


def answered_early(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer before anything asks the database, or for the host name, which a machine may not know.

    Session, region and language are read from the database for every other page.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info not in PATHS:
            return get_response(request)
        request.resolver_match = resolve(request.path_info)
        return health(request) if request.path_info == "/health" else live(request)

    return middleware
