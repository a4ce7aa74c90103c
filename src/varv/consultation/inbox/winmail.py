"""winmail.dat: how Outlook sends what it believes that the other side has Outlook for."""

import re
from dataclasses import dataclass

from compressed_rtf import decompress
from striprtf.striprtf import rtf_to_text
from tnefparse import TNEF

from varv.consultation.inbox import charsets, tnef_frame

KINDS = frozenset(["application/ms-tnef", "application/vnd.ms-tnef"])
NAMES = frozenset(["winmail.dat", "win.dat"])
_MOST_OF_RTF = 150_000


@dataclass(frozen=True)
class Opened:
    """What was in a winmail.dat: the text, whether it is HTML, and the files by name."""

    text: str
    is_html: bool
    files: tuple[tuple[str, bytes], ...]
    whole: bool


def opened(content: bytes) -> Opened | None:
    """Return what is inside, or None where it cannot be read."""
    wanted, whole = tnef_frame.wanted(content)
    try:
        inside = TNEF(wanted, do_checksum=False)
        text, is_html = _text(inside)
        files = tuple((_name(one, inside.codepage), one.data) for one in inside.attachments)
    except Exception:  # noqa: BLE001 - the reader lets every kind of error out on broken files
        return None
    found = tuple((name, data) for name, data in files if data)
    return Opened(text, is_html, found, whole) if text or found else None


def _text(inside: TNEF) -> tuple[str, bool]:
    charset = inside.codepage or "cp1252"
    if html := _letters(inside.htmlbody, charset):
        return html, True
    if text := _letters(inside.body, charset):
        return text, False
    packed = inside._rtfbody  # the reader's own property cuts and pads it wrongly for us to bound
    if packed and len(packed) <= _MOST_OF_RTF:
        return _from_rtf(decompress(packed + b"\x00")), False
    return "", False


def _from_rtf(rtf: bytes) -> str:
    return str(rtf_to_text(rtf.decode("cp1252", "replace"), errors="ignore"))


def _letters(value: str | bytes | None, charset: str) -> str:
    if isinstance(value, bytes):
        value = charsets.decode(value, charset)[0]
    return (value or "").strip("\x00").strip()


def _name(one: object, charset: str | None) -> str:
    """Return the name of a file; the reader takes short names for UTF-8, which they seldom are."""
    try:
        name = one.long_filename()  # type: ignore[attr-defined]
    except UnicodeDecodeError:
        name = one._name  # type: ignore[attr-defined]
    return re.sub(r"\x00.*", "", _letters(name, charset or "cp1252"), flags=re.DOTALL)
