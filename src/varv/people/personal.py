"""What people holds about a person: a copy of it, and its erasure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from varv.people import actions
from varv.people.models import (
    BrowserSession,
    Erasure,
    RightsRequest,
    SignInLink,
    StaffRole,
    User,
)
from varv.registry import ledger, rights
from varv.registry.rights import Consequence, Fate
from varv.text.translated_forms import language_name

WORDS = {
    "people": _("About you"),
    "email": _("E-mail"),
    "name": _("Name"),
    "language": _("Language"),
    "known_since": _("Known since"),
    "last_sign_in": _("Last signed in"),
    "staff_roles": _("Roles on the staff"),
    "role": _("Role"),
    "since": _("From"),
    "until": _("To"),
    "represents": _("Organisations you speak for"),
    "organisation": _("Organisation"),
    "title": pgettext_lazy("of a person", "Title"),
    "requests": _("What you asked for"),
    "request": _("Request"),
    "text": _("Text"),
    "asked_at": _("Asked"),
    "due_on": _("Answer due"),
    "answered_at": _("Answered"),
    "outcome": _("Outcome"),
    "answer": _("Answer"),
    "sign_in_links": _("Links for signing in"),
    "expires_at": _("Dies"),
    "used_at": _("Used"),
    "browsers": _("Where you are signed in"),
    "device": _("Browser"),
    "by_link": _("Came by a link in a mail"),
    "last_seen": _("Last seen"),
    "second_factor": _("Authenticator app"),
    "type": _("Kind"),
    "last_used": _("Last used"),
    "at_the_provider": _("Your account at the identity provider"),
    "provider": _("Identity provider"),
    "uid": _("Number there"),
    "sign_in_addresses": _("Addresses for signing in"),
}
SECOND_FACTORS = {"totp": _("Authenticator app"), "recovery_codes": _("Recovery codes")}
READINGS: dict[str, rights.Reading] = {
    "language": language_name,
    "role": rights.labels(StaffRole.Role),
    "request": rights.labels(RightsRequest.Kind),
    "outcome": rights.labels(RightsRequest.Outcome),
    "type": lambda code: str(SECOND_FACTORS.get(code, code)),
    "provider": lambda code: settings.OIDC_NAME or code,
}


def export(person_id: int) -> dict[str, Any]:
    """Return what people holds about a person."""
    from allauth.account.models import EmailAddress  # as in ``actions.forget``
    from allauth.mfa.models import Authenticator
    from allauth.socialaccount.models import SocialAccount

    person = User.objects.get(pk=person_id)
    represents = person.representations.select_related("organisation").order_by("since")
    links = SignInLink.objects.filter(user=person).order_by("pk")
    addresses = EmailAddress.objects.filter(user=person).order_by("pk")
    return {
        "email": person.email,
        "name": person.name,
        "language": person.language,
        "known_since": person.created_at.isoformat(),
        "last_sign_in": _iso(person.last_login),
        "staff_roles": [
            {"role": held.role, "since": held.since.isoformat(), "until": _iso(held.until)}
            for held in person.staff_roles.order_by("since")
        ],
        "represents": [
            {
                "organisation": one.organisation.name,
                "title": one.title,
                "since": one.since.isoformat(),
                "until": _iso(one.until),
            }
            for one in represents
        ],
        "browsers": [
            {
                "device": one.device,
                "by_link": one.by_link,
                "since": one.opened_at.isoformat(),
                "last_seen": one.seen_at.isoformat(),
            }
            for one in BrowserSession.objects.filter(person=person).order_by("pk")
        ],
        "second_factor": [
            {
                "type": one.type,
                "since": one.created_at.isoformat(),
                "last_used": _iso(one.last_used_at),
            }
            for one in Authenticator.objects.filter(user=person).order_by("pk")
        ],
        "at_the_provider": [
            {
                "provider": one.provider,
                "uid": one.uid,
                "since": one.date_joined.isoformat(),
                "last_sign_in": one.last_login.isoformat(),
            }
            for one in SocialAccount.objects.filter(user=person).order_by("pk")
        ],
        "requests": [
            {
                "request": asked.kind,
                "text": asked.text,
                "asked_at": asked.asked_at.isoformat(),
                "due_on": asked.due_on.isoformat(),
                "answered_at": _iso(asked.answered_at),
                "outcome": asked.outcome,
                "answer": asked.answer,
            }
            for asked in person.rights_requests.all()
        ],
        "sign_in_links": [
            {"expires_at": link.expires_at.isoformat(), "used_at": _iso(link.used_at)}
            for link in links
        ],
        "sign_in_addresses": [{"email": one.email} for one in addresses],
    }


def erase(person_id: int) -> int:
    """Take the name from the row; return how many persons that was."""
    actions.forget(User.objects.get(pk=person_id))
    return 1


def preview(person_id: int) -> Iterable[Consequence]:
    """Tell what becomes of the row and of what hangs on it."""
    person = User.objects.get(pk=person_id)
    yield Consequence(
        _("Name, e-mail address and language, and all links and sessions"),
        1,
        Fate.ERASED,
        _("A number stays, so that the log and the figures hold."),
    )
    yield Consequence(
        _("For whom the person speaks"), person.representations.count(), Fate.ERASED, ""
    )
    yield Consequence(
        _("Texts of requests about personal data"),
        person.rights_requests.count(),
        Fate.NAMELESS,
        _("We must be able to show that we answered."),
    )


def erased(known: set[str]) -> Iterable[ledger.Entry]:
    """Give the ledger those who were erased: which id, known since when."""
    for one in Erasure.objects.order_by("pk"):
        since = one.known_since.isoformat()
        key = f"person:{one.person_id}:{since}"
        if key not in known:
            yield {"key": key, "what": "person", "id": one.person_id, "known_since": since}


def register() -> None:
    """Add what people holds about persons."""
    own = rights.PersonData(export, erase, preview, WORDS, READINGS, goes_last=True)
    rights.point.register("people", own)
    ledger.sources.register("people.erasures", erased)


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
