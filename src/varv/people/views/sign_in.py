"""Signing in and out."""

from typing import Any

from allauth.account import views as allauth
from allauth.account.adapter import get_adapter
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.base import views as mfa
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables

from varv.people import actions, identity
from varv.people.forms import AppCodeForm, AskForCodeForm, CodeForm
from varv.people.provider import PROVIDER
from varv.people.second_factor import BY_LINK, remember_proof

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


class WithOurSite:
    """Keeps allauth's ``site`` (a domain name) from hiding ours, which the page frame needs."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Leave it out."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        context.pop("site", None)
        return context


class AskForCode(WithOurSite, allauth.RequestLoginCodeView):
    """Take an address, and send a code if somebody has it; the visitor cannot tell which."""

    template_name = "account/sign_in.html"

    def get_form_class(self) -> type[AskForCodeForm]:
        """Use our own words and our own care with what is typed."""
        return AskForCodeForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Name the identity provider, where there is one."""
        provider = settings.OIDC_NAME if settings.SOCIALACCOUNT_PROVIDERS[PROVIDER]["APPS"] else ""
        return super().get_context_data(**kwargs) | {
            "provider": provider,
            "staff_by_provider_only": settings.OIDC_ONLY,
        }

    def form_valid(self, form: AskForCodeForm) -> HttpResponse:
        """Go on to the page for the code, with the same work done for a stranger's address."""
        if form._user is None:
            actions.send_sign_in_code(
                email=form.cleaned_data["email"],
                code=get_adapter().generate_login_code(),
                language=get_language() or "",
            )
        return super().form_valid(form)

    def form_invalid(self, form: AskForCodeForm) -> HttpResponse:
        """Give the form back."""
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _redirect_to_pending_stage(
        self,
        request: HttpRequest,
        stage: Any,  # noqa: ARG002 - allauth's signature
    ) -> None:
        """Begin anew: whoever mistyped the address comes back here to mend it."""
        clear_login(request)


class ConfirmCode(WithOurSite, allauth.ConfirmLoginCodeView):
    """Take the code from the mail."""

    template_name = "account/sign_in_code.html"

    def get_form_class(self) -> type[CodeForm]:
        """Use our own words and our own care with what is typed."""
        return CodeForm

    def form_invalid(self, form: CodeForm) -> HttpResponseBase:
        """Give the form back, three times; then a new code is needed."""
        answer = super().form_invalid(form)
        if answer.status_code == 200:
            answer.status_code = 422
        return answer


class SecondFactor(WithOurSite, mfa.AuthenticateView):
    """Take the code from the authenticator app, or a recovery code."""

    template_name = "account/second_factor.html"

    def get_form_class(self) -> type[AppCodeForm]:
        """Use our own words, and let no code work twice."""
        return AppCodeForm

    def form_invalid(self, form: AppCodeForm) -> HttpResponse:
        """Give the form back."""
        answer: HttpResponse = super().form_invalid(form)
        answer.status_code = 422
        return answer


class SignOut(WithOurSite, allauth.LogoutView):
    """Ask, then sign out."""

    template_name = "account/sign_out.html"


ask = AskForCode.as_view()
confirm = ConfirmCode.as_view()
second_factor = never_cache(SecondFactor.as_view())
sign_out = never_cache(SignOut.as_view())


@never_cache
def after_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead staff to the desk, everybody else to their own page."""
    if getattr(request, "second_factor_missing", False):
        return redirect("people:second_factor")
    return redirect("web:desk" if request.user.has_perm("people.view_desk") else "web:my")


@never_cache
@sensitive_variables("token")
def once(request: HttpRequest, token: str) -> HttpResponse:
    """Sign in by a link that works once.

    The link itself only shows a button: scanners of mail open links and would use it up.
    """
    if request.method != "POST":
        return render(request, "account/sign_in_once.html")
    user = actions.use_sign_in_link(token=token)
    if user is None:
        return render(request, "account/sign_in_once_used.html", status=410)
    identity.leave(request)
    login(request, user, backend=BACKEND)
    # Whoever can print this link holds the server: no second factor is asked for beside it.
    remember_proof(request, user, BY_LINK)
    return redirect("people:after_sign_in")
