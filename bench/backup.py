"""How long a backup and a restore take, and how large the file is."""

import importlib.util
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bench.running import REGION, Result, empty_home

STORED_FILES, BYTES_EACH = 500, 1_000_000
# Each content is another, so that none is kept once for many.
FILL = f"""
import random
from varv.cli import platform
with platform.database(start=True):
    from bench import data
    from varv.files import actions
    data.fill(data.SIZES["large"])
    dice = random.Random(1)
    for number in range({STORED_FILES}):
        content = dice.randbytes({BYTES_EACH} // 2).hex().encode()
        actions.store(None, name=f"{{number}}.txt", content=content)
"""


def measure() -> Iterator[Result]:
    """Back up and restore the region, and then years of use where those can be filled in."""
    yield from _measured("region")
    if importlib.util.find_spec("bench.data"):
        yield from _measured("large")


def _measured(size: str) -> Iterator[Result]:
    with empty_home() as home, empty_home() as other:
        file = other / "backup.zip"
        _fill(home, size)
        seconds = _run(home, ["-m", "varv.cli", "backup", str(file)])
        yield Result(f"backup, {size}", seconds, "s")
        yield Result(f"size of the backup, {size}", file.stat().st_size / 1e6, "MB")
        seconds = _run(other, ["-m", "varv.cli", "restore", str(file)])
        yield Result(f"restore into an empty instance, {size}", seconds, "s")
        seconds = _run(other, ["-m", "varv.cli", "restore", "--replace", str(file)])
        yield Result(f"restore in the place of another, {size}", seconds, "s")
        yield Result(f"verify-log, {size}", _run(other, ["-m", "varv.cli", "verify-log"]), "s")


def _fill(home: Path, size: str) -> None:
    _run(home, ["-m", "varv.cli", "load", str(REGION)])
    if size != "region":
        _run(home, ["-c", FILL])


def _run(home: Path, command: list[str]) -> float:
    """Run something on a data folder and return how long it took, start of PostgreSQL included."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("VARV_")}
    began = time.perf_counter()
    subprocess.run(
        [sys.executable, *command],
        env=environment | {"VARV_HOME": str(home), "VARV_SECRET_KEY": "of the measurement" * 3},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - began
