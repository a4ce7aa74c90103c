"""The outbox: who mail comes from, how it is written for the wire, and its delivery.

What is due is sent once each, through crashes and refusals.
"""

import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import formataddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from varv import clock
from varv.extension import ExtensionPoint
from varv.registry.models import Message

logger = logging.getLogger(__name__)

#: How long to wait after each failed try; one more failure, and the message has failed.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 240, 240))
#: Longer than any one sending lasts (the connection times out), so the worker was killed.
STUCK = timedelta(minutes=10)

_State = Message.State


@dataclass(frozen=True)
class Sender:
    """The region as sender: address and name, where answers go, and its own language."""

    address: str
    name: str = ""
    reply_to: str = ""
    language: str = "en"


#: At most one function, registered by the app that knows the region.
sender: ExtensionPoint[Callable[[], Sender | None]] = ExtensionPoint("sender of mail")


def current_sender() -> Sender:
    """Return who mail comes from now: the region, or the address in the settings alone."""
    for find in sender:
        if found := find():
            return Sender(
                settings.SENDER or found.address,
                found.name,
                found.reply_to or found.address,
                found.language,
            )
    return Sender(settings.SENDER or settings.DEFAULT_FROM_EMAIL)


def domain() -> str:
    """Return the domain in which Message-IDs are made."""
    address = current_sender().address
    return address.rpartition("@")[2] or urlsplit(settings.BASE_URL).hostname or "localhost"


