"""Headers that every answer carries: pages, errors, files, static files, the API.

The Content-Security-Policy is django-csp's, set in the settings; what it and Django do not set is
here. A view that says otherwise (a download) keeps what it said.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

#: What no page of ours ever asks a browser for.
_UNUSED = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture",
    "encrypted-media", "fullscreen", "geolocation", "gyroscope", "magnetometer", "microphone",
    "midi", "payment", "picture-in-picture", "screen-wake-lock", "usb", "xr-spatial-tracking",
)  # fmt: skip
ON_EVERYTHING = {
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _UNUSED),
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
}


def on_everything(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Add them, outermost: so that they are also on what inner middleware answers by itself."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        for name, value in ON_EVERYTHING.items():
            response.headers.setdefault(name, value)
        return response

    return middleware
