"""The rights of a person: a copy of what is kept about them, and its erasure."""

from datetime import datetime, time
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from varv import clock
from varv.people import queries, sessions
from varv.people.actions.lists import forget_in_lists
from varv.people.models import BrowserSession, Erasure, RightsRequest, SignInLink, User
from varv.registry import ledger, rights
from varv.registry.actions import (
    destroy_messages,
    log,
    queue,
    reapply_disposals,
    reapply_maskings,
)
from varv.registry.models import Message
from varv.registry.retention import months_before
from varv.text import dates

LAST_WORD = "people.erased"


@transaction.atomic
def export_person(actor: User | None, *, person: User) -> dict[str, dict[str, Any]]:
    """Return a copy of all that is kept about a person, by owner; that it was taken is logged."""
    log(actor, "people.export_person", person)
    return rights.export_person(person.pk)


@transaction.atomic
def ask_for_right(actor: User, *, kind: str, text: str = "") -> RightsRequest:
    """Ask to be erased or corrected; asking again while it waits changes nothing.

    It is the person who asks for themselves; the answer is due within a month (GDPR article 12).
    """
    waiting = RightsRequest.objects.filter(person=actor, kind=kind, answered_at=None).first()
    if waiting:
        return waiting
    if kind not in RightsRequest.Kind.values:
        raise ValidationError({"kind": _("Choose what you ask for.")})
    if kind == RightsRequest.Kind.CORRECTION and not text.strip():
        raise ValidationError({"text": _("Write what is wrong, and what would be right.")})
    due = clock.today()
    asked = RightsRequest.objects.create(
        person=actor,
        kind=kind,
        text=text.strip(),
        asked_at=clock.now(),
        due_on=months_before(datetime.combine(due, time()), -1).date(),
    )
    log(actor, "people.ask_for_right", asked, asked=kind)
    _tell(
        asked,
        "people.right_asked_for",
        {"due": dates.day(asked.due_on, queries.language_for(actor))},
    )
    return asked


@transaction.atomic
def answer_request(
    actor: User | None, *, asked: RightsRequest, outcome: str, answer: str
) -> RightsRequest:
    """Say what became of a request, and why; the person is told by mail."""
    locked = RightsRequest.objects.select_for_update(no_key=True, of=("self",)).get(pk=asked.pk)
    if locked.answered_at:
        raise ValidationError(_("The request is answered already."))
    if outcome not in RightsRequest.Outcome.values:
        raise ValidationError({"outcome": _("Choose what became of it.")})
    if not answer.strip():
        raise ValidationError({"answer": _("Write what was done, or why it was not.")})
    if locked.kind == RightsRequest.Kind.ERASURE and outcome == RightsRequest.Outcome.DONE:
        raise ValidationError(_("Erase the person: that answers the request."))
    _close(locked, actor, outcome, answer.strip())
    _tell(locked, "people.right_answered", {"answer": locked.answer})
    return locked


@transaction.atomic
def erase_person(actor: User | None, *, person: User) -> User:
    """Erase what may be erased about a person, everywhere, and end their sessions.

    Who is on the staff must be taken off it first, so that somebody takes over what they answer
    for. Who had asked for it gets a last mail, whose address is erased when it has gone.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not person.is_active:
        raise ValidationError(_("The person is erased already."))
    if queries.current_roles().filter(user=person).exists():
        raise ValidationError(_("The person is on the staff. Take them off it first."))
    recipient = queries.recipient_of(person)
    asked = RightsRequest.objects.filter(person=person, answered_at=None)
    for request in asked:
        _close(request, actor, RightsRequest.Outcome.DONE, "")
    changed = erase_row(person)
    log(actor, "people.erase_person", person, changed=changed)
    person.refresh_from_db()
    if any(request.kind == RightsRequest.Kind.ERASURE for request in asked):
        queue(
            kind=LAST_WORD,
            occasion=f"{LAST_WORD}:{person.pk}",
            recipient=recipient,
            context={"contact": queries.contact_address()},
        )
    return person


def erase_row(person: User) -> dict[str, int]:
    """Erase a person everywhere and write it in the ledger; return what changed, by owner.

    It is part of a larger act (an erasure, a disposal), which is what the log tells about.
    """
    changed = rights.erase_person(person.pk)
    Erasure.objects.get_or_create(
        person_id=person.pk, defaults={"known_since": person.created_at, "at": clock.now()}
    )
    transaction.on_commit(ledger.sync)
    return changed


class Again(NamedTuple):
    """What a restored backup had brought back: how many of each."""

    erased: int
    destroyed: int
    masked: int


@transaction.atomic
def reapply_erasures() -> Again:
    """Do again, after a backup was restored, what the ledger says was erased, destroyed, masked.

    Ids may have been given anew since: a person counts as the same only if also known since the
    same moment.
    """
    masked = reapply_maskings()
    count = 0
    for entry in ledger.entries():
        if entry["what"] != "person":
            continue
        person = User.objects.filter(
            pk=entry["id"], created_at=entry["known_since"], is_active=True
        ).first()
        if person is None:
            continue
        changed = erase_row(person)
        log(None, "people.reapply_erasure", person, changed=changed)
        count += 1
    return Again(count, reapply_disposals(), masked)


def erase_last_words(now: datetime) -> int:
    """Erase the address and the text of last mails that have gone, or cannot go."""
    gone = Message.objects.filter(kind=LAST_WORD, finished_at__lte=now)
    gone = gone.exclude(recipient__endswith="@erased.invalid")
    return destroy_messages(list(gone.values_list("pk", flat=True)))


def delete_dead_links(_now: datetime) -> int:
    """Delete links for signing in that are used up or dead."""
    # Real time, as in the links themselves: a rehearsal's clock says nothing about them.
    dead = Q(expires_at__lt=timezone.now()) | Q(used_at__isnull=False)
    count, _by_model = SignInLink.objects.filter(dead).delete()
    return count


def _close(asked: RightsRequest, actor: User | None, outcome: str, answer: str) -> None:
    asked.outcome, asked.answer = outcome, answer
    asked.answered_at, asked.answered_by = clock.now(), actor
    asked.save(update_fields=["outcome", "answer", "answered_at", "answered_by"])
    log(actor, "people.answer_request", asked, outcome=outcome)


def _tell(asked: RightsRequest, kind: str, context: dict[str, str]) -> None:
    recipient = queries.recipient_of(asked.person)
    with override(recipient.language):
        what = str(asked.get_kind_display())
    queue(
        kind=kind,
        occasion=f"{kind}:{asked.pk}",
        recipient=recipient,
        context={"request": what, "contact": queries.contact_address(), **context},
        about=asked,
    )


def forget(person: User) -> None:
    """Make the row nameless; what points at it stays true but says nothing about anybody.

    This is the people app's part; ``registry.rights.erase_person`` calls it among all others.
    """
    from allauth.account.models import EmailAddress  # only this act knows how allauth keeps them
    from allauth.mfa.models import Authenticator
    from allauth.socialaccount.models import SocialAccount

    for kept in (EmailAddress, SocialAccount, Authenticator):
        kept.objects.filter(user=person).delete()
    SignInLink.objects.filter(user=person).delete()
    sessions.end(BrowserSession.objects.filter(person=person))
    person.representations.all().delete()
    forget_in_lists(person.email)
    person.rights_requests.update(text="", answer="")
    person.email = f"erased-{person.pk}@invalid.example"
    person.name = ""
    person.language = ""
    person.is_active = False
    person.save(update_fields=["email", "name", "language", "is_active"])
