"""The door to the register's desk pages. (The people app, whose guard others use, lies above.)"""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

View = Callable[..., HttpResponse]


def staff(permission: str) -> Callable[[View], View]:
    """Let in who has ``permission``; ask anonymous visitors to sign in, refuse all others."""

    def decorate(view: View) -> View:
        @never_cache
        @login_required
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not request.user.has_perm(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def actor_of(request: HttpRequest) -> AbstractBaseUser:
    """Return who acts, in a view behind the guard."""
    return cast("AbstractBaseUser", request.user)  # the guard let nobody else in
