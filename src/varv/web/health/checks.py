"""The register of all checks, and running them."""

import contextlib
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import psycopg
from psycopg.errors import UndefinedColumn, UndefinedTable

from varv.web.backup import instance
from varv.web.health import database, kept, machine, setup, work
from varv.web.health.findings import Check, Finding, Level, Scope, wrong

SECONDS_TO_CONNECT, MILLISECONDS_TO_ANSWER = 3, 5_000
SECONDS_REMEMBERED = 5

CHECKS = (
    Check("database", database.answers, part="database", needs_database=False),
    Check("role", database.role),
    Check("letters", database.letters),
    Check("tables", database.migrations, part="database"),
    Check("worker", work.worker, part="worker"),
    Check("jobs", work.jobs),
    Check("schedule", work.schedule, part="schedule"),
    Check("mail", work.mail, part="mail"),
    Check("mail server", setup.mail_server),
    Check("mailbox", setup.mailbox_read),
    Check("disk", machine.disk, part="disk", needs_database=False),
    Check("clock", machine.clocks),
    Check("backup", kept.backup, part="backup"),
    Check("files", kept.files),
    Check("log", kept.log),
    Check("secrets", setup.secrets, needs_database=False),
    Check("production", setup.production, needs_database=False),
    Check("styles", setup.static, needs_database=False),
)


def examine(
    checks: Iterable[Check] = CHECKS, *, thorough: bool = False, mail_to: str = ""
) -> Iterator[tuple[Check, Finding]]:
    """Run ``checks`` one after the other and yield what each finds.

    A check that cannot be made is itself something wrong; it holds up no other.
    """
    with _scope(thorough=thorough, mail_to=mail_to) as scope:
        for check in checks:
            if check.needs_database and scope.database is None:
                continue
            try:
                yield from ((check, finding) for finding in check.examine(scope))
            except Exception as error:  # noqa: BLE001 - told as a finding
                yield check, _not_made(error)


def _not_made(error: Exception) -> Finding:
    # Django wraps what psycopg raises.
    if isinstance(error.__cause__ or error, UndefinedTable | UndefinedColumn):
        return wrong("The tables to look in are not there.", "varv migrate")
    return wrong(f"This could not be checked: {error}", "Mend the others first.")


@contextlib.contextmanager
def _scope(*, thorough: bool, mail_to: str) -> Iterator[Scope]:
    try:
        connection = psycopg.connect(
            instance.current().database.url, autocommit=True, connect_timeout=SECONDS_TO_CONNECT
        )
        if not thorough:
            connection.execute(f"SET statement_timeout = {MILLISECONDS_TO_ANSWER:d}")
    except (psycopg.Error, OSError) as error:
        yield Scope(None, trouble=str(error).strip(), thorough=thorough, mail_to=mail_to)
        return
    with contextlib.closing(connection):
        yield Scope(connection, thorough=thorough, mail_to=mail_to)


@dataclass(frozen=True)
class Summary:
    """Yes or no for each part: no more than a stranger may know."""

    parts: dict[str, bool]

    @property
    def ok(self) -> bool:
        """Whether all parts are well."""
        return all(self.parts.values())


def summarise() -> Summary:
    """Run the quick checks and return yes or no for each part; warnings are not for machines."""
    quick = [check for check in CHECKS if check.part]
    parts: dict[str, bool] = {}
    for check, finding in examine(quick):
        parts[check.part] = parts.get(check.part, True) and finding.level < Level.WRONG
    return Summary({check.part: parts.get(check.part, False) for check in quick})


class Remembered:
    """The last summary, for some seconds: however often it is asked for, it costs little."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._at = float("-inf")
        self._summary = Summary({})

    def get(self) -> Summary:
        """Return a summary that is a few seconds old at most."""
        with self._lock:
            if time.monotonic() - self._at > SECONDS_REMEMBERED:
                self._summary, self._at = summarise(), time.monotonic()
            return self._summary

    def forget(self) -> None:
        """Look again the next time."""
        self._at = float("-inf")


remembered = Remembered()
