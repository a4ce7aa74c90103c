"""``varv up`` from outside: started, started again, killed, and asked to stop."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import ClassVar

import psutil
import psycopg
import pytest

from varv.cli.postgres import Postmaster, Server

PATIENCE = 60


class Up:
    """A running ``varv up`` and what it has said so far."""

    started: ClassVar[list["Up"]] = []

    def __init__(self, home: Path, *arguments: str, port: int | None = None) -> None:
        self.home = home
        self.port = port or free_port()
        self.said = home.parent / f"said-{home.name}-{time.monotonic_ns()}"
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("VARV_", "DJANGO_"))}
        with self.said.open("w") as said:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "varv.cli", "up", *arguments],
                env=clean | {"VARV_HOME": str(home), "PORT": str(self.port)},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
            )
        self.started.append(self)

    @property
    def text(self) -> str:
        return self.said.read_text()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def wait_until_it_runs(self) -> "Up":
        line = f"varv is running at {self.url}"
        assert soon(lambda: line in self.text.splitlines() or self.process.poll() is not None)
        assert line in self.text.splitlines(), self.text
        return self

    def children(self) -> list[psutil.Process]:
        return psutil.Process(self.process.pid).children(recursive=True)

    def child(self, command: str) -> psutil.Process:
        return next(c for c in self.children() if command in c.cmdline())

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait(PATIENCE)


def soon(condition: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    return [p for p in processes if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]


@pytest.fixture(scope="module")
def migrated() -> Iterator[Path]:
    """A data folder whose database is up to date, so that each start here is a quick one."""
    folder = Path(tempfile.mkdtemp(prefix="varv-up-"))
    folder.chmod(0o711)
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("VARV_", "DJANGO_"))}
    subprocess.run(
        [sys.executable, "-m", "varv.cli", "migrate"],
        env=clean | {"VARV_HOME": str(folder / "migrated")},
        check=True,
    )
    yield folder / "migrated"
    shutil.rmtree(folder)


@pytest.fixture
def home(migrated, request) -> Iterator[Path]:
    copy = migrated.parent / re.sub(r"\W", "-", request.node.name)[-30:]
    subprocess.run(["cp", "-a", str(migrated), str(copy)], check=True)
    yield copy
    for up in Up.started:
        up.process.kill()  # its halves then end by themselves
        up.process.wait()
    Up.started.clear()
    Server(copy).stop()


def test_collects_only_what_pages_ask_for(migrated):
    collected = {path.name for path in (migrated / "static").iterdir()}
    assert collected == {"django_htmx", "staticfiles.json", "varv"}


def test_runs_refuses_a_second_one_and_leaves_nothing_behind(home):
    first = Up(home).wait_until_it_runs()
    with contextlib.suppress(urllib.error.HTTPError):
        urllib.request.urlopen(first.url, timeout=10).close()
    second = Up(home)
    assert second.process.wait(PATIENCE) == 1
    assert "varv is already running for this VARV_HOME" in second.text
    assert f"process {first.process.pid}, {first.url}" in second.text

    children = first.children()
    assert len(children) >= 2
    assert first.stop() == 0
    assert alive(children) == []
    assert not Server(home).running()
    assert "killed" not in first.text
    assert "Traceback" not in first.text


def test_two_starts_at_once_make_one_that_runs(home):
    both = [Up(home), Up(home)]
    assert soon(lambda: any(one.process.poll() is not None for one in both))
    [refused] = [one for one in both if one.process.poll() is not None]
    [running] = [one for one in both if one is not refused]
    assert refused.process.returncode == 1
    assert "already running" in refused.text
    running.wait_until_it_runs()
    assert running.stop(signal.SIGINT) == 0


def test_after_kill_the_halves_end_and_the_next_start_takes_over(home):
    killed = Up(home).wait_until_it_runs()
    children = killed.children()
    killed.process.kill()
    killed.process.wait()
    again = Up(home, port=killed.port).wait_until_it_runs()
    assert "cut off; taking over" in again.text
    assert soon(lambda: alive(children) == [])
    assert again.stop() == 0
    assert not Server(home).running()


def test_half_that_falls_is_started_again(home):
    up = Up(home).wait_until_it_runs()
    up.child("worker").kill()
    assert soon(lambda: "The worker was killed by signal 9; starting it again" in up.text)
    assert soon(lambda: any("worker" in c.cmdline() for c in up.children()))
    assert up.stop() == 0


def test_database_that_falls_is_started_again_and_found_by_both_halves(home):
    up = Up(home).wait_until_it_runs()
    worker = up.child("worker").pid
    psutil.Process(Postmaster.read(Server(home).data).pid).kill()
    assert soon(lambda: "PostgreSQL has fallen; starting it again." in up.text)
    assert soon(lambda: _status(f"{up.url}/meetings/") == 200)
    assert up.child("worker").pid == worker
    assert up.stop() == 0


def _status(url: str) -> int:
    try:
        return urllib.request.urlopen(url, timeout=PATIENCE).status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def test_leaves_the_database_to_somebody_who_uses_it(home):
    up = Up(home).wait_until_it_runs()
    url = Server(home).url()
    assert url
    with psycopg.connect(url):
        assert up.stop() == 0
        assert Server(home).running()


def test_stops_while_it_is_still_starting(home):
    up = Up(home)
    assert soon(lambda: "Starting PostgreSQL" in up.text)
    assert up.stop() == 0
    assert not Server(home).running()
    assert "Traceback" not in up.text
