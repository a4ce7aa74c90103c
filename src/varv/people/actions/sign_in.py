"""Signing in: by a code in a mail, or by a link that works once."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from varv import clock
from varv.people.actions.persons import person_for
from varv.people.models import SignInLink, StaffRole, User
from varv.people.queries import (
    coordinators,
    current_region,
    is_on_staff,
    person_by_email,
    recipient_of,
    silent_recipient,
)
from varv.registry.actions import log, queue
from varv.registry.mailtexts import ForRecipientAlone

LINK_AGE = timedelta(hours=24)


@transaction.atomic
def send_sign_in_code(*, email: str, code: str, language: str) -> None:
    """Mail a one-time code to whoever is known by ``email``.

    For an unknown address all the same work is done and then taken back; see ADR 7.
    """
    person = person_by_email(email)
    if settings.OIDC_ONLY and is_on_staff(person or User(pk=0)):
        person = None  # staff come in by the identity provider alone
    log(None, "people.ask_for_code", person)
    lasts = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
    with transaction.atomic():
        queue(
            kind="people.sign_in_code",
            occasion=f"people.sign_in_code:{secrets.token_hex(8)}",
            recipient=recipient_of(person) if person else silent_recipient(email, language),
            context={
                "code": ForRecipientAlone(code),
                "minutes": str(lasts // timedelta(minutes=1)),
            },
            deliver_before=clock.now() + lasts,
        )
        if person is None:
            transaction.set_rollback(True)


@transaction.atomic
def make_sign_in_link(email: str) -> str:
    """Return the path of a link that signs ``email`` in, once and within a day.

    The region's coordinator becomes one this way when there is none yet: the very first sign-in.
    """
    user = _first_coordinator(email) or person_by_email(email)
    if user is None:
        raise ValidationError({"email": _("Nobody on the staff has this address.")})
    token = secrets.token_urlsafe(32)
    # Real time, see the model.
    SignInLink.objects.create(
        user=user, token_hash=_hash(token), expires_at=timezone.now() + LINK_AGE
    )
    log(None, "people.make_sign_in_link", user)
    return reverse("people:sign_in_once", kwargs={"token": token})


@transaction.atomic
def use_sign_in_link(*, token: str) -> User | None:
    """Use the link up and return whom it signs in; None when it is wrong, used or too old."""
    links = SignInLink.objects.select_for_update(of=("self",)).select_related("user")
    link = links.filter(token_hash=_hash(token)).first()
    real_now = timezone.now()
    if link is None or not link.is_open(real_now) or not link.user.is_active:
        return None
    link.used_at = real_now
    link.save(update_fields=["used_at"])
    log(link.user, "people.use_sign_in_link", link.user)
    return link.user


def _first_coordinator(email: str) -> User | None:
    region = current_region()
    if region is None or region.coordinator_email.lower() != email.strip().lower():
        return None
    if coordinators().exists():
        return None
    user = person_for(email, region.coordinator_name, region.language)
    StaffRole.objects.get_or_create(
        user=user, role=StaffRole.Role.COORDINATOR, until=None, defaults={"since": clock.now()}
    )
    log(None, "people.first_coordinator", user)
    return user


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
