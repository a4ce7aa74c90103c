"""``varv up``: everything that runs, in one command."""

import contextlib
import fcntl
import http
import http.client
import os
import signal
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from varv.cli import halves, platform, say
from varv.cli.postgres import Server, ServerError, check_database
from varv.cli.supervisor import Child, Supervisor

SECONDS_TO_ANSWER = 60
SECONDS_FOR_THE_LAST_RUN_TO_END = halves.SECONDS_TO_FINISH + 5
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """A signal asked us to stop; no error handling on the way may catch it."""


@dataclass(frozen=True)
class Wanted:
    """What the command line asks for."""

    host: str
    port: int
    region: Path | None = None
    rehearse: str | None = None

    @property
    def url(self) -> str:
        """The address to open in a browser."""
        everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
        host = everywhere.get(self.host, self.host)
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"


class Interrupts:
    """Turns the signals that ask us to stop into Stopped, at once or when it is safe."""

    def __init__(self) -> None:
        self._held = self._came = False

    @contextlib.contextmanager
    def raised(self) -> Iterator[None]:
        """Raise Stopped where the block stands when a signal comes."""
        before = {number: signal.signal(number, self._handle) for number in STOPPING}
        try:
            yield
        finally:
            for number, old in before.items():
                signal.signal(number, old)

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Let the block finish first; what is half started cannot be stopped."""
        self._held = True
        try:
            yield
        finally:
            self._held = False
        if self._came:
            raise Stopped

    def _handle(self, _number: int, _frame: FrameType | None) -> None:
        for again in STOPPING:  # while we clean up, a second signal would only interrupt that
            signal.signal(again, signal.SIG_IGN)
        self._came = True
        if not self._held:
            raise Stopped


def run(wanted: Wanted) -> None:
    """Start everything, stay until a signal says stop, and leave nothing behind."""
    platform.require()
    interrupts = Interrupts()
    with interrupts.raised(), contextlib.suppress(Stopped), _only_one(wanted):
        _set_environment(wanted)
        with _database(interrupts) as server:
            _prepare(wanted)
            _run_children(wanted, lambda: _keep(server, interrupts))


@contextlib.contextmanager
def _only_one(wanted: Wanted) -> Iterator[None]:
    """Hold the data folder; its file names us while we run, and so tells of a run cut off."""
    home = platform.home()
    try:
        home.mkdir(mode=0o711 if os.geteuid() == 0 else 0o700, parents=True, exist_ok=True)
        file = (home / "varv.lock").open("a+", encoding="utf-8")
    except OSError as error:
        say.stop(f"VARV_HOME cannot be used: {error}")
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say.stop(f"varv is already running for this VARV_HOME ({_who(file.name)})")
        file.seek(0)
        cut_off = bool(file.read())
        if cut_off:
            _let_the_last_run_end(wanted)
        halves.check_port(wanted.host, wanted.port)
        file.truncate(0)
        file.write(f"process {os.getpid()}, {wanted.url}")
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def _who(path: str) -> str:
    return Path(path).read_text(encoding="utf-8") or "it is just starting"


def _let_the_last_run_end(wanted: Wanted) -> None:
    """Wait for what a killed run left behind; it ends by itself when it notices."""
    say.line("The last run was cut off; taking over from it.")
    deadline = time.monotonic() + SECONDS_FOR_THE_LAST_RUN_TO_END
    while halves.port_problem(wanted.host, wanted.port) and time.monotonic() < deadline:
        time.sleep(0.2)


def _set_environment(wanted: Wanted) -> None:
    """Complete the environment, for Django here and for the children."""
    os.environ.setdefault("VARV_BASE_URL", wanted.url)
    os.environ["VARV_HASHED_STATIC"] = "1"
    if wanted.region:
        os.environ["VARV_REGION"] = str(wanted.region.resolve())
    if wanted.rehearse:
        moment = platform.moment(wanted.rehearse, _time_zone(wanted.region))
        os.environ["VARV_REHEARSE"] = moment.isoformat()


def _time_zone(region: Path | None) -> str | None:
    """Return the time zone of a region's folder; its other mistakes are reported later."""
    if region is None:
        return None
    try:
        found = tomllib.loads((region / "region.toml").read_text(encoding="utf-8"))
        return str(found["time_zone"])
    except (OSError, KeyError, ValueError):
        return "UTC"


