"""What pages share, here and in the apps above."""

from django.http import Http404, HttpRequest

from varv.cycles import queries
from varv.cycles.models import Programme


def programme_or_404() -> Programme:
    """Return the programme; before there is one, the page does not exist."""
    programme = queries.current_programme()
    if programme is None:
        raise Http404("no programme is loaded")
    return programme


def layout_of(request: HttpRequest) -> str:
    """Return how a difference is to be shown: in one text, or side by side."""
    return "beside" if request.GET.get("layout") == "beside" else "inline"
