"""The guard before every page of the desk; ``people.access`` hands it on to the apps above."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache
from django_htmx.http import HttpResponseClientRedirect

P = ParamSpec("P")
Request = TypeVar("Request", bound=HttpRequest)
View = Callable[Concatenate[Request, P], HttpResponseBase]
Guarded = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def staff(permission: str) -> Callable[[View[Request, P]], Guarded[P]]:
    """Let in who has ``permission``; ask anonymous visitors to sign in, refuse all others."""

    def decorate(view: View[Request, P]) -> Guarded[P]:
        @never_cache
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(cast("Request", request), *args, **kwargs)

        return guarded

    return decorate


def actor_of(request: HttpRequest) -> AbstractBaseUser:
    """Return who acts, in a view behind the guard."""
    return cast("AbstractBaseUser", request.user)  # the guard let nobody else in


def may(user: object, permission: str) -> bool:
    """Tell whether ``user`` may; None is the system, which may do everything."""
    return user is None or bool(getattr(user, "has_perm", lambda _name: False)(permission))


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    # What was sent by POST cannot be sent again after sign-in, so go on from the desk instead.
    answer = redirect_to_login(request.get_full_path() if request.method == "GET" else "/desk/")
    if getattr(request, "htmx", False):
        return HttpResponseClientRedirect(answer.url)
    return answer
