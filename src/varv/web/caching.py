"""Who may keep a page: anybody a public one for a moment, nobody one that belongs to somebody.

See ADR 16. A view that has said something itself (``never_cache``) is left to it.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

#: A proxy may answer by itself for so long; a browser asks each time, and mostly hears "as it was".
PUBLIC = "public, max-age=0, s-maxage=10"
PRIVATE = "private, no-store"
#: Whoever sends one of these may be told something that is not for others.
_PERSONAL = (settings.SESSION_COOKIE_NAME, "messages")


def pages_are_kept_by_right(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Say of every answer whether it may be kept; it is the same for all who send no cookie."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        public = _is_public(request, response)
        response.headers.setdefault("Cache-Control", PUBLIC if public else PRIVATE)
        return response

    return middleware


def _is_public(request: HttpRequest, response: HttpResponse) -> bool:
    """Tell whether the answer is for everybody: nothing personal came in, no cookie goes out.

    A form's token comes with a cookie, so pages with a form are never public.
    """
    return (
        request.method in {"GET", "HEAD"}
        and response.status_code == 200
        and not response.cookies
        and not any(name in request.COOKIES for name in _PERSONAL)
    )
