"""Taking in mail: each ends as a contribution, in triage, put aside, or as one that came again.

All of one mail is one transaction. The original is kept first and byte for byte, so that whatever
goes wrong with reading it, nothing of it is lost.
"""

import hashlib
import logging
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction

from varv import clock
from varv.consultation import inbox
from varv.consultation.actions.receiving import receive
from varv.consultation.contents import Content, Sender
from varv.consultation.inbox import Automatic, Flaw, Mail, UnreadableMailError
from varv.consultation.models import Contribution, IncomingMail, Round
from varv.consultation.own_addresses import own_addresses
from varv.consultation.queries import placing
from varv.consultation.sorting import OF_MACHINES, OF_UNREADABLE, Reason
from varv.files import actions as files
from varv.files.models import File
from varv.people.models import User
from varv.registry.actions import log
from varv.registry.models import Case
from varv.text.hostile import one_line, refuse_hostile, with_ascii_domain

logger = logging.getLogger(__name__)
Where = IncomingMail.Where

#: Any number that no other advisory lock of the database uses; its second half is the mail.
_MAIL_LOCK = 7_237_005
#: Two workers may get into each other's way; the next try finds what the other has done.
TRIES = 4
#: What is read of a mail that cannot be opened: its headers are within.
MOST_OF_HEAD = 256 * 1024
MOST_FILES = 100
#: A mail may name every case there is.
MOST_SUGGESTED = 20
_END_OF_HEAD = re.compile(rb"\r\n\r\n|\n\n|\r\r")
#: A mail in a mail: its own sender would be sought within, where there is nothing now.
_IS_A_MAIL = re.compile(rb"^Content-Type:\s*message/", re.IGNORECASE | re.MULTILINE)
_LENGTHS = {"message_id": 500, "email": 254, "name": 200, "subject": 300, "detail": 300}
#: PostgreSQL's words for "take it up again": deadlock, and a transaction that came too late.
_PASSING = {"40P01", "40001"}


@dataclass(frozen=True)
class Came:
    """A mail as it came: its bytes (none where they are too many), and where it lies."""

    raw: bytes | None
    sha256: str
    mail: Mail | None
    unreadable: Reason | None
    received_at: datetime
    mailbox: str = ""
    uid_validity: int | None = None
    uid: int | None = None

    @property
    def message_id(self) -> str:
        """The identity that its sender gave it, as far as it is kept."""
        return self.mail.message_id[: _LENGTHS["message_id"]] if self.mail else ""


def take_in(
    raw: bytes,
    *,
    mailbox: str = "",
    uid_validity: int | None = None,
    uid: int | None = None,
    received_at: datetime | None = None,
) -> IncomingMail:
    """Take in one mail and return its row; one that is stored already is returned as it is.

    ``received_at`` is when the mail server got it: what its headers say of the time is for the
    sender to choose. Only what may pass by itself (no database, no room on the disk) is raised:
    then nothing of the mail is stored, and it can be taken in again.
    """
    fits = len(raw) <= files.MAX_ORIGINAL
    mail, unreadable = _opened(raw) if fits else (_of_head(raw), Reason.TOO_LARGE)
    return _stored(
        Came(
            raw=raw if fits else None,
            sha256=hashlib.sha256(raw).hexdigest(),
            mail=mail,
            unreadable=unreadable,
            received_at=_not_in_the_future(received_at),
            mailbox=mailbox,
            uid_validity=uid_validity,
            uid=uid,
        )
    )


def note_too_large(
    head: bytes,
    *,
    mailbox: str,
    uid_validity: int,
    uid: int,
    received_at: datetime | None = None,
) -> IncomingMail:
    """Note a mail that is too large even to be fetched, by its headers; it stays where it is."""
    return _stored(
        Came(
            raw=None,
            sha256=hashlib.sha256(head).hexdigest(),
            mail=_of_head(head),
            unreadable=Reason.TOO_LARGE,
            received_at=_not_in_the_future(received_at),
            mailbox=mailbox,
            uid_validity=uid_validity,
            uid=uid,
        )
    )


def _not_in_the_future(moment: datetime | None) -> datetime:
    now = clock.now()
    return min(moment, now) if moment else now


# --- reading --------------------------------------------------------------------------------------


def _opened(raw: bytes) -> tuple[Mail | None, Reason | None]:
    """Read a mail; where it cannot be opened, what its headers say and why."""
    try:
        return _read(raw), None
    except UnreadableMailError as error:
        return _of_head(raw), OF_UNREADABLE[error.reason]
    except Exception:
        logger.exception("a mail could not be read")
        return None, Reason.FAILED


