"""A PostgreSQL server of our own, out of the wheel, with its data below ``VARV_HOME/postgres``.

The server is reached by a Unix socket in a closed folder only, never by network. The program logs
in as the role ``varv``, which is no superuser and may do one thing more than own its database:
create others, for tests that clone it. Nobody logs in as superuser; what needs one is done in
PostgreSQL's single-user mode before the server starts.
"""

import contextlib
import fcntl
import os
import secrets
import shutil
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from varv.cli import account as accounts
from varv.cli.account import MAJOR, ServerError

__all__ = ["Server", "ServerError", "check_database"]

ROLE = DATABASE = "varv"
SUPERUSER = "postgres"
OLDEST_SUPPORTED = 170_000
DATA = "data"
READY = "data.ready"  # brought over from another version, and about to become the data
PORT = 5432  # only names the socket file
LONGEST_SOCKET_PATH = 103 if sys.platform == "darwin" else 107
SECONDS_TO_START = 60
LARGEST_LOG = 10_000_000
ACCESS = f"""\
# Written by varv: one role, one socket, no network.
local all {ROLE} scram-sha-256
local all all reject
"""


@dataclass(frozen=True)
class Postmaster:
    """What ``postmaster.pid`` says about the server; it may be long dead."""

    pid: int
    socket: Path

    @classmethod
    def read(cls, data: Path) -> "Postmaster | None":
        """Return what the file in ``data`` says, or None where it is missing or cut off."""
        try:
            lines = (data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
            return cls(pid=int(lines[0]), socket=Path(lines[4].strip()))
        except (FileNotFoundError, IndexError, ValueError):
            return None

    def is_alive(self, data: Path) -> bool:
        """Tell whether the process id still belongs to the server of ``data``; ids are reused."""
        try:
            process = psutil.Process(self.pid)
            if process.name() != "postgres" or process.status() == psutil.STATUS_ZOMBIE:
                return False
            return str(data) in process.cmdline()
        except psutil.NoSuchProcess:
            return False
        except psutil.AccessDenied:  # macOS shows root's account nothing but the name
            return True


class Server:
    """The PostgreSQL server of one data folder; any number of processes may hold one of these."""

    def __init__(
        self,
        home: Path,
        *,
        durable: bool = True,
        say: Callable[[str], None] = lambda _text: None,
        part: str = DATA,
    ) -> None:
        """Name the server below ``home``. ``durable=False`` trades safety for speed, for tests.

        ``part`` is the folder of its data: another one only while a new version takes over.
        """
        self.part = part
        self.home = home.expanduser().resolve()
        self.durable = durable
        self.say = say

    @property
    def folder(self) -> Path:
        """The folder with data, socket and log."""
        return (self.home / "postgres").resolve()

    @property
    def data(self) -> Path:
        """PostgreSQL's own data folder."""
        return self.folder / self.part

    @property
    def log(self) -> Path:
        """The server's log."""
        return self.folder / ("log" if self.part == DATA else f"log-{self.part}")

    @property
    def _password_file(self) -> Path:
        return self.home / "database_password"

    def start(self) -> str:
        """Start the server, or adopt the one that runs, and return the URL of the database."""
        account = accounts.current()
        with self.said_plainly(), self.one_at_a_time():
            self._prepare_folder(account)
            self._check_data()
            programs = accounts.programs(account)
            if not self.data.exists():
                self.create(account, programs)
            if not self._password_file.exists():
                self._replace_password(account, programs)
            url = self._url_if_answering() or self.launch(account, programs)
        check_database(url)
        return url

    def stop(self, *, unless_in_use: bool = False) -> bool:
        """Stop the server; return whether it is stopped.

        ``unless_in_use`` leaves it alone while somebody else is connected.
        """
        if not self.data.exists():
            return True
        with self.said_plainly(), self.one_at_a_time():
            if unless_in_use and self.connections():
                return False
            account = accounts.current()
            self.halt(account, accounts.programs(account))
        return True

    def is_alive(self) -> bool:
        """Tell whether the server's process is there, whether or not it answers."""
        found = Postmaster.read(self.data)
        return found is not None and found.is_alive(self.data)

    def running(self) -> bool:
        """Tell whether the server answers."""
        return self.url() is not None

    def url(self) -> str | None:
        """Return the URL of the database if the server answers."""
        return self._url_if_answering()

    @contextlib.contextmanager
    def lent(self) -> Iterator[str]:
        """Have the server run for a while, and leave it as it was found."""
        was_running = self.running()
        try:
            yield self.start()
        finally:
            if not was_running:
                self.stop(unless_in_use=True)

    # -- the folder ---------------------------------------------------------------------------

    def _prepare_folder(self, account: accounts.Account) -> None:
        link = self.home / "postgres"
        if account.lent and (closed := accounts.closed_ancestor(link)):
            self._place_outside(link, closed, account)
        elif not link.exists():
            link.mkdir(mode=0o700)
            account.own(link)
        if self.folder.stat().st_uid != account.uid:
            raise ServerError(
                f"{self.folder} belongs to another account. Run varv as the account that made it, "
                "or choose another VARV_HOME. Nothing was changed."
            )

    def _place_outside(self, link: Path, closed: Path, account: accounts.Account) -> None:
        if not link.is_symlink():
            if link.exists():
                raise ServerError(
                    f"PostgreSQL does not run as root, and its account cannot pass {closed} to "
                    f"reach {link}. Allow others to pass (chmod o+x {closed}), or move VARV_HOME."
                )
            link.symlink_to(accounts.outside_folder(account))
            self.say(
                f"Only its owner may pass {closed}, and PostgreSQL does not run as root: "
                f"the database is kept in {self.folder}, to which {link} links."
            )
        elif not link.exists():
            raise ServerError(
                f"{link} links to {link.readlink()}, which is gone. Bring that folder back, or "
                f"remove the link to begin with an empty database."
            )

    def _check_data(self) -> None:
        for leftover in self.folder.glob("making-*"):  # a start that was killed half-way
            shutil.rmtree(leftover)
        if not self.data.exists() and (self.folder / READY).exists():
            (self.folder / READY).rename(self.data)  # an upgrade that was killed at its last step
        if not self.data.exists():
            return
        version = self.version()
        if version == str(MAJOR) and (self.data / "global" / "pg_control").exists():
            return
        if version.isdigit() and version != str(MAJOR):
            raise ServerError(
                f"{self.data} is from PostgreSQL {version}; this varv runs PostgreSQL {MAJOR}. "
                "Nothing was changed. Bring the data over with: varv upgrade-database"
            )
        raise ServerError(
            f"{self.data} is damaged or is no PostgreSQL data folder. Nothing was changed. Move it "
            "away and put a backup back (varv restore FILE), or choose another VARV_HOME."
        )

    def version(self) -> str:
        """Return the major version of the data, as the data says; empty where it does not."""
        try:
            return (self.data / "PG_VERSION").read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            return ""

    def create(self, account: accounts.Account, programs: Path, password: str = "") -> None:
        """Make the data in a folder beside its place, so that what has the name is whole.

        The role gets ``password``, or a new one.
        """
        making = Path(tempfile.mkdtemp(prefix="making-", dir=self.folder))
        account.own(making)
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        access = ["--auth=reject", "--username", SUPERUSER]
        sync = [] if self.durable else ["--no-sync"]
        self._run(
            account,
            [programs / "initdb", "-D", making, "--encoding=UTF8", *locale, *access, *sync],
            "The database could not be made",
        )
        hba = making / "pg_hba.conf"
        hba.write_text(ACCESS, encoding="utf-8")
        password = password or self._new_password()
        self._single_user(
            account,
            programs,
            making,
            f"CREATE ROLE {ROLE} LOGIN CREATEDB NOSUPERUSER NOCREATEROLE PASSWORD '{password}'",
            f"CREATE DATABASE {DATABASE} OWNER {ROLE}",
        )
        making.rename(self.data)

    def _new_password(self) -> str:
        password = secrets.token_urlsafe(32)
        made = self.home / f"database_password.{os.getpid()}"
        made.touch(mode=0o600)
        made.write_text(password, encoding="ascii")
        made.rename(self._password_file)
        return password

    def _replace_password(self, account: accounts.Account, programs: Path) -> None:
        self.halt(account, programs)
        password = self._new_password()
        self.say(f"{self._password_file} was missing: the database got a new password.")
        self._single_user(account, programs, self.data, f"ALTER ROLE {ROLE} PASSWORD '{password}'")

    # -- the process --------------------------------------------------------------------------

    def password(self) -> str:
        """Return the password of the role."""
        return self._password_file.read_text(encoding="ascii").strip()

    def launch(self, account: accounts.Account, programs: Path) -> str:
        """Start the server of the data and return the URL of the database."""
        last = Postmaster.read(self.data)
        self._wait_for_leftover()
        if self.log.exists() and self.log.stat().st_size > LARGEST_LOG:
            self.log.replace(self.log.with_suffix(".old"))
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self._socket_folder(account, last)),
            "unix_socket_permissions": "0700",
            "port": str(PORT),
            "log_min_messages": "warning",
        }
        if not self.durable:
            options |= {"fsync": "off", "full_page_writes": "off"}
        line = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        self._run(
            account,
            [*self._control(programs, "start"), "-l", self.log, "-o", line],
            "PostgreSQL did not start",
        )
        url = self._url_if_answering()
        if url is None:
            raise ServerError(f"PostgreSQL started but does not answer. See {self.log}")
        return url

    def _wait_for_leftover(self) -> None:
        """Let a server that is just starting or stopping finish; forget one that is gone."""
        deadline = time.monotonic() + SECONDS_TO_START
        while (found := Postmaster.read(self.data)) and found.is_alive(self.data):
            if self._url_if_answering():
                return
            if time.monotonic() > deadline:
                raise ServerError(
                    f"A PostgreSQL (process {found.pid}) holds {self.data} but does not answer. "
                    f"See {self.log}"
                )
            time.sleep(0.1)
        self._forget_dead()

    def _forget_dead(self) -> None:
        """Remove the file of a dead server: PostgreSQL takes any process with that id for it."""
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _socket_folder(self, account: accounts.Account, last: Postmaster | None) -> Path:
        """Return where the socket is: where it was, so that whoever used it finds it again."""
        folder = self.folder / ("socket" if self.part == DATA else f"socket-{self.part}")
        if len(os.fsencode(folder / f".s.PGSQL.{PORT}.lock")) <= LONGEST_SOCKET_PATH:
            pass
        elif last and _is_closed_to_others(last.socket, account):
            folder = last.socket
        else:
            folder = Path(tempfile.mkdtemp(prefix="varv-", dir=_short_temporary_folder()))
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)
        account.own(folder)
        return folder

    def halt(self, account: accounts.Account, programs: Path) -> None:
        """Stop the server, if it runs, by the programs of its version."""
        found = Postmaster.read(self.data)
        if found is None or not found.is_alive(self.data):
            self._forget_dead()
            return
        self._run(
            account,
            [*self._control(programs, "stop"), "-m", "fast"],
            "PostgreSQL did not stop",
        )
        if self.folder not in found.socket.parents:
            shutil.rmtree(found.socket, ignore_errors=True)

    def connections(self) -> int:
        """Return how many others are connected."""
        url = self._url_if_answering()
        if url is None:
            return 0
        with psycopg.connect(url) as connection:
            row = connection.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            ).fetchone()
        return int(row[0]) if row else 0

    def _url_if_answering(self) -> str | None:
        """Return the URL if a server answers that knows our password; an id proves nothing."""
        found = Postmaster.read(self.data)
        if found is None or not self._password_file.exists():
            return None
        password = self.password()
        url = f"postgresql://{ROLE}:{password}@/{DATABASE}?host={quote(str(found.socket))}"
        try:
            psycopg.connect(url, connect_timeout=5).close()
        except psycopg.OperationalError:
            return None
        return url

    def _control(self, programs: Path, act: str) -> list[str | Path]:
        patience = ["-w", "-t", str(SECONDS_TO_START)]
        return [programs / "pg_ctl", act, "-s", *patience, "-D", self.data]

    # -- helpers ------------------------------------------------------------------------------

    def _single_user(
        self, account: accounts.Account, programs: Path, data: Path, *statements: str
    ) -> None:
        self._run(
            account,
            [programs / "postgres", "--single", "-j", "-D", data, "postgres"],
            "The database could not be set up",
            typed="".join(f"{statement};\n\n" for statement in statements),
        )

    def _run(
        self, account: accounts.Account, command: list[str | Path], failure: str, typed: str = ""
    ) -> None:
        kept = {k: v for k, v in os.environ.items() if k in {"PATH", "TMPDIR", "TZ"}}
        done = subprocess.run(  # noqa: S603
            [str(part) for part in command],
            input=typed,
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            env=kept | {"LC_ALL": "C"},
            **account.process(),
        )
        wrong = done.returncode != 0 or "ERROR:" in done.stderr or "FATAL:" in done.stderr
        if wrong:
            told = (done.stderr + done.stdout).strip().splitlines()[-8:]
            raise ServerError("\n".join([f"{failure}:", *told, *self._end_of_log()]))

    def _end_of_log(self) -> list[str]:
        try:
            lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:
            return []
        return [f"The end of {self.log}:", *lines[-8:]]

    @contextlib.contextmanager
    def one_at_a_time(self) -> Iterator[None]:
        """Hold the lock of the data folder."""
        # As root the server's account must pass the folder to reach its data; it lists nothing.
        self.home.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
        with (self.home / "postgres.lock").open("w", encoding="ascii") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @contextlib.contextmanager
    def said_plainly(self) -> Iterator[None]:
        """Turn what the system says against a folder into a ServerError."""
        try:
            yield
        except OSError as error:
            where = error.filename or self.home
            raise ServerError(f"{where}: {error.strerror or error}") from error


def _is_closed_to_others(folder: Path, account: accounts.Account) -> bool:
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == account.uid and not found.st_mode & 0o077


def _short_temporary_folder() -> Path:
    usual = Path(tempfile.gettempdir())
    return usual if len(os.fsencode(usual)) < LONGEST_SOCKET_PATH - 40 else Path("/tmp")  # noqa: S108


def check_database(url: str) -> None:
    """Refuse a database that is too old or whose letter rules do not know Swedish."""
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            version = connection.info.server_version
            row = connection.execute("SELECT lower('ÅRE'), getdatabaseencoding()").fetchone()
    except (OSError, psycopg.Error, UnicodeError) as error:
        raise ServerError(f"The database does not answer: {str(error).strip()}") from None
    if version < OLDEST_SUPPORTED:
        raise ServerError(f"varv needs PostgreSQL 17 or later; this is {version // 10_000}.")
    if row != ("åre", "UTF8"):
        raise ServerError(
            "This database does not know Swedish letters: lower('ÅRE') is "
            f"{row[0] if row else None!r}, encoding {row[1] if row else None}. Create it anew, "
            "for example with: CREATE DATABASE varv TEMPLATE template0 ENCODING 'UTF8' "
            "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
        )
