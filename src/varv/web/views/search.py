"""Search over everything that the visitor may see."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from varv.people.requests import VisitorRequest
from varv.registry import search as registry
from varv.registry.search.wording import LONGEST

NEWEST = "newest"
FIRST_YEAR, LAST_YEAR = 1900, 2200


class PlaceForm(forms.Form):
    """Where one stands among the hits."""

    page = forms.IntegerField(min_value=1, max_value=10_000)


class DatesForm(forms.Form):
    """The days that hits may be of."""

    since = forms.DateField(
        label=_("From day"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("To day"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )

    def clean(self) -> None:
        """Refuse an end before the beginning, and years that no date of ours has."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        for name, day in (("since", since), ("until", until)):
            if day is not None and not FIRST_YEAR <= day.year <= LAST_YEAR:
                self.add_error(name, _("Write a year between 1900 and 2200."))
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one."))

    @property
    def dates(self) -> registry.Dates:
        """The days that were asked for; none of them where any is wrong."""
        if not self.is_valid():
            return registry.Dates()
        return registry.Dates(self.cleaned_data["since"], self.cleaned_data["until"])


@never_cache  # what is found depends on who asks, and on what was changed a moment ago
@require_safe
def search(request: VisitorRequest) -> HttpResponse:
    """Show what was found for the words in the address; without words, how to search."""
    typed = request.GET.get("q", "")
    kind = request.GET.get("kind", "")
    place, days = PlaceForm(request.GET), DatesForm(request.GET)
    results = registry.find(
        request.user,
        typed,
        kind=kind if kind in registry.kinds_searched() else "",
        newest_first=request.GET.get("order") == NEWEST,
        dates=days.dates,
        page=place.cleaned_data["page"] if place.is_valid() else 1,
    )
    context = {
        "results": results,
        "days": days,
        "of_some_days": bool(days.dates),
        "newest_first": request.GET.get("order") == NEWEST,
        "cut": len(typed) > LONGEST,
        "longest": LONGEST,
        "most": registry.KINDS_AT_MOST,
    }
    return render(request, "web/search.html", context)
