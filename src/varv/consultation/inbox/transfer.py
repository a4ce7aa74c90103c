"""From what travelled as plain ASCII back to bytes, also where it was damaged on the way."""

import binascii
import re

_LINE = re.compile(rb"[^\r\n]+")
#: Forty-five bytes a line make this the largest mail.
_MOST_LINES = 1_000_000
_MOST_PIECES = 100_000
_FOREIGN = re.compile(rb"[^A-Za-z0-9+/=]")
#: A line of a footer that some server put below: words with blanks between.
_WORDS = re.compile(rb"\S[ \t]+\S")


def unpacked(content: bytes, encoding: str) -> tuple[bytes, bool]:
    """Return the bytes that were packed, and whether they came whole."""
    match encoding.strip(" \t\"'").lower():
        case "base64":
            return _base64(content)
        case "quoted-printable":
            return _quoted_printable(content), True
        case "x-uuencode" | "uuencode" | "x-uue" | "uue":
            return _uuencoded(content)
        case _:
            return content, True


def base64_words(text: str) -> bytes:
    """Return what a word of base64 in a header stands for."""
    return _decode_base64(_FOREIGN.sub(b"", text.encode("ascii", "ignore")))


def quoted_words(text: str) -> bytes:
    """Return what a word of quoted-printable in a header stands for."""
    return binascii.a2b_qp(text.encode("utf-8", "replace"), header=True)


def _base64(content: bytes) -> tuple[bytes, bool]:
    plain = content.translate(None, b"\r\n \t")
    if len(plain) % 4 == 0 and b"=" not in plain[:-2] and not _FOREIGN.search(plain):
        return binascii.a2b_base64(plain), True
    lines = _LINE.findall(content)
    good = [line for line in lines if not _WORDS.search(line.strip())]
    if len(good) * 2 < len(lines):
        return content, False  # it says base64 and is plain
    return _decode_base64(_FOREIGN.sub(b"", b"".join(good))), False


def _decode_base64(packed: bytes) -> bytes:
    """Decode piece by piece: padding may stand in the middle, where two were put together."""
    pieces = [piece for piece in packed.split(b"=", _MOST_PIECES)[:_MOST_PIECES] if piece]
    return b"".join(binascii.a2b_base64(_filled(piece)) for piece in pieces)


def _filled(piece: bytes) -> bytes:
    if len(piece) % 4 == 1:
        piece = piece[:-1]
    return piece + b"=" * (-len(piece) % 4)


def _quoted_printable(content: bytes) -> bytes:
    # Blanks that a server added after a soft line break would undo it.
    return binascii.a2b_qp(re.sub(rb"=[ \t]{1,20}(?=\r?\n)", b"=", content))


def _uuencoded(content: bytes) -> tuple[bytes, bool]:
    found: list[bytes] = []
    whole = True
    lines = _LINE.findall(content)
    if len(lines) > _MOST_LINES:
        return content, False
    for line in lines:
        if line.startswith((b"begin ", b"end")):
            continue
        try:
            found.append(binascii.a2b_uu(line))
        except binascii.Error:
            whole = False
    return b"".join(found), whole
