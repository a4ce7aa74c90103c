"""Data folders of their own for the tests that start servers."""

import shutil
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
def server(home: Path) -> Server:
    """A server that is quick to make and not yet started."""
    return Server(home, durable=False)
