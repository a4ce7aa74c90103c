"""Contents on disk, named by their own fingerprint, so that the same content is kept once."""

import hashlib
import os
import tempfile
from contextlib import suppress
from pathlib import Path

from django.conf import settings


def path_of(sha256: str) -> Path:
    """Return where the content with this fingerprint lies or would lie."""
    return Path(settings.FILES_FOLDER) / sha256[:2] / sha256[2:]


def write(content: bytes) -> str:
    """Store ``content`` so that it survives a power cut, and return its fingerprint."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = path_of(sha256)
    if path.exists():
        return sha256
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(temporary).unlink()
        raise
    _sync_folder(path.parent)
    return sha256


def read(sha256: str) -> bytes:
    """Return the content; one that no longer matches its fingerprint is not given out."""
    content = path_of(sha256).read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise OSError(f"the stored file {sha256} has been damaged")
    return content


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