@contextlib.contextmanager
def _database(interrupts: Interrupts) -> Iterator[Server | None]:
    """Have a database, our own unless another is named; stop ours again if nobody else uses it."""
    try:
        if "VARV_DATABASE_URL" in os.environ:
            check_database(os.environ["VARV_DATABASE_URL"])
            yield None
            return
        server = platform.server()
        try:
            with say.step("Starting PostgreSQL"), interrupts.held():
                os.environ["VARV_DATABASE_URL"] = server.start()
            yield server
        finally:
            platform.forget_connections()
            server.stop(unless_in_use=True)
    except ServerError as error:
        say.stop(str(error))


def _keep(server: Server | None, interrupts: Interrupts) -> None:
    """Start our own PostgreSQL again if it has fallen; web server and worker find it by themselves.

    What was committed is there again: PostgreSQL reads it from its log.
    """
    if server is None or server.is_alive():
        return
    say.warning("PostgreSQL has fallen; starting it again.")
    try:
        with interrupts.held():
            server.start()
    except ServerError as error:  # such as one that is still ending: the next look tries again
        say.warning(str(error))
        time.sleep(1)


def _prepare(wanted: Wanted) -> None:
    platform.set_up()
    from varv.cli import chores  # needs Django to be set up

    if wanted.region:
        chores.check_folder(wanted.region)
    with say.step("Bringing the database up to date"):
        chores.migrate()
        chores.keep_rehearsal_apart()
    with say.step("Collecting styles and pictures"):
        chores.collect_static()
    if wanted.region:
        with say.step(f"Loading the region from {wanted.region}"):
            report = chores.load_folder(wanted.region)
        say.lines(chores.in_short(report))
    elif not chores.has_region():
        say.warning("No region is loaded yet. Load one with: varv load DIR")


def _run_children(wanted: Wanted, keep_database: Callable[[], None]) -> None:
    from varv.cli import chores

    link = chores.first_sign_in_link()
    platform.forget_connections()
    supervisor = Supervisor(_children(wanted), say.warning)
    try:
        with say.step("Starting the web server and the worker"):
            supervisor.start()
            status = _wait_for_answer(wanted, supervisor)
        if status >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
            say.warning(f"The first page answers with an error ({status}); the reason is above.")
        say.line(f"varv is running at {wanted.url}")
        if link:
            say.line(f"Sign in as {link.email} (once): {wanted.url}{link.path}")
        while True:
            keep_database()
            supervisor.look()
            time.sleep(0.2)
    finally:
        with say.step("Stopping"):
            supervisor.stop(halves.SECONDS_TO_FINISH)


def _children(wanted: Wanted) -> list[Child]:
    varv = [sys.executable, "-m", "varv.cli"]
    address = ["--host", wanted.host, "--port", str(wanted.port)]
    tied = "--until-stdin-closes"
    environment = dict(os.environ)
    return [
        Child("web server", [*varv, "serve", *address, tied], environment),
        Child("worker", [*varv, "worker", tied], environment),
    ]


def _wait_for_answer(wanted: Wanted, supervisor: Supervisor) -> int:
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    while (status := _answer(wanted)) is None:
        if fallen := [child.name for child in supervisor.children if not child.running()]:
            say.stop(f"The {' and the '.join(fallen)} did not start; the reason is above.")
        if time.monotonic() > deadline:
            say.stop(f"The web server does not answer at {wanted.url}.")
        time.sleep(0.1)
    return status


def _answer(wanted: Wanted) -> int | None:
    """Return the status with which the first page answers, or None while nobody listens."""
    address = wanted.url.removeprefix("http://")
    connection = http.client.HTTPConnection(address, timeout=SECONDS_TO_ANSWER)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
