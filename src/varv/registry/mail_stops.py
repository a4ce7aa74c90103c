"""Who wants no mail: known by a fingerprint of the address, and reached by a link in every mail."""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.crypto import salted_hmac

from varv.registry.models import MailStop

_SALT = "varv.registry.mail-stop"
_signer = Signer(salt=_SALT)


def fingerprint(email: str) -> str:
    """Return what is kept of an address: with the secret key alone nobody can turn it back."""
    return salted_hmac(_SALT, email.strip().lower(), algorithm="sha256").hexdigest()


def is_stopped(email: str) -> bool:
    """Tell whether the owner of the address wants no mail."""
    return MailStop.objects.filter(fingerprint=fingerprint(email)).exists()


def stop_link(email: str) -> str:
    """Return the address of the page on which the owner of ``email`` stops all mail."""
    token = _signer.sign(fingerprint(email))
    return f"{settings.BASE_URL}{reverse('registry:mail_stop', args=[token])}"


def fingerprint_of_token(token: str) -> str | None:
    """Return whose link it is; None for a wrong one."""
    try:
        return _signer.unsign(token)
    except BadSignature:
        return None
