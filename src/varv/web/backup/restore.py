"""Putting a backup back: proved whole first, laid beside what is there, and then put in its place.

The new database is made under another name on the same server, filled, brought up to date and
proved; then both change names in one transaction. Where the role may not make databases, an empty
one is filled in place. Stored files are named by their content, so those of the backup are added
to those that are there; what the new database does not name is removed only when it is in place.
"""

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from varv.web.backup import archive, programs
from varv.web.backup.archive import Manifest, Reader
from varv.web.backup.errors import BackupError
from varv.web.backup.server import Database
from varv.web.backup.take import Instance

MAINTENANCE = ("postgres", "template1")
LOCALE = (
    "TEMPLATE template0 ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
)
#: A database that holds any of these has been used.
TELLING = ("people_user", "people_region", "registry_event", "registry_case")


@dataclass(frozen=True)
class Place:
    """Where the new database is filled: beside the old one, or in an empty one itself."""

    target: Database
    maintenance: Database | None

    @property
    def filled(self) -> Database:
        """The database that is filled."""
        if self.maintenance is None:
            return self.target
        return self.target.sibling(_named(self.target, "restoring"))

    @property
    def replaced(self) -> Database:
        """What the old one is called for the moment between the new one's coming and its going."""
        return self.target.sibling(_named(self.target, "replaced"))


def place_for(target: Database, *, replace: bool) -> Place:
    """Find out how ``target`` can be restored to, and refuse where it should not be."""
    with target.session() as session:
        others = _others(session)
        used = _is_used(session)
    if others:
        raise BackupError(
            f"{others} connections are open on the database {target.name}: a web server, a worker, "
            "or somebody looking. Stop them first."
        )
    if used and not replace:
        raise BackupError(
            f"The database {target.name} is not empty. Nothing was changed. To replace what is in "
            "it by the backup: varv restore FILE --replace"
        )
    place = Place(target, _maintenance(target))
    if used and place.maintenance is None:
        raise BackupError(
            f"The role may not make databases, so what is in {target.name} cannot be kept until "
            "the backup is in its place. Let it (ALTER ROLE ... CREATEDB), or make an empty "
            "database and point VARV_DATABASE_URL to it. Nothing was changed."
        )
    return place


def refuse_newer(manifest: Manifest, known: set[tuple[str, str]]) -> None:
    """Refuse a backup whose tables this version does not know."""
    made = {(app, name) for app, names in manifest.migrations.items() for name in names}
    if strange := sorted(made - known):
        app, name = strange[0]
        raise BackupError(
            f"The backup was made by a newer varv ({manifest.varv}): this one does not know the "
            f"migration {app} {name}. Install that version, or a later one, and restore with it. "
            "Nothing was changed."
        )


def refuse_without_room(manifest: Manifest, files: Path) -> None:
    """Refuse where the stored files would not fit, before any is written."""
    files.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(files).free
    if manifest.bytes_of_files > free:
        raise BackupError(
            f"The stored files need {manifest.bytes_of_files:,} bytes and {files} has {free:,} "
            "left. Nothing was changed."
        )


def restore(
    reader: Reader, instance: Instance, place: Place, *, bring_up_to_date: Callable[[], None]
) -> None:
    """Put the backup in the place of what is there.

    ``bring_up_to_date`` migrates the new database and proves it, before it takes its place. If
    anything fails until then, everything is as it was.
    """
    tools = _tools(reader.manifest, place)
    with _undone_on_failure(place), _files_laid_out(reader, instance):
        _make(place)
        place.filled.load(tools, reader.chunks(archive.DUMP))
        _compare(reader.manifest, place.filled)
        bring_up_to_date()
        with place.filled.session() as session:
            session.execute("ANALYZE")
        _swap(place)
    _drop(place, place.replaced)
    _remove_others(instance.files, set(reader.manifest.blobs))


def _tools(manifest: Manifest, place: Place) -> programs.Programs:
    with place.target.session() as session:
        server = session.info.server_version // 10_000
    return programs.for_server(server, dumped_by=int(manifest.pg_dump.split(".")[0]))


# -- the database ---------------------------------------------------------------------------------


def _others(session: psycopg.Connection) -> int:
    row = session.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
        " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    ).fetchone()
    return int(row[0]) if row else 0


