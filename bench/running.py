"""What all measurements share: a running varv, a result, a table."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REGION = ROOT / "regions" / "jamtland-harjedalen"
SECONDS_TO_ANSWER = 60


class BrokenPromiseError(Exception):
    """What was measured is not what is promised; the figures have been given before."""


@dataclass(frozen=True)
class Table:
    """Figures side by side, printed as Markdown so that they can be put into README.md."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]

    def __str__(self) -> str:
        """Return the rows, figures flush right."""
        rule = ["---", *("---:" for _ in self.head[1:])]
        return "\n".join(f"| {' | '.join(row)} |" for row in (self.head, rule, *self.rows))


@dataclass(frozen=True)
class Result:
    """One figure."""

    what: str
    figure: float
    unit: str

    def __str__(self) -> str:
        """Return the figure as a row of a Markdown table."""
        figure = self.figure if isinstance(self.figure, int) else f"{self.figure:.1f}"
        return f"| {self.what} | {figure} {self.unit} |"


@contextmanager
def empty_home() -> Iterator[Path]:
    """Have an empty data folder, and remove it with what ran in it."""
    from varv.cli.postgres import Server

    home = Path(tempfile.mkdtemp(prefix="varv-bench-"))
    home.chmod(0o711)
    try:
        yield home
    finally:
        Server(home).stop()
        shutil.rmtree(home)


def free_port() -> int:
    """Return a port that nobody has."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def environment(**wanted: str) -> dict[str, str]:
    """Return the environment with no settings of varv but the wanted ones."""
    return {name: v for name, v in os.environ.items() if not name.startswith("VARV_")} | wanted


class Varv:
    """A running ``varv up``."""

    def __init__(self, home: Path, **wanted: str) -> None:
        """Start it with these settings and wait until it answers."""
        self.port = free_port()
        began = time.perf_counter()
        command = ["up", "--region", str(REGION), "--rehearse", "2020-05-25T09:00"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "varv.cli", *command],
            env=environment(VARV_HOME=str(home), PORT=str(self.port), **wanted),
            stdout=subprocess.PIPE,
            text=True,
        )
        if self.process.stdout is None:
            raise RuntimeError("there is nothing to read from")
        for line in self.process.stdout:
            if line.startswith("varv is running"):
                break
        else:
            raise RuntimeError("varv did not start")
        self.seconds_to_start = time.perf_counter() - began

    def stop(self) -> float:
        """Stop it in good order and return how long that took."""
        began = time.perf_counter()
        self.process.terminate()
        self.process.communicate()
        return time.perf_counter() - began

    def kill(self) -> None:
        """Kill it as a power cut would."""
        self.process.kill()
        self.process.communicate()


@dataclass(frozen=True)
class Site:
    """varv as in production: hashed static files, a pool of connections, a proxy in front.

    ``HEADERS`` are what that proxy would add: whoever sends them speaks TLS as far as varv knows,
    and with ``X-Forwarded-For`` comes from an address of their own.
    """

    home: Path
    url: str
    port: int

    files: Path
    mail_port: int = 9  # nobody listens there

    HOST = "s3.region.example"
    HEADERS = {"Host": HOST, "X-Forwarded-Proto": "https", "Referer": f"https://{HOST}/"}

    @property
    def environment(self) -> dict[str, str]:
        """The settings of production."""
        return environment(
            DJANGO_SETTINGS_MODULE="varv.web.settings",
            VARV_HOME=str(self.home),
            VARV_DATABASE_URL=self.url,
            VARV_PRODUCTION="1",
            VARV_SECRET_KEY="only for measuring, on this machine, thrown away after " + "x" * 20,
            VARV_HOSTS=self.HOST,
            VARV_BASE_URL=f"https://{self.HOST}",
            VARV_BEHIND_PROXY="1",
            VARV_FILES=str(self.files),
            VARV_EMAIL_URL=f"smtp://127.0.0.1:{self.mail_port}",
        )

    def run(self, *command: str) -> str:
        """Run Python with these settings to its end and return what it said."""
        ran = subprocess.run(  # what went wrong is told below, with what it said
            [sys.executable, *command],
            check=False,
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if ran.returncode:
            raise RuntimeError(f"{' '.join(command)} failed:\n{ran.stdout}")
        return ran.stdout

    @contextmanager
    def working(self) -> Iterator[None]:
        """Have a worker."""
        working = subprocess.Popen(
            [sys.executable, "-m", "varv.cli", "worker"], env=self.environment, cwd=ROOT
        )
        try:
            yield
        finally:
            working.terminate()
            working.wait()

    @contextmanager
    def served(self, processes: int = 2, *, behind_proxy: bool = True) -> Iterator[None]:
        """Serve it; without a proxy in front a browser can open it, and TLS is not asked for."""
        command = ["serve", "--port", str(self.port), "--processes", str(processes)]
        plain = environment(VARV_HOME=str(self.home), VARV_DATABASE_URL=self.url)
        serving = subprocess.Popen(
            [sys.executable, "-m", "varv.cli", *command],
            env=self.environment if behind_proxy else plain,
            cwd=ROOT,
        )
        try:
            wait_for(self.port)
            yield
        finally:
            serving.terminate()
            serving.wait()


@contextmanager
def production() -> Iterator[Site]:
    """Have the default region loaded, ready to be served as in production."""
    from varv.cli.postgres import Server

    with empty_home() as home, Server(home).lent() as url:
        site = Site(home, url, free_port(), home / "files")
        site.run("-m", "varv.cli", "migrate")
        site.run("-m", "varv.cli", "load", str(REGION))
        yield site


def wait_for(port: int) -> None:
    """Wait until something listens."""
    end = time.monotonic() + SECONDS_TO_ANSWER
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return


def percentile(values: Sequence[float], hundredths: int) -> float:
    """Return the value that so many hundredths of ``values`` do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * hundredths // 100) - 1)]
