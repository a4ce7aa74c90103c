"""A worker killed in the midst of sending; ``python -m bench faults`` does it ten times over."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from tests.varv.factories import RegionFactory
from tests.varv.processes import database_url
from varv.registry import outbox
from varv.registry.actions import Letter, Recipient, queue_many
from varv.registry.models import Message

ROOT = Path(__file__).resolve().parents[3]
PEOPLE = 12
State = Message.State


def soon(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


class MailServer:
    """A mail server in a process of its own, that waits between taking a mail and saying so."""

    def __init__(self, log: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.log = log
        module = ["bench.faults.smtp", str(self.port), str(log), "--well-behaved", "--pause=0.1"]
        self.process = subprocess.Popen([sys.executable, "-m", *module], cwd=ROOT)
        assert soon(self._answers)

    def _answers(self) -> bool:
        with socket.socket() as visitor:
            return visitor.connect_ex(("127.0.0.1", self.port)) == 0

    def taken(self) -> list[tuple[str, str]]:
        """Return to whom and with which Message-ID, mail by mail."""
        lines = [json.loads(line) for line in self.log.read_text().splitlines()]
        return [(line["to"], line["message_id"]) for line in lines if line["what"] == "taken"]


@pytest.fixture
def mail_server(tmp_path) -> Iterator[MailServer]:
    server = MailServer(tmp_path / "mail.jsonl")
    yield server
    server.process.kill()
    server.process.wait()


def kill_a_worker_when(condition: Callable[[], bool], home: Path, port: int) -> None:
    worker = subprocess.Popen(
        [sys.executable, "-m", "varv.cli", "worker"],
        env={
            **os.environ,
            "VARV_HOME": str(home),
            "VARV_DATABASE_URL": database_url(),
            "VARV_EMAIL_URL": f"smtp://127.0.0.1:{port}",
        },
    )
    met = soon(condition)
    worker.kill()
    worker.wait()
    assert met, "the worker did not begin to send"


def is_alone() -> bool:
    """Tell whether PostgreSQL has noticed that the worker is gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return cursor.fetchone() == (1,)


@pytest.mark.committed
def test_worker_killed_while_it_sends_leaves_nobody_without_mail(
    db, settings, tmp_path, mail_server
):
    RegionFactory()
    queue_many(
        Letter(
            kind="people.second_factor_changed",
            occasion="tests:1",
            recipient=Recipient(f"p{number}@example.org", "", "en"),
            context={"what": "A key was added."},
        )
        for number in range(PEOPLE)
    )
    kill_a_worker_when(lambda: len(mail_server.taken()) > 2, tmp_path, mail_server.port)
    assert soon(is_alone)
    claimed = set(Message.objects.filter(state=State.SENDING).values_list("message_id", flat=True))
    assert claimed, "it was between the server's taking a mail and our writing it down"
    assert Message.objects.filter(state=State.QUEUED).exists()

    # A minute goes by, and another worker comes.
    Message.objects.filter(state=State.SENDING).update(claimed_at=timezone.now() - outbox.GRACE)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mail_server.port
    outbox.deliver_due()

    taken = mail_server.taken()
    assert {to for to, _number in taken} == {f"p{number}@example.org" for number in range(PEOPLE)}
    assert len(set(taken)) == PEOPLE, "a second copy has the Message-ID of the first"
    twice = {number for to, number in taken if taken.count((to, number)) > 1}
    assert twice <= claimed
    assert not Message.objects.exclude(state=State.SENT).exists()
