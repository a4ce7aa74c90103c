"""The door to the register's desk pages. (The people app, whose guard others use, lies above.)"""

from collections.abc import Callable

from django.contrib.auth.decorators import login_required, permission_required
from django.http import HttpResponse
from django.views.decorators.cache import never_cache

View = Callable[..., HttpResponse]


def staff(permission: str) -> Callable[[View], View]:
    """Let in who has ``permission``; ask anonymous visitors to sign in, refuse all others."""

    def decorate(view: View) -> View:
        allowed = permission_required(permission, raise_exception=True)(view)
        guarded: View = never_cache(login_required(allowed))
        return guarded

    return decorate
