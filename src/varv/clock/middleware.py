"""One moment for the whole of a request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from varv import clock


def one_moment(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[..., HttpResponse]:
    """Read the clock once per request, so that a page cannot straddle midnight or a deadline."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with clock.pinned(clock.now()):
            return get_response(request)

    return middleware
