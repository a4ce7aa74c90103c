"""Two machines' worth of varv on one PostgreSQL: four web processes and two workers.

The machines have a data folder each and share the database and the folder of stored files. Both
run on this one, so what is shown is that nothing is lost or done twice, and what more processes
are worth on the cores there are.
"""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import psycopg

from bench.pages import ask
from bench.running import ROOT, Site, Table, free_port, production, wait_for
from bench.signup import ADDRESS, open_meeting, typed
from bench.visitor import Visitor

PEOPLE = 400
AT_ONCE = 32
CLIENTS = 16
SECONDS_FOR_MAIL = 300
STORE = (
    "from varv.files.actions import store; print(store(None, name='a.txt', content=b'a').sha256)"
)
READ = "from varv.files import blobs; print(blobs.read('{}') == b'a')"


def measure() -> Iterator[Table]:
    """Read pages with one, two and four processes; then sign up through all, with two workers."""
    with production() as site:
        one = replace(site, mail_port=free_port())
        other = _another_machine(one)
        yield Table(
            ("the first page, 16 clients", "a second", "p95 ms"), list(_pages_read(one, other))
        )
        yield Table(
            ("four web processes, two workers", ""), [*_signed_up(one, other), _file(one, other)]
        )


def _another_machine(site: Site) -> Site:
    """Have a data folder of its own, with the styles collected into it."""
    home = site.home / "another-machine"
    home.mkdir(mode=0o711)
    other = replace(site, home=home, port=free_port())
    other.run("-m", "varv.cli", "migrate")
    return other


def _pages_read(one: Site, other: Site) -> Iterator[tuple[str, ...]]:
    for name, machines, processes in (
        ("one process", [one], 1),
        ("two processes", [one], 2),
        ("four processes on two machines", [one, other], 2),
    ):
        with ExitStack() as stack:
            for machine in machines:
                stack.enter_context(machine.served(processes))
            yield name, *_both_asked(machines)


def _both_asked(machines: list[Site]) -> tuple[str, str]:
    with ThreadPoolExecutor(len(machines)) as pool:
        found = list(pool.map(lambda site: ask(site, "/", CLIENTS // len(machines)), machines))
    return f"{sum(float(one[0]) for one in found):.0f}", max((one[2] for one in found), key=float)


def _signed_up(one: Site, other: Site) -> Iterator[tuple[str, str]]:
    """Open each form at one machine and send it to the other; let two workers send the mail."""
    meeting = open_meeting(one, "scale-out", places=None)
    log = one.home / "mail.jsonl"
    with ExitStack() as stack:
        stack.enter_context(_mail_server(one.mail_port, log))
        for machine in (one, other):
            stack.enter_context(machine.served(2))
            stack.enter_context(machine.working())
        with ThreadPoolExecutor(AT_ONCE) as pool:
            statuses = Counter(pool.map(lambda n: _sign_up(one, other, meeting, n), range(PEOPLE)))
        _wait_for_mail(one)
    taken = Counter(line["to"] for line in map(json.loads, log.read_text().splitlines()))
    yield "sign-ups answered with the page of thanks", f"{statuses[302]} of {PEOPLE}"
    yield "confirmations that arrived", f"{len(taken)}, {taken.total() - len(taken)} of them twice"
    if statuses[302] != PEOPLE or len(taken) != PEOPLE or taken.total() != PEOPLE:
        raise RuntimeError(f"not everybody got in and one mail: {statuses}, {len(taken)} mails")


def _sign_up(one: Site, other: Site, meeting: str, number: int) -> int:
    first, second = (one, other) if number % 2 else (other, one)
    visitor = Visitor(first, f"10.1.{number // 250}.{number % 250}")
    form = typed(visitor.open(f"{ADDRESS}?meeting={meeting}"), meeting, number)
    return visitor.send(ADDRESS, form, to=second).status


@contextmanager
def _mail_server(port: int, log: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "bench.faults.smtp", str(port), str(log), "--well-behaved"]
    running = subprocess.Popen(command, cwd=ROOT)
    try:
        wait_for(port)
        yield
    finally:
        running.terminate()
        running.wait()


def _wait_for_mail(site: Site) -> None:
    end = time.monotonic() + SECONDS_FOR_MAIL
    waiting = "SELECT count(*) FROM registry_message WHERE state IN ('queued', 'sending')"
    with psycopg.connect(site.url, autocommit=True) as connection:
        while connection.execute(waiting).fetchone() != (0,):
            if time.monotonic() > end:
                raise RuntimeError("mail is still waiting")
            time.sleep(0.2)


def _file(one: Site, other: Site) -> tuple[str, str]:
    """Store a file at one machine and read it at the other."""
    sha256 = one.run("-c", f"import django; django.setup(); {STORE}").split()[-1]
    read = other.run("-c", f"import django; django.setup(); {READ.format(sha256)}").split()[-1]
    if read != "True":
        raise RuntimeError("a file that one machine stored cannot be read by the other")
    return "a file stored at one machine", "read at the other"
