"""A disk that is full: for the files, and for the database.

Both are put on small file systems in memory (tmpfs), which only root on Linux may mount, and not in
every container; elsewhere this measurement says so and is left out.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.faults.database import is_back_soon, seconds_until_answering, sign_up
from bench.faults.world import World, a_meeting, a_world, small_disk
from bench.running import Result, free_port

FILES_HAVE, DATABASE_HAS = "1m", "400m"


def measure() -> Iterator[Result]:
    """Store a file, and sign up, where there is no room; then make room."""
    if why := _why_not():
        yield Result(f"disk full: left out ({why})", 0, "")
        return
    with a_world(database_in_memory=DATABASE_HAS) as world:
        yield from _no_room_for_files(world)
        yield from _no_room_for_the_database(world)


def _why_not() -> str:
    """Return why nothing can be mounted here, or "" where it can."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            with small_disk(Path(folder), FILES_HAVE):
                return ""
        except (OSError, subprocess.CalledProcessError) as error:
            return str(error)


def _no_room_for_files(world: World) -> Iterator[Result]:
    from django.core.exceptions import ValidationError

    from varv.files import actions
    from varv.files.models import File

    folder = world.home / "files"
    folder.mkdir(exist_ok=True)
    refused = 0
    with small_disk(folder, FILES_HAVE):
        for _try in range(3):
            try:
                actions.store(None, name="a.txt", content=os.urandom(2).hex().encode() * 400_000)
            except ValidationError:
                refused += 1
        left = sum(path.is_file() for path in folder.rglob("*"))
    yield Result("files refused with clear words where the disk is full", refused, "of 3")
    yield Result("contents without a file and the reverse", left + File.objects.count(), "")
    _check(refused == 3 and not left and not File.objects.exists(), "a file was half stored")


def _no_room_for_the_database(world: World) -> Iterator[Result]:
    from varv.meetings.models import Registration

    slug, port = a_meeting(link="").slug, free_port()
    world.start("serve", "--port", str(port), "--processes", "1")
    seconds_until_answering(port)
    status, _text = sign_up(port, slug, "before@example.org")
    _check(status in {302, 303}, f"a sign-up with room on the disk is answered by {status}")
    filler = world.server.folder / "filler"
    acknowledged, refused = {"before@example.org"}, 0
    _fill(filler)
    for number in range(40):
        email = f"full{number}@example.org"
        status, text = sign_up(port, slug, email)
        if status in {302, 303}:  # there is still room in the pages that the database has
            acknowledged.add(email)
            continue
        _check(is_back_soon(status, text), f"a full disk is answered by {status}: {text[:200]}")
        refused += 1
    filler.unlink()
    seconds = seconds_until_answering(port)
    status, _text = sign_up(port, slug, "after@example.org")
    acknowledged.add("after@example.org")
    found = set(Registration.objects.values_list("person__email", flat=True))
    yield Result("sign-ups refused with 503 where the disk is full", refused, "of 40")
    yield Result("acknowledged and lost", len(acknowledged - found), "must be 0")
    yield Result("kept though refused", len(found - acknowledged), "must be 0")
    yield Result("answers again after there is room", seconds, "s")
    _check(status in {302, 303}, f"with room again a sign-up is answered by {status}")
    _check(found == acknowledged, "what was acknowledged and what is kept differ")


def _fill(path: Path) -> None:
    """Take all the room there is, to the last byte."""
    with path.open("wb", buffering=0) as filler:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    filler.write(b"x" * size)
            except OSError:
                continue


def _check(holds: bool, failure: str) -> None:
    if not holds:
        raise RuntimeError(failure)
