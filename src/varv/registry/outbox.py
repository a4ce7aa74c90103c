"""The outbox: who mail comes from, how it is written for the wire, and its delivery.

What is due is sent once each, through crashes and refusals.
"""

import logging
import smtplib
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import formataddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from varv import clock, request_ids
from varv.extension import ExtensionPoint
from varv.registry import mail_stops
from varv.registry.models import Message

logger = logging.getLogger(__name__)

#: How long to wait after each refusal. One more, and a message has failed that may come any time;
#: one with a deadline is tried until then.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 240, 240))
#: How long to wait where no mail server answers. That is no fault of the message, so it never fails
#: by it, and when the server is back nobody waits for long.
PAUSES_WITHOUT_SERVER = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15))
SHORTEST_PAUSE = PAUSES[0]
#: A claim whose worker is gone is taken up again after this: if only the database went away, the
#: worker that lives has come back by then and told how it went.
GRACE = timedelta(minutes=1)
#: Longer than any one sending lasts (the connection times out). Then a claim is taken up again even
#: if its worker seems to live: a host that lost its power keeps its place in the database for long.
STUCK = timedelta(minutes=10)
#: A message that so many workers did not survive is not sent by a further one.
MOST_CUT_OFF = 5
#: So long a worker tries to write down how it went, should the database be away.
PATIENCE = timedelta(minutes=5)
#: What SMTP answers when it closes down, and to a message that is too large (RFC 5321, RFC 1870).
CLOSING, TOO_LARGE = 421, (452, 552)
#: The first half of the advisory locks that tell whose worker lives; the second is the message.
_CLAIM_LOCK = 7_237_003

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


def as_sent(message: Message) -> tuple[str, str]:
    """Return subject and text as the recipient reads them, with what is for them alone."""
    subject, body = message.subject, message.body
    for name, value in message.secrets.items():
        subject = subject.replace(f"{{{name}}}", value)
        body = body.replace(f"{{{name}}}", value)
    return subject, body


