"""Taking a backup while the program runs.

Everything is of one moment: pg_dump, the counts and the list of stored files share one snapshot of
the database. A stored file is written before the row that names it and never changed, so the
files that the snapshot names can be copied after it was taken.
"""

import contextlib
import errno
import hashlib
import hmac
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, LiteralString

import psycopg

from varv import __version__
from varv.web.backup import archive, programs
from varv.web.backup.archive import Manifest
from varv.web.backup.errors import BackupError
from varv.web.backup.server import CHUNK, Database

ENDING_WHILE_WRITING = ".part"


@dataclass(frozen=True)
class Instance:
    """What is backed up: a database, the folder of its files, and the key that signs its links."""

    database: Database
    files: Path
    secret_key: str
    rehearsal: bool = False

    def blob(self, sha256: str) -> Path:
        """Return where a stored file lies or would lie."""
        return self.files / sha256[:2] / sha256[2:]

    @property
    def key_mark(self) -> str:
        """Tell one key from another, and nothing about either."""
        return hmac.new(self.secret_key.encode(), b"varv backup", hashlib.sha256).hexdigest()[:8]


def take(instance: Instance, target: Path) -> Manifest:
    """Write a backup of ``instance`` to ``target``, a name that must be free."""
    if target.exists():
        raise BackupError(f"{target} exists already. A backup overwrites nothing.")
    with _written_whole(target) as stream:
        return _write(instance, stream)


def _write(instance: Instance, stream: IO[bytes]) -> Manifest:
    made_at = datetime.now(UTC)  # the real time, also of a rehearsal
    writer = archive.Writer(stream, made_at)
    writer.add(archive.README, archive.about())
    with instance.database.session(autocommit=False) as connection:
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        if not _text(connection, "SELECT to_regclass('files_file')"):
            raise BackupError("There is nothing to back up: the database has no tables of varv.")
        snapshot = _text(connection, "SELECT pg_export_snapshot()")
        tools = programs.for_server(connection.info.server_version // 10_000)
        with contextlib.closing(instance.database.dump(tools, snapshot=snapshot)) as chunks:
            writer.add(archive.DUMP, chunks)
        missing = _add_files(instance, writer, _blobs(connection))
        manifest = Manifest(
            varv=__version__,
            made_at=made_at,
            postgresql=_text(connection, "SHOW server_version"),
            pg_dump=tools.version,
            rehearsal=instance.rehearsal,
            secret_key=instance.key_mark,
            migrations=_migrations(connection),
            rows=instance.database.rows(connection),
            missing=missing,
            members=writer.members,
        )
    writer.finish(manifest)
    return manifest


def _add_files(instance: Instance, writer: archive.Writer, blobs: list[str]) -> list[str]:
    """Copy the stored files; return those that are not there, which is no reason to stop."""
    missing = []
    for sha256 in blobs:
        try:
            stream = instance.blob(sha256).open("rb")
        except FileNotFoundError:
            missing.append(sha256)
            continue
        with stream:
            writer.add(archive.blob_name(sha256), _chunks(stream))
    return missing


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk


def _blobs(connection: psycopg.Connection) -> list[str]:
    # By way of JSON, so that a database from before the column can be backed up too.
    kept = "to_jsonb(f) ->> 'destroyed_at' IS NULL"
    rows = connection.execute(
        f"SELECT DISTINCT sha256 FROM files_file f WHERE {kept} ORDER BY 1"  # noqa: S608 - our own
    ).fetchall()
    return [sha256 for (sha256,) in rows]


def _migrations(connection: psycopg.Connection) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    rows = connection.execute("SELECT app, name FROM django_migrations ORDER BY app, name, id")
    for app, name in rows:
        found.setdefault(app, []).append(name)
    return found


def _text(connection: psycopg.Connection, query: LiteralString) -> str:
    row = connection.execute(query).fetchone()
    return str(row[0] or "") if row else ""


@contextlib.contextmanager
def _written_whole(target: Path) -> Iterator[IO[bytes]]:
    """Write beside the target, readable by its owner only; it gets its name when it is whole."""
    writing = target.with_name(f".{target.name}{ENDING_WHILE_WRITING}")
    try:
        writing.unlink(missing_ok=True)  # a backup that was killed
        descriptor = os.open(writing, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise BackupError(f"{target} cannot be written: {error.strerror}.") from error
    try:
        with os.fdopen(descriptor, "w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _name(writing, target)
    except OSError as error:
        raise BackupError(_no_room(target, error)) from error
    finally:
        writing.unlink(missing_ok=True)


def _name(written: Path, target: Path) -> None:
    """Give the file its name, unless somebody else took the name meanwhile."""
    try:
        os.link(written, target)
    except FileExistsError:
        raise BackupError(f"{target} exists already. A backup overwrites nothing.") from None
    except OSError:  # a file system without links
        written.rename(target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _no_room(target: Path, error: OSError) -> str:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return f"There is no room for {target}: {error.strerror}. Nothing was left behind."
    where = error.filename or target
    return f"The backup could not be written: {where}: {error.strerror or error}."


def remarks(manifest: Manifest) -> list[str]:
    """Return what the person should know about a backup that was taken."""
    found = []
    if manifest.missing:
        found.append(
            f"{len(manifest.missing)} stored files are not in the data folder, so they are not in "
            "the backup either. See: varv doctor --thorough"
        )
    if manifest.damaged:
        found.append(
            f"{len(manifest.damaged)} stored files have changed since they were stored; they were "
            "copied as they are. See: varv doctor --thorough"
        )
    return found
