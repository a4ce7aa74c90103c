"""What most commands need before they do anything: Django, the data folder, a database."""

import contextlib
import fcntl
import os
import sys
import zoneinfo
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from varv.cli import say

if TYPE_CHECKING:
    from varv.cli.postgres import Server

SETTINGS = "varv.web.settings"


def require() -> None:
    """Stop with clear words where only the numbers are installed, not the platform."""
    try:
        import django  # noqa: F401 - Django is there or not: that is the question
        import psycopg  # noqa: F401
    except ImportError:
        say.stop("This command needs the platform. Install it with: pip install 'varv[web]'")


def home() -> Path:
    """Return the folder where data lives."""
    from varv.web import environment  # needs Django

    return environment.home()


def server() -> "Server":
    """Return our own PostgreSQL."""
    from varv.cli.postgres import Server  # needs psycopg

    return Server(home(), say=say.warning)


def set_up() -> None:
    """Load Django; the environment must be complete by now."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    os.environ.setdefault("VARV_HASHED_STATIC", "1")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        say.stop(str(error))


@contextlib.contextmanager
def database(*, start: bool) -> Iterator[None]:
    """Load Django with a database: VARV_DATABASE_URL, or our own.

    With ``start`` our own is started where it does not run, and stopped again afterwards.
    """
    require()
    with database_address(start=start) as url:
        os.environ["VARV_DATABASE_URL"] = url
        if found := _address_of_varv_up():
            os.environ.setdefault("VARV_BASE_URL", found)
        set_up()
        yield


def _address_of_varv_up() -> str | None:
    """Return where `varv up` runs on this data folder: there lead links in mail."""
    try:
        told = (home() / "varv.lock").read_text(encoding="utf-8")
    except OSError:
        return None
    _process, comma, url = told.partition(", ")
    return url if comma else None


@contextlib.contextmanager
def database_address(*, start: bool) -> Iterator[str]:
    """Have a database, as for ``database``, and tell its address; Django is not loaded."""
    from varv.cli.postgres import ServerError, check_database

    try:
        with contextlib.ExitStack() as stack:
            if url := os.environ.get("VARV_DATABASE_URL"):
                check_database(url)
            elif start:
                url = stack.enter_context(server().lent())
                stack.callback(forget_connections)
            elif not (url := server().url()):
                say.stop("There is no database. Set VARV_DATABASE_URL, or start varv with: varv up")
            yield url
    except ServerError as error:
        say.stop(str(error))


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Hold the data folder, so that no `varv up` runs on it or begins to."""
    home().mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
    with (home() / "varv.lock").open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            who = file.read() or "it is just starting"
            say.stop(f"varv is running for this VARV_HOME ({who}). Stop it first.")
        yield


def forget_connections() -> None:
    """Close the connections of this process, so that the server can see whether it is in use."""
    if "django.db" not in sys.modules:
        return
    from django.db import connections

    connections.close_all()
    for connection in connections.all(initialized_only=True):
        connection.close_pool()  # type: ignore[attr-defined]  # PostgreSQL's has it


def moment(text: str, time_zone: str | None) -> datetime:
    """Return the moment ``text`` names; without an offset it is read in ``time_zone``."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        say.stop(f"--rehearse must be like 2020-05-25T09:00, not {text!r}")
    if found.tzinfo is not None:
        return found
    if time_zone is None:
        say.stop(
            f"--rehearse {text}: in which time zone? Say --region too, "
            f"or give the offset, as in {text}+02:00"
        )
    return found.replace(tzinfo=zoneinfo.ZoneInfo(time_zone))
