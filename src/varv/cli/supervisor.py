"""Keeps child processes running: starts them again when they fall, ends them with us."""

import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

LONGEST_PAUSE = 30.0
SECONDS_THAT_COUNT_AS_WELL = 60.0


@dataclass
class Child:
    """One process that should always run."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    falls: int = 0
    next_start: float | None = field(default=0.0)

    def start(self) -> None:
        """Start the process.

        It is kept out of the terminal's Ctrl-C, which would reach it beside our own signal, and
        gets a standard input that closes when we are gone, however we went.
        """
        self.process = subprocess.Popen(  # noqa: S603
            self.command,
            env=self.environment,
            stdin=subprocess.PIPE,
            start_new_session=True,
        )
        self.started, self.next_start = time.monotonic(), None

    def running(self) -> bool:
        """Tell whether the process runs."""
        return self.process is not None and self.process.poll() is None


class Supervisor:
    """Several children, and the loop that looks after them."""

    def __init__(self, children: Sequence[Child], say: Callable[[str], None]) -> None:
        self.children = children
        self.say = say

    def start(self) -> None:
        """Start all children."""
        for child in self.children:
            child.start()

    def look(self) -> None:
        """Start again whatever has fallen and has waited long enough."""
        for child in self.children:
            if child.next_start is None and not child.running():
                self._plan(child)
            elif child.next_start is not None and time.monotonic() >= child.next_start:
                child.start()

    def _plan(self, child: Child) -> None:
        lived = time.monotonic() - child.started
        child.falls = 1 if lived > SECONDS_THAT_COUNT_AS_WELL else child.falls + 1
        pause = min(2.0 ** (child.falls - 1), LONGEST_PAUSE)
        child.next_start = time.monotonic() + pause
        self.say(f"The {child.name} {_how(child)}; starting it again in {pause:.0f} s.")

    def stop(self, patience: float) -> bool:
        """Ask all children to finish; kill who has not after ``patience`` seconds.

        Returns whether all of them finished by themselves.
        """
        for child in self.children:
            if child.running() and child.process:
                child.process.terminate()
        deadline = time.monotonic() + patience
        clean = True
        for child in self.children:
            clean &= self._finish(child, max(deadline - time.monotonic(), 0.1))
        return clean

    def _finish(self, child: Child, patience: float) -> bool:
        if child.process is None:
            return True
        try:
            child.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.say(f"The {child.name} did not finish in time and was killed.")
            child.process.kill()
            child.process.wait()
            return False
        finally:
            if child.process.stdin:
                child.process.stdin.close()
        return True


def _how(child: Child) -> str:
    code = child.process.returncode if child.process else 0
    return f"was killed by signal {-code}" if code < 0 else f"stopped (exit code {code})"
