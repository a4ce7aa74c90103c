"""What a file really is, told from its bytes, and which kinds are let in."""

from dataclasses import dataclass
from pathlib import PurePath

import puremagic

from varv.files import packages

_OFFICE = "application/vnd.openxmlformats-officedocument."
_OPEN = "application/vnd.oasis.opendocument."
_END_OF_ZIP = b"PK\x05\x06"
_LONGEST_END = 66_000


@dataclass(frozen=True)
class FileType:
    """One allowed kind of file; ``part`` is a member that such an office document must contain."""

    content_type: str
    part: str = ""
    is_text: bool = False


ALLOWED: dict[str, FileType] = {
    ".pdf": FileType("application/pdf"),
    ".docx": FileType(f"{_OFFICE}wordprocessingml.document", part="word/document.xml"),
    ".xlsx": FileType(f"{_OFFICE}spreadsheetml.sheet", part="xl/workbook.xml"),
    ".pptx": FileType(f"{_OFFICE}presentationml.presentation", part="ppt/presentation.xml"),
    ".odt": FileType(f"{_OPEN}text", part="mimetype"),
    ".ods": FileType(f"{_OPEN}spreadsheet", part="mimetype"),
    ".odp": FileType(f"{_OPEN}presentation", part="mimetype"),
    ".png": FileType("image/png"),
    ".jpg": FileType("image/jpeg"),
    ".jpeg": FileType("image/jpeg"),
    ".webp": FileType("image/webp"),
    ".txt": FileType("text/plain", is_text=True),
    ".csv": FileType("text/csv", is_text=True),
    ".ics": FileType("text/calendar", is_text=True),
}


def allowed(name: str) -> FileType | None:
    """Return the allowed kind that the ending of ``name`` claims, if any."""
    return ALLOWED.get(PurePath(name).suffix.lower())


def name_of(content_type: str) -> str:
    """Return what people call a kind of file: its ending, or the type itself where none is ours."""
    endings = (ending for ending, kind in ALLOWED.items() if kind.content_type == content_type)
    return next(endings, content_type).lstrip(".").upper()


def matches(content: bytes, kind: FileType) -> bool:
    """Tell whether the bytes are what ``kind`` says."""
    if kind.is_text:
        return _is_text(content)
    if kind.part:
        return packages.holds(content, kind.part, kind.content_type)
    return kind.content_type in _guesses(content) and _begins_so(content, kind.content_type)


def _begins_so(content: bytes, content_type: str) -> bool:
    """A reader of PDF looks for its beginning further on, and a zip may follow upon anything."""
    if _END_OF_ZIP in content[-_LONGEST_END:]:
        return False
    return content_type != "application/pdf" or content.startswith(b"%PDF-")


def _guesses(content: bytes) -> set[str]:
    try:
        return {guess.mime_type for guess in puremagic.magic_string(content)}
    except (puremagic.PureError, ValueError):
        return set()


def _is_text(content: bytes) -> bool:
    if b"\x00" in content:
        return False
    try:
        start = content.decode("utf-8-sig").lstrip()[:1000].lower()
    except UnicodeDecodeError:
        return False
    # A browser would read such a "text" as a page if it were ever served without our headers.
    return not start.startswith(("<!doctype", "<html", "<script", "<svg", "<?xml"))
