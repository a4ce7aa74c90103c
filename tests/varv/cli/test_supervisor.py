import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from varv.cli import supervisor
from varv.cli.supervisor import Child, Supervisor

QUIET = "import time; print('up', flush=True); time.sleep(60)"
DEAF = (
    "import pathlib, signal, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "pathlib.Path(sys.argv[1]).touch(); time.sleep(60)"
)
TIED = (
    "import os, time; from varv.cli import halves; halves.stop_when_stdin_closes();"
    "print(os.getpid(), flush=True); time.sleep(60)"
)


def child(code: str, *arguments: str) -> Child:
    return Child("worker", [sys.executable, "-c", code, *arguments], dict(os.environ))


def soon(condition: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


@pytest.fixture
def said() -> list[str]:
    return []


def test_stop_ends_every_child(said):
    both = Supervisor([child(QUIET), child(QUIET)], said.append)
    both.start()
    assert both.stop(10)
    assert not any(one.running() for one in both.children)
    assert said == []


def test_child_that_does_not_finish_is_killed_and_said_so(said, tmp_path):
    ready = tmp_path / "ready"
    one = Supervisor([child(DEAF, str(ready))], said.append)
    one.start()
    assert soon(ready.exists)
    assert not one.stop(0.2)
    assert said == ["The worker did not finish in time and was killed."]


def test_fallen_child_is_started_again_after_a_growing_pause(said):
    one = Supervisor([child(QUIET)], said.append)
    one.start()
    fallen = one.children[0]
    assert fallen.process is not None
    first = fallen.process
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    one.look()
    assert said == ["The worker was killed by signal 9; starting it again in 1 s."]
    one.look()
    assert not fallen.running()
    fallen.next_start = 0.0
    one.look()
    assert fallen.running()
    assert fallen.process is not first
    fallen.process.kill()
    fallen.process.wait()
    one.look()
    assert said[-1].endswith("in 2 s.")
    one.stop(5)
    first.stdin.close()  # type: ignore[union-attr]


def test_pause_starts_over_for_a_child_that_ran_well(said, monkeypatch):
    monkeypatch.setattr(supervisor, "SECONDS_THAT_COUNT_AS_WELL", -1.0)
    one = Supervisor([child("raise SystemExit(3)")], said.append)
    one.start()
    fallen = one.children[0]
    fallen.falls = 9
    assert fallen.process is not None
    fallen.process.wait()
    one.look()
    assert said == ["The worker stopped (exit code 3); starting it again in 1 s."]
    one.stop(1)


def test_tied_process_ends_when_its_holder_is_killed(tmp_path):
    holder_code = (
        "import subprocess, sys, time;"
        "held = subprocess.Popen([sys.executable, '-c', sys.argv[1]], stdin=subprocess.PIPE,"
        " start_new_session=True); time.sleep(60)"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", holder_code, TIED], stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    with holder:
        held = int(holder.stdout.readline())
        holder.kill()
    assert soon(lambda: not _alive(held))


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/stat")
    return not (status.exists() and status.read_text().split(")")[-1].split()[0] == "Z")
