"""The guard before every page of the desk."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache
from django_htmx.http import HttpResponseClientRedirect

from varv.people.requests import StaffRequest

P = ParamSpec("P")
View = Callable[Concatenate[StaffRequest, P], HttpResponseBase]
Guarded = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def staff(permission: str) -> Callable[[View[P]], Guarded[P]]:
    """Let in who has ``permission``; ask anonymous visitors to sign in, refuse all others."""

    def decorate(view: View[P]) -> Guarded[P]:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(cast("StaffRequest", request), *args, **kwargs)

        return guarded

    return decorate


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    # What was sent by POST cannot be sent again after sign-in, so go on from the desk instead.
    answer = redirect_to_login(request.get_full_path() if request.method == "GET" else "/desk/")
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(answer.url)
    return answer
