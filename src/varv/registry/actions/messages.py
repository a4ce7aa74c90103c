"""Writing messages into the outbox, and what staff can do with them there."""

import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, RegexValidator, validate_email
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import override

from varv import clock, request_ids
from varv.registry import kinds, mail_stops, mailtexts, outbox, recipients
from varv.registry.actions.cases import Entry, record_many
from varv.registry.actions.events import log
from varv.registry.forecast import Recipient
from varv.registry.models import Case, Message, MessageAttachment
from varv.text.hostile import one_line, refuse_hostile

__all__ = [
    "UNSENT",
    "Attachment",
    "Letter",
    "Recipient",
    "cancel_message",
    "cancel_pending",
    "cancel_unsent",
    "queue",
    "queue_many",
    "retry_message",
]

# A message that failed is not sent yet either: staff may try it again.
UNSENT = (Message.State.QUEUED, Message.State.FAILED)
MAX_ATTACHMENTS = 10 * 1024 * 1024
_email_length, _name_length = MaxLengthValidator(254), MaxLengthValidator(200)
_media_type = RegexValidator(r'^[a-z]+/[a-z0-9.+-]+(; [a-z]+="?[A-Za-z0-9_-]+"?)*$')


@dataclass(frozen=True)
class Attachment:
    """A small file to go with a message, such as a calendar entry."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Letter:
    """One mail to be written; ``queue`` explains the parts."""

    kind: str
    occasion: str
    recipient: Recipient
    context: Mapping[str, str]
    about: Model | None = None
    due_at: datetime | None = None
    deliver_before: datetime | None = None
    attachments: Sequence[Attachment] = ()
    case: Case | None = None
    in_reply_to: str = ""
    counterpart: Model | None = None


@transaction.atomic
def queue(
    *,
    kind: str,
    occasion: str,
    recipient: Recipient,
    context: Mapping[str, str],
    about: Model | None = None,
    due_at: datetime | None = None,
    deliver_before: datetime | None = None,
    attachments: Sequence[Attachment] = (),
    case: Case | None = None,
    in_reply_to: str = "",
    counterpart: Model | None = None,
) -> Message:
    """Write one message, once for each occasion and recipient, in the caller's transaction.

    A second call for the same pair returns the row that is there, whatever became of it: what is
    to be said anew needs an occasion of its own. With ``case`` the message is also a record in it,
    to ``counterpart`` where that is no private person. ``in_reply_to`` is the Message-ID of the
    mail that it answers, so that mail programs show the two together.
    """
    letter = Letter(
        kind,
        occasion,
        recipient,
        context,
        about,
        due_at,
        deliver_before,
        attachments,
        case,
        in_reply_to,
        counterpart,
    )
    _check(letter)
    return _write([letter])[0]


@transaction.atomic
def queue_many(letters: Iterable[Letter]) -> list[Message]:
    """Write many messages as ``queue`` would, in a number of queries that does not grow with them.

    One that cannot be mailed holds up no other: it is written as failed, with the reason, so that
    the desk shows who has to be reached another way.
    """
    return _write(list(letters), failing=True)


def _write(letters: Sequence[Letter], *, failing: bool = False) -> list[Message]:
    """Return the message of each letter, in order: known already, or new."""
    by_key: dict[tuple[str, str], Letter] = {}
    keys = [(letter.occasion, _address_of(letter, failing=failing)) for letter in letters]
    for key, letter in zip(keys, letters, strict=True):
        by_key.setdefault(key, letter)
    known = _written(by_key)
    fresh = {key: by_key[key] for key in sorted(set(by_key) - set(known))}
    if fresh:
        new = _insert(fresh, failing=failing)
        known |= _written(fresh)  # of those that somebody else wrote meanwhile, theirs
        _complete({key: known[key] for key in fresh if known[key].message_id in new}, fresh)
    return [known[key] for key in keys]


def _written(keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Message]:
    wanted = set(keys)
    found = Message.objects.filter(
        occasion__in={occasion for occasion, _email in wanted},
        recipient__in={email for _occasion, email in wanted},
    )
    rows = {(message.occasion, message.recipient): message for message in found}
    return {key: message for key, message in rows.items() if key in wanted}


def _insert(letters: Mapping[tuple[str, str], Letter], *, failing: bool) -> set[str]:
    """Add a row for each letter that has none; return the Message-IDs that were given out."""
    worded, domain = mailtexts.remembered_wording(), outbox.domain()
    held = recipients.Reasons({email for _occasion, email in letters})
    with override(outbox.current_sender().language):
        wrong = {
            key: (_reason_against(one) if failing else "") or held.against(key[1], one.kind)
            for key, one in letters.items()
        }
    rows = [_row(key[1], one, worded, domain, wrong[key]) for key, one in letters.items()]
    Message.objects.bulk_create(rows, ignore_conflicts=True)
    return {row.message_id for row in rows}


def _row(
    email: str,
    letter: Letter,
    worded: Callable[[str, str], tuple[str, str]],
    domain: str,
    wrong: str,
) -> Message:
    language, now = letter.recipient.language, clock.now()
    # A rehearsal sends nothing: one signs in by what the desk shows.
    apart = {} if settings.REHEARSAL else mailtexts.hidden(letter.context)
    context = mailtexts.masked(letter.context) if apart else letter.context
    subject, body = mailtexts.render(letter.kind, language, context, worded=worded)
    due = letter.due_at or now
    ref = kinds.ref(letter.about) if letter.about is not None else None
    return Message(
        kind=letter.kind,
        occasion=letter.occasion,
        recipient=email,
        recipient_name=_presentable(letter.recipient.name)[:200],
        language=language,
        subject=Truncator(subject).chars(300),
        body=body,
        secrets=apart,
        message_id=f"<{uuid.uuid4()}@{domain}>",
        request_id=request_ids.current(),
        about_kind=ref.kind if ref else "",
        about_id=ref.id if ref else None,
        created_at=now,
        due_at=due,
        try_at=due,
        deliver_before=letter.deliver_before,
        in_reply_to=letter.in_reply_to,
        state=Message.State.FAILED if wrong else Message.State.QUEUED,
        finished_at=now if wrong else None,
        error=wrong,
    )


def cancel_pending(*, occasion_prefix: str = "", about: Model | None = None) -> int:
    """Cancel what has not been sent of an occasion or about a thing; return how many messages."""
    if not occasion_prefix and about is None:
        raise ValueError("name the occasion or the thing whose messages are to be cancelled")
    found: QuerySet[Message] = Message.objects.filter(occasion__startswith=occasion_prefix)
    if about is not None:
        ref = kinds.ref(about)
        found = found.filter(about_kind=ref.kind, about_id=ref.id)
    return cancel_unsent(found)


def cancel_unsent(messages: QuerySet[Message]) -> int:
    """Cancel those of ``messages`` that wait or failed; return how many.

    It is part of a larger act (a meeting is moved), which is what the log tells about. What a
    worker is just sending may arrive still: it is marked, so that the desk can say so, and is not
    tried again if it does not.
    """
    messages.filter(state=Message.State.SENDING, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )
    return messages.filter(state__in=UNSENT).update(
        state=Message.State.CANCELLED, finished_at=clock.now(), secrets={}
    )


@transaction.atomic
def cancel_message(actor: AbstractBaseUser | None, *, message: Message) -> Message:
    """Take one message out of the queue before it is sent, or give one up that failed."""
    locked = Message.objects.select_for_update().get(pk=message.pk)
    if locked.state not in UNSENT:
        raise ValidationError(_("Only a message that waits or failed can be cancelled."))
    locked.state = Message.State.CANCELLED
    locked.finished_at = clock.now()
    locked.secrets = {}
    locked.save(update_fields=["state", "finished_at", "secrets"])
    log(actor, "registry.cancel_message", locked)
    return locked


@transaction.atomic
def retry_message(actor: AbstractBaseUser | None, *, message: Message) -> Message:
    """Queue a message again that failed, with the same Message-ID."""
    locked = Message.objects.select_for_update().get(pk=message.pk)
    if locked.state != Message.State.FAILED:
        raise ValidationError(_("Only a message that failed can be sent again."))
    if locked.deliver_before and locked.deliver_before <= clock.now():
        raise ValidationError(_("It is too late to send this message: its time has passed."))
    _checked_address(Recipient(locked.recipient, locked.recipient_name, locked.language))
    if mail_stops.is_stopped(locked.recipient):
        raise ValidationError(_("The recipient has stopped all mail from us."))
    locked.state = Message.State.QUEUED
    locked.tries = locked.refusals = locked.cut_off = 0
    locked.try_at = clock.now()
    locked.finished_at = None
    locked.error = ""
    locked.save(
        update_fields=["state", "tries", "refusals", "cut_off", "try_at", "finished_at", "error"]
    )
    log(actor, "registry.retry_message", locked)
    _wake_worker([locked])
    return locked


def _check(letter: Letter) -> None:
    _checked_address(letter.recipient)
    _check_attachments(letter.attachments)


def _reason_against(letter: Letter) -> str:
    """Return why a letter cannot be mailed, or nothing."""
    try:
        _check(letter)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _address_of(letter: Letter, *, failing: bool) -> str:
    """Return the address in lower case; one that cannot be mailed to, as far as it can be kept."""
    try:
        return _checked_address(letter.recipient)
    except ValidationError:
        if not failing:
            raise
        return _presentable(letter.recipient.email).lower()[:254]


def _presentable(text: str) -> str:
    """Return ``text`` in one line of characters that can be shown."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _checked_address(recipient: Recipient) -> str:
    """Return the address in lower case; refuse whatever could start a header of its own."""
    email = recipient.email.strip().lower()
    try:
        for text in (email, recipient.name):
            one_line(text)
            refuse_hostile(text)
        validate_email(email)
        _email_length(email)
        _name_length(recipient.name)
    except ValidationError as error:
        raise ValidationError({"recipient": error.messages}) from None
    return email


