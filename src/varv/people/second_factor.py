"""The second factor of staff: who needs one, and who has one.

Whoever holds a role and signs in by a code in a mail needs one where the region requires it. Until
it is there, the person has no role in that browser: every permission fails by itself. A sign-in by
the organisation's own identity provider needs none here, because the provider asked for its own.
"""

import time
from collections.abc import Callable

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from varv.people.models import User

DESK = "/desk/"
BY_PROVIDER = "socialaccount"
BY_LINK = "sign_in_link"
PROOFS = {"mfa", BY_LINK}
#: A change to the second factor needs a proof that is not older than this.
PROOF_LASTS = 10 * 60


def is_required() -> bool:
    """Tell whether staff who sign in by code must have one; in a rehearsal nobody must."""
    return settings.SECOND_FACTOR == "required" and not settings.REHEARSAL


def has_one(person: User) -> bool:
    """Tell whether the person has an authenticator app."""
    return Authenticator.objects.filter(user_id=person.pk, type=Authenticator.Type.TOTP).exists()


def came_by_provider(request: HttpRequest, person: User) -> bool:
    """Tell whether the identity provider vouched for this session."""
    return any(one["method"] == BY_PROVIDER for one in get_authentication_records(request, person))


def is_proved(request: HttpRequest, person: User) -> bool:
    """Tell whether the second factor, or the operator's link, was shown a moment ago."""
    return any(
        one["method"] in PROOFS and time.time() - one["at"] < PROOF_LASTS
        for one in get_authentication_records(request, person)
    )


def remember_proof(request: HttpRequest, person: User, method: str = "mfa") -> None:
    """Remember in the session that the person has just shown it."""
    record_authentication(request, person, method)


def is_missing(request: HttpRequest) -> bool:
    """Tell whether somebody is in who must get a second factor first."""
    if not is_required() or SESSION_KEY not in request.session:
        return False
    person = request.user
    if not isinstance(person, User) or not person.roles:
        return False
    return not came_by_provider(request, person) and not has_one(person)


def ask_for_second_factor(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Take the roles from whoever lacks a second factor, and lead them from the desk to it."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if not has_session or not is_missing(request):
            return get_response(request)
        request.second_factor_missing = True  # type: ignore[attr-defined]
        request.user.roles = frozenset()  # type: ignore[union-attr]
        if not request.path.startswith(DESK):
            return get_response(request)
        if request.headers.get("HX-Request"):
            return HttpResponseClientRedirect(reverse("people:second_factor"))
        return redirect("people:second_factor")

    return middleware
