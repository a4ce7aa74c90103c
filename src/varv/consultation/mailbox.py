"""The mailbox that input comes to: what is spoken with its server, and nothing of what it means.

Nothing here reads the database. What goes wrong is a ``MailboxError`` with one of few causes; what
the server said goes to nobody, since it may repeat the name or the password.
"""

import hashlib
import imaplib
import re
import ssl
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from imap_tools import (
    BaseMailBox,
    ImapToolsError,
    MailBox,
    MailboxFolderSelectError,
    MailboxLoginError,
    MailBoxUnencrypted,
)

LONGEST_NAME = 64
#: So many at once are asked how large they are, or marked.
AT_ONCE = 200
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
#: The month's name in the system's language would not do.
_MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip
_UID = re.compile(rb"\bUID (\d+)")


class Trouble(TextChoices):
    """Why the mailbox cannot be read."""

    NO_ANSWER = "no_answer", _("The mail server does not answer.")
    NOT_SECURE = "not_secure", _("The line to the mail server cannot be made secure.")
    LOGIN = "login", _("The mail server does not take our user and password.")
    NO_FOLDER = "no_folder", _("The folder that we are to read is not there.")
    DROPPED = "dropped", _("The line to the mail server broke.")
    STRANGE = "strange", _("The mail server answered something that we do not understand.")


class MailboxError(Exception):
    """The mailbox cannot be read now; ``trouble`` is why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


@dataclass(frozen=True)
class Fetched:
    """One mail as the server has it; None for the bytes where it is gone or cannot be given."""

    raw: bytes | None
    received_at: datetime | None


def is_read() -> bool:
    """Tell whether there is a mailbox that is to be read here."""
    return bool(settings.INBOX) and (not settings.REHEARSAL or settings.INBOX_IN_REHEARSAL)


def name() -> str:
    """Return what rows call the mailbox by."""
    box = settings.INBOX
    whole = f"{box['user']}@{box['host']}/{box['folder']}"
    return whole if len(whole) <= LONGEST_NAME else hashlib.sha256(whole.encode()).hexdigest()


#: What an error means; the first that fits, for each is a kind of a later one.
_MEANINGS: tuple[tuple[type[Exception], Trouble], ...] = (
    (MailboxLoginError, Trouble.LOGIN),
    (MailboxFolderSelectError, Trouble.NO_FOLDER),
    (ssl.SSLError, Trouble.NOT_SECURE),
    (imaplib.IMAP4.abort, Trouble.DROPPED),
    (ConnectionResetError, Trouble.DROPPED),
    (BrokenPipeError, Trouble.DROPPED),
    (imaplib.IMAP4.error, Trouble.STRANGE),
    (ImapToolsError, Trouble.STRANGE),
    (OSError, Trouble.NO_ANSWER),
)
_ERRORS = tuple(kind for kind, _meaning in _MEANINGS)


@contextmanager
def _plainly() -> Iterator[None]:
    """Say in one of few words what a server, or the line to it, did."""
    try:
        yield
    except _ERRORS as error:
        found = next(meaning for kind, meaning in _MEANINGS if isinstance(error, kind))
        raise MailboxError(found) from None


class Connection:
    """A mailbox that is open."""

    def __init__(self, box: BaseMailBox) -> None:
        self._box = box
        self.uid_validity = self._validity()

    @_plainly()
    def _validity(self) -> int:
        _kind, found = self._box.client.response("UIDVALIDITY")
        if not found or found[0] is None or not found[0].isdigit():
            raise MailboxError(Trouble.STRANGE)
        return int(found[0])

    def unread(self) -> list[int]:
        """Return the numbers of all mails that nobody has read."""
        return self._search("UNSEEN")

    def after(self, uid: int) -> list[int]:
        """Return the numbers of all mails after one, read or not."""
        # "n:*" always means the last one too, whatever its number.
        return [one for one in self._search(f"UID {uid + 1}:*") if one > uid]

    def since(self, moment: datetime) -> list[int]:
        """Return the numbers of all mails that came on the day of ``moment`` or later."""
        day = f"{moment.day}-{_MONTHS[moment.month - 1]}-{moment.year}"
        return self._search(f"SINCE {day}")

    def sizes(self, uids: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Yield each mail's number and size, in order; those that are gone are left out."""
        for start in range(0, len(uids), AT_ONCE):
            wanted = uids[start : start + AT_ONCE]
            found: dict[int, int] = {}
            for item in self._fetch(",".join(map(str, wanted)), "(RFC822.SIZE)"):
                said = item[0] if isinstance(item, tuple) else item
                size, uid = _SIZE.search(said or b""), _UID.search(said or b"")
                if size and uid:
                    found[int(uid[1])] = int(size[1])
            yield from ((uid, found[uid]) for uid in wanted if uid in found)

    def whole(self, uid: int) -> Fetched:
        """Fetch a mail byte for byte; it stays unread."""
        return self._one(uid, "BODY.PEEK[]")

    def head(self, uid: int) -> Fetched:
        """Fetch the headers of a mail; it stays unread."""
        return self._one(uid, "BODY.PEEK[HEADER]")

    def mark_read(self, uids: Sequence[int]) -> None:
        """Mark mails as read."""
        for start in range(0, len(uids), AT_ONCE):
            self._store(uids[start : start + AT_ONCE], "+FLAGS.SILENT")

    def mark_unread(self, uid: int) -> None:
        """Mark a mail as not read, so that it is found the next time."""
        self._store([uid], "-FLAGS.SILENT")

    @_plainly()
    def _search(self, criteria: str) -> list[int]:
        status, found = self._box.client.uid("SEARCH", criteria)
        if status != "OK":
            raise MailboxError(Trouble.STRANGE)
        numbers = b" ".join(line for line in found if line).split()
        return sorted({int(one) for one in numbers if one.isdigit()})

    @_plainly()
    def _fetch(self, uids: str, parts: str) -> list[Any]:
        status, found = self._box.client.uid("FETCH", uids, parts)
        return [one for one in found if one is not None] if status == "OK" else []

    def _one(self, uid: int, part: str) -> Fetched:
        raw, said = None, b""
        # What the server says of other mails meanwhile stands among it.
        for item in self._fetch(str(uid), f"({part} INTERNALDATE)"):
            if isinstance(item, tuple):
                raw, said = item[1], item[0]
            elif b"INTERNALDATE" in item:
                said += item
        return Fetched(raw, _moment(said))

    @_plainly()
    def _store(self, uids: Sequence[int], change: str) -> None:
        status, _found = self._box.client.uid("STORE", ",".join(map(str, uids)), change, r"(\Seen)")
        if status != "OK":
            raise MailboxError(Trouble.STRANGE)


