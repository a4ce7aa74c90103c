"""Taking in files."""

import logging
import re
import unicodedata
from collections.abc import Iterable
from datetime import timedelta
from pathlib import PurePath

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from varv import clock
from varv.files import blobs, pictures, types
from varv.files.models import File

logger = logging.getLogger(__name__)
MAX_SIZE = 20 * 1024 * 1024
#: The largest mail that is kept as it came; no mail server lets one through that is near it.
MAX_ORIGINAL = 150 * 1024 * 1024
ORIGINAL_TYPE = "message/rfc822"
#: The largest table of statistics that is taken in.
MAX_TABLE = 200 * 1024 * 1024
#: So much one person may store within a day.
MAX_A_DAY = 2 * 1024 * 1024 * 1024
A_DAY = timedelta(days=1)
_MAX_NAME = 120
_NOT_IN_A_NAME = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    r'\ufff9-\uffff\\/:*?"<>|]+'
)
#: Names that Windows takes for devices, with whatever ending.
_DEVICES = re.compile(r"(?i)^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)")


@transaction.atomic
def store(actor: AbstractBaseUser | None, *, name: str, content: bytes) -> File:
    """Check and keep one file; what is wrong with it is told as a ValidationError on ``file``.

    Storing is part of a larger act (a record, minutes), which is what the log tells about.
    """
    _check_size(actor, len(content), MAX_SIZE)
    kind = _check(name, content)
    if pictures.is_picture(kind.content_type):
        content = pictures.drawn_anew(content, kind.content_type)
    return File.objects.create(
        sha256=_keep(content),
        name=clean_name(name),
        content_type=kind.content_type,
        size=len(content),
        stored_at=clock.now(),
        stored_by_id=actor.pk if actor else None,
    )


@transaction.atomic
def keep_original(*, name: str, content: bytes) -> File:
    """Keep a mail byte for byte, whatever is in it: it is given out as a download and never shown.

    Keeping is part of a larger act (taking the mail in), which is what the log tells about. A disk
    that takes no more raises ``OSError``: who has the mail must not believe that it is kept.
    """
    if not 0 < len(content) <= MAX_ORIGINAL:
        raise ValueError(f"an original has 1 to {MAX_ORIGINAL} bytes, not {len(content)}")
    return File.objects.create(
        sha256=blobs.write(content),
        name=clean_name(name),
        content_type=ORIGINAL_TYPE,
        size=len(content),
        stored_at=clock.now(),
    )


@transaction.atomic
def keep_table(
    actor: AbstractBaseUser | None, *, name: str, size: int, pieces: Iterable[bytes]
) -> File:
    """Keep a table of statistics byte for byte, whatever is in it; what is wrong is on ``file``.

    It is given out as a download and never shown; who reads it checks every cell. Keeping is part
    of a larger act (receiving a delivery), which is what the log tells about.
    """
    _check_size(actor, size, MAX_TABLE)
    try:
        sha256, written = blobs.write_in_pieces(pieces)
    except OSError as error:
        raise _no_room(error) from error
    return File.objects.create(
        sha256=sha256,
        name=clean_name(name),
        content_type="application/octet-stream",
        size=written,
        stored_at=clock.now(),
        stored_by_id=actor.pk if actor else None,
    )


@transaction.atomic
def keep_made(*, name: str, content: bytes, content_type: str) -> File:
    """Keep a document that varv itself has made, however large: it was not sent by anybody.

    Keeping is part of a larger act (publishing a paper), which is what the log tells about.
    """
    return File.objects.create(
        sha256=_keep(content),
        name=clean_name(name),
        content_type=content_type,
        size=len(content),
        stored_at=clock.now(),
    )


def remove_unwanted_contents() -> int:
    """Remove the contents that belong to no file any more; return how many there were."""
    removed = blobs.remove_unwanted(
        lambda found: set(
            File.objects.filter(sha256__in=found, destroyed_at=None).values_list(
                "sha256", flat=True
            )
        )
    )
    for sha256 in removed:
        logger.warning("the content %s belonged to no file and was removed", sha256)
    return len(removed)


@transaction.atomic
def destroy(file: File) -> bool:
    """Destroy the content of one file and leave the row as a stub; tell whether it was there.

    Destroying is part of a larger act (a disposal), which is what the log tells about. Content
    that another file has as well stays for that one.
    """
    locked = File.objects.select_for_update(no_key=True).get(pk=file.pk)
    if locked.destroyed_at:
        return False
    locked.name = ""
    locked.destroyed_at = clock.now()
    locked.save(update_fields=["name", "destroyed_at"])
    transaction.on_commit(lambda: _remove_unused(locked.sha256))
    return True


def _remove_unused(sha256: str) -> None:
    if not File.objects.filter(sha256=sha256, destroyed_at=None).exists():
        blobs.remove(sha256)


def clean_name(name: str) -> str:
    """Return a name that is safe on every system and in a header, with its ending kept.

    >>> clean_name("C:\\\\Temp\\\\Protokoll  5 juni.PDF")
    'Protokoll 5 juni.pdf'
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    plain = _NOT_IN_A_NAME.sub(" ", unicodedata.normalize("NFC", last))
    path = PurePath(" ".join(plain.split()).lstrip(". ") or "file")
    ending = path.suffix.lower()[:10]
    stem = path.stem.strip()[: _MAX_NAME - len(ending)] or "file"
    whole = stem + ending
    return f"_{whole}" if _DEVICES.match(whole) else whole


def _keep(content: bytes) -> str:
    """Write the content; a disk that takes no more is no fault of whoever sends it."""
    try:
        return blobs.write(content)
    except OSError as error:
        raise _no_room(error) from error


def _no_room(error: OSError) -> ValidationError:
    logger.error("a file could not be stored", exc_info=error)
    return ValidationError(
        {
            "file": _(
                "The file could not be stored, because the server has no room for it just now "
                "(%(reason)s). Nothing was saved. Try again later, or tell us."
            )
            % {"reason": error.strerror or error}
        }
    )


def _check_size(actor: AbstractBaseUser | None, size: int, most: int) -> None:
    if not size:
        raise ValidationError({"file": _("The file is empty. Choose another.")})
    if size > most:
        raise ValidationError(
            {
                "file": _("The file is %(size)s. The largest we take is %(limit)s.")
                % {"size": filesizeformat(size), "limit": filesizeformat(most)}
            }
        )
    if actor is not None and _stored_today(actor) + size > MAX_A_DAY:
        raise ValidationError(
            {
                "file": _("You have stored %(limit)s within a day. Go on tomorrow.")
                % {"limit": filesizeformat(MAX_A_DAY)}
            }
        )


def _stored_today(actor: AbstractBaseUser) -> int:
    own = File.objects.filter(stored_by_id=actor.pk, stored_at__gt=clock.now() - A_DAY)
    return own.aggregate(bytes=Sum("size"))["bytes"] or 0


def _check(name: str, content: bytes) -> types.FileType:
    kind = types.allowed(clean_name(name))
    if kind is None:
        endings = ", ".join(ending.lstrip(".") for ending in types.ALLOWED)
        raise ValidationError(
            {
                "file": _("This kind of file is not taken. Choose one of: %(kinds)s.")
                % {"kinds": endings}
            }
        )
    if not types.matches(content, kind):
        raise ValidationError(
            {
                "file": _("The content is not what the name says. Save the file again as %(kind)s.")
                % {"kind": PurePath(clean_name(name)).suffix.lstrip(".")}
            }
        )
    return kind
