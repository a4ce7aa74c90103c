"""The backup of every night: whether it is time, and keeping as many as were asked for.

All of it goes by the real time: a backup is of the machine's day, not of a rehearsal's. A rehearsal
makes none, so that its backups never push out those of the real instance.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.utils import timezone

from varv.people.queries import current_region
from varv.web.backup import instance, queries, take
from varv.web.backup.errors import BackupError
from varv.web.backup.rotation import Keep, kept
from varv.web.models import BackupRun

logger = logging.getLogger(__name__)

#: Any number that no other advisory lock of the database uses.
_LOCK = 7_237_004
TRY_AGAIN_AFTER = timedelta(hours=1)
#: A night's backup, and some hours for it to be made, or made at the second try.
OLDEST_GOOD = timedelta(hours=28)
RUNS_KEPT = timedelta(days=400)
_STAMP = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True)
class Plan:
    """Where to, at what time of the day, and how many are kept."""

    folder: Path
    at: time
    keep: Keep
    prefix: str

    def file_at(self, moment: datetime) -> Path:
        """Return the name of the backup begun at ``moment``."""
        return self.folder / f"{self.prefix}{moment.astimezone(UTC):{_STAMP}}.zip"

    def files(self) -> dict[datetime, Path]:
        """Return this instance's backups by their moment; what is named otherwise is not ours."""
        pattern = re.compile(re.escape(self.prefix) + r"(\d{8}T\d{6}Z)\.zip")
        found = {}
        for path in self.folder.iterdir():
            if match := pattern.fullmatch(path.name):
                found[datetime.strptime(match[1], _STAMP).replace(tzinfo=UTC)] = path
        return found


def plan() -> Plan | None:
    """Return what the environment asks for, or None where it asks for no backups."""
    if not settings.BACKUP_FOLDER or settings.REHEARSAL:
        return None
    host = urlsplit(settings.BASE_URL).hostname or "varv"
    return Plan(
        Path(settings.BACKUP_FOLDER), settings.BACKUP_AT, Keep(*settings.BACKUP_KEEP), f"{host}-"
    )


def last_due(now: datetime, at: time, tz: tzinfo) -> datetime:
    """Return the latest moment, up to ``now``, at which a backup was due."""
    local = now.astimezone(tz)
    today = datetime.combine(local.date(), at, tzinfo=tz)
    if today > local:
        today = datetime.combine(local.date() - timedelta(days=1), at, tzinfo=tz)
    return today.astimezone(UTC)


def is_due(asked: Plan, now: datetime) -> bool:
    """Tell whether a backup should be made: none since it was due, and no try just failed."""
    region = current_region()
    due = last_due(now, asked.at, region.tz if region else UTC)
    last = queries.last_success()
    if last is not None and last.started_at >= due:
        return False
    return not queries.failed_since(now - TRY_AGAIN_AFTER)


def run_if_due() -> BackupRun | None:
    """Make the backup if it is due; return how it went, or None where there was nothing to do."""
    asked = plan()
    if asked is None:
        return None
    with _only_one() as alone:
        if not alone:
            return None
        # The real time: see above.
        return _run(asked) if is_due(asked, timezone.now()) else None


def _run(asked: Plan) -> BackupRun:
    run = BackupRun(started_at=timezone.now())
    try:
        run.file, run.size = _make(asked, run.started_at)
    except (BackupError, OSError) as error:
        run.error = str(error)
        logger.error("The scheduled backup failed: %s", error)  # noqa: TRY400 - the words say it
    run.finished_at = timezone.now()
    run.save()
    BackupRun.objects.filter(started_at__lt=run.started_at - RUNS_KEPT).delete()
    return run


def _make(asked: Plan, moment: datetime) -> tuple[str, int]:
    for leftover in asked.folder.glob(f".{asked.prefix}*{take.ENDING_WHILE_WRITING}"):
        leftover.unlink()  # of a worker that was killed; we alone write here
    file = asked.file_at(moment)
    take.take(instance.current(), file)
    made = asked.files()
    for old in set(made) - kept(made, asked.keep):
        made[old].unlink()
    return str(file), file.stat().st_size


@contextmanager
def _only_one() -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [_LOCK])
        alone = bool(cursor.fetchone()[0])
        try:
            yield alone
        finally:
            if alone:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK])