def _of_head(raw: bytes) -> Mail | None:
    """Return what the headers of a mail say, or None where there are none."""
    end = _END_OF_HEAD.search(raw, 0, MOST_OF_HEAD)
    head = raw[: end.start() if end else MOST_OF_HEAD] + b"\r\n\r\n"
    try:
        return _read(_IS_A_MAIL.sub(b"X-Content-Type: message/", head))
    except UnreadableMailError:
        return None


def _read(raw: bytes) -> Mail:
    """Read a mail, and tell our own from what people pass on to us out of a mailbox of ours."""
    own = own_addresses()
    mail = inbox.read(raw, own_addresses=own)
    passed_on = mail.forwarded_by is not None and mail.sender.email not in own
    if mail.automatic == Automatic.OWN and passed_on:
        return inbox.read(raw)
    return mail


# --- storing --------------------------------------------------------------------------------------


def _stored(came: Came) -> IncomingMail:
    """Store a mail; one that cannot be stored as it was read is stored unread, for the staff."""
    try:
        return _tried(came)
    except (OperationalError, InterfaceError, IntegrityError, OSError):
        raise
    except Exception:
        logger.exception("a mail could not be stored as it was read")
        return _tried(replace(came, mail=None, unreadable=Reason.FAILED))


def _tried(came: Came) -> IncomingMail:
    for _try in range(TRIES - 1):
        try:
            return _store(came)
        except IntegrityError:
            logger.info("a mail was taken in by somebody else at the same moment")
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") not in _PASSING:
                raise
    return _store(came)


@transaction.atomic
def _store(came: Came) -> IncomingMail:
    _lock(came)
    if known := _known(came):
        return known
    row = _row(came)
    first = placing.first_of(came.message_id, came.sha256)
    if first is not None:
        _note_again(row, came, first)
    else:
        row.original = _original(came, row)
        row.save()
        row.files.set(keep_files(row, came.mail))
        _sort(row, came)
    log(None, "consultation.take_in_mail", row, where=row.where, reason=row.reason)
    return row


def _lock(came: Came) -> None:
    """Let nobody else take in the same mail until this transaction ends."""
    identity = hashlib.sha256((came.message_id or came.sha256).encode()).digest()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, %s)",
            [_MAIL_LOCK, int.from_bytes(identity[:4], "big", signed=True)],
        )


def _known(came: Came) -> IncomingMail | None:
    if came.uid is None:
        return None
    return IncomingMail.objects.filter(
        mailbox=came.mailbox, uid_validity=came.uid_validity, uid=came.uid
    ).first()


def _row(came: Came) -> IncomingMail:
    row = IncomingMail(
        sha256=came.sha256,
        mailbox=came.mailbox,
        uid_validity=came.uid_validity,
        uid=came.uid,
        received_at=came.received_at,
        where=Where.TRIAGE,
    )
    if came.mail is not None:
        fill(row, came.mail)
        row.message_id = came.message_id
    return row


def fill(row: IncomingMail, mail: Mail) -> None:
    """Put into a row what the mail says, as far as it can be kept."""
    row.sender_email = mail.sender.email[: _LENGTHS["email"]]
    row.sender_name = mail.sender.name[: _LENGTHS["name"]]
    row.forwarded_by = mail.forwarded_by.email[: _LENGTHS["email"]] if mail.forwarded_by else ""
    row.subject = mail.subject[: _LENGTHS["subject"]]
    row.text, row.full_text = mail.text, mail.full_text
    row.sent_at = mail.sent_at
    row.flaws = [flaw.value for flaw in mail.flaws]


def _note_again(row: IncomingMail, came: Came, first: IncomingMail) -> None:
    """Keep a mail that came again beside the first; its bytes too, where they are others."""
    same = first.sha256 == came.sha256
    row.where, row.duplicate_of = Where.DUPLICATE, first
    row.reason = Reason.CAME_AGAIN if same else Reason.OTHER_CONTENT
    row.original = first.original if same else _original(came, row)
    row.save()


def _original(came: Came, row: IncomingMail) -> File | None:
    if not came.raw:
        return None
    name = row.subject.replace("/", "-") or "mail"  # else a slash cuts the name
    return files.keep_original(name=f"{name}.eml", content=came.raw)


def keep_files(row: IncomingMail, mail: Mail | None) -> list[File]:
    """Store what is enclosed and taken; what is not is named, and stands in the original."""
    kept: list[File] = []
    left_out: list[str] = []
    enclosed = mail.attachments if mail else ()
    for one in enclosed[:MOST_FILES]:
        if file := _kept(one):
            kept.append(file)
        else:
            left_out.append(one.name)
    left_out += [one.name for one in enclosed[MOST_FILES:]]
    if left_out:
        row.files_left_out = [name[: _LENGTHS["name"]] for name in left_out]
        row.save(update_fields=["files_left_out"])
    return kept


