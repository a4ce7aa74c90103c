"""Broad limits before every door that anybody may knock at; forms have narrower ones of their own.

They are far above what a hall full of people does; they keep a script from holding up all others.
Staff meet none but that of the API.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from varv.people.limits import Limit, take
from varv.people.origin import address_of
from varv.people.public_forms import in_words, with_wait

HALF_AN_HOUR = timedelta(minutes=30)
#: Whatever is sent by a form.
FORMS = Limit("forms", _("Forms sent"), 1_200, HALF_AN_HOUR)
#: A hundred people who type the name of their organisation ask fifteen times each.
LOOKUPS = Limit("lookups", _("Look-ups while typing"), 3_000, HALF_AN_HOUR)
#: A hundred people who search ten times each.
SEARCHES = Limit("searches", _("Searches"), 1_200, HALF_AN_HOUR)
API = Limit("api", _("Questions to the API"), 1_800, HALF_AN_HOUR)
#: What is written is saved now and then: a hundred people who write for half an hour.
SAVINGS = Limit("savings", _("Drafts saved while writing"), 12_000, HALF_AN_HOUR)
ALL = (FORMS, LOOKUPS, SEARCHES, API, SAVINGS)

_LOOKUPS = {"people:organisation_lookup", "people:organisation_details"}
_SEARCHES = {"web:search"}
_SAVINGS = {"consultation:draft"}
#: Where visitors enclose files.
_TAKE_FILES = {"consultation:write", "consultation:draft", "consultation:own_change"}
_KEPT_BYTES = 100_000
MEGABYTE = 1024 * 1024
#: How large a request may be: of the staff, of visitors where they enclose files, and elsewhere.
LARGEST_OF_STAFF, LARGEST_WITH_FILES, LARGEST = 105 * MEGABYTE, 45 * MEGABYTE, 5 * MEGABYTE


class Limits:
    """Takes one from the limit of the place that a request comes from, after the CSRF check."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse what is too large before any of it is read; go on with all else."""
        size = request.META.get("CONTENT_LENGTH") or "0"
        if size.isdigit() and int(size) > LARGEST and int(size) > _largest_of(request):
            return render(request, "413.html", status=413)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Refuse where too much came from one place."""
        limit = _limit_of(request)
        wait = take((limit, address_of(request))) if limit else None
        return too_many_requests(request, wait) if wait else None


def too_many_requests(request: HttpRequest, wait: timedelta) -> HttpResponse:
    """Say when to try again, with all that was typed ready to be sent once more."""
    kept = [(name, value) for name, values in request.POST.lists() for value in values]
    if sum(len(value) for _name, value in kept) > _KEPT_BYTES:
        kept = []
    context = {
        "when": in_words(wait),
        "kept": [one for one in kept if one[0] != "csrfmiddlewaretoken"],
    }
    return with_wait(render(request, "429.html", context, status=429), wait)


def _largest_of(request: HttpRequest) -> int:
    if request.user.has_perm("people.view_desk"):
        return LARGEST_OF_STAFF
    return LARGEST_WITH_FILES if _takes_files(request.path_info) else LARGEST


def _takes_files(path: str) -> bool:
    """Tell whether it is a page on which visitors enclose files; the view is not found yet."""
    try:
        return resolve(path).view_name in _TAKE_FILES
    except Resolver404:
        return False


def _limit_of(request: HttpRequest) -> Limit | None:
    limit = _limit_of_door(request)
    # The API asks nobody who they are: it answers all alike, and proxies may keep what it says.
    if limit in {None, API}:
        return limit
    # The staff share an address, and their working day is no attack.
    return None if request.user.has_perm("people.view_desk") else limit


def _limit_of_door(request: HttpRequest) -> Limit | None:
    match = request.resolver_match
    name = match.view_name if match else ""
    if name in _LOOKUPS:
        return LOOKUPS
    if name in _SEARCHES:
        return SEARCHES
    if name in _SAVINGS:
        return SAVINGS
    if name.startswith("api:"):
        return API
    return None if request.method in {"GET", "HEAD", "OPTIONS"} else FORMS
