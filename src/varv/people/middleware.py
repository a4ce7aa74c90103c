"""The region, its time zone and the visitor's language, for the length of one request."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from varv.people.models import Region
from varv.people.queries import current_region


def language_of(request: HttpRequest, region: Region | None) -> str:
    """Return the language the visitor chose if the region speaks it, else the region's first."""
    if region is None:
        return settings.LANGUAGE_CODE
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in region.languages else region.language


def region_and_language(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Set ``request.region`` and speak its language in its time zone until the answer is made."""

    def middleware(request: HttpRequest) -> HttpResponse:
        region = current_region()
        language = language_of(request, region)
        request.region = region  # type: ignore[attr-defined]
        request.LANGUAGE_CODE = language
        # Both put back what was active before: a thread serves many requests.
        with timezone.override(region.tz if region else None), translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        patch_vary_headers(response, ["Cookie"])
        return response

    return middleware
