"""The machine: room on its disks, and its clock."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from varv import clock
from varv.web.health.findings import Finding, Scope, ok, warning, wrong

MEGABYTE = 1_000_000
TOO_LITTLE, LITTLE = 200 * MEGABYTE, 1_000 * MEGABYTE
SECONDS_APART = 5
#: No clock that is right can stand earlier than the day this was written.
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)


def disk(scope: Scope) -> Iterator[Finding]:  # noqa: ARG001 - every check has the same shape
    """Is there room to write, wherever varv writes?"""
    seen: set[int] = set()
    for name, folder in _folders():
        if not os.access(folder, os.W_OK):
            yield wrong(
                f"{folder}, {name}, cannot be written to.",
                "Give the account that runs varv the right to write there.",
            )
        device = folder.stat().st_dev
        if device not in seen:
            yield _room(name, folder)
        seen.add(device)


def fullest() -> tuple[Path, int] | None:
    """Return the folder that has too little room, and its free bytes; None where none has."""
    rooms = [(folder, shutil.disk_usage(folder).free) for _name, folder in _folders()]
    folder, free = min(rooms, key=lambda room: room[1])
    return (folder, free) if free < TOO_LITTLE else None


def _folders() -> Iterator[tuple[str, Path]]:
    """Yield where varv writes; our own PostgreSQL lies in the data folder."""
    home = Path(settings.HOME)
    found = {
        "the data folder": home,
        "the folder of stored files": Path(settings.FILES_FOLDER),
        "the folder for temporary files": Path(tempfile.gettempdir()),
    }
    if settings.BACKUP_FOLDER:
        found["the folder of backups"] = Path(settings.BACKUP_FOLDER)
    for name, folder in found.items():
        if folder.is_dir():
            yield name, folder


def _room(name: str, folder: Path) -> Finding:
    free = shutil.disk_usage(folder).free
    said = f"{free // MEGABYTE:,} MB are left for {folder}, {name}"
    if free < TOO_LITTLE:
        return wrong(f"Only {said}.", "Make room on that disk, or move the folder.")
    if free < LITTLE:
        return warning(f"Only {said}.", "Make room on that disk before it is full.")
    return ok(f"{said}.")


def clocks(scope: Scope) -> Iterator[Finding]:
    """Do the clocks agree, and can they be right?"""
    began = time.time()
    row = scope.connection.execute(
        "SELECT extract(epoch FROM clock_timestamp())::float8,"
        " (SELECT max(recorded_at) FROM registry_event)"
    ).fetchone()
    theirs, last = row or (0.0, None)
    now = datetime.fromtimestamp(began, UTC)
    if abs(began - theirs) > SECONDS_APART:
        yield wrong(
            f"The database's clock is {abs(began - theirs):.0f} seconds from ours.",
            "Let both machines follow a time server (NTP).",
        )
    elif now < EARLIEST or (last is not None and (last - now).total_seconds() > SECONDS_APART):
        yield wrong(
            f"The clock says {now:%Y-%m-%d %H:%M} UTC, but something was logged later than that.",
            "Set the machine's clock, and let it follow a time server (NTP).",
        )
    else:
        yield ok(f"The clock says {now:%Y-%m-%d %H:%M} UTC, and the database agrees.")
    if settings.REHEARSAL:
        yield ok(f"A rehearsal: varv's own clock stands at {clock.now():%Y-%m-%d %H:%M} UTC.")
