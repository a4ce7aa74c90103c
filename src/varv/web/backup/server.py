"""A database by its address, and PostgreSQL's programs run on it."""

import contextlib
import os
import subprocess
import tempfile
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from varv.web.backup.errors import BackupError
from varv.web.backup.programs import Programs

CHUNK = 1 << 20


@dataclass(frozen=True)
class Database:
    """One database of a server."""

    url: str

    @property
    def name(self) -> str:
        """What it is called on its server."""
        parts = conninfo_to_dict(self.url)
        return str(parts.get("dbname") or parts.get("user") or "")

    def sibling(self, name: str) -> "Database":
        """Return another database on the same server."""
        return Database(make_conninfo(self.url, dbname=name))

    @contextlib.contextmanager
    def session(self, *, autocommit: bool = True) -> Iterator[psycopg.Connection]:
        """Have a connection; what PostgreSQL says against it becomes a BackupError."""
        try:
            with contextlib.closing(
                psycopg.connect(self.url, autocommit=autocommit, connect_timeout=10)
            ) as connection:
                yield connection
        except psycopg.Error as error:
            raise BackupError(f"The database {self.name}: {str(error).strip()}") from error

    def dump(self, programs: Programs, *, snapshot: str = "") -> Generator[bytes, None, None]:
        """Yield the whole database, as it is or was at ``snapshot``, in pg_dump's own format."""
        options = ["--format=custom", "--no-owner", "--no-privileges"]
        options += [f"--snapshot={snapshot}"] if snapshot else []
        command = [programs.named("pg_dump"), *options, f"--dbname={self._without_password()}"]
        with _said("The database could not be written out") as told:
            process = self._start(command, stdout=subprocess.PIPE, stderr=told)
            with _ended(process) as running:
                assert running.stdout is not None  # noqa: S101 - a pipe was asked for
                while chunk := running.stdout.read(CHUNK):
                    yield chunk
                _check(running)

    def load(self, programs: Programs, chunks: Iterable[bytes]) -> None:
        """Read a dump into this database: all of it, or nothing."""
        options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
        command = [programs.named("pg_restore"), *options, f"--dbname={self._without_password()}"]
        with _said("The database could not be read in") as told:
            process = self._start(command, stdin=subprocess.PIPE, stderr=told)
            with _ended(process) as running:
                assert running.stdin is not None  # noqa: S101 - a pipe was asked for
                # Who gives up early says why by its exit code and words, not by our broken pipe.
                with contextlib.suppress(BrokenPipeError):
                    for chunk in chunks:
                        running.stdin.write(chunk)
                with contextlib.suppress(BrokenPipeError):
                    running.stdin.close()
                _check(running)

    def rows(self, connection: psycopg.Connection) -> dict[str, int]:
        """Return how many rows each table has, as ``connection`` sees them."""
        tables = connection.execute(
            "SELECT c.relname FROM pg_class c WHERE c.relkind = 'r'"
            " AND c.relnamespace = 'public'::regnamespace ORDER BY 1"
        ).fetchall()
        count = sql.SQL("SELECT count(*) FROM {}")
        return {
            table: _one(connection, count.format(sql.Identifier("public", table)))
            for (table,) in tables
        }

    def _without_password(self) -> str:
        """Return the address as others on this machine may see it in the list of processes."""
        return make_conninfo(**{k: v for k, v in self._parts().items() if k != "password"})

    def _parts(self) -> dict[str, Any]:
        return conninfo_to_dict(self.url)

    def _start(self, command: list[str], **streams: Any) -> "subprocess.Popen[bytes]":
        environment = dict(os.environ) | {"LC_ALL": "C"}
        if password := self._parts().get("password"):
            environment["PGPASSWORD"] = str(password)
        return subprocess.Popen(command, env=environment, **streams)  # noqa: S603


def _one(connection: psycopg.Connection, query: sql.Composed) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0


def _check(process: "subprocess.Popen[bytes]") -> None:
    if code := process.wait():
        raise subprocess.CalledProcessError(code, process.args)


@contextlib.contextmanager
def _ended(process: "subprocess.Popen[bytes]") -> Iterator["subprocess.Popen[bytes]"]:
    """Leave no program behind, whatever happens to us meanwhile."""
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        with contextlib.suppress(BrokenPipeError):
            process.communicate()


@contextlib.contextmanager
def _said(failure: str) -> Iterator[Any]:
    """Collect what a program says, in a file so that no pipe fills up, and tell it if it fails."""
    with tempfile.TemporaryFile() as told:
        try:
            yield told
        except subprocess.CalledProcessError:
            told.seek(0)
            words = told.read().decode("utf-8", "replace").strip()
            raise BackupError(f"{failure}: {words}") from None
