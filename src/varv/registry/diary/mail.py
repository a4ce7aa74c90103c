"""A record as a mail (RFC 5322, MIME), written piece by piece: its files are never held whole."""

import base64
import hashlib
import logging
import secrets
from collections.abc import Iterator
from email.headerregistry import Address
from email.message import EmailMessage, MIMEPart
from email.policy import SMTP
from email.utils import format_datetime

from django.utils import timezone

from varv.files import blobs
from varv.files.models import File
from varv.registry.channels import kind_name
from varv.registry.diary.entries import ORIGINAL, Entry
from varv.registry.models import Record
from varv.registry.outbox import current_sender

logger = logging.getLogger(__name__)
#: For those whose address is not in the register (RFC 2606: no mail can ever go there).
UNKNOWN = "unknown@record.invalid"
CHUNK = 57 * 1024  # 57 bytes fill a line in base64


def pieces(entry: Entry, states: dict[int, str]) -> Iterator[bytes]:
    """Give the mail; ``states`` is filled with what became of each file, by its id."""
    if original := entry.original:
        for piece in _content(original, states):
            yield piece
        return
    files = [one.file for one in entry.files if one.state == "included"]
    text = MIMEPart(SMTP)
    text.set_content(_printable(entry.record.text, "\n\t"))
    head = _headers(entry)
    if not files:
        yield head + text.as_bytes()
        return
    boundary = f"varv-{secrets.token_hex(16)}"
    yield head + f'Content-Type: multipart/mixed; boundary="{boundary}"\r\n\r\n'.encode()
    yield f"--{boundary}\r\n".encode() + text.as_bytes().rstrip(b"\r\n") + b"\r\n"
    for file in files:
        yield from _attached(file, boundary, states)
    yield f"--{boundary}--\r\n".encode()


def _headers(entry: Entry) -> bytes:
    record, mail = entry.record, EmailMessage(SMTP)
    mail["From"], mail["To"] = _from_and_to(entry)
    mail["Date"] = format_datetime(timezone.localtime(record.received_at))
    mail["Subject"] = _line(record.title)
    if entry.message:
        mail["Message-ID"] = entry.message.message_id
        if entry.message.in_reply_to:
            mail["In-Reply-To"] = f"<{_line(entry.message.in_reply_to)}>"
    mail["X-Varv-Record"] = _line(record.reference)
    mail["X-Varv-Case"] = _line(record.case.number)
    mail["X-Varv-Direction"] = record.direction
    mail["X-Varv-Kind"] = _line(record.kind)
    if entry.counterpart:
        mail["X-Varv-Counterpart"] = _line(entry.counterpart)
    if record.external_number:
        mail["X-Varv-External-Number"] = _line(record.external_number)
    if record.secrecy:
        mail["Sensitivity"] = "Company-Confidential"
        mail["X-Varv-Secrecy"] = _line(record.secrecy)
    mail["MIME-Version"] = "1.0"
    return mail.as_bytes().rstrip(b"\r\n") + b"\r\n"


def _from_and_to(entry: Entry) -> tuple[Address, Address]:
    sender = current_sender()
    own = _address(sender.name, sender.address)
    name = entry.counterpart or kind_name(entry.record.kind)
    if entry.record.direction == Record.Direction.IN:
        return _address(name, UNKNOWN), own
    if entry.record.direction == Record.Direction.OUT:
        to = entry.message.recipient if entry.message else UNKNOWN
        return own, _address(entry.counterpart, to)
    return own, own


def _address(name: str, address: str) -> Address:
    try:
        return Address(display_name=_line(name), addr_spec=address)
    except (ValueError, IndexError):  # erased, or from a time with other rules
        return Address(display_name=_line(name), addr_spec=UNKNOWN)


def _attached(file: File, boundary: str, states: dict[int, str]) -> Iterator[bytes]:
    part = MIMEPart(SMTP)
    # A mail within a mail may not be written in base64.
    part["Content-Type"] = "application/octet-stream" if _is_mail(file) else file.content_type
    part.add_header("Content-Disposition", "attachment", filename=_line(file.name) or "file")
    part["Content-Transfer-Encoding"] = "base64"
    head = part.as_bytes().rstrip(b"\r\n") + b"\r\n\r\n"
    content = _content(file, states)
    first = next(content, None)
    if first is None:
        return
    yield f"--{boundary}\r\n".encode() + head
    yield _in_lines(first)
    for piece in content:
        yield _in_lines(piece)


def _is_mail(file: File) -> bool:
    return file.content_type == ORIGINAL or file.content_type.startswith("multipart/")


def _in_lines(piece: bytes) -> bytes:
    return base64.encodebytes(piece).replace(b"\n", b"\r\n")


def _content(file: File, states: dict[int, str]) -> Iterator[bytes]:
    """Give the content of a file; what is gone or damaged is told of, and stops nothing."""
    found = hashlib.sha256()
    try:
        with blobs.path_of(file.sha256).open("rb") as stream:
            while piece := stream.read(CHUNK):
                found.update(piece)
                yield piece
    except OSError:
        logger.exception("the content %s of file %s is missing", file.sha256, file.pk)
        states[file.pk] = "missing"
        return
    if found.hexdigest() != file.sha256:
        logger.error("the content %s of file %s is damaged", file.sha256, file.pk)
        states[file.pk] = "damaged"


def _line(text: str) -> str:
    """Return a text as one line that can stand in a header."""
    return " ".join(_printable(text).split())


def _printable(text: str, besides: str = "") -> str:
    return "".join(one if one.isprintable() or one in besides else " " for one in text)
