"""winmail.dat: how Outlook sends what it believes that the other side has Outlook for."""

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from compressed_rtf import decompress
from striprtf.striprtf import rtf_to_text
from tnefparse import TNEF

from varv.consultation.inbox import charsets

KINDS = frozenset(["application/ms-tnef", "application/vnd.ms-tnef"])
NAMES = frozenset(["winmail.dat", "win.dat"])
_HEAD = 6
_FRAME = 11
#: The reader copies what is left for each object, and loops over counts that the file names.
_MOST_OBJECTS = 500
_MOST_OF_PROPERTIES = 1_500_000
_PROPERTIES = frozenset([TNEF.ATTMAPIPROPS, TNEF.ATTATTACHMENT, TNEF.ATTRECIPTABLE])
_MOST_OF_RTF = 150_000


@dataclass(frozen=True)
class Opened:
    """What was in a winmail.dat: the text, whether it is HTML, and the files by name."""

    text: str
    is_html: bool
    files: tuple[tuple[str, bytes], ...]


def opened(content: bytes) -> Opened | None:
    """Return what is inside, or None where it cannot be read."""
    if not _is_modest(content):
        return None
    try:
        inside = TNEF(content, do_checksum=False)
        text, is_html = _text(inside)
        files = tuple((_name(one, inside.codepage), one.data) for one in inside.attachments)
    except Exception:  # noqa: BLE001 - the reader lets every kind of error out on broken files
        return None
    return Opened(text, is_html, tuple((name, data) for name, data in files if data))


def _is_modest(content: bytes) -> bool:
    """Look at the frame first: how many objects, and how much of it is lists of properties."""
    sizes = list(_objects(content))
    properties = sum(size for name, size in sizes if name in _PROPERTIES)
    return 0 < len(sizes) <= _MOST_OBJECTS and properties <= _MOST_OF_PROPERTIES


def _objects(content: bytes) -> Iterator[tuple[int, int]]:
    position = _HEAD
    count = 0
    while position + _FRAME < len(content) and count <= _MOST_OBJECTS:
        name, _type, size = struct.unpack_from("<HHI", content, position + 1)
        yield name, size
        position += size + _FRAME
        count += 1


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
