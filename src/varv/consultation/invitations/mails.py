"""The mails that ask somebody to take part in a round, and what stands in them."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from varv.consultation.mail_texts import COMMON, SAMPLE
from varv.consultation.models import Invitation, Round
from varv.people.identity import MAX_AGE, fingerprint
from varv.people.models import Region, User
from varv.registry.mailtexts import ForRecipientAlone, MailKind
from varv.text import dates

SALT = "varv.consultation.invited"

_VARIABLES: Mapping[str, str | Promise] = {
    **COMMON,
    "about": _("what the round is about, in short"),
    "mail_subject": _("what to write as the subject of an e-mail"),
    "link": _("the recipient's own link"),
    "page": _("the page of the round, for everybody"),
}
_SAMPLE = {key: SAMPLE[key] for key in COMMON} | {
    "about": "Hur ska ängarna hållas öppna? Vi har tre frågor till dig.",
    "mail_subject": "Inspel om ängar",
    "link": "https://varv.example/rounds/invited/…",
    "page": "https://varv.example/rounds/angar/",
}
_SV_END = (
    "Du kan också svara per e-post till {contact}. Skriv ”{mail_subject}” och {case} i "
    "ämnesraden.\n\n"
    "Länken är bara till för dig. Vill du sprida frågan? Skicka den här adressen i stället:\n"
    "{page}\n"
)
_EN_END = (
    "You can also answer by e-mail to {contact}. Write “{mail_subject}” and {case} as the "
    "subject.\n\n"
    "The link is for you only. Do you want to spread the word? Then pass this address on:\n"
    "{page}\n"
)

KINDS = [
    MailKind(
        key="consultation.invitation",
        name=_("Round: invitation"),
        variables=_VARIABLES,
        sample=_SAMPLE,
        required=("link",),
        defaults={
            "sv": (
                "Lämna gärna ditt inspel: {round}",
                "Hej!\n\n"
                "Vi vill gärna ha ditt inspel till {round}.\n\n{about}\n\n"
                "Sista dagen är {closes}. Läs och skriv ditt inspel här:\n{link}\n\n"
                "På samma sida kan du tacka nej.\n\n" + _SV_END,
            ),
            "en": (
                "We would like your input: {round}",
                "Hello!\n\n"
                "We would like your input to {round}.\n\n{about}\n\n"
                "The last day is {closes}. Read and write your input here:\n{link}\n\n"
                "On the same page you can decline.\n\n" + _EN_END,
            ),
        },
    ),
    MailKind(
        key="consultation.reminder",
        name=_("Round: reminder to those who have not answered"),
        variables=_VARIABLES,
        sample=_SAMPLE,
        required=("link",),
        defaults={
            "sv": (
                "Påminnelse: lämna ditt inspel senast {closes}",
                "Hej!\n\n"
                "Vi har frågat dig om {round} och har inte sett något svar än. "
                "Du hinner fortfarande: sista dagen är {closes}.\n\n"
                "Läs, skriv ditt inspel eller tacka nej här:\n{link}\n\n"
                "Har du redan svarat på annat sätt? Då behöver du inte göra något.\n\n" + _SV_END,
            ),
            "en": (
                "Reminder: give your input by {closes}",
                "Hello!\n\n"
                "We have asked you about {round} and have not seen an answer yet. There is still "
                "time: the last day is {closes}.\n\n"
                "Read, write your input or decline here:\n{link}\n\n"
                "Have you answered in another way? Then you need do nothing.\n\n" + _EN_END,
            ),
        },
    ),
]


def last_day(round: Round) -> str:  # noqa: A002 - the word of the house
    """Return the last day on which input is in time, in words: a round may close at midnight."""
    return dates.in_full(round.closes_at - timedelta(microseconds=1)) if round.closes_at else ""


def token_of(invitation: Invitation) -> str:
    """Return what shows that somebody was asked; it dies as the person's other links do."""
    person = invitation.person
    if person is None:
        raise ValueError("who has no e-mail address is asked by letter")
    return signing.dumps([invitation.pk, fingerprint(person)], salt=SALT)


def invitation_of_token(token: str) -> Invitation | None:
    """Return the invitation, or None where the token is wrong, too old, or whose it was is gone."""
    try:
        pk, seen = signing.loads(token, salt=SALT, max_age=MAX_AGE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    rows = Invitation.objects.select_related(
        "person", "organisation", "municipality", "round__case", "round__programme"
    )
    found = rows.filter(pk=pk, person__is_active=True).exclude(round__state=Round.State.DRAFT)
    invitation = found.first()
    if invitation is None or not constant_time_compare(fingerprint(_person(invitation)), seen):
        return None
    return invitation


def link_of(invitation: Invitation) -> ForRecipientAlone:
    """Return the whole address of what the invited person may open, for a mail."""
    path = reverse("consultation:invited", args=[token_of(invitation)])
    return ForRecipientAlone(f"{settings.BASE_URL}{path}")


def page_of(round: Round) -> str:  # noqa: A002
    """Return the whole address of the round's public page."""
    return f"{settings.BASE_URL}{round.get_absolute_url()}"


def subject_of(round: Round) -> str:  # noqa: A002
    """Return what those who answer by e-mail are asked to write as its subject."""
    return str(round.mail_subject) or str(round.title)


def context_of(round: Round, region: Region, language: str) -> dict[str, str]:  # noqa: A002
    """Return what all mails about a round in one language have in common; all but the link."""
    with override(language):
        return {
            "round": str(round.title),
            "case": round.case.number,
            "closes": last_day(round),
            "contact": region.contact_email,
            "about": str(round.summary) or gettext("The texts and the questions are on the page."),
            "mail_subject": subject_of(round),
            "page": page_of(round),
        }


def reminder_occasion(invitation: Invitation, now: datetime) -> str:
    """Return the occasion of one reminder: each is one of its own."""
    return f"consultation.reminder:{invitation.round_id}:{invitation.pk}:{now.isoformat()}"


def occasion_of(invitation: Invitation) -> str:
    """Return the occasion of the invitation: there is one, however often it is sent."""
    return f"consultation.invitation:{invitation.round_id}:{invitation.pk}"


def _person(invitation: Invitation) -> User:
    assert invitation.person is not None  # noqa: S101 - filtered for
    return invitation.person
