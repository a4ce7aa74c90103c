"""Search over everything that the visitor may see."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from varv.people.requests import VisitorRequest
from varv.registry import search as registry
from varv.registry.search.wording import LONGEST

NEWEST = "newest"


class PlaceForm(forms.Form):
    """Where one stands among the hits."""

    page = forms.IntegerField(min_value=1, max_value=10_000)


@never_cache  # what is found depends on who asks, and on what was changed a moment ago
@require_safe
def search(request: VisitorRequest) -> HttpResponse:
    """Show what was found for the words in the address; without words, how to search."""
    typed = request.GET.get("q", "")
    kind = request.GET.get("kind", "")
    place = PlaceForm(request.GET)
    results = registry.find(
        request.user,
        typed,
        kind=kind if kind in registry.kinds_searched() else "",
        newest_first=request.GET.get("order") == NEWEST,
        page=place.cleaned_data["page"] if place.is_valid() else 1,
    )
    context = {
        "results": results,
        "newest_first": request.GET.get("order") == NEWEST,
        "cut": len(typed) > LONGEST,
        "longest": LONGEST,
    }
    return render(request, "web/search.html", context)
