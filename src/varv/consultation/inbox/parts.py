"""A mail as a tree of parts.

Our own splitter: the standard library's calls itself once for each level and looks at each line
once for each level above it, so that a small hostile mail takes minutes or breaks it off. This one
looks for boundaries only, and stops at a depth and a number that no honest mail reaches.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from varv.consultation.inbox import signed, transfer
from varv.consultation.inbox.headers import Headers
from varv.consultation.inbox.mail import Flaw, Unreadable, UnreadableMailError

LARGEST = 40 * 1024 * 1024
DEEPEST = 40
MOST_PARTS = 1_000
#: Lines of headers; lists of recipients make them many. Parts have a handful.
_MOST_LINES = 5_000
_MOST_LINES_OF_PART = 500
_MOST_BOUNDARIES = 20_000
_LINE = re.compile(rb"([^\r\n]*)(\r\n|\r|\n|\Z)")
_FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*:(.*)", re.DOTALL)
_BLANK = re.compile(rb"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)")
_LIKELY_BOUNDARY = re.compile(
    rb"(?:\A|[\r\n])--([^\r\n]{1,200}?)[ \t]*(?:\r\n|\r|\n)Content-", re.I
)
#: A text that begins with a word and a colon is no mail; one of these at least is in every mail.
_OF_A_MAIL = frozenset(
    [
        "from",
        "to",
        "cc",
        "subject",
        "date",
        "message-id",
        "received",
        "return-path",
        "delivered-to",
        "mime-version",
        "content-type",
        "sender",
        "reply-to",
    ]
)


@dataclass
class Part:
    """A part of a mail, with those in it; ``content`` is as it travelled."""

    headers: Headers
    kind: str
    content: bytes
    parts: list["Part"] = field(default_factory=list)

    def unpacked(self) -> tuple[bytes, bool]:
        """Return the bytes that were meant, and whether they came whole."""
        return transfer.unpacked(self.content, self.encoding)

    @property
    def encoding(self) -> str:
        """How the content is packed."""
        return self.headers.first("content-transfer-encoding").split(";")[0]

    @property
    def is_attached(self) -> bool:
        """Whether the sender calls this a file rather than something to read."""
        disposition = self.headers.first("content-disposition").split(";")[0]
        return disposition.strip().lower() == "attachment"

    def walk(self) -> Iterator["Part"]:
        """Yield this part and those in it, but not those of a mail in the mail."""
        yield self
        if self.kind == "message/rfc822":
            return
        for part in self.parts:
            yield from part.walk()


def parse(raw: bytes) -> tuple[Part, set[Flaw]]:
    """Return a mail as a tree, and what was wrong with its form."""
    if len(raw) > LARGEST:
        raise UnreadableMailError(Unreadable.TOO_LARGE)
    splitter = _Splitter()
    whole = splitter.part(_with_plain_beginning(raw, splitter.flaws), "text/plain", 0)
    return whole, splitter.flaws


def _with_plain_beginning(raw: bytes, flaws: set[Flaw]) -> bytes:
    """Drop what programs put before a mail, and refuse what is none."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        flaws.add(Flaw.CHARSET_GUESSED)
        raw = raw.decode("utf-16", "replace").encode()
    plain = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n\t \x00")
    if plain.startswith((b"From ", b">From ")):
        plain = plain[_end_of_line(plain, 0) :]
    fields, _body, _whole = headers_of(plain)
    if not _OF_A_MAIL.intersection(name for name, _value in fields):
        raise UnreadableMailError(Unreadable.NO_MAIL)
    return plain


def _end_of_line(content: bytes, start: int) -> int:
    match = _LINE.match(content, start)
    return match.end() if match else len(content)


def headers_of(
    content: bytes, most: int = _MOST_LINES
) -> tuple[list[tuple[str, bytes]], int, bool]:
    """Return the header lines, where the body begins, and whether it begins as it should."""
    fields: list[tuple[str, list[bytes]]] = []
    position = 0
    whole = True
    lines = 0
    while position < len(content):
        lines += 1
        match = _LINE.match(content, position)
        line = match[1] if match else b""
        after = match.end() if match else len(content)
        if not line.strip():
            if not line or not _goes_on(content, after):
                position = after
                break
        elif line[:1] in b" \t" and fields:
            fields[-1][1].append(b"\n" + line)
        elif name := _FIELD.fullmatch(line):
            fields.append((name[1].decode("ascii").lower(), [name[2]]))
        elif not line.startswith((b"From ", b">From ")):
            whole = False  # the empty line is missing: this is text already
            break
        position = after
        if lines > most:
            blank = _BLANK.search(content, position)
            position = blank.end() if blank else len(content)
            break
    return [(name, b"".join(pieces)) for name, pieces in fields], position, whole


