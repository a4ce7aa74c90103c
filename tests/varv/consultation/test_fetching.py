"""The mailbox is read from a real IMAP server, over lines that break and by who is killed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import psycopg
import pytest
from django.test import Client

from tests.varv.consultation.imap_server import PASSWORD, Proxy, Server, certificate, soon
from tests.varv.consultation.mails import written
from tests.varv.factories import CoordinatorFactory, RoundFactory
from tests.varv.processes import database_url
from varv import clock
from varv.consultation import actions, mailbox, tasks
from varv.consultation.actions import fetching
from varv.consultation.mailbox import Trouble
from varv.consultation.models import Contribution, IncomingMail
from varv.consultation.queries import incoming
from varv.files import blobs
from varv.web import environment
from varv.web.health import checks, findings

ROOT = Path(__file__).resolve().parents[3]
Where = IncomingMail.Where
_folders = count()

pytestmark = [pytest.mark.committed, pytest.mark.usefixtures("at")]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.stop()


@pytest.fixture
def folder(server, settings, at):
    """A folder of the server for this test alone, which varv is told of; and a round."""
    name = f"F{next(_folders)}"
    with server.client(name):
        settings.INBOX = environment.inbox(server.url(name), production=True)
    RoundFactory()
    return name


@pytest.fixture
def through(server, folder, settings):
    """Let varv speak to the server through a line."""
    lines = []

    def go(**wanted):
        line = Proxy(server.port, **wanted)
        lines.append(line)
        settings.INBOX = settings.INBOX | {"port": line.port}
        settings.INBOX_TIMEOUT = 5
        return line

    yield go
    for line in lines:
        line.close()


def mails(number, begin=0):
    return [written(message_id=f"<{one}@actor.example>") for one in range(begin, begin + number)]


def wheres():
    return sorted(IncomingMail.objects.values_list("where", flat=True))


def test_what_came_is_taken_in_and_marked_as_read(server, folder):
    raw = written("Blåbär och älg", message_id="<1@x>")
    server.put(folder, raw, *mails(2, 5))
    done = actions.fetch()
    assert (done.taken, done.trouble) == (3, None)
    assert wheres() == [Where.CONTRIBUTION] * 3
    assert server.unread(folder) == 0
    row = IncomingMail.objects.get(message_id="1@x")
    assert row.original.sha256 == row.sha256
    assert blobs.read(row.original.sha256) == raw
    assert actions.fetch().taken == 0


def test_when_the_server_got_it_is_when_it_came(server, folder):
    came = datetime.fromisoformat("2020-05-25T08:30+02:00")
    server.put(folder, *mails(1), at=came)
    actions.fetch()
    assert IncomingMail.objects.get().received_at == came


def test_what_somebody_reads_before_us_is_taken_all_the_same(server, folder):
    server.put(folder, *mails(1))
    actions.fetch()
    server.put(folder, *mails(1, 1), flags=r"(\Seen)")
    assert actions.fetch().taken == 1


def test_history_of_a_mailbox_that_was_never_read_stays_there(server, folder):
    server.put(folder, *mails(2), flags=r"(\Seen)")
    server.put(folder, *mails(1, 2))
    assert actions.fetch().taken == 1


def test_mailbox_that_numbers_its_mails_anew_is_read_again_and_doubles_nothing(server, folder):
    server.put(folder, *mails(2))
    actions.fetch()
    with server.client(folder) as client:
        client.close()
        client.delete(folder)
    server.put(folder, *mails(2), flags=r"(\Seen)")
    server.put(folder, *mails(1, 2))
    assert actions.fetch().where == {Where.DUPLICATE: 2, Where.CONTRIBUTION: 1}
    assert Contribution.objects.count() == 3


def test_mail_that_is_too_large_is_noted_once_and_stays_unread(server, folder, monkeypatch):
    monkeypatch.setattr(fetching, "MAX_ORIGINAL", 2_000)
    server.put(folder, written("x" * 3_000), *mails(1, 2))
    assert actions.fetch().where == {Where.TRIAGE: 1, Where.CONTRIBUTION: 1}
    noted = IncomingMail.objects.get(where=Where.TRIAGE)
    assert (noted.reason, noted.original, noted.sender_email) == (
        "too_large",
        None,
        "anna@actor.example",
    )
    assert actions.fetch().taken == 0
    assert server.unread(folder) == 1


def test_round_ends_when_its_time_is_over_and_the_next_goes_on(server, folder):
    server.put(folder, *mails(3))
    assert actions.fetch(seconds=-1).is_cut
    assert not IncomingMail.objects.exists()
    assert actions.fetch(seconds=60).taken == 3


def test_only_one_reads_at_a_time(server, folder):
    server.put(folder, *mails(1))
    with psycopg.connect(database_url()) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [fetching._FETCH_LOCK])
        assert actions.fetch() is None
    assert soon(lambda: actions.fetch() is not None)
    assert wheres() == [Where.CONTRIBUTION]


@pytest.mark.parametrize("bytes_until", [60, 700, 1_500, 2_500, 3_500, 4_500])
def test_line_that_breaks_loses_and_doubles_nothing(server, folder, through, bytes_until):
    server.put(folder, *mails(8))
    line = through(breaks_after=bytes_until)
    done = actions.fetch()
    assert line.broken == 1
    assert done.trouble in {Trouble.DROPPED, Trouble.NO_ANSWER}
    assert server.unread(folder) >= 8 - done.taken
    assert fetching.standstill()
    assert actions.fetch().trouble is None
    assert wheres() == [Where.CONTRIBUTION] * 8
    assert server.unread(folder) == 0
    assert fetching.standstill() is None


def test_line_that_breaks_in_the_midst_of_a_mail_stores_no_half_of_it(server, folder, through):
    server.put(folder, written("x " * 40_000))
    through(breaks_after=20_000)
    assert actions.fetch().taken == 0
    assert not IncomingMail.objects.exists()
    assert actions.fetch().taken == 1
    assert IncomingMail.objects.get().text.count("x") == 40_000


def test_line_that_breaks_time_and_again_ends_at_last(server, folder, through):
    server.put(folder, *mails(8))
    line = through(breaks_after=2_500, times=30)
    assert soon(lambda: actions.fetch() and server.unread(folder) == 0)
    assert line.broken > 1
    assert Contribution.objects.count() == 8


def test_server_that_falls_silent_ends_the_round(server, folder, through, settings):
    server.put(folder, *mails(1))
    through(sticks_at=b"SEARCH")
    settings.INBOX_TIMEOUT = 1
    assert actions.fetch().trouble == Trouble.NO_ANSWER


# --- killed ---------------------------------------------------------------------------------------


def fetching_process(url):
    return subprocess.Popen(
        [sys.executable, "-m", "varv.cli", "fetch-mail"],
        env={
            **os.environ,
            "VARV_DATABASE_URL": database_url(),
            "VARV_INBOX_URL": url,
            "PYTHONPATH": str(ROOT / "src"),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_killed_between_storing_and_marking_loses_and_doubles_nothing(server, folder, through):
    server.put(folder, *mails(3))
    line = through(sticks_at=b"STORE")
    process = fetching_process(server.url(folder, line.port))
    stored = soon(IncomingMail.objects.exists, 60)
    process.kill()
    said = process.communicate()[0]
    assert stored, said
    assert (IncomingMail.objects.count(), server.unread(folder)) == (1, 3)
    line.close()
    through()
    assert soon(lambda: actions.fetch() is not None and server.unread(folder) == 0)
    assert wheres() == [Where.CONTRIBUTION] * 3


def test_killed_again_and_again_loses_and_doubles_nothing(server, folder):
    server.put(folder, *mails(12))
    for stored in (1, 4, 7):
        process = fetching_process(server.url(folder))
        assert soon(lambda stored=stored: IncomingMail.objects.count() >= stored, 60)
        process.kill()
        process.communicate()
    assert soon(lambda: actions.fetch() is not None)
    assert wheres() == [Where.CONTRIBUTION] * 12
    assert server.unread(folder) == 0


def test_command_says_what_it_did(server, folder):
    server.put(folder, *mails(1), written(subject="Hej", message_id="<h@x>"))
    process = fetching_process(server.url(folder))
    said = process.communicate(timeout=60)[0]
    assert process.returncode == 0, said
    assert said.splitlines()[-1] == "Taken in: 2 (contribution: 1, triage: 1)."


# --- over a secure line ---------------------------------------------------------------------------


@pytest.fixture
def trusted(tmp_path, monkeypatch):
    """A certificate that this machine trusts."""
    made = certificate(tmp_path / "trusted.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(made))
    return made


def test_mailbox_is_read_over_a_line_that_is_secure_from_the_beginning(
    server, folder, through, trusted, settings
):
    server.put(folder, *mails(2))
    through(certificate=trusted)
    settings.INBOX = settings.INBOX | {"secured": "tls"}
    assert actions.fetch().taken == 2
    assert server.unread(folder) == 0


def test_mailbox_is_read_over_a_line_that_is_made_secure(at, trusted, settings):
    secure = Server(certificate=trusted)
    try:
        with secure.client("Inkorg"):
            settings.INBOX = environment.inbox(secure.url("Inkorg"), production=True)
        RoundFactory()
        secure.put("Inkorg", *mails(2))
        line = Proxy(secure.port, sticks_at=b"AUTHENTICATE")  # whatever is said in the open
        settings.INBOX = settings.INBOX | {"port": line.port, "secured": "starttls"}
        assert actions.fetch().taken == 2
        line.close()
    finally:
        secure.stop()


@pytest.mark.usefixtures("trusted")
def test_mailbox_whose_certificate_nobody_vouches_for_gets_no_password(
    server, folder, through, tmp_path, settings
):
    server.put(folder, *mails(1))
    through(certificate=certificate(tmp_path / "other.pem"))
    settings.INBOX = settings.INBOX | {"secured": "tls"}
    assert actions.fetch().trouble == Trouble.NOT_SECURE
    assert server.unread(folder) == 1


# --- when it cannot be read -----------------------------------------------------------------------


@pytest.fixture
def wrong(settings, folder):
    def be(**wanted):
        settings.INBOX = settings.INBOX | wanted
        settings.INBOX_TIMEOUT = 3

    return be


@pytest.mark.parametrize(
    ("wanted", "trouble"),
    [
        ({"password": "fel"}, Trouble.LOGIN),
        ({"password": "fel å"}, Trouble.LOGIN),
        ({"folder": "Finns inte"}, Trouble.NO_FOLDER),
        ({"port": 1}, Trouble.NO_ANSWER),
        ({"secured": "tls"}, Trouble.NOT_SECURE),
        ({"secured": "starttls"}, Trouble.NOT_SECURE),
    ],
    ids=str,
)
def test_desk_and_doctor_say_why_it_cannot_be_read(wrong, wanted, trouble, caplog):
    wrong(**wanted)
    done = actions.fetch()
    assert done.trouble == trouble
    first = fetching.standstill()
    assert first.trouble == trouble
    with clock.pinned(clock.now() + timedelta(hours=1)):
        actions.fetch()
        assert fetching.standstill().since == first.since
    assert PASSWORD not in caplog.text
    client = Client()
    client.force_login(CoordinatorFactory())
    assert "/desk/mail/" in client.get("/desk/").content.decode()
    [(_check, found)] = checks.examine([one for one in checks.CHECKS if one.key == "mailbox"])
    assert found.level == findings.Level.WRONG
    assert PASSWORD not in found.text


def test_doctor_is_content_with_a_mailbox_that_opens(folder, server):
    server.put(folder, *mails(2))
    [(_check, found)] = checks.examine([one for one in checks.CHECKS if one.key == "mailbox"])
    assert found.level == findings.Level.OK
    assert "unread: 2" in found.text


def test_worker_reads_it_unless_it_rehearses(server, folder, settings):
    server.put(folder, *mails(1))
    settings.REHEARSAL = True
    tasks.fetch_mail(0)
    assert not IncomingMail.objects.exists()
    settings.INBOX_IN_REHEARSAL = True
    tasks.fetch_mail(0)
    assert IncomingMail.objects.count() == 1


def test_name_of_a_mailbox_that_is_long_fits_its_column(settings):
    settings.INBOX = {"user": "u" * 90, "host": "h", "port": 143, "folder": "INBOX"}
    assert len(mailbox.name()) == mailbox.LONGEST_NAME
    assert incoming.last_uid(mailbox.name(), 1) is None
