"""Pages about the site itself."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from varv import __version__
from varv.cycles import queries as cycles
from varv.registry import queries, retention


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """Tell what varv is and how the work goes round."""
    guides = cycles.guides().values()
    return render(request, "web/about.html", {"guides": guides, "version": __version__})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """State how accessible the site is and where to report a fault."""
    return render(request, "web/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Tell what is kept about people, why and for how long."""
    cookies = {
        "csrf": settings.CSRF_COOKIE_NAME,
        "session": settings.SESSION_COOKIE_NAME,
        "language": settings.LANGUAGE_COOKIE_NAME,
    }
    context = {
        "cookies": cookies,
        "staff_hours": settings.STAFF_SESSION_AGE // 3600,
        "keeping": queries.keeping(),
        "passing": retention.passing,
    }
    return render(request, "web/privacy.html", context)


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Send whoever asks for the icon by its traditional name to the emblem."""
    return redirect(static("varv/favicon.svg"))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Keep crawlers out of what belongs to one person or to staff."""
    lines = ["User-agent: *", "Disallow: /desk/", "Disallow: /my/", "Disallow: /sign-in/"]
    lines += ["Disallow: /search/", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
