"""Judges whom the identity provider vouches for: only staff come in this way."""

import hmac
from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from varv.people import actions, identity, queries


class ProviderAdapter(DefaultSocialAccountAdapter):
    """Nobody becomes known, and nobody becomes staff, by merely signing in elsewhere."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002 - allauth's signature
        """Refuse; ``pre_social_login`` has answered before."""
        return False

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send none: the log says that somebody signed in."""

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:  # noqa: ARG002 - allauth's signature
        """Say in our own words that it did not work."""
        raise ImmediateHttpResponse(refusal(request, "failed", 400))

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find whom this is among the staff, or refuse with a page that says why."""
        if not _is_genuine(sociallogin):
            raise ImmediateHttpResponse(refusal(request, "failed", 400))
        claims = _claims(sociallogin)
        email = _verified_email(claims)
        known = sociallogin.user if sociallogin.is_existing else None
        if known is None and not email:
            raise ImmediateHttpResponse(refusal(request, "unverified", 403))
        try:
            person = actions.staff_by_provider(
                known=known, email=email, name=str(claims.get("name", "")), role=_role(claims)
            )
        except ValidationError:
            raise ImmediateHttpResponse(refusal(request, "unknown", 403)) from None
        identity.leave(request)
        if known is None:
            sociallogin.connect(request, person)


def refusal(request: HttpRequest, why: str, status: int) -> HttpResponse:
    """Return the page that says why the provider's word let nobody in."""
    context = {"why": why, "provider": settings.OIDC_NAME}
    return render(request, "account/provider_refused.html", context, status=status)


def _is_genuine(sociallogin: SocialLogin) -> bool:
    """Tell whether the token was made for this browser, and speaks of one person."""
    token = sociallogin.claims.get("id_token") or {}
    asked = (sociallogin.state.get("data") or {}).get("nonce") or ""
    answered = str(token.get("nonce") or "")
    told = sociallogin.claims.get("userinfo") or token
    same = told.get("sub") == token.get("sub")
    return bool(asked) and hmac.compare_digest(asked, answered) and same


def _claims(sociallogin: SocialLogin) -> dict[str, Any]:
    return {**sociallogin.claims["id_token"], **(sociallogin.claims.get("userinfo") or {})}


def _verified_email(claims: dict[str, Any]) -> str:
    """Return the address if the provider has verified it, or the operator vouches for them all."""
    verified = claims.get("email_verified") in (True, "true") or settings.OIDC_TRUST_EMAIL
    return str(claims.get("email") or "") if verified else ""


def _role(claims: dict[str, Any]) -> str:
    """Return the highest role that the person's groups give, or an empty text."""
    given = claims.get(settings.OIDC_GROUPS_CLAIM) or []
    groups = {given} if isinstance(given, str) else set(map(str, given))
    return next(
        (role for role in queries.ROLES_IN_ORDER if groups & settings.OIDC_ROLES.get(role, set())),
        "",
    )
