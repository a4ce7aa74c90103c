"""Files that came with a mail, under names that can be shown and kept."""

from pathlib import PurePosixPath

from varv.consultation.inbox import winmail
from varv.consultation.inbox.cleaning import one_line
from varv.consultation.inbox.headers import in_words
from varv.consultation.inbox.mail import Attachment
from varv.consultation.inbox.parts import Part

_LONGEST_NAME = 150
_LONGEST_ENDING = 12
#: Parts that belong to the way and not to what was sent.
NOT_FILES = frozenset(["application/applefile", "message/external-body"])
_ENDINGS = {
    "application/pdf": ".pdf",
    "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/pkcs7-mime": ".p7m",
    "application/x-pkcs7-mime": ".p7m",
    "application/rtf": ".rtf",
    "application/zip": ".zip",
    "image/gif": ".gif",
    "image/heic": ".heic",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/tiff": ".tif",
    "message/rfc822": ".eml",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/vcard": ".vcf",
}
_FORBIDDEN = str.maketrans(dict.fromkeys('<>:"|?*\\/', "-"))
_UNKNOWN = "application/octet-stream"


def of(part: Part, number: int) -> tuple[Attachment, bool]:
    """Return a part as a file, and whether it came whole."""
    content, whole = (part.content, True) if part.parts else part.unpacked()
    lost = bool(part.content.strip()) and not content
    kind = part.kind if "/" in part.kind else _UNKNOWN
    return Attachment(name_of(part, number), kind, content), whole and not lost


def of_winmail(inside: winmail.Opened, number: int) -> list[Attachment]:
    """Return the files in a winmail.dat; it does not say of what types they are."""
    return [
        Attachment(plain_name(name) or f"attachment-{number + index}", _type_by(name), content)
        for index, (name, content) in enumerate(inside.files)
    ]


def is_winmail(part: Part) -> bool:
    """Tell whether a part is a letter that Outlook put into a file."""
    return part.kind in winmail.KINDS or part.headers.file_name().lower() in winmail.NAMES


def name_of(part: Part, number: int) -> str:
    """Return the name of a file; a mail in the mail is named by its subject."""
    name = plain_name(part.headers.file_name())
    if name:
        return name
    ending = _ENDINGS.get(part.kind, "")
    if part.kind == "message/rfc822" and part.parts:
        subject = plain_name(part.parts[0].headers.words("subject", _LONGEST_NAME - len(ending)))
        if subject:
            return f"{subject}{ending}"
    return f"attachment-{number}{ending}"


def plain_name(name: str) -> str:
    """Return the last piece of a path, of bearable length, its ending kept."""
    words = one_line(in_words(name)[0], _LONGEST_NAME * 10)
    last = words.replace("\\", "/").rstrip("/").rpartition("/")[2]
    plain = last.translate(_FORBIDDEN).strip(". ")
    ending = PurePosixPath(plain).suffix
    if len(plain) <= _LONGEST_NAME:
        return plain
    if len(ending) > _LONGEST_ENDING:
        return plain[:_LONGEST_NAME].rstrip()
    return f"{plain[: _LONGEST_NAME - len(ending)].rstrip()}{ending}"


def _type_by(name: str) -> str:
    ending = PurePosixPath(name.lower()).suffix
    return next((kind for kind, known in _ENDINGS.items() if known == ending), _UNKNOWN)
