"""How many pages a second two processes answer, and how long a visitor waits; asked by locust."""

import csv
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import psycopg

from bench.running import ROOT, Site, Table, production

CLIENTS = (1, 8, 64)
SECONDS = int(os.environ.get("BENCH_SECONDS", "10"))
#: More of one core than this, and the asking slows down the answering that is measured.
HUNGRY = 0.25


def measure() -> Iterator[Table]:
    """Ask for each page with 1, 8 and 64 clients; the data is that of a first year."""
    with production() as site:
        site.run("-m", "bench.data", "base")
        pages = _pages(site)
        with site.served():
            rows = [
                (name, str(clients), *ask(site, page, clients))
                for name, page in pages.items()
                for clients in CLIENTS
            ]
    head = ("page", "clients", "a second", "median ms", "p95 ms", "failed", "locust's core")
    yield Table(head, rows)


def _pages(site: Site) -> dict[str, str]:
    with psycopg.connect(site.url) as connection:
        # Room for all: what is measured is signing up, not the waiting list.
        connection.execute("UPDATE meetings_meeting SET capacity = NULL WHERE slug = 'samtal-0'")
        row = connection.execute("SELECT slug FROM cycles_area ORDER BY id LIMIT 1").fetchone()
    return {
        "home": "/",
        "area": f"/areas/{row[0] if row else ''}/",
        "meeting": "/meetings/samtal-0/",
        "sign-up (form)": "/meetings/sign-up/?meeting=samtal-0",
        "sign-up (sent)": "sign-up (sent)",
    }


def ask(site: Site, page: str, clients: int) -> tuple[str, ...]:
    """Let locust ask; return how many a second, median, p95, failures and locust's own share."""
    with tempfile.TemporaryDirectory() as folder:
        asking = psutil.Popen(
            [
                *(sys.executable, "-m", "locust", "--headless", "--only-summary"),
                *("--locustfile", str(Path(__file__).with_name("locustfile.py"))),
                *("--host", f"http://127.0.0.1:{site.port}"),
                *("--users", str(clients), "--spawn-rate", str(clients)),
                *("--run-time", f"{SECONDS}s", "--csv", f"{folder}/found"),
            ],
            env=site.environment | {"BENCH_PAGE": page, "BENCH_SITE": f"https://{Site.HOST}"},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        core = _core_used(asking)
        said = asking.communicate()[0].decode()
        stats = Path(folder, "found_stats.csv")
        if not stats.exists():
            raise RuntimeError(f"locust failed:\n{said}")
        with stats.open(encoding="utf-8") as file:
            found = next((row for row in csv.DictReader(file) if row["Name"] == "page"), None)
    if found is None:
        raise RuntimeError(f"nobody asked for {page}:\n{said}")
    return (
        f"{float(found['Requests/s']):.0f}",
        found["50%"],
        found["95%"],
        found["Failure Count"],
        f"{core:.0%}" + (" (much)" if core > HUNGRY else ""),
    )


def _core_used(asking: psutil.Popen) -> float:
    """Return how much of one core locust used while it ran, read until it ends."""
    used = 0.0
    began = time.monotonic()
    while asking.poll() is None and time.monotonic() - began < SECONDS + 60:
        with suppress(psutil.Error):
            times = asking.cpu_times()
            used = times.user + times.system
        time.sleep(0.2)
    return used / (time.monotonic() - began)
