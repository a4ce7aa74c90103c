"""What all measurements share: a running varv, and a result."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REGION = ROOT / "regions" / "jamtland-harjedalen"


@dataclass(frozen=True)
class Result:
    """One figure."""

    what: str
    figure: float
    unit: str


@contextmanager
def empty_home() -> Iterator[Path]:
    """Have an empty data folder, and remove it with what ran in it."""
    from varv.cli.postgres import Server

    home = Path(tempfile.mkdtemp(prefix="varv-bench-"))
    home.chmod(0o711)
    try:
        yield home
    finally:
        Server(home).stop()
        shutil.rmtree(home)


def free_port() -> int:
    """Return a port that nobody has."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


class Varv:
    """A running ``varv up``."""

    def __init__(self, home: Path) -> None:
        """Start it and wait until it answers."""
        self.port = free_port()
        began = time.perf_counter()
        environment = {k: v for k, v in os.environ.items() if not k.startswith("VARV_")}
        command = ["up", "--region", str(REGION), "--rehearse", "2020-05-25T09:00"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "varv.cli", *command],
            env=environment | {"VARV_HOME": str(home), "PORT": str(self.port)},
            stdout=subprocess.PIPE,
            text=True,
        )
        if self.process.stdout is None:
            raise RuntimeError("there is nothing to read from")
        for line in self.process.stdout:
            if line.startswith("varv is running"):
                break
        else:
            raise RuntimeError("varv did not start")
        self.seconds_to_start = time.perf_counter() - began

    def stop(self) -> float:
        """Stop it in good order and return how long that took."""
        began = time.perf_counter()
        self.process.terminate()
        self.process.communicate()
        return time.perf_counter() - began

    def kill(self) -> None:
        """Kill it as a power cut would."""
        self.process.kill()
        self.process.communicate()
