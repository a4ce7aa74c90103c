"""A record as a mail (RFC 5322, MIME), written piece by piece: its files are never held whole."""

import base64
import hashlib
import logging
import secrets
from collections.abc import Iterator
from email.header import Header
from email.headerregistry import Address
from email.message import MIMEPart
from email.policy import SMTP
from email.utils import format_datetime, formataddr

from django.utils import timezone

from varv.files import blobs
from varv.files.models import File
from varv.registry.channels import kind_name
from varv.registry.diary.entries import Entry
from varv.registry.models import Record
from varv.registry.outbox import Sender

logger = logging.getLogger(__name__)
#: For those whose address is not in the register (RFC 2606: no mail can ever go there).
UNKNOWN = "unknown@record.invalid"
CHUNK = 57 * 1024  # 57 bytes fill a line in base64


def pieces(entry: Entry, own: Sender, states: dict[int, str]) -> Iterator[bytes]:
    """Give the mail from or to ``own``; ``states`` is filled with what became of each file."""
    if original := entry.original:
        yield from _content(original, states)
        return
    files = [one.file for one in entry.files if one.state == "included"]
    text = MIMEPart(SMTP)
    text.set_content(_printable(entry.record.text, "\n\t"))
    head = _headers(entry, own)
    if not files:
        yield head + text.as_bytes()
        return
    boundary = f"varv-{secrets.token_hex(16)}"
    yield head + f'Content-Type: multipart/mixed; boundary="{boundary}"\r\n\r\n'.encode()
    yield f"--{boundary}\r\n".encode() + text.as_bytes().rstrip(b"\r\n") + b"\r\n"
    for file in files:
        yield from _attached(file, boundary, states)
    yield f"--{boundary}--\r\n".encode()


def _headers(entry: Entry, own: Sender) -> bytes:
    record, message = entry.record, entry.message
    sender, receiver = _from_and_to(entry, own)
    known = {
        "From": sender,
        "To": receiver,
        "Date": format_datetime(timezone.localtime(record.received_at)),
        "Subject": _worded("Subject", record.title),
        "Message-ID": message.message_id if message else "",
        "In-Reply-To": f"<{_line(message.in_reply_to)}>" if message and message.in_reply_to else "",
        "Sensitivity": "Company-Confidential" if record.secrecy else "",
        "MIME-Version": "1.0",
    }
    ours = {
        "X-Varv-Record": record.reference,
        "X-Varv-Case": record.case.number,
        "X-Varv-Direction": record.direction,
        "X-Varv-Kind": record.kind,
        "X-Varv-Counterpart": entry.counterpart,
        "X-Varv-External-Number": record.external_number,
        "X-Varv-Secrecy": record.secrecy,
    }
    known |= {name: _worded(name, value) for name, value in ours.items()}
    return "".join(f"{name}: {value}\r\n" for name, value in known.items() if value).encode()


def _worded(name: str, text: str) -> str:
    """Return a text as it may stand in a header, folded where it is long."""
    line = _line(text)
    if line.isascii() and "=?" not in line:
        return line
    return _encoded(name, line)


def _from_and_to(entry: Entry, own: Sender) -> tuple[str, str]:
    region = _address("From", own.name, own.address)
    name = entry.counterpart or kind_name(entry.record.kind)
    if entry.record.direction == Record.Direction.IN:
        return _address("From", name, UNKNOWN), region
    if entry.record.direction == Record.Direction.OUT:
        to = entry.message.recipient if entry.message else UNKNOWN
        return region, _address("To", entry.counterpart, to)
    return region, region


def _address(header: str, name: str, address: str) -> str:
    line = _line(name)
    try:
        spec = Address(addr_spec=address).addr_spec
    except (ValueError, IndexError):  # erased, or from a time with other rules
        spec = UNKNOWN
    if line.isascii():
        return formataddr((line, spec))
    return f"{_encoded(header, line)} <{spec}>"


def _encoded(header: str, line: str) -> str:
    return Header(line, "utf-8", header_name=header).encode(linesep="\r\n")


def _attached(file: File, boundary: str, states: dict[int, str]) -> Iterator[bytes]:
    part = MIMEPart(SMTP)
    part["Content-Type"] = _type(file)
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


def _type(file: File) -> str:
    """Return the type: a mail within a mail may not be written in base64, and texts are UTF-8."""
    if file.content_type.startswith(("message/", "multipart/")):
        return "application/octet-stream"
    is_text = file.content_type.startswith("text/")
    return f"{file.content_type}; charset=utf-8" if is_text else file.content_type


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
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() or one in besides else " " for one in text)
