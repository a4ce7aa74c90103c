"""Bends allauth's second factor to the house: our name in the app, secrets encrypted at rest."""

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from varv.people.queries import current_region

SALT = "varv.people.second-factor"


class SecondFactorAdapter(DefaultMFAAdapter):
    """What the authenticator app shows, and how its secret is kept."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("The code is not right. Look at the app and type the newest one."),
    }

    def get_totp_issuer(self) -> str:
        """Return what the app calls us."""
        region = current_region()
        return f"{region} varv" if region else "varv"

    def encrypt(self, text: str) -> str:
        """Encrypt a secret: a copy of the database alone must not make codes."""
        return _keys().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret, or one that fits nobody where the site's key was changed since."""
        try:
            return _keys().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return generate_totp_secret()


def _keys() -> MultiFernet:
    return MultiFernet(
        [_key(str(one)) for one in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def _key(site_key: str) -> Fernet:
    digest = hashlib.sha256(f"{SALT}|{site_key}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
