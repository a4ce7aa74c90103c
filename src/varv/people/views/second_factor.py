"""My second factor: an authenticator app and recovery codes."""

import base64
from collections.abc import Callable
from functools import wraps

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY, generate_totp_secret
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from varv.people import actions, queries
from varv.people import second_factor as factor
from varv.people.forms import FirstAppCodeForm, ProveForm
from varv.people.models import User

# Recovery codes wait here for the one page that shows them; like the key, never in clear.
CODES_KEY = "varv_recovery_codes"


def _for_staff(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Let in who is signed in and on the staff, whatever this browser has proved."""

    @never_cache
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        person = queries.staff().filter(pk=request.user.pk, is_active=True).first()
        if person is None:
            raise PermissionDenied
        return view(request, person)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@_for_staff
@sensitive_variables()
def page(request: HttpRequest, person: User) -> HttpResponse:
    """Show the second factor, or how to get one; take the first code of a new app."""
    if factor.has_one(person):
        return _its_page(request, person)
    if request.method != "POST":  # one key for as long as the page is looked at
        _keep_a_key(request)
    kept = request.session.get(SECRET_SESSION_KEY)
    if not kept:
        return redirect("people:second_factor")
    secret = get_adapter().decrypt(kept)
    form = FirstAppCodeForm(
        request.POST if request.method == "POST" else None, user=person, secret=secret
    )
    if not form.is_valid():
        return _new_page(request, person, secret, form)
    codes = actions.begin_second_factor(
        person, secret=secret, here=request.session.session_key or ""
    )
    del request.session[SECRET_SESSION_KEY]
    factor.remember_proof(request, person)
    return _show_codes(request, codes)


@require_http_methods(["GET", "HEAD", "POST"])
@_for_staff
def codes(request: HttpRequest, person: User) -> HttpResponse:
    """Show new recovery codes, once; by POST make new ones."""
    if request.method == "POST":
        if not factor.is_proved(request, person):
            return redirect("people:prove")
        try:
            return _show_codes(request, actions.renew_recovery_codes(person))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("people:second_factor")
    waiting = request.session.pop(CODES_KEY, None)
    if not waiting:
        return redirect("people:second_factor")
    return render(
        request, "people/recovery_codes.html", {"codes": get_adapter().decrypt(waiting).split()}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@_for_staff
def prove(request: HttpRequest, person: User) -> HttpResponse:
    """Ask for a code of the app before the second factor is changed."""
    if not factor.has_one(person):
        return redirect("people:second_factor")
    form = ProveForm(request.POST if request.method == "POST" else None, user=person)
    if form.is_valid():
        form.save()
        return redirect("people:second_factor")
    status = 422 if form.is_bound else 200
    return render(request, "people/prove.html", {"form": form}, status=status)


@require_POST
@_for_staff
def remove(request: HttpRequest, person: User) -> HttpResponse:
    """Remove the app and the recovery codes."""
    if not factor.has_one(person):
        return redirect("people:second_factor")
    if not factor.is_proved(request, person):
        return redirect("people:prove")
    actions.remove_second_factor(person)
    messages.success(request, _("The authenticator app is removed."))
    return redirect("people:second_factor")


def _keep_a_key(request: HttpRequest) -> None:
    if SECRET_SESSION_KEY not in request.session:
        request.session[SECRET_SESSION_KEY] = get_adapter().encrypt(generate_totp_secret())


def _its_page(request: HttpRequest, person: User) -> HttpResponse:
    context = {
        "proved": factor.is_proved(request, person),
        "left": queries.recovery_codes_left(person),
        "required": factor.is_required(),
    }
    return render(request, "people/second_factor.html", context)


def _new_page(
    request: HttpRequest, person: User, secret: str, form: FirstAppCodeForm
) -> HttpResponse:
    adapter = get_adapter()
    picture = adapter.build_totp_svg(adapter.build_totp_url(person, secret))
    context = {
        "form": form,
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        "picture": f"data:image/svg+xml;base64,{base64.b64encode(picture.encode()).decode()}",
        "required": factor.is_required(),
    }
    status = 422 if form.is_bound else 200
    return render(request, "people/second_factor_new.html", context, status=status)


def _show_codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    request.session[CODES_KEY] = get_adapter().encrypt(" ".join(codes))
    return redirect("people:recovery_codes")
