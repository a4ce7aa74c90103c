"""What `varv backup` and `varv restore` do and say."""

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path

from varv.cli import platform, say
from varv.web.backup import archive, take
from varv.web.backup import restore as putting_back
from varv.web.backup.errors import BackupError
from varv.web.backup.server import Database


def back_up(file: Path) -> None:
    """Write a backup of everything into ``file``."""
    from varv.web.backup import instance

    began = time.monotonic()
    with _said_plainly(), say.step(f"Writing the backup {file}"):
        manifest = take.take(instance.current(), file)
    for remark in take.remarks(manifest):
        say.warning(remark)
    say.line(
        f"{file} holds {len(manifest.rows)} tables with {sum(manifest.rows.values())} rows and "
        f"{len(manifest.blobs)} stored files, {file.stat().st_size:,} bytes, made in "
        f"{time.monotonic() - began:.1f} s."
    )
    say.line("The key that signs links is not in it: keep VARV_SECRET_KEY elsewhere.")


def restore(file: Path, *, replace: bool) -> None:
    """Put the backup in ``file`` in the place of what is there."""
    with _said_plainly(), archive.opened(file) as reader:
        with say.step(f"Checking {file}"):
            reader.verify()
        with platform.alone(), platform.database_address(start=True) as url:
            _restore(reader, url, replace=replace)


def _restore(reader: archive.Reader, url: str, *, replace: bool) -> None:
    target = Database(url)
    place = putting_back.place_for(target, replace=replace)
    os.environ["VARV_DATABASE_URL"] = place.filled.url
    platform.set_up()
    from varv.web.backup import instance

    here = instance.current()
    putting_back.refuse_newer(reader.manifest, _known_migrations())
    putting_back.refuse_without_room(reader.manifest, here.files)
    said: list[str] = []
    with say.step("Putting the backup back"):
        putting_back.restore(
            reader, here, place, bring_up_to_date=lambda: said.append(_bring_up_to_date())
        )
    _tell(reader.manifest, here, target)
    say.lines(said)


def _bring_up_to_date() -> str:
    """Migrate, prove the log, and take away again what was erased since; tell how much it was."""
    from varv.cli import chores
    from varv.people.actions import reapply_erasures
    from varv.registry import ledger
    from varv.registry.queries import verify_log

    try:
        chores.migrate()
        faults = verify_log()
        again = reapply_erasures()
    finally:
        platform.forget_connections()
    # A log that was broken when the backup was taken is part of what it holds: told, not refused.
    for fault in faults:
        say.warning(f"The log in the backup is not whole. Event {fault.sequence}: {fault.what}")
    if not ledger.path().exists():
        return (
            f"There is no ledger {ledger.path()}. If anything was erased or masked after the "
            "backup was made, it is back: put the ledger there, and restore once more."
        )
    return (
        f"As the ledger {ledger.path()} says: {again.erased} people erased again, "
        f"{again.destroyed} things destroyed again, {again.masked} masked again."
    )


def _known_migrations() -> set[tuple[str, str]]:
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = {key for one in loader.disk_migrations.values() for key in one.replaces}
    return set(loader.disk_migrations) | replaced


def _tell(manifest: archive.Manifest, here: take.Instance, target: Database) -> None:
    say.line(
        f"The instance is as it was at {manifest.made_at:%Y-%m-%d %H:%M} UTC (varv "
        f"{manifest.varv}): {sum(manifest.rows.values())} rows, {len(manifest.blobs)} stored files."
    )
    for remark in take.remarks(manifest):
        say.warning(remark)
    if manifest.secret_key != here.key_mark:
        say.warning(
            "The key that signs links is another than when the backup was made, so links in mail "
            "that was sent before do not work and everybody must sign in again. If you have the "
            "old key, set it as VARV_SECRET_KEY."
        )
    if waiting := _waiting_mail(target):
        say.warning(
            f"{waiting} messages wait to be sent, and go out when the worker starts. Some may have "
            "been sent after the backup was made: look at the outbox on the desk first."
        )
    say.line("Start varv again, and run: varv doctor")


def _waiting_mail(target: Database) -> int:
    with target.session() as session:
        row = session.execute(
            "SELECT count(*) FROM registry_message WHERE state IN ('queued', 'sending')"
        ).fetchone()
    return int(row[0]) if row else 0


@contextlib.contextmanager
def _said_plainly() -> Iterator[None]:
    try:
        yield
    except BackupError as error:
        say.stop(str(error))
