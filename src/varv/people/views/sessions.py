"""Where I am signed in, for staff and for those who came by a signed link."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from varv.people import actions, identity, sessions
from varv.people.models import User


def _own(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give the view the person whose session this is; send everybody else to my page."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        person = identity.person_of(request)
        return view(request, person, *args, **kwargs) if person else redirect("web:my")

    return guarded


@require_safe
@_own
def listing(request: HttpRequest, person: User) -> HttpResponse:
    """List the browsers in which the person is in."""
    context = {
        "sessions": sessions.sessions_of(person),
        "this_key": request.session.session_key,
    }
    return render(request, "people/sessions.html", context)


@require_POST
@_own
def end(request: HttpRequest, person: User, pk: int) -> HttpResponse:
    """Sign one browser out."""
    session = get_object_or_404(sessions.sessions_of(person), pk=pk)
    is_this = session.key == request.session.session_key
    actions.end_session(person, session=session)
    if is_this:
        return _out(request)
    messages.success(request, _("That browser is signed out."))
    return redirect("people:sessions")


@require_POST
@_own
def end_all(request: HttpRequest, person: User) -> HttpResponse:
    """Sign all browsers out, this one too, and let the links in mails die."""
    actions.sign_out_everywhere(person, person=person)
    return _out(request)


def _out(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.success(request, _("You are signed out."))
    return redirect("web:home")
