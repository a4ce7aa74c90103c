"""Data folders of their own for the tests that start servers."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from varv.cli.postgres import Server


@pytest.fixture
def home() -> Iterator[Path]:
    """A data folder with a short name that any account may pass, emptied afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="varv-test-"))
    folder.chmod(0o711)
    yield folder
    Server(folder).stop()
    shutil.rmtree((folder / "postgres").resolve(), ignore_errors=True)
    shutil.rmtree(folder)


@pytest.fixture
def fresh(home: Path) -> Server:
    """A server of an empty data folder."""
    return Server(home, durable=False)


@pytest.fixture(scope="session")
def made() -> Iterator[Path]:
    """A data folder with a database that was made and stopped."""
    folder = Path(tempfile.mkdtemp(prefix="varv-test-"))
    folder.chmod(0o711)
    server = Server(folder, durable=False)
    server.start()
    server.stop()
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def server(made: Path, home: Path) -> Server:
    """A server whose database was made before, and is not started."""
    subprocess.run(["cp", "-a", f"{made}/.", home], check=True)
    return Server(home, durable=False)
