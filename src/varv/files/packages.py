"""Office documents are zip files: what they may hold inside, and how much of it."""

import io
import zipfile
import zlib
from pathlib import PurePosixPath

MOST_PARTS = 2_000
MOST_UNPACKED = 200 * 1024 * 1024
#: Text packs about ten to one; what packs far better is meant to burst.
MOST_PACKED = 200
SMALL_PART = 1024 * 1024
_HEAD = 4_096
_CHUNK = 64 * 1024
_END = b"PK\x05\x06"
_END_LENGTH = 22
_ENCRYPTED = 0x1
#: Parts that run: macros of either family, controls, and programs as they are.
_RUNS = ("vbaproject", "vbadata", "macrosheets/", "activex/", "basic/", "scripts/")
_PROGRAMS = {".exe", ".dll", ".com", ".bat", ".cmd", ".js", ".vbs", ".ps1", ".jar", ".hta", ".lnk"}
#: The ways of packing that the two families of documents allow.
_PACKINGS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
#: What a damaged or strange package makes ``zipfile`` raise.
_DAMAGES = (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, ValueError, EOFError)


def holds(content: bytes, part: str, mimetype: str) -> bool:
    """Tell whether ``content`` is a sound document with ``part`` in it, and nothing that runs.

    ``mimetype`` is what the part of that name says in an open document.
    """
    if not _is_nothing_else(content):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _is_sound(archive.infolist()) and _is_plain(archive, part, mimetype)
    except _DAMAGES:
        return False


def _is_nothing_else(content: bytes) -> bool:
    """A zip may begin and end anywhere in a file, which then is something else as well."""
    return content.startswith(b"PK\x03\x04") and content.rfind(_END) == len(content) - _END_LENGTH


def _is_sound(parts: list[zipfile.ZipInfo]) -> bool:
    names = [part.filename for part in parts]
    return (
        len(parts) <= MOST_PARTS
        and len(set(map(str.casefold, names))) == len(names)
        and sum(part.file_size for part in parts) <= MOST_UNPACKED
        and all(part.compress_type in _PACKINGS for part in parts)
        and not any(part.flag_bits & _ENCRYPTED for part in parts)
        and not any(_bursts(part) for part in parts)
        and all(_is_inside(name) for name in names)
    )


def _bursts(part: zipfile.ZipInfo) -> bool:
    return part.file_size > SMALL_PART and part.file_size > MOST_PACKED * part.compress_size


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not (path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name)


def _is_plain(archive: zipfile.ZipFile, part: str, mimetype: str) -> bool:
    names = archive.namelist()
    if part not in names or any(_runs(name) for name in names):
        return False
    if part == "mimetype":
        if _head(archive, part) != mimetype.encode():
            return False
    elif "[Content_Types].xml" not in names or b"macroenabled" in _all_of(archive).lower():
        return False
    return not any(_is_dangerous_xml(archive, name) for name in names)


def _runs(name: str) -> bool:
    lower = name.casefold()
    return PurePosixPath(lower).suffix in _PROGRAMS or any(word in lower for word in _RUNS)


def _is_dangerous_xml(archive: zipfile.ZipFile, name: str) -> bool:
    """Tell of declarations, which grow without end or fetch files, and of a template elsewhere."""
    if not name.casefold().endswith((".xml", ".rels")):
        return False
    forbidden = [b"<!doctype", b"<!entity"]
    if name.casefold() == "word/_rels/settings.xml.rels":
        forbidden.append(b"external")
    before = b""
    with archive.open(name) as member:
        while chunk := member.read(_CHUNK):
            plain = before + chunk.replace(b"\x00", b"").lower()  # also in UTF-16
            if any(word in plain for word in forbidden):
                return True
            before = plain[-20:]
    return False


def _head(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(_HEAD)


def _all_of(archive: zipfile.ZipFile) -> bytes:
    with archive.open("[Content_Types].xml") as member:
        return member.read(SMALL_PART)
