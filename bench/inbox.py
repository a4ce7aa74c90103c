"""Ten thousand mails in a mailbox: how many are taken in each second, in how much memory."""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import psutil
import psycopg

from bench.running import ROOT, Site, Table, production
from tests.varv.consultation.imap_server import Server

MAILS = int(os.environ.get("BENCH_MAILS", "10000"))
#: Of each ten mails: what they are.
KINDS = (
    "number", "number", "number", "number", "number", "text", "nothing", "away", "again", "heavy",
)  # fmt: skip
ATTACHMENT = "Bilaga å ä ö\n".encode() * 60_000
WHERE = 'SELECT "where", count(*) FROM consultation_incomingmail GROUP BY 1 ORDER BY 1'
OPEN = """
UPDATE registry_case SET last_number = 0 WHERE number = 'RUN/430/2018';
INSERT INTO consultation_round (programme_id, case_id, slug, title, summary, mail_subject, state,
    opens_at, closes_at, precision, note, concerns_sami, cancel_reason, created_at)
SELECT p.id, c.id, 'bench', '{"sv": "Dialog"}', '{}', '{}', 'published', now() - interval '9 days',
    now() + interval '9 days', 'day', '{}', false, '', now()
FROM cycles_programme p, registry_case c WHERE c.number = 'RUN/430/2018' LIMIT 1
"""


def measure() -> Iterator[Table]:
    """Read the whole mailbox by the command, then once more when there is nothing new."""
    with tempfile.TemporaryDirectory() as folder, production() as site:
        _write(Path(folder))
        with psycopg.connect(site.url) as connection:
            connection.execute(OPEN)
        server = Server(Path(folder))
        try:
            server.take_up()
            seconds, peak, start = _fetch(site, server)
            again, _peak, _start = _fetch(site, server)
        finally:
            server.stop()
        yield Table(
            ("a mailbox that is read", ""),
            [
                *_found(site),
                ("mails", f"{MAILS:,}"),
                ("all of it took", f"{seconds:.0f} s"),
                ("mails taken in", f"{MAILS / seconds:.0f}/s"),
                ("memory after the first hundred mails", f"{start / 1e6:.0f} MB"),
                ("memory at its peak", f"{peak / 1e6:.0f} MB"),
                ("reading it again with nothing new", f"{again:.1f} s"),
            ],
        )


def _write(folder: Path) -> None:
    for number in range(MAILS):
        kind = KINDS[number % len(KINDS)]
        (folder / f"{number:06}.eml").write_bytes(_mail(number, kind).as_bytes())


def _mail(number: int, kind: str) -> EmailMessage:
    mail = EmailMessage()
    same = number - 1 if kind == "again" else number
    mail["From"] = f"Person {same} <person{same}@actor.example>"
    mail["To"] = "inspel@region.example"
    mail["Message-ID"] = f"<{same}@actor.example>"
    mail["Subject"] = "Inspel" if kind in {"text", "nothing"} else f"Inspel RUN/430/2018, {same}"
    if kind == "away":
        mail["Auto-Submitted"] = "auto-replied"
    text = "Vi vill ha bredband och tåg i hela länet.\n" * (1 + number % 40)
    asked = "Angående run-430-2018.\n" if kind == "text" else ""
    mail.set_content(f"{text}{asked}\nMed vänlig hälsning\nPerson {same}\n\n> Ni skrev: hej\n")
    if kind == "heavy":
        mail.add_attachment(
            ATTACHMENT, maintype="text", subtype="plain", filename=f"bilaga{number}.txt"
        )
    return mail


def _fetch(site: Site, server: Server) -> tuple[float, int, int]:
    """Return how long the command took, its peak of memory, and its memory early on."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "varv.cli", "fetch-mail"],
        env=site.environment | {"VARV_INBOX_URL": server.url()},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    watched = psutil.Process(process.pid)
    peak = early = 0
    while process.poll() is None:
        try:
            size = watched.memory_info().rss
        except psutil.NoSuchProcess:
            break
        peak = max(peak, size)
        if not early and _taken(site) >= min(100, MAILS):
            early = size
        time.sleep(0.2)
    said = process.communicate()[0]
    if process.returncode or not re.search(r"Taken in: \d+", said):
        raise RuntimeError(f"the mailbox was not read: {said}")
    return time.perf_counter() - began, peak, early


def _taken(site: Site) -> int:
    with psycopg.connect(site.url) as connection:
        row = connection.execute("SELECT count(*) FROM consultation_incomingmail").fetchone()
    return int(row[0]) if row else 0


def _found(site: Site) -> list[tuple[str, str]]:
    with psycopg.connect(site.url) as connection:
        found = dict(connection.execute(WHERE).fetchall())
    each = MAILS // len(KINDS)
    # What comes again is the automatic reply before it.
    wanted = {"contribution": 7 * each, "triage": each, "ignored": each, "duplicate": each}
    return [(f"ended as {where}", _kept(found.get(where, 0), n)) for where, n in wanted.items()]


def _kept(number: int, wanted: int) -> str:
    """Return a number, loudly if it is wrong."""
    return f"{number:,} ok" if number == wanted else f"**WRONG: {number:,}**"
