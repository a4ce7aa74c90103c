"""The package for the authority's own diary: one mail for each record, and what is known of all.

It is a zip that is written while it is sent, so that it takes no more memory for many records.
"""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from tempfile import SpooledTemporaryFile
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from varv import clock
from varv.files import plain
from varv.files.excel import Cell
from varv.registry.diary import mail
from varv.registry.diary.entries import LABELS, Entry, entries
from varv.registry.models import Record
from varv.registry.outbox import current_sender

CONTENT_TYPE = "application/zip"
FORMAT, VERSION = "varv-register", 1
IN_MEMORY = 1024 * 1024
FOLDER_OF_SECRETS = "secret"
FIELDS = (*LABELS, "mail", "is_original", "files")
_NOT_IN_A_NAME = re.compile(r"[^\w.-]+")


def listed(records: QuerySet[Record], user: object) -> Iterator[bytes]:
    """Give a list of the records as a table, with headings that can be read in again."""

    def cells(entry: Entry) -> list[Cell]:
        return [*entry.in_words().values(), _files_in_words([f.told() for f in entry.files])]

    headings = [*map(str, LABELS.values()), _("Files")]
    lines = plain.csv_lines(headings, map(cells, entries(records, user)), plain.FOR_PEOPLE)
    return (line.encode() for line in lines)


def packed(records: QuerySet[Record], user: object) -> Iterator[bytes]:
    """Give the package, piece by piece."""
    tube, own = _Tube(), current_sender()
    with (
        SpooledTemporaryFile(IN_MEMORY) as table,
        SpooledTemporaryFile(IN_MEMORY) as told,
        ZipFile(tube, "w", ZIP_DEFLATED) as package,
    ):
        table.write((plain.BYTE_ORDER_MARK + _line(FIELDS)).encode())
        told.write(_head().encode())
        folders: dict[str, int] = {}
        comma = ""
        for entry in entries(records, user):
            path = _path(entry.record, folders)
            states: dict[int, str] = {}
            with package.open(_named(path, entry.record.received_at), "w") as stream:
                for piece in mail.pieces(entry, own, states):
                    stream.write(piece)
                    yield from tube.drained()
            fields = _fields(entry, path, states)
            line = fields | {"files": _files_in_words(fields["files"])}
            table.write(_line(_as_text(line[name]) for name in FIELDS).encode())
            told.write(f"{comma}\n{json.dumps(fields, ensure_ascii=False)}".encode())
            comma = ","
            yield from tube.drained()
        told.write(b"\n]}\n")
        for name, part in (("metadata.csv", table), ("metadata.json", told)):
            yield from _copied(package, name, part, tube)
        package.writestr(_named("README.txt", clock.now()), _read_me())
    yield from tube.drained()


def _line(cells: Iterable[Cell]) -> str:
    return plain.csv_line(cells, plain.FOR_PEOPLE)


def _head() -> str:
    known = {"format": FORMAT, "version": VERSION, "made_at": clock.now().isoformat()}
    return json.dumps(known)[:-1] + ', "records": ['


def _fields(entry: Entry, path: str, states: dict[int, str]) -> dict[str, Any]:
    files = [one.told() | {"state": states.get(one.file.pk, one.state)} for one in entry.files]
    own = {"mail": path, "is_original": entry.original is not None, "files": files}
    return entry.told() | own


def _as_text(value: Any) -> Cell:
    return str(value).lower() if isinstance(value, bool) else value


def _files_in_words(files: list[dict[str, Any]]) -> str:
    return " | ".join(f"{one['name']} {one['sha256']} {one['state']}" for one in files)


def _path(record: Record, folders: dict[str, int]) -> str:
    """Return where the mail of a record lies: those of a case beside each other, secret ones apart.

    Two cases whose numbers differ by their signs alone get folders of their own.
    """
    folder = _NOT_IN_A_NAME.sub("-", record.case.number).strip("-.") or "case"
    if folders.setdefault(folder, record.case_id) != record.case_id:
        folder = f"{folder}_{record.case_id}"
    name = f"{folder}/{folder}-{record.number}.eml"
    return f"{FOLDER_OF_SECRETS}/{name}" if record.secrecy else name


def _named(path: str, moment: datetime) -> ZipInfo:
    local = timezone.localtime(moment)
    known = (max(local.year, 1980), *local.timetuple()[1:6])
    info = ZipInfo(path, known if local.year <= 2107 else (2107, 1, 1, 0, 0, 0))
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    return info


def _copied(
    package: ZipFile, name: str, part: "SpooledTemporaryFile[bytes]", tube: "_Tube"
) -> Iterator[bytes]:
    part.seek(0)
    with package.open(_named(name, clock.now()), "w") as stream:
        while piece := part.read(IN_MEMORY):
            stream.write(piece)
            yield from tube.drained()


def _read_me() -> str:
    lines = (
        _("Records from the register, for the authority's own diary."),
        _(
            "Each record is one mail (.eml), in a folder for its case. A mail that came by e-mail "
            "is exactly as it came."
        ),
        _(
            "Mails in the folder “secret” are secret under the law that metadata.csv names. Do not "
            "hand them on without a decision."
        ),
        _(
            "metadata.csv and metadata.json tell the same: of each record its number, direction, "
            "kind, day, title and secrecy, and the SHA-256 of each file."
        ),
        _("A file that is masked or destroyed is named there, but not enclosed."),
    )
    return "\r\n\r\n".join(lines) + "\r\n"


class _Tube:
    """What a zip is written into: what has come is taken out at once."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        """Take a piece."""
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Do nothing: nothing is held back."""

    def close(self) -> None:
        """Do nothing: what has come is still to be drained."""

    def drained(self) -> Iterator[bytes]:
        """Give what has come since the last time."""
        pieces, self._pieces = self._pieces, []
        if pieces:
            yield b"".join(pieces)