def _goes_on(content: bytes, position: int) -> bool:
    """Tell whether the headers go on after a line of blanks."""
    match = _LINE.match(content, position)
    return bool(match and _FIELD.fullmatch(match[1]))


class _Splitter:
    """Counts parts and levels while it splits, for they are what a hostile mail has many of."""

    def __init__(self) -> None:
        self.flaws: set[Flaw] = set()
        self._count = 0
        self._boundaries = 0

    def part(self, content: bytes, otherwise: str, depth: int) -> Part:
        self._count += 1
        if depth > DEEPEST:
            raise UnreadableMailError(Unreadable.TOO_DEEP)
        if self._count > MOST_PARTS:
            raise UnreadableMailError(Unreadable.TOO_MANY_PARTS)
        fields, start, whole = headers_of(content, _MOST_LINES_OF_PART if depth else _MOST_LINES)
        if not whole and fields:
            self.flaws.add(Flaw.BROKEN_STRUCTURE)
        headers = Headers(fields)
        part = Part(headers, headers.content_type(otherwise), content[start:])
        self._open(part, depth)
        return part

    def _open(self, part: Part, depth: int) -> None:
        if part.kind.startswith("multipart/"):
            self._open_multipart(part, depth)
        elif part.kind in {"message/rfc822", "message/global", "message/news"}:
            part.kind = "message/rfc822"
            part.content, part_is_whole = part.unpacked()
            self._note(part_is_whole)
            part.parts = [self.part(part.content.lstrip(b"\r\n"), "text/plain", depth + 1)]
        elif part.kind in signed.KINDS:
            inner = signed.opened(part.unpacked()[0])
            if inner is not None:
                part.parts = [self.part(inner, "text/plain", depth + 1)]

    def _open_multipart(self, part: Part, depth: int) -> None:
        boundary = part.headers.parameter("content-type", "boundary").rstrip()
        content, _whole = (
            part.unpacked() if part.encoding.lower() == "base64" else (part.content, 1)
        )
        pieces, closed = self._split(content, boundary.encode("utf-8", "surrogateescape"))
        if not pieces and (likely := _LIKELY_BOUNDARY.search(content)):
            pieces, closed = self._split(content, likely[1])
            closed = False
        self._note(closed)
        if not pieces:  # there is text, whatever it says it is
            part.kind = "text/plain"
            return
        otherwise = "message/rfc822" if part.kind == "multipart/digest" else "text/plain"
        part.content = b""
        part.parts = [self.part(piece, otherwise, depth + 1) for piece in pieces]

    def _note(self, whole: bool) -> None:
        if not whole:
            self.flaws.add(Flaw.BROKEN_STRUCTURE)

    def _split(self, content: bytes, boundary: bytes) -> tuple[list[bytes], bool]:
        """Return what stands between the boundaries, and whether the last of them is there."""
        pieces: list[bytes] = []
        start: int | None = None
        for place, after, closes in self._places(content, b"--" + boundary if boundary else b""):
            if start is not None:
                pieces.append(content[start:place])
            start = after
            if len(pieces) > MOST_PARTS:
                raise UnreadableMailError(Unreadable.TOO_MANY_PARTS)
            if closes:
                return pieces, True
        if start is not None and content[start:].strip():
            pieces.append(content[start:])
        return pieces, False

    def _places(self, content: bytes, mark: bytes) -> Iterator[tuple[int, int, bool]]:
        """Yield where each boundary line begins, where it ends, and whether it is the last."""
        place = content.find(mark) if mark else -1
        while place >= 0:
            self._boundaries += 1
            if self._boundaries > _MOST_BOUNDARIES:
                raise UnreadableMailError(Unreadable.TOO_MANY_PARTS)
            line = _LINE.match(content, place, place + len(mark) + 200)
            rest = line[1][len(mark) :].rstrip(b" \t") if line else b""
            if rest in {b"", b"--"} and (place == 0 or content[place - 1 : place] in b"\r\n"):
                end = _end_of_line(content, place)
                yield _without_line_end(content, place), end, rest == b"--"
            place = content.find(mark, place + len(mark))


def _without_line_end(content: bytes, place: int) -> int:
    """Return where the piece before a boundary ends: the last line end belongs to the boundary."""
    if content[place - 2 : place] == b"\r\n":
        return place - 2
    return max(place - 1, 0)