def _check_attachments(attachments: Sequence[Attachment]) -> None:
    if sum(len(item.content) for item in attachments) > MAX_ATTACHMENTS:
        raise ValidationError({"attachments": _("The attachments are too large to be mailed.")})
    for item in attachments:
        one_line(item.name)
        _media_type(item.content_type)


def _complete(
    messages: Mapping[tuple[str, str], Message], letters: Mapping[tuple[str, str], Letter]
) -> None:
    """Add what goes with new messages: attachments, records in their cases, and the worker.

    What is held back has its attachments too, for a coordinator may send it; and the worker is
    woken in vain, lest a quicker answer tell that the address is known here.
    """
    fit = {key: one for key, one in messages.items() if not _reason_against(letters[key])}
    able = {key: one for key, one in messages.items() if one.state == Message.State.QUEUED}
    MessageAttachment.objects.bulk_create(
        MessageAttachment(
            message=message, name=item.name, content_type=item.content_type, content=item.content
        )
        for key, message in fit.items()
        for item in letters[key].attachments
    )
    cases = {case.pk: case for letter in letters.values() if (case := letter.case)}
    for case in cases.values():  # all of a batch are in one case, or in none
        _record_all(case, [(one, letters[key]) for key, one in able.items()])
    _wake_worker(list(fit.values()))


def _record_all(case: Case, written: Sequence[tuple[Message, Letter]]) -> None:
    own = [(message, letter) for message, letter in written if letter.case == case]
    entries = [
        Entry(
            direction="out",
            kind="e-mail",
            title=message.subject,
            text=message.body,
            subject=letter.about,
            counterpart=letter.counterpart,
        )
        for message, letter in own
    ]
    made = record_many(None, case=case, entries=entries)
    for (message, _letter), entry in zip(own, made, strict=True):
        message.record = entry
    Message.objects.bulk_update([message for message, _letter in own], ["record"])


def _wake_worker(messages: Sequence[Message]) -> None:
    """Defer the delivery in this very transaction; what is due later waits for the tick."""
    from varv.registry import tasks  # the tasks import the actions

    due = [message for message in messages if message.try_at <= clock.now()]
    if len(due) == 1:
        tasks.deliver_message.defer(message_id=due[0].pk)
    elif due:
        tasks.deliver_waiting.defer(limit=len(due))