def _kept(one: inbox.Attachment) -> File | None:
    try:
        return files.store(None, name=one.name, content=one.content)
    except ValidationError as error:
        if isinstance(error.__cause__, OSError):
            raise error.__cause__ from error  # no fault of the file: the mail is to come again
        return None


# --- sorting --------------------------------------------------------------------------------------


def _sort(row: IncomingMail, came: Came) -> None:
    """Let a mail that is stored become a contribution, or say why it does not."""
    mail = came.mail
    if mail is not None and (machine := _machine(mail)):
        row.where, row.reason = Where.IGNORED, machine
        row.save(update_fields=["where", "reason"])
        return
    named = placing.named_in(mail) if mail else placing.Named()
    if came.unreadable or mail is None:
        _wait(row, came.unreadable or Reason.UNREADABLE, cases=named.cases)
    elif len(named.cases) == 1:
        _enter(row, mail, named.cases[0])
    elif named.cases:
        several = ", ".join(case.number for case in named.cases)
        _wait(row, Reason.SEVERAL_CASES, several, named.cases)
    elif named.unknown:
        _wait(row, Reason.UNKNOWN_NUMBER, ", ".join(named.unknown))
    else:
        _wait(row, Reason.NO_NUMBER)


def _machine(mail: Mail) -> Reason | None:
    if mail.automatic:
        return OF_MACHINES[mail.automatic]
    return Reason.OWN if placing.is_own_mail(mail.message_id) else None


def _wait(row: IncomingMail, reason: Reason, detail: str = "", cases: Iterable[Case] = ()) -> None:
    """Let a mail wait for the staff, with the cases that it may belong to."""
    row.where, row.reason = Where.TRIAGE, reason
    row.reason_detail = detail[: _LENGTHS["detail"]]
    row.save(update_fields=["where", "reason", "reason_detail"])
    likely = list(cases)[:MOST_SUGGESTED]
    if not likely:
        likely = placing.suggested_cases(row.subject, row.sender_email, row.received_at)
    row.suggested.set(likely)


def _enter(row: IncomingMail, mail: Mail, case: Case) -> None:
    """Enter a mail as input to the round of the case that it names."""
    found = placing.round_for(case, row.received_at, row.subject)
    against = found if isinstance(found, Reason) else _against(row)
    if against or isinstance(found, Reason):
        _wait(row, against or Reason.NO_ROUND, cases=[case])
        return
    sender, language = placing.sender_known_as(
        usable_email(mail.sender.email),
        plain_name(mail.sender.name),
        wrote=mail.text,
        content_language=mail.content_language,
    )
    try:
        with transaction.atomic():
            enter(None, row, round=found, sender=sender, language=language)
    except ValidationError as error:
        _wait(row, Reason.REFUSED, " ".join(error.messages), [case])
    except (OperationalError, InterfaceError, OSError):
        raise
    except Exception:
        logger.exception("the mail %s could not be entered", row.pk)
        _wait(row, Reason.FAILED, cases=[case])


def _against(row: IncomingMail) -> Reason | None:
    """Return why a mail to a round that takes it needs somebody to look at it."""
    if not usable_email(row.sender_email):
        return Reason.SENDER_MISSING
    if row.text.strip() or row.files.exists():
        return None
    return Reason.ENCRYPTED if Flaw.ENCRYPTED in row.flaws else Reason.EMPTY


def enter(
    actor: User | None,
    row: IncomingMail,
    *,
    round: Round,  # noqa: A002 - the word of the house
    sender: Sender,
    language: str,
    content: Content | None = None,
) -> Contribution:
    """Let a mail that is stored count as input to the round; part of a larger act."""
    made = receive(
        actor,
        round=round,
        channel=Contribution.Channel.EMAIL,
        sender=sender,
        content=content or Content(title=row.subject, text=row.text, files=list(row.files.all())),
        language=language,
        received_at=row.received_at,
        incoming=row,
    )
    row.where, row.reason, row.reason_detail = Where.CONTRIBUTION, "", ""
    row.save(update_fields=["where", "reason", "reason_detail"])
    return made


def usable_email(email: str) -> str:
    """Return an address that mail can be sent to, as servers know it, or nothing."""
    try:
        one_line(email)
        refuse_hostile(email)
        known = with_ascii_domain(email)
        validate_email(known)
    except ValidationError:
        return ""
    return known if len(known) <= _LENGTHS["email"] else ""


def plain_name(name: str) -> str:
    """Return a name as a form would let it in, or nothing."""
    plain = " ".join(re.sub("[<>]", " ", name).split())[: _LENGTHS["name"]]
    try:
        one_line(plain)
        refuse_hostile(plain)
    except ValidationError:
        return ""
    return plain