def compose(message: Message, server: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """Write ``message`` as a mail in plain text with a simple HTML alternative."""
    origin = current_sender()
    stop_link = mail_stops.stop_link(message.recipient)
    subject, body = as_sent(message)
    with override(message.language):
        foot = _("Did you not ask for this mail? Stop all mail from us to your address:")
    mail = EmailMultiAlternatives(
        subject=subject,
        body=f"{body.rstrip()}\n\n-- \n{foot}\n{stop_link}\n",
        from_email=formataddr((origin.name, origin.address)),
        to=[message.recipient],  # without the name: anybody can type one to any address
        reply_to=[origin.reply_to] if origin.reply_to else None,
        connection=server,
        headers=_headers(message) | {"List-Unsubscribe": f"<{stop_link}>"},
    )
    shown = {
        "language": message.language,
        "subject": subject,
        "body": body,
        "foot": foot,
        "stop_link": stop_link,
    }
    mail.attach_alternative(render_to_string("registry/mail.html", shown), "text/html")
    for item in message.attachments.all():
        mail.attach(item.name, bytes(item.content), item.content_type)
    return mail


def _headers(message: Message) -> dict[str, str]:
    headers = {"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"}
    if message.in_reply_to:
        answered = f"<{message.in_reply_to}>"
        headers |= {"In-Reply-To": answered, "References": answered}
        headers["Auto-Submitted"] = "auto-replied"
    return headers | ({"X-Request-ID": message.request_id} if message.request_id else {})


@dataclass(frozen=True)
class _Refusal:
    """Why a message was not sent, and what that means for it and for the others."""

    error: str
    permanent: bool = False
    #: It is the server's fault, not the message's.
    server_is_down: bool = False
    #: The others would fare no better.
    ends_round: bool = False


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
    _free_abandoned(messages, now)
    done = _settle_unsent(messages, now, _State.MISSED)
    server = get_connection()
    try:
        while done < limit and (message := _claim(messages, now)):
            done += 1
            refusal = _deal_with(message, server, now)
            if refusal:
                server.close()  # whatever state the conversation was in
            if refusal and refusal.ends_round:
                break
    finally:
        server.close()
    return done


def _due(messages: QuerySet[Message], now: datetime) -> QuerySet[Message]:
    return messages.filter(state=_State.QUEUED, try_at__lte=now)


def _free_abandoned(messages: QuerySet[Message], now: datetime) -> None:
    """Put back into the queue what a killed worker left behind.

    Claims are counted in real time: how long a worker has been at it has nothing to do with the
    moment at which its tick, or a rehearsal, holds the clock. A claim that lies in the future is
    as good as an old one: the machine's clock was set back.
    """
    real = timezone.now()
    fresh = Q(claimed_at__gt=real - GRACE, claimed_at__lt=real + GRACE)
    stuck = Q(claimed_at__lte=real - STUCK) | Q(claimed_at__gte=real + STUCK)
    claimed = messages.filter(state=_State.SENDING).exclude(fresh).annotate(stuck=Q(stuck))
    if not claimed.exists():
        return
    with transaction.atomic():
        for message in claimed.order_by("id").select_for_update(skip_locked=True, of=("self",)):
            if message.stuck or not _is_held(message):
                _put_back(message, now)


def _put_back(message: Message, now: datetime) -> None:
    """Queue a message again whose worker was ended, unless it ended too many."""
    message.cut_off += 1
    message.claimed_at = None
    message.state, message.try_at = _State.QUEUED, now
    if message.withdrawn_at:
        message.state, message.finished_at, message.secrets = _State.CANCELLED, now, {}
    elif message.cut_off >= MOST_CUT_OFF:
        message.state, message.finished_at = _State.FAILED, now
        message.error = _poisonous(message)
        logger.error("message %s ended its worker %s times", message.pk, message.cut_off)
    else:
        logger.warning("message %s was left behind by its worker", message.pk)
    message.save(
        update_fields=[
            "cut_off",
            "claimed_at",
            "state",
            "try_at",
            "finished_at",
            "error",
            "secrets",
        ]
    )


def _poisonous(message: Message) -> str:
    with override(current_sender().language):
        return _(
            "The worker was ended %(times)d times while it sent this mail, so it is not tried "
            "again. It may have arrived."
        ) % {"times": message.cut_off}


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
        # What waits for its next try may come too late before that.
        due = _due(messages, now)
        if state == _State.MISSED:
            due = messages.filter(
                state=_State.QUEUED, due_at__lte=now, deliver_before__lte=_moment(now)
            )
        ids = list(
            due.order_by("id").select_for_update(skip_locked=True).values_list("id", flat=True)
        )
        settled = Message.objects.filter(id__in=ids)
        return settled.update(state=state, finished_at=now, secrets={})


def _claim(messages: QuerySet[Message], now: datetime) -> Message | None:
    """Take the next message that is due and not too late; commit that it is being sent.

    The lock that is taken with it tells the other workers that this one lives: PostgreSQL lets go
    of it the moment that the connection is gone. Without it, where the one who was stuck holds it
    still, the claim lives by the clock alone.
    """
    with transaction.atomic(durable=True):
        message = (
            _due(messages, now)
            .exclude(deliver_before__lte=_moment(now))
            .order_by("try_at", "id")
            .select_for_update(skip_locked=True, of=("self",))
            .first()
        )
        if message:
            _ask("SELECT pg_try_advisory_lock(%s, %s)", message)
            message.state = _State.SENDING
            # The real time: if it were the tick's, after a slow start every claim would look stuck.
            message.claimed_at = timezone.now()
            message.tries += 1
            message.save(update_fields=["state", "claimed_at", "tries"])
        return message


def _is_held(message: Message) -> bool:
    """Tell whether the worker that sends the message is connected still."""
    if not _ask("SELECT pg_try_advisory_lock(%s, %s)", message):
        return True
    _ask("SELECT pg_advisory_unlock(%s, %s)", message)
    return False


def _ask(question: str, message: Message) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(question, [_CLAIM_LOCK, message.pk % 2**31])
        return bool(cursor.fetchone()[0])


def _deal_with(message: Message, server: BaseEmailBackend, now: datetime) -> _Refusal | None:
    """Send a message, write down how it went, and let go of it."""
    with request_ids.caused_by(message.request_id):
        refusal = _try(message, server)
        _until_the_database_answers(lambda: _settle(message, refusal, now))
        logger.info("message %s was %s", message.pk, "not sent" if refusal else "sent")
    with suppress(DatabaseError):  # where the connection is gone, so is the lock
        _ask("SELECT pg_advisory_unlock(%s, %s)", message)
    return refusal


def _until_the_database_answers(write: Callable[[], None]) -> None:
    """Write even if the database went away while the mail server was spoken to.

    What the mail server has accepted must not go out again because PostgreSQL was restarted.
    """
    deadline = time.monotonic() + PATIENCE.total_seconds()
    while True:
        try:
            return write()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or time.monotonic() > deadline:
                raise
            connection.close()
            time.sleep(0.5)


def _try(message: Message, server: BaseEmailBackend) -> _Refusal | None:
    """Send a message; whatever goes wrong is a try that failed, and is for the staff to read."""
    try:
        with override(current_sender().language):
            return _send(message, server)
    except Exception as error:
        logger.exception("message %s could not be sent", message.pk)
        return _Refusal(_("Something unexpected went wrong: %s") % (str(error) or type(error)))


def _send(message: Message, server: BaseEmailBackend) -> _Refusal | None:
    try:
        server.open()
    except (smtplib.SMTPException, OSError) as error:
        return _down(_("The mail server cannot be reached: %s") % error)
    try:
        server.send_messages([compose(message, server)])
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
        if _takes_nothing(error):
            return _down(_("The mail server takes no mail: %s") % words)
        return _Refusal(_("The mail server refused: %s") % words, error.smtp_code >= 500)
    if isinstance(error, ValueError | smtplib.SMTPNotSupportedError):
        return _Refusal(_("The message cannot be written as a mail: %s") % error, permanent=True)
    # It hangs: for this message or for all, which the next will show.
    return _Refusal(_("The mail server cannot be reached: %s") % error, server_is_down=True)


def _takes_nothing(error: smtplib.SMTPResponseException) -> bool:
    """Tell whether the server refuses all mail: it is closing, or does not take us as sender."""
    if isinstance(error, smtplib.SMTPSenderRefused):
        return error.smtp_code not in TOO_LARGE
    return error.smtp_code == CLOSING


def _down(words: str) -> _Refusal:
    return _Refusal(words, server_is_down=True, ends_round=True)


def _words(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer


def _settle(message: Message, refusal: _Refusal | None, now: datetime) -> None:
    """Write down how it went, unless another worker has taken the message up meanwhile."""
    changes: dict[str, object] = {"error": refusal.error if refusal else "", "claimed_at": None}
    if refusal is None:
        changes |= {
            "state": _State.SENT,
            "finished_at": now,
            "unreachable_at": None,
            "secrets": {},
        }
    elif refusal.server_is_down:
        changes |= {"unreachable_at": now, **_later(message, PAUSES_WITHOUT_SERVER, now)}
    else:
        message.refusals += 1
        changes |= {"refusals": message.refusals, "unreachable_at": None}
        gives_up = message.refusals > len(PAUSES) and message.deliver_before is None
        over = {"state": _State.FAILED, "finished_at": now}
        changes |= over if refusal.permanent or gives_up else _later(message, PAUSES, now)
    own = Message.objects.filter(pk=message.pk, state=_State.SENDING, tries=message.tries)
    own.update(**changes)
    if refusal:  # what was withdrawn while it was being sent is not to be sent again
        unsent = Message.objects.filter(pk=message.pk, state__in=[_State.QUEUED, _State.FAILED])
        unsent.exclude(withdrawn_at=None).update(
            state=_State.CANCELLED, finished_at=now, secrets={}
        )


def _later(message: Message, pauses: Sequence[timedelta], now: datetime) -> dict[str, object]:
    """Return when the next try is: later and later, but more often as the deadline comes near."""
    tried = message.tries if pauses is PAUSES_WITHOUT_SERVER else message.refusals
    pause = pauses[min(tried, len(pauses)) - 1]
    if message.deliver_before:
        pause = min(pause, max((message.deliver_before - now) / 2, SHORTEST_PAUSE))
    return {"state": _State.QUEUED, "try_at": now + pause}