def compose(message: Message, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """Write ``message`` as a mail in plain text with a simple HTML alternative."""
    origin = current_sender()
    mail = EmailMultiAlternatives(
        subject=message.subject,
        body=message.body,
        from_email=formataddr((origin.name, origin.address)),
        to=[message.recipient],  # without the name: anybody can type one to any address
        reply_to=[origin.reply_to] if origin.reply_to else None,
        connection=connection,
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(
        render_to_string("registry/mail.html", {"message": message}), "text/html"
    )
    for item in message.attachments.all():
        mail.attach(item.name, bytes(item.content), item.content_type)
    return mail


@dataclass(frozen=True)
class _Refusal:
    """Why a message was not sent, and what that means for it and for the others."""

    error: str
    permanent: bool = False
    server_is_down: bool = False


def deliver_due(now: datetime | None = None, limit: int = 200) -> int:
    """Deal with the messages due at ``now``, at most ``limit``; return how many were dealt with.

    Each is claimed in a transaction of its own before it is sent: call this outside of one.
    """
    return _deliver(Message.objects.all(), now or clock.now(), limit)


def deliver_one(message_id: int, now: datetime | None = None) -> int:
    """Deal with one message if it is due; return 1 if it was, else 0."""
    return _deliver(Message.objects.filter(pk=message_id), now or clock.now(), 1)


def _deliver(messages: QuerySet[Message], now: datetime, limit: int) -> int:
    if settings.REHEARSAL:
        return _settle_unsent(messages, now, _State.CAPTURED)
    done = _settle_unsent(messages, now, _State.MISSED)
    connection = get_connection()
    try:
        while done < limit and (message := _claim(messages, now)):
            done += 1
            refusal = _try(message, connection)
            _settle(message, refusal, now)
            if refusal:
                connection.close()  # whatever state the conversation was in
            if refusal and refusal.server_is_down:
                break  # the others would only use up their tries
    finally:
        connection.close()
    return done


def _due(messages: QuerySet[Message], now: datetime) -> QuerySet[Message]:
    """Return what waits and is due, and what a killed worker left behind.

    Claims are counted in real time: how long a worker has been at it has nothing to do with the
    moment at which its tick, or a rehearsal, holds the clock.
    """
    return messages.filter(
        Q(state=_State.QUEUED, try_at__lte=now)
        | Q(state=_State.SENDING, claimed_at__lte=timezone.now() - STUCK)
    )


def _moment(now: datetime) -> datetime:
    """Return the moment by which it is told whether a mail to be sent would come too late.

    Outside of a rehearsal the time is the real one, and ``now`` is when the tick began: a slow
    server may have held it up since then.
    """
    return max(now, timezone.now())


def _settle_unsent(messages: QuerySet[Message], now: datetime, state: Message.State) -> int:
    """Close what is due without sending it: too late, or (in a rehearsal) never to be sent.

    The rows are locked first in one order and with SKIP LOCKED, so that two workers never wait.
    """
    with transaction.atomic():
        due = _due(messages, now)
        if state == _State.MISSED:
            due = due.filter(deliver_before__lte=_moment(now))
        ids = list(
            due.order_by("id").select_for_update(skip_locked=True).values_list("id", flat=True)
        )
        return Message.objects.filter(id__in=ids).update(state=state, finished_at=now)


def _claim(messages: QuerySet[Message], now: datetime) -> Message | None:
    """Take the next message that is due and not too late; commit that it is being sent."""
    with transaction.atomic(durable=True):
        message = (
            _due(messages, now)
            .exclude(deliver_before__lte=_moment(now))
            .order_by("try_at", "id")
            .select_for_update(skip_locked=True, of=("self",))
            .first()
        )
        if message:
            message.state = _State.SENDING
            # The real time: if it were the tick's, after a slow start every claim would look stuck.
            message.claimed_at = timezone.now()
            message.tries += 1
            message.save(update_fields=["state", "claimed_at", "tries"])
        return message


def _try(message: Message, connection: BaseEmailBackend) -> _Refusal | None:
    """Send a message; whatever goes wrong is a try that failed, and is for the staff to read."""
    try:
        with override(current_sender().language):
            return _send(message, connection)
    except Exception as error:
        logger.exception("message %s could not be sent", message.pk)
        return _Refusal(_("Something unexpected went wrong: %s") % (str(error) or type(error)))


def _send(message: Message, connection: BaseEmailBackend) -> _Refusal | None:
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        return _Refusal(_("The mail server cannot be reached: %s") % error, server_is_down=True)
    try:
        connection.send_messages([compose(message, connection)])
    except smtplib.SMTPServerDisconnected as error:
        return _Refusal(_("The mail server broke off: %s") % error)
    except (smtplib.SMTPException, OSError, ValueError) as error:
        return _refusal(error)
    return None


def _refusal(error: Exception) -> _Refusal:
    """Tell whether a refusal is for good: 5xx, or a mail that cannot be written at all."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _text in error.recipients.values()]
        words = "; ".join(f"{code} {_words(text)}" for code, text in error.recipients.values())
        return _Refusal(_("The recipient was refused: %s") % words, all(c >= 500 for c in codes))
    if isinstance(error, smtplib.SMTPResponseException):
        words = f"{error.smtp_code} {_words(error.smtp_error)}"
        return _Refusal(_("The mail server refused: %s") % words, error.smtp_code >= 500)
    if isinstance(error, ValueError | smtplib.SMTPNotSupportedError):
        return _Refusal(_("The message cannot be written as a mail: %s") % error, permanent=True)
    return _Refusal(_("The mail server cannot be reached: %s") % error)


def _words(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer


def _settle(message: Message, refusal: _Refusal | None, now: datetime) -> None:
    """Write down how it went, unless another worker has taken the message up meanwhile."""
    changes: dict[str, object] = {"error": refusal.error if refusal else "", "claimed_at": None}
    if refusal is None:
        changes |= {"state": _State.SENT, "finished_at": now}
    elif refusal.permanent or message.tries > len(PAUSES):
        changes |= {"state": _State.FAILED, "finished_at": now}
    else:
        changes |= {"state": _State.QUEUED, "try_at": now + PAUSES[message.tries - 1]}
    Message.objects.filter(pk=message.pk, state=_State.SENDING, tries=message.tries).update(
        **changes
    )