def _is_used(session: psycopg.Connection) -> bool:
    present = session.execute(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    ).fetchall()
    names = {name for (name,) in present}
    if names and "django_migrations" not in names:
        return True  # somebody else's tables
    return any(
        session.execute(sql.SQL("SELECT 1 FROM {} LIMIT 1").format(sql.Identifier(name))).fetchone()
        for name in names.intersection(TELLING)
    )


def _maintenance(target: Database) -> Database | None:
    """Return a database to work from, if the role may make databases and rename the target."""
    with target.session() as session:
        row = session.execute(
            "SELECT (r.rolcreatedb OR r.rolsuper) AND pg_has_role(d.datdba, 'MEMBER')"
            " FROM pg_roles r, pg_database d"
            " WHERE r.rolname = current_user AND d.datname = current_database()"
        ).fetchone()
    if not row or not row[0]:
        return None
    for name in MAINTENANCE:
        with contextlib.suppress(BackupError), target.sibling(name).session():
            return target.sibling(name)
    return None


def _make(place: Place) -> None:
    if place.maintenance is None:
        _empty(place.target)
        return
    for old in (place.filled, place.replaced):  # a restore that was killed
        _drop(place, old)
    with place.maintenance.session() as session:
        create = sql.SQL("CREATE DATABASE {} " + LOCALE)
        session.execute(create.format(sql.Identifier(place.filled.name)))


def _empty(database: Database) -> None:
    """Remove what `varv migrate` makes in a database that nobody has used yet."""
    with database.session(autocommit=False) as session:
        session.execute("DROP SCHEMA public CASCADE")
        session.execute("CREATE SCHEMA public")
        session.execute("GRANT USAGE ON SCHEMA public TO PUBLIC")
        session.commit()


def _compare(manifest: Manifest, database: Database) -> None:
    with database.session() as session:
        found = database.rows(session)
    wrong = sorted(name for name in manifest.rows if manifest.rows[name] != found.get(name))
    if wrong:
        raise BackupError(
            f"The table {wrong[0]} has {found.get(wrong[0])} rows after reading it in, not "
            f"{manifest.rows[wrong[0]]}. Nothing was changed."
        )


def _swap(place: Place) -> None:
    if place.maintenance is None:
        return
    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    steps = [(place.target, place.replaced), (place.filled, place.target)]
    with place.maintenance.session(autocommit=False) as session:
        for old, new in steps:
            session.execute(rename.format(sql.Identifier(old.name), sql.Identifier(new.name)))
        session.commit()


def _drop(place: Place, database: Database) -> None:
    if place.maintenance is None:
        return
    with place.maintenance.session() as session:
        session.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database.name))
        )


@contextlib.contextmanager
def _undone_on_failure(place: Place) -> Iterator[None]:
    try:
        yield
    except BaseException:
        with contextlib.suppress(BackupError):  # the first failure is the one to tell
            if place.maintenance is None:
                _empty(place.target)
            else:
                _drop(place, place.filled)
        raise


def _named(database: Database, what: str) -> str:
    return f"{database.name[:50]}_{what}"


# -- the files ------------------------------------------------------------------------------------


@contextlib.contextmanager
def _files_laid_out(reader: Reader, instance: Instance) -> Iterator[None]:
    """Lay the backup's files beside those that are there; take them away again on failure."""
    added: list[Path] = []
    try:
        for sha256, name in reader.manifest.blobs.items():
            path = instance.blob(sha256)
            if not _is_there(path, {sha256, reader.manifest.members[name].sha256}):
                existed = path.exists()
                _lay(reader, name, path)
                if not existed:
                    added.append(path)
        yield
    except OSError as error:
        _take_away(added)
        raise BackupError(
            f"The stored files could not be written: {error.strerror or error}. "
            "Everything is as it was."
        ) from error
    except BaseException:
        _take_away(added)
        raise


def _is_there(path: Path, good: set[str]) -> bool:
    if not path.exists():
        return False
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() in good


def _lay(reader: Reader, name: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as stream:
            for chunk in reader.chunks(name):
                stream.write(chunk)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _take_away(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


def _remove_others(files: Path, kept: set[str]) -> None:
    """Remove the stored files that only the replaced database named."""
    for path in files.glob("[0-9a-f][0-9a-f]/*"):
        if path.parent.name + path.name not in kept:
            path.unlink()
