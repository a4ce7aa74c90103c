"""The file of a backup: a zip with the dump, the stored files, and a manifest of them all.

Everything in it is stored as it is (the dump is compressed already), so that no member can be
larger than the file. Reading trusts nothing: what the manifest does not name, or names otherwise,
is refused before anything is put anywhere.
"""

import hashlib
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from varv.web.backup.errors import BackupError
from varv.web.backup.server import CHUNK

FORMAT = 1
MANIFEST, README, DUMP = "manifest.json", "README.txt", "database.dump"
LARGEST_MANIFEST = 256 << 20
_BLOB = re.compile(r"files/([0-9a-f]{2})/([0-9a-f]{62})")
#: What reading a damaged zip may raise, depending on where the damage is.
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    OverflowError,
)
_SHA256 = re.compile(r"[0-9a-f]{64}")
_WORDS = """\
This is a backup of varv. To put it back: varv restore FILE

Without varv: make an empty database (UTF8) and read the dump into it,
    pg_restore --no-owner --no-privileges --dbname NEW database.dump
and lay the folder files/ into VARV_HOME. manifest.json has the SHA-256 of everything.

The key that signs links and sessions (VARV_SECRET_KEY) is not in here. It holds personal data.
"""


@dataclass(frozen=True)
class Member:
    """What one thing in the file must be."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds, and of what."""

    varv: str
    made_at: datetime
    postgresql: str
    pg_dump: str
    rehearsal: bool
    secret_key: str
    migrations: dict[str, list[str]]
    rows: dict[str, int]
    missing: list[str]
    members: dict[str, Member] = field(default_factory=dict)

    @property
    def blobs(self) -> dict[str, str]:
        """The members that are stored files, by their fingerprint."""
        return {blob: name for name in self.members if (blob := _blob(name))}

    @property
    def damaged(self) -> list[str]:
        """The stored files whose content had changed already when the backup was taken."""
        return [blob for blob, name in self.blobs.items() if self.members[name].sha256 != blob]

    @property
    def size(self) -> int:
        """How many bytes it holds."""
        return sum(member.size for member in self.members.values())

    @property
    def bytes_of_files(self) -> int:
        """How many of them are stored files."""
        return sum(self.members[name].size for name in self.blobs.values())

    def as_json(self) -> str:
        """Return it as it stands in the file."""
        written = {"format": FORMAT} | asdict(self) | {"made_at": self.made_at.isoformat()}
        return json.dumps(written, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        """Read it; whatever is not as we write it is refused."""
        try:
            found = json.loads(text)
            number = found.pop("format")
        except (ValueError, KeyError, AttributeError, TypeError):
            raise _damaged("its manifest cannot be read") from None
        if number != FORMAT:
            raise BackupError(
                f"The backup is of a kind ({number!r}) that this varv does not know. "
                "Restore it with the version of varv that made it, or a later one."
            )
        return cls._from(found)

    @classmethod
    def _from(cls, found: dict[str, Any]) -> "Manifest":
        try:
            found["members"] = {
                str(name): Member(int(member["size"]), str(member["sha256"]))
                for name, member in found["members"].items()
            }
            found["made_at"] = datetime.fromisoformat(found["made_at"])
            return cls(**found)
        except (TypeError, ValueError, KeyError, AttributeError):
            raise _damaged("its manifest is not complete") from None


class Writer:
    """Writes the members one after the other, none of them ever whole in memory."""

    def __init__(self, stream: IO[bytes], made_at: datetime) -> None:
        """Write to ``stream``, an open file."""
        self._zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED, allowZip64=True)
        self._date = made_at.timetuple()[:6]
        self.members: dict[str, Member] = {}

    def add(self, name: str, chunks: Iterable[bytes]) -> Member:
        """Write one member, and return what it came to be."""
        info = zipfile.ZipInfo(name, self._date)
        info.external_attr = 0o600 << 16
        digest, size = hashlib.sha256(), 0
        with self._zip.open(info, "w", force_zip64=True) as member:
            for chunk in chunks:
                member.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self.members[name] = Member(size, digest.hexdigest())
        return self.members[name]

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest, and close the zip."""
        text = manifest.as_json().encode()
        info = zipfile.ZipInfo(MANIFEST, self._date)
        info.external_attr = 0o600 << 16
        self._zip.writestr(info, text)
        self._zip.close()


def about() -> list[bytes]:
    """Return what a person who opens the file is told."""
    return [_WORDS.encode()]


class Reader:
    """A backup that is open for reading."""

    def __init__(self, zipped: zipfile.ZipFile) -> None:
        """Read the manifest, and refuse what is not exactly as it says."""
        self._zip = zipped
        self._check_names()
        self.manifest = Manifest.from_json(self._read_manifest())
        self._check_members()

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a member's content; its end is reached only if all of it was as it should be."""
        expected = self.manifest.members[name]
        digest, size = hashlib.sha256(), 0
        for chunk in self._chunks(name):
            digest.update(chunk)
            size += len(chunk)
            yield chunk
        if (size, digest.hexdigest()) != (expected.size, expected.sha256):
            raise _damaged(f"{name} is not what was written")

    def _chunks(self, name: str) -> Iterator[bytes]:
        try:
            with self._zip.open(name) as member:
                while chunk := member.read(CHUNK):
                    yield chunk
        except _UNREADABLE:
            raise _damaged(f"{name} cannot be read") from None

    def verify(self) -> None:
        """Read everything once, and refuse the file if a single byte is other than it was."""
        for name in self.manifest.members:
            for _chunk in self.chunks(name):
                pass

    def _check_names(self) -> None:
        entries = self._zip.infolist()
        names = [entry.filename for entry in entries]
        if MANIFEST not in names:
            raise BackupError("This is not a backup of varv: it has no manifest.")
        if len(names) > len(set(names)):
            raise _damaged("something is in it twice")
        for entry in entries:
            if entry.filename not in {MANIFEST, README, DUMP} and not _blob(entry.filename):
                raise _damaged(f"{entry.filename!r} does not belong in it")
            if entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & 1:
                raise _damaged(f"{entry.filename!r} is packed in a way that varv does not use")

    def _read_manifest(self) -> bytes:
        if self._zip.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
            raise _damaged("its manifest is too large")
        try:
            return self._zip.read(MANIFEST)
        except _UNREADABLE:
            raise _damaged("its manifest cannot be read") from None

    def _check_members(self) -> None:
        present = {entry.filename: entry.file_size for entry in self._zip.infolist()}
        del present[MANIFEST]
        expected = {name: member.size for name, member in self.manifest.members.items()}
        if lost := sorted(set(expected) - set(present)):
            raise _damaged(f"{lost[0]} is missing from it")
        if strange := sorted(set(present) - set(expected)):
            raise _damaged(f"{strange[0]!r} does not belong in it")
        if DUMP not in present:
            raise _damaged(f"{DUMP} is missing from it")
        for name, member in self.manifest.members.items():
            if present[name] != member.size or not _SHA256.fullmatch(member.sha256):
                raise _damaged(f"{name} is not what was written")


@contextmanager
def opened(path: Path) -> Iterator[Reader]:
    """Open a backup; its manifest and the names in it are sound, its contents not yet read."""
    try:
        zipped = zipfile.ZipFile(path)
    except FileNotFoundError:
        raise BackupError(f"There is no file {path}.") from None
    except _UNREADABLE:
        raise BackupError(
            f"{path} is no whole backup: it is cut off, damaged, or something else. "
            "Nothing was changed."
        ) from None
    with zipped:
        yield Reader(zipped)


def blob_name(sha256: str) -> str:
    """Return what a stored file is called in a backup: as in the data folder."""
    return f"files/{sha256[:2]}/{sha256[2:]}"


def _blob(name: str) -> str | None:
    """Return the fingerprint that a member is named by, or None where it is no stored file."""
    found = _BLOB.fullmatch(name)
    return found[1] + found[2] if found else None


def _damaged(what: str) -> BackupError:
    return BackupError(f"The backup is damaged: {what}. Nothing was changed.")