def _moment(said: bytes) -> datetime | None:
    """Return when the server got a mail."""
    try:
        local = imaplib.Internaldate2tuple(said)
        return datetime.fromtimestamp(time.mktime(local), UTC) if local else None
    except (ValueError, OverflowError, KeyError):
        return None


@contextmanager
def opened() -> Iterator[Connection]:
    """Connect, log in and open the folder; whatever goes wrong with it is a ``MailboxError``."""
    box = _entered(settings.INBOX)
    try:
        yield Connection(box)
    finally:
        with suppress(imaplib.IMAP4.error, ImapToolsError, OSError):
            box.logout()
        _hang_up(box)


def _hang_up(box: BaseMailBox) -> None:
    with suppress(imaplib.IMAP4.error, OSError):
        box.client.shutdown()


@_plainly()
def _entered(wanted: Mapping[str, Any]) -> BaseMailBox:
    where: dict[str, Any] = {
        "host": wanted["host"],
        "port": wanted["port"],
        "timeout": settings.INBOX_TIMEOUT,
    }
    if wanted["secured"] == "tls":
        box: BaseMailBox = MailBox(**where, ssl_context=ssl.create_default_context())
    else:
        box = MailBoxUnencrypted(**where)
    try:
        if wanted["secured"] == "starttls":
            _make_secure(box)
        _log_in(box, wanted["user"], wanted["password"])
        box.folder.set(wanted["folder"])
    except BaseException:
        _hang_up(box)
        raise
    return box


def _make_secure(box: BaseMailBox) -> None:
    """Go on in secret, or not at all: a server that cannot gets no password."""
    try:
        box.client.starttls(ssl.create_default_context())
    except imaplib.IMAP4.error:
        raise MailboxError(Trouble.NOT_SECURE) from None


def _log_in(box: BaseMailBox, user: str, password: str) -> None:
    try:
        if (user + password).isascii():
            box.login(user, password, initial_folder=None)
        else:
            box.login_utf8(user, password, initial_folder=None)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error:
        raise MailboxError(Trouble.LOGIN) from None
