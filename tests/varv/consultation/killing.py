"""Processes of their own that work on the test's database, to be killed in the middle."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests.varv.processes import database_url

ROOT = Path(__file__).resolve().parents[3]


def begun(program: str) -> subprocess.Popen[str]:
    """Start Django in a process of its own, and the program in it."""
    return subprocess.Popen(
        [sys.executable, "-c", f"import django\ndjango.setup()\n{program}"],
        env={
            **os.environ,
            "VARV_FILES": str(settings.FILES_FOLDER),
            "DJANGO_SETTINGS_MODULE": "varv.web.settings",
            "VARV_DATABASE_URL": database_url(),
            "PYTHONPATH": str(ROOT / "src"),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def killed(process: subprocess.Popen[str]) -> str:
    """Kill it, wait until the database has noticed, and return what it said."""
    process.kill()
    said = process.communicate()[0]
    assert soon(is_alone)
    return said


def soon(condition: Callable[[], bool], seconds: float = 60) -> bool:
    """Wait until the condition holds; tell whether it did in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.005)
    return False


def is_alone() -> bool:
    """Tell whether nobody else is connected to the database."""
    return _asked("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()") == 1


def writes() -> bool:
    """Tell whether somebody else is in the middle of a transaction that writes."""
    in_the_middle = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND backend_xid IS NOT NULL"
    )
    return _asked(in_the_middle) > 0


def _asked(question: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]
