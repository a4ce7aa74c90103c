"""Actors without an account: the signed link to "my page" that goes with every mail.

The link holds who the person is and a fingerprint of the row. It dies by itself after some months,
and at once when the person is erased, changes address or signs out everywhere, because the
fingerprint then differs.
"""

import hmac
import time

from django.conf import settings
from django.contrib.auth import logout
from django.core import signing
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from varv.people.models import User
from varv.registry.mailtexts import ForRecipientAlone

SALT = "varv.people.my-page"
MAX_AGE = 120 * 24 * 3600
SESSION_KEY = "varv_my_page"
# On a shared computer nobody should find my page open the next day.
SESSION_AGE = 12 * 3600


def fingerprint(person: User) -> str:
    """Return a short sum of what changes when the person's links are to die."""
    seen = f"{person.pk}|{person.email}|{person.created_at.timestamp()}"
    if person.links_since:
        seen += f"|{person.links_since.timestamp()}"
    return salted_hmac(SALT, seen, algorithm="sha256").hexdigest()[:16]


def make_token(person: User) -> str:
    """Return the token that opens the person's own page."""
    return signing.dumps([person.pk, fingerprint(person)], salt=SALT)


def my_page_link(person: User) -> ForRecipientAlone:
    """Return the whole address of the person's own page, for a mail."""
    path = reverse("people:my_link", kwargs={"token": make_token(person)})
    return ForRecipientAlone(f"{settings.BASE_URL}{path}")


def person_of_token(token: str) -> User | None:
    """Return whom the token belongs to, or None when it is wrong, too old or revoked."""
    try:
        value = signing.loads(token, salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        return None
    return _person(*value)


def enter(request: HttpRequest, token: str) -> User | None:
    """Let the holder of ``token`` in to their own page; None when the token does not hold.

    One browser session is one person's: nothing is left of whoever was there before, sign-in
    included. Who is signed in as the same person stays so.
    """
    person = person_of_token(token)
    if person is None or person == _signed_in(request):
        return person
    logout(request)
    User.objects.filter(pk=person.pk).update(last_login=timezone.now())  # the address is theirs
    until = int(time.time()) + SESSION_AGE
    request.session[SESSION_KEY] = [person.pk, fingerprint(person), until]
    _forget(request)
    return person


def leave(request: HttpRequest) -> None:
    """Close the page that a link opened in this browser; a sign-in is left as it is."""
    if request.session.pop(SESSION_KEY, None) is not None:
        request.session.cycle_key()
    _forget(request)


def person_of(request: HttpRequest) -> User | None:
    """Return whose page this session may see: who is signed in, else the holder of a link."""
    if not hasattr(request, "_varv_person"):
        request._varv_person = _signed_in(request) or _from_link(request)  # type: ignore[attr-defined]
    return request._varv_person  # type: ignore[attr-defined]


def _from_link(request: HttpRequest) -> User | None:
    kept = request.session.get(SESSION_KEY)
    if not kept:
        return None
    pk, seen, until = kept
    return _person(pk, seen) if time.time() < until else None


def _signed_in(request: HttpRequest) -> User | None:
    user = request.user
    return user if isinstance(user, User) else None


def _person(pk: int, seen: str) -> User | None:
    person = User.objects.filter(pk=pk, is_active=True).first()
    if person is None or not hmac.compare_digest(fingerprint(person), seen):
        return None
    return person


def _forget(request: HttpRequest) -> None:
    if hasattr(request, "_varv_person"):
        del request._varv_person
