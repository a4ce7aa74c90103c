"""What is kept: backups, stored files, the log."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from varv.files.blobs import path_of
from varv.registry.queries import verify_log
from varv.web.backup import schedule
from varv.web.health.findings import Finding, Scope, ok, warning, wrong

SAMPLE = 50
_LAST_GOOD = """
SELECT started_at, file, now() - started_at > %s * interval '1 second' FROM web_backuprun
WHERE error = '' ORDER BY started_at DESC LIMIT 1
"""
_LAST_ERROR = "SELECT error FROM web_backuprun ORDER BY started_at DESC LIMIT 1"
_MEND_BACKUP = "See that the worker runs and may write to VARV_BACKUP_DIR, or run: varv backup FILE"


def backup(scope: Scope) -> Iterator[Finding]:
    """Is there a fresh backup?"""
    asked = schedule.plan()
    if asked is None:
        yield _no_plan()
        return
    if asked.folder.is_dir() and not os.access(asked.folder, os.W_OK):
        yield wrong(f"{asked.folder} cannot be written to.", "Let the account of varv write there.")
    yield _newest(scope)


def _no_plan() -> Finding:
    if settings.REHEARSAL:
        return ok("A rehearsal: no backups are made by themselves.")
    return warning(
        "No backups are made by themselves.",
        "Set VARV_BACKUP_DIR, for the worker, to a folder on another disk or machine.",
    )


def _newest(scope: Scope) -> Finding:
    row = scope.connection.execute(_LAST_GOOD, [schedule.OLDEST_GOOD.total_seconds()]).fetchone()
    error = str((scope.connection.execute(_LAST_ERROR).fetchone() or ("",))[0])
    if row is None:
        return wrong(f"No backup has been made whole yet. {error}".strip(), _MEND_BACKUP)
    started, file, too_old = row
    said = f"The newest backup is of {started:%Y-%m-%d %H:%M} UTC."
    if too_old:
        return wrong(f"{said} {error}".strip(), _MEND_BACKUP)
    if Path(file).parent.is_dir() and not Path(file).exists():
        return wrong(f"The newest backup, {file}, is gone.", "Bring it back, or: varv backup FILE")
    if error:
        return warning(f"The last try at a backup failed: {error}", _MEND_BACKUP)
    return ok(said)


def files(scope: Scope) -> Iterator[Finding]:
    """Are the stored files there, and are they what was stored?"""
    rows = scope.connection.execute(
        "SELECT DISTINCT ON (sha256) sha256, name FROM files_file ORDER BY sha256, id"
    ).fetchall()
    there = [(sha256, name) for sha256, name in rows if path_of(sha256).exists()]
    gone = [name for sha256, name in rows if not path_of(sha256).exists()]
    # Fingerprints are as good as chance: every n-th of them is a fair sample.
    read = there if scope.thorough else there[:: max(len(there) // SAMPLE, 1)]
    changed = [name for sha256, name in read if not _same(sha256)]
    mend = "Bring them back from a backup: they lie in its folder files/."
    if gone:
        yield wrong(f"{len(gone)} stored files are gone: {_some(gone)}.", mend)
    if changed:
        yield wrong(f"{len(changed)} stored files have been changed: {_some(changed)}.", mend)
    if not gone and not changed:
        extent = "all" if len(read) == len(rows) else f"{len(read)} of {len(rows)}"
        yield ok(f"The stored files are there; {extent} were read and are what was stored.")


def log(scope: Scope) -> Iterator[Finding]:  # noqa: ARG001 - every check has the same shape
    """Is the log whole?"""
    found = verify_log()
    if not found:
        yield ok("The log is whole.")
        return
    first = found[0]
    yield wrong(
        f"The log is not whole: {len(found)} faults, the first at event {first.sequence}: "
        f"{first.what}",
        "Find out who could write to the database. varv verify-log lists all; compare with a "
        "backup from before.",
    )


def _same(sha256: str) -> bool:
    with path_of(sha256).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == sha256


def _some(names: list[str]) -> str:
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return ", ".join(names[:5]) + more
