"""From the bytes of a mail to what was meant."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from varv.consultation.inbox import (
    addresses,
    automatic,
    bodies,
    forwarded,
    headers,
    parts,
    quotes,
    signatures,
)
from varv.consultation.inbox.bodies import Body
from varv.consultation.inbox.cleaning import MOST_CHARACTERS
from varv.consultation.inbox.mail import Address, Attachment, Flaw, Mail
from varv.consultation.inbox.parts import Part

_RECIPIENTS = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")
#: Who sent it, where there is no From.
_SENDERS = ("from", "sender", "reply-to", "return-path")
_MOST_FORWARDS = 8


@dataclass(frozen=True)
class _Meant:
    """Who wrote what, once all that was passed on is opened."""

    sender: Address
    names_sender: bool
    sent_at: datetime | None
    content_language: str
    refers_to: tuple[str, ...]
    text: str
    full_text: str
    files: tuple[Attachment, ...]
    is_forwarded: bool = False


def read(
    raw: bytes,
    *,
    own_domains: Collection[str] = (),
    own_addresses: Collection[str] = (),
) -> Mail:
    """Read a mail, or raise ``UnreadableMailError`` and nothing else.

    ``own_addresses`` are those that this program sends from, ``own_domains`` those that it makes
    Message-IDs in: mail that bears one of them came back. Of a forwarded mail the sender, the text
    and the files are the inner one's; the subject and the id are those of the mail that came.
    """
    whole, flaws = parts.parse(raw)
    lines = whole.headers
    outer, _is_named = _sender(whole)
    meant = _meant(whole, flaws)
    kind = automatic.kind(
        whole, outer, meant.full_text, own_domains=own_domains, own_addresses=own_addresses
    )
    mail = Mail(
        message_id=headers.message_id(lines.first("message-id")),
        sender=meant.sender,
        forwarded_by=outer if meant.is_forwarded else None,
        reply_to=next(iter(addresses.addresses(lines.all("reply-to"))), None),
        recipients=_recipients(whole),
        refers_to=meant.refers_to,
        subject=lines.words("subject"),
        sent_at=meant.sent_at,
        content_language=meant.content_language,
        text=_cut(meant.text, flaws),
        full_text=_cut(meant.full_text, flaws),
        attachments=meant.files,
        automatic=kind,
        flaws=(),
    )
    return replace(mail, flaws=_all_flaws(flaws, whole, meant))


def _all_flaws(flaws: set[Flaw], whole: Part, meant: _Meant) -> tuple[Flaw, ...]:
    """Return the flaws in a fixed order, with those that only the whole mail shows."""
    further = {
        Flaw.SENDER_MISSING: not meant.names_sender,
        Flaw.DATE_UNREADABLE: meant.sent_at is None,
        Flaw.CHARSET_GUESSED: whole.headers.guessed,
    }
    return tuple(flaw for flaw in Flaw if flaw in flaws or further.get(flaw))


def _sender(part: Part) -> tuple[Address, bool]:
    """Return whom a mail is from, and whether its From says so and not only another line."""
    name = ""
    for header in _SENDERS:
        for one in addresses.addresses(part.headers.all(header)):
            if one.email:
                return Address(one.email, one.name or name), header == "from"
            name = name or one.name
    return Address("", name), False


def _recipients(whole: Part) -> tuple[str, ...]:
    values = [value for name in _RECIPIENTS for value in whole.headers.all(name)]
    return tuple(dict.fromkeys(one.email for one in addresses.addresses(values) if one.email))


def _meant(part: Part, flaws: set[Flaw], hops: int = 0) -> _Meant:
    """Open what was passed on, as a file or in the text, until somebody speaks for themselves."""
    body = bodies.read(part)
    flaws |= body.flaws
    letter = _passed_on(part, body) if hops < _MOST_FORWARDS else None
    if letter is not None:
        return _with_letter(part, body, letter, _meant(letter.parts[0], flaws, hops + 1))
    sender, is_named = _sender(part)
    plain = _Meant(
        sender,
        is_named,
        headers.date(part.headers.first("date")),
        part.headers.first("content-language"),
        _refers_to(part),
        quotes.new_text(body.text),
        body.text,
        (),
    )
    passed = forwarded.within(body.text, part.headers.words("subject"))
    if passed is not None:
        plain = replace(
            plain,
            sender=passed.sender,
            names_sender=bool(passed.sender.email),
            content_language="",
            text=quotes.new_text(passed.text),
            is_forwarded=True,
        )
    return replace(plain, files=_files(body, plain.text))


def _passed_on(part: Part, body: Body) -> Part | None:
    """Return the one mail in a mail that was passed on: one says so, or says nothing at all."""
    letters = [one for one in part.walk() if one.kind == "message/rfc822"]
    if len(letters) != 1 or part.kind == "multipart/report":
        return None
    if forwarded.says_so(part.headers.words("subject")):
        return letters[0]
    own = signatures.without(body.text.split("\n"), may_leave_nothing=True)
    return None if signatures.says_something(own) else letters[0]


def _with_letter(part: Part, body: Body, letter: Part, inner: _Meant) -> _Meant:
    """Return the inner mail with what the outer adds to it."""
    about = [
        f"{name.title()}: {value}"
        for name in ("from", "date", "to", "subject")
        if (value := letter.parts[0].headers.words(name))
    ]
    pieces = (body.text, "\n".join(about), inner.full_text)
    others = tuple(file for file in body.files if file.content is not letter.content)
    return replace(
        inner,
        full_text="\n\n".join(filter(None, pieces)),
        refers_to=tuple(dict.fromkeys([*_refers_to(part), *inner.refers_to])),
        files=(*others, *inner.files),
        sent_at=inner.sent_at or headers.date(part.headers.first("date")),
        is_forwarded=True,
    )


def _refers_to(part: Part) -> tuple[str, ...]:
    lines = part.headers
    return headers.message_ids([*lines.all("in-reply-to"), *lines.all("references")])


def _files(body: Body, text: str) -> tuple[Attachment, ...]:
    """Return the files, without the pictures of a signature or of a quote that was cut away."""
    return tuple(
        file
        for index, file in enumerate(body.files)
        if not (mark := body.pictures.get(index)) or mark in text or mark not in body.text
    )


def _cut(text: str, flaws: set[Flaw]) -> str:
    if len(text) <= MOST_CHARACTERS:
        return text
    flaws.add(Flaw.TRUNCATED)
    return text[:MOST_CHARACTERS].rstrip()
