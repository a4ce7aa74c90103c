"""A varv to break: a database of its own, a region, a meeting, and its processes one by one."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench.running import REGION, ROOT, empty_home, free_port
from varv.cli import account
from varv.cli.postgres import Server


class World:
    """A data folder with a running database, and what was started on it."""

    def __init__(self, home: Path) -> None:
        """Make the database and load the region."""
        self.home = home
        self.server = Server(home)
        self.url = self.server.start()
        self.smtp_port = free_port()
        self.smtp_log = home / "smtp.jsonl"
        self.started: list[subprocess.Popen[bytes]] = []
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("VARV_")} | {
            "VARV_HOME": str(home),
            "VARV_DATABASE_URL": self.url,
            "VARV_EMAIL_URL": f"smtp://127.0.0.1:{self.smtp_port}",
            "VARV_LOG_LEVEL": "ERROR",
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "src")]),
        }
        self.run("migrate")
        self.run("load", str(REGION))

    def run(self, *arguments: str) -> None:
        """Run a command of varv to its end."""
        subprocess.run(
            [sys.executable, "-m", "varv.cli", *arguments],
            env=self.environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start a half of varv (``worker``, ``serve``) that runs until it is ended."""
        return self._popen([sys.executable, "-m", "varv.cli", *arguments], environment)

    def start_smtp(self, *options: str) -> subprocess.Popen[bytes]:
        """Start the mail server."""
        where = [str(self.smtp_port), str(self.smtp_log)]
        return self._popen([sys.executable, "-m", "bench.faults.smtp", *where, *options], {})

    def _popen(self, command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
        log = (self.home / "said.log").open("ab")
        process = subprocess.Popen(
            command, env=self.environment | environment, stdout=log, stderr=log, cwd=ROOT
        )
        log.close()
        self.started.append(process)
        return process

    def stop(self) -> None:
        """End all that was started."""
        for process in self.started:
            with suppress(ProcessLookupError):
                process.kill()
            process.wait()


@contextmanager
def a_world(*, database_in_memory: str = "") -> Iterator[World]:
    """Have a world, with Django of this process in it, and clear it away."""
    with empty_home() as home, _room_for_database(home, database_in_memory):
        world = World(home)
        _enter(world)
        try:
            yield world
        finally:
            world.stop()
            from varv.cli import platform

            platform.forget_connections()
            world.server.stop()


@contextmanager
def _room_for_database(home: Path, size: str) -> Iterator[None]:
    """Put the database on a small disk, where a size is given."""
    if not size:
        yield
        return
    folder = home / "postgres"
    folder.mkdir()
    with small_disk(folder, size, owner=account.current().uid, mode="0700"):
        yield


@contextmanager
def small_disk(folder: Path, size: str, owner: int = 0, mode: str = "0711") -> Iterator[None]:
    """Have a file system of ``size`` in memory at ``folder``."""
    options = f"size={size},mode={mode},uid={owner}"
    subprocess.run(["mount", "-t", "tmpfs", "-o", options, "varv-bench", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def _enter(world: World) -> None:
    """Let Django in this process use the world's database; it can be set up but once."""
    if "DJANGO_SETTINGS_MODULE" in os.environ and "django" in sys.modules:
        _move(world)
        return
    os.environ |= world.environment | {
        "VARV_POOL_SIZE": "0",
        "DJANGO_SETTINGS_MODULE": "varv.web.settings",
    }
    import django

    django.setup()


def _move(world: World) -> None:
    from django.conf import settings
    from django.db import connection

    from varv.web import environment

    connection.close()
    connection.settings_dict.update(environment.database(world.url))
    settings.HOME, settings.FILES_FOLDER = world.home, world.home / "files"


def a_meeting(*, link: str) -> Any:
    """Publish a meeting that begins in three hours, so that its link is due."""
    from varv import clock
    from varv.cycles.models import Programme
    from varv.meetings.models import Meeting
    from varv.text.translated import Translated

    now = clock.now()
    return Meeting.objects.create(
        programme=Programme.objects.get(),
        slug="worst-day",
        title=Translated(sv="Den värsta dagen"),
        starts_at=now + timedelta(hours=3),
        ends_at=now + timedelta(hours=6),
        sign_up_opens_at=now - timedelta(days=9),
        sign_up_closes_at=now + timedelta(hours=3),
        state=Meeting.State.PUBLISHED,
        link=link,
    )
