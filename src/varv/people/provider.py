"""Sign-in by the organisation's own identity provider (OpenID Connect).

allauth finds this module by its name. Beyond what allauth does, the token's signature is verified
always, a nonce ties it to the browser that asked, and no claims are kept.
"""

import secrets
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

PROVIDER = "organisation"
# Those with a public key only: a secret one would be known to whoever can read our settings.
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
CLOCKS_DIFFER = 60  # seconds


class StaffAdapter(OpenIDConnectOAuth2Adapter):
    """Talks to the provider."""

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:  # noqa: ARG002 - allauth's signature
        """Return the one address that is known at the provider, whatever host was asked for."""
        return f"{settings.BASE_URL}{reverse('people:provider_callback')}"

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """Verify signature, issuer, audience and time."""
        try:
            claims: dict[str, Any] = jwt.decode(
                id_token,
                self._key_of(id_token),
                algorithms=ALGORITHMS,
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=CLOCKS_DIFFER,
                options={"require": ["aud", "exp", "iat", "iss", "sub"]},
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error(f"the token does not hold: {error}") from error
        return claims

    def _key_of(self, id_token: str) -> jwt.PyJWK:
        """Return the provider's key that the token names, or the only one where it names none."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        name = jwt.get_unverified_header(id_token).get("kid")
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        found = [key for key in keys if name is None or key.key_id == name]
        if len(found) != 1:
            raise OAuth2Error("the provider has no such key")
        return found[0]


class StaffProvider(OpenIDConnectProvider):
    """The provider of the settings; there is one or none."""

    id = PROVIDER
    oauth2_adapter_class = StaffAdapter
    pkce_enabled_default = True

    def begin(self, request: HttpRequest, next_url: str) -> HttpResponseBase:
        """Send the browser to the provider."""
        nonce = secrets.token_urlsafe(24)
        answer: HttpResponseBase = self.redirect(
            request, "login", next_url, data={"nonce": nonce}, auth_params={"nonce": nonce}
        )
        return answer

    def sociallogin_from_response(self, request: HttpRequest, response: Any) -> SocialLogin:
        """Keep the claims for as long as the request lasts, for the adapter to judge by."""
        login = super().sociallogin_from_response(request, response)
        login.claims = response
        return login

    def extract_extra_data(self, data: Any) -> dict[str, Any]:  # noqa: ARG002 - allauth's signature
        """Store none of what the provider says."""
        return {}


provider_classes = [StaffProvider]
