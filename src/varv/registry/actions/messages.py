"""Writing messages into the outbox, and what staff can do with them there."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, RegexValidator, validate_email
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from varv import clock
from varv.registry import kinds, mailtexts, outbox
from varv.registry.actions.cases import record
from varv.registry.actions.events import log
from varv.registry.forecast import Recipient
from varv.registry.models import Case, Message, MessageAttachment
from varv.text.hostile import one_line, refuse_hostile

__all__ = [
    "UNSENT",
    "Attachment",
    "Recipient",
    "cancel_message",
    "cancel_pending",
    "cancel_unsent",
    "queue",
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
) -> Message:
    """Write one message, once for each occasion and recipient, in the caller's transaction.

    A second call for the same pair returns the row that is there, whatever became of it: what is
    to be said anew needs an occasion of its own. With ``case`` the message is also a record in it.
    """
    email = _checked_address(recipient)
    known = Message.objects.filter(occasion=occasion, recipient=email).first()
    if known:
        return known
    _check_attachments(attachments)
    subject, body = mailtexts.render(kind, recipient.language, context)
    due = due_at or clock.now()
    ref = kinds.ref(about) if about is not None else None
    message, new = Message.objects.get_or_create(
        occasion=occasion,
        recipient=email,
        defaults={
            "kind": kind,
            "recipient_name": recipient.name,
            "language": recipient.language,
            "subject": Truncator(subject).chars(300),
            "body": body,
            "message_id": f"<{uuid.uuid4()}@{outbox.domain()}>",
            "about_kind": ref.kind if ref else "",
            "about_id": ref.id if ref else None,
            "created_at": clock.now(),
            "due_at": due,
            "try_at": due,
            "deliver_before": deliver_before,
        },
    )
    if new:
        _complete(message, attachments, about, case)
    return message


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

    It is part of a larger act (a meeting is moved), which is what the log tells about.
    """
    return messages.filter(state__in=UNSENT).update(
        state=Message.State.CANCELLED, finished_at=clock.now()
    )


@transaction.atomic
def cancel_message(actor: AbstractBaseUser | None, *, message: Message) -> Message:
    """Take one message out of the queue before it is sent."""
    locked = Message.objects.select_for_update().get(pk=message.pk)
    if locked.state != Message.State.QUEUED:
        raise ValidationError(_("Only a message that waits in the queue can be cancelled."))
    locked.state = Message.State.CANCELLED
    locked.finished_at = clock.now()
    locked.save(update_fields=["state", "finished_at"])
    log(actor, "registry.cancel_message", locked)
    return locked


@transaction.atomic
def retry_message(actor: AbstractBaseUser | None, *, message: Message) -> Message:
    """Queue a message again that failed, with the same Message-ID."""
    locked = Message.objects.select_for_update().get(pk=message.pk)
    if locked.state != Message.State.FAILED:
        raise ValidationError(_("Only a message that failed can be sent again."))
    locked.state = Message.State.QUEUED
    locked.tries = 0
    locked.try_at = clock.now()
    locked.finished_at = None
    locked.error = ""
    locked.save(update_fields=["state", "tries", "try_at", "finished_at", "error"])
    log(actor, "registry.retry_message", locked)
    _wake_worker(locked)
    return locked


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
    message: Message, attachments: Sequence[Attachment], about: Model | None, case: Case | None
) -> None:
    MessageAttachment.objects.bulk_create(
        MessageAttachment(
            message=message, name=item.name, content_type=item.content_type, content=item.content
        )
        for item in attachments
    )
    if case is not None:
        message.record = record(
            None,
            case=case,
            direction="out",
            kind="e-mail",
            title=message.subject,
            text=message.body,
            subject=about,
        )
        message.save(update_fields=["record"])
    _wake_worker(message)


def _wake_worker(message: Message) -> None:
    """Defer the delivery in this very transaction; what is due later waits for the tick."""
    if message.try_at <= clock.now():
        from varv.registry.tasks import deliver_message  # the tasks import the actions

        deliver_message.defer(message_id=message.pk)
