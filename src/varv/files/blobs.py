"""Contents on disk, named by their own fingerprint, so that the same content is kept once."""

import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

from django.conf import settings

SECONDS_TO_BE_WANTED = 24 * 3600


def path_of(sha256: str) -> Path:
    """Return where the content with this fingerprint lies or would lie."""
    return Path(settings.FILES_FOLDER) / sha256[:2] / sha256[2:]


def write(content: bytes) -> str:
    """Store ``content`` so that it survives a power cut, and return its fingerprint."""
    sha256 = hashlib.sha256(content).hexdigest()
    path = path_of(sha256)
    if path.exists():
        os.utime(path)  # lest it be cleared away as one that nobody wants
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


def write_in_pieces(pieces: Iterable[bytes]) -> tuple[str, int]:
    """Store a content that comes in pieces as `write` does; return its fingerprint and size.

    One piece at a time is in memory, however large the whole is.
    """
    root = Path(settings.FILES_FOLDER)
    folder = root / "00"  # where what a killed upload leaves is looked for and removed
    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".new-")
    digest, size = hashlib.sha256(), 0
    try:
        with os.fdopen(handle, "wb") as stream:
            for piece in pieces:
                digest.update(piece)
                size += len(piece)
                stream.write(piece)
            stream.flush()
            os.fsync(stream.fileno())
        path = path_of(digest.hexdigest())
        path.parent.mkdir(parents=True, exist_ok=True)
        Path(temporary).replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(temporary).unlink()
        raise
    _sync_folder(path.parent)
    return digest.hexdigest(), size


def read(sha256: str) -> bytes:
    """Return the content; one that no longer matches its fingerprint is not given out."""
    content = path_of(sha256).read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise OSError(f"the stored file {sha256} has been damaged")
    return content


def remove_unwanted(wanted: Callable[[set[str]], set[str]]) -> list[str]:
    """Remove contents older than a day that nobody wants, and what a killed upload left half-way.

    Whoever stores a file writes its content first: a row that was rolled back, or a disk that was
    full, leaves a content without a row. ``wanted`` tells which fingerprints have one. The age is
    in real time, as the disk has it.
    """
    limit = time.time() - SECONDS_TO_BE_WANTED
    removed: list[str] = []
    for folder in sorted(Path(settings.FILES_FOLDER).glob("??")):
        old = {path for path in folder.iterdir() if path.stat().st_mtime < limit}
        contents = {folder.name + path.name: path for path in old if path.name[0] != "."}
        kept = wanted(set(contents)) if contents else set()
        unwanted = {sha256: path for sha256, path in contents.items() if sha256 not in kept}
        for path in [*unwanted.values(), *(path for path in old if path.name.startswith(".new-"))]:
            if path.stat().st_mtime < limit:  # nobody has stored it anew meanwhile
                path.unlink()
        removed += unwanted
    return removed


def remove(sha256: str) -> None:
    """Remove the content; that it is gone already is no mistake."""
    path_of(sha256).unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
