"""Each check finds what it is there for: the thing is really broken, and put right again."""

import json
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import AuthResult
from django.db import connection
from django.test import Client
from django.utils import timezone
from psycopg.conninfo import make_conninfo

from varv.files import actions as files
from varv.registry import actions
from varv.registry.models import Message
from varv.web.backup import instance
from varv.web.health import checks, machine
from varv.web.health.findings import Level
from varv.web.models import BackupRun

pytestmark = pytest.mark.committed


def found(key: str, **options) -> tuple[Level, str]:
    """Return the worst of what one check finds, and all its words."""
    [check] = [check for check in checks.CHECKS if check.key == key]
    findings = [finding for _check, finding in checks.examine([check], **options)]
    assert all(finding.mend for finding in findings if finding.level > Level.OK)
    worst = max(finding.level for finding in findings)
    return worst, " ".join(f"{finding.text} {finding.mend}" for finding in findings)


def run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def assert_well(key: str, **options) -> None:
    level, words = found(key, **options)
    assert level == Level.OK, words


def assert_wrong(key: str, words: str, **options) -> None:
    level, said = found(key, **options)
    assert level == Level.WRONG, said
    assert words in said


def test_every_check_has_a_name_of_its_own():
    keys = [check.key for check in checks.CHECKS]
    assert len(set(keys)) == len(keys)


class TestDatabase:
    def test_that_answers_is_well(self):
        for key in ("database", "role", "letters", "tables", "clock", "log"):
            assert_well(key)

    def test_that_does_not_answer_is_told_and_stops_only_what_needs_it(self, monkeypatch):
        monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
        assert_wrong("database", "does not answer")
        keys = {check.key for check, _finding in checks.examine()}
        assert "disk" in keys
        assert "worker" not in keys

    def test_that_knows_no_swedish_letters(self, databases, monkeypatch):
        name = f"varv_test_{os.getpid()}_letters"
        with psycopg.connect(databases.url, autocommit=True) as session:
            session.execute(f"DROP DATABASE IF EXISTS {name}")
            session.execute(
                f"CREATE DATABASE {name} TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'"
            )
        monkeypatch.setitem(connection.settings_dict, "NAME", name)
        assert_wrong("letters", "lower('ÅRE') is 'Åre'")
        databases.drop(name)

    def test_that_is_empty_lacks_tables_and_no_check_speaks_sql(self, databases, monkeypatch):
        name = f"varv_test_{os.getpid()}_empty"
        with psycopg.connect(databases.url, autocommit=True) as session:
            session.execute(f"DROP DATABASE IF EXISTS {name}")
            session.execute(f"CREATE DATABASE {name}")
        monkeypatch.setitem(connection.settings_dict, "NAME", name)
        assert_wrong("tables", "There are no tables yet.")
        texts = [finding.text for _check, finding in checks.examine()]
        databases.drop(name)
        assert "The tables to look in are not there." in texts
        assert not [text for text in texts if "LINE 1" in text or "relation" in text]

    def test_whose_tables_are_older_or_newer_than_the_program(self):
        run("DELETE FROM django_migrations WHERE app = 'registry' AND name LIKE '0002%%'")
        assert_wrong("tables", "registry.0002_seal_the_log")
        run(
            "INSERT INTO django_migrations (app, name, applied) VALUES"
            " ('registry', '0002_seal_the_log', now()), ('people', '0999_later', now())"
        )
        level, words = found("tables")
        assert level == Level.WARNING
        assert "people.0999_later" in words

    def test_whose_log_was_changed(self):
        actions.open_case(None, number="T/1/2020", title={"en": "Test"})
        assert_well("log")
        for table in ("registry_event", "registry_chainhead"):
            run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        run("DELETE FROM registry_event")
        assert_wrong("log", "verify-log")

    def test_with_a_log_from_the_future_says_that_the_clock_went_back(self):
        run(
            "INSERT INTO registry_event (at, recorded_at, action, subject_kind, data,"
            " previous_hash, hash) VALUES (now(), now() + interval '1 hour', 'x', '', '{}', '', '')"
        )
        assert_wrong("clock", "NTP")


class TestWork:
    def test_without_a_worker(self):
        assert_wrong("worker", "varv worker")
        run("INSERT INTO procrastinate_workers DEFAULT VALUES")
        assert_well("worker")
        run("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '7 minutes'")
        assert_wrong("worker", "7 minutes")

    def test_that_waits_or_fails(self):
        assert_well("jobs")
        run(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, scheduled_at)"
            " VALUES ('default', 'slow', now() - interval '20 minutes')"
        )
        assert_wrong("jobs", "slow")
        run("UPDATE procrastinate_jobs SET status = 'doing'")
        run("UPDATE procrastinate_jobs SET status = 'failed'")
        level, words = found("jobs")
        assert level == Level.WARNING
        assert "have failed" in words

    def test_by_the_clock_that_stands_still_or_fails(self):
        tick = "varv.registry.tasks.tick"
        assert_wrong("schedule", "never")
        run(
            "INSERT INTO procrastinate_periodic_defers (task_name, defer_timestamp)"
            " VALUES (%s, extract(epoch FROM now()) - 3630)",
            tick,
        )
        assert_wrong("schedule", "60 minutes")
        run("UPDATE procrastinate_periodic_defers SET defer_timestamp = extract(epoch FROM now())")
        assert_well("schedule")
        run("INSERT INTO procrastinate_jobs (queue_name, task_name) VALUES ('default', %s)", tick)
        run("UPDATE procrastinate_jobs SET status = 'doing'")
        run("UPDATE procrastinate_jobs SET status = 'failed'")
        assert_wrong("schedule", "1 times")

    def test_name_of_the_tick_is_the_one_that_the_queue_knows(self):
        from varv.registry.tasks import tick
        from varv.web.health import work

        assert f"'{tick.name}'" in work._TICKS

    def test_of_mail_that_does_not_go_out(self, at):
        assert_well("mail")
        Message.objects.create(
            kind="meetings.link", occasion="tests", recipient="a@actor.example", language="sv",
            subject="Länk", body="Länk", message_id="<1@test>", created_at=at, due_at=at, try_at=at,
        )  # fmt: skip
        assert_wrong("mail", "1 mails should have gone out")
        Message.objects.update(state="failed", finished_at=timezone.now())
        level, words = found("mail")
        assert level == Level.WARNING
        assert "did not reach" in words


class TestMachine:
    @pytest.fixture
    def small_disk(self, tmp_path) -> Iterator[Path]:
        """A disk of 4 MB, which only the administrator can make."""
        made = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(tmp_path)],
            capture_output=True, check=False,
        )  # fmt: skip
        if made.returncode:
            pytest.skip("a small disk cannot be mounted here")
        yield tmp_path
        subprocess.run(["umount", str(tmp_path)], check=True)

    def test_whose_disk_is_full(self, small_disk, settings):
        (small_disk / "files").mkdir()
        settings.HOME = small_disk
        assert_wrong("disk", "Make room")

    def test_says_how_much_is_left(self, settings, tmp_path):
        settings.HOME = tmp_path
        free = shutil.disk_usage(tmp_path).free
        level, words = found("disk")
        assert "MB are left" in words
        assert (level == Level.OK) == (free > machine.LITTLE)

    def test_whose_folder_cannot_be_written(self, settings, tmp_path):
        """Asked as an ordinary account: root may write everywhere."""
        closed = tmp_path / "closed"
        closed.mkdir(mode=0o555)
        settings.HOME = closed
        if os.access(closed, os.W_OK):
            pytest.skip("root may write everywhere")
        assert_wrong("disk", "cannot be written")


class TestKept:
    def test_backup_that_is_missing_old_gone_or_failed(self, settings, tmp_path):
        settings.BACKUP_FOLDER = ""
        level, words = found("backup")
        assert level == Level.WARNING
        assert "VARV_BACKUP_DIR" in words
        settings.BACKUP_FOLDER = str(tmp_path)
        assert_wrong("backup", "No backup has been made whole yet")
        now, file = timezone.now(), tmp_path / "b.zip"
        made = BackupRun.objects.create(started_at=now, finished_at=now, file=str(file), size=1)
        assert_wrong("backup", "is gone")
        file.write_text("x")
        assert_well("backup")
        failed = BackupRun.objects.create(
            started_at=now + timezone.timedelta(minutes=1), finished_at=now, error="no room"
        )
        assert found("backup")[0] == Level.WARNING
        failed.delete()
        made.started_at = now - timezone.timedelta(days=3)
        made.save()
        assert_wrong("backup", "The newest backup is of")

    def test_stored_file_that_is_changed_or_gone(self, settings, tmp_path, at):
        settings.FILES_FOLDER = tmp_path / "files"
        stored = files.store(None, name="brev.txt", content=b"A letter")
        assert_well("files")
        path = tmp_path / "files" / stored.sha256[:2] / stored.sha256[2:]
        path.write_bytes(b"Another letter")
        assert_wrong("files", "have been changed: brev.txt", thorough=True)
        path.unlink()
        assert_wrong("files", "are gone: brev.txt")


class TestSetup:
    def test_secret_that_can_be_guessed_or_read(self, settings, tmp_path):
        settings.HOME = tmp_path
        settings.SECRET_KEY = "a" * 60
        assert_wrong("secrets", "guessed")
        settings.SECRET_KEY = "Z9-fjallnara_Kunskap.2026" * 2
        key = tmp_path / "secret_key"
        key.touch(mode=0o644)
        key.chmod(0o644)
        assert_wrong("secrets", f"chmod 600 {key}")
        key.chmod(0o600)
        assert_well("secrets")

    def test_public_address_without_production(self, settings):
        settings.PRODUCTION, settings.BASE_URL = False, "https://s3.region.example"
        assert found("production")[0] == Level.WARNING
        settings.PRODUCTION = True
        assert_well("production")

    def test_styles_that_were_not_collected(self, settings, tmp_path):
        settings.STATIC_ROOT = tmp_path
        assert_wrong("styles", "varv migrate")
        (tmp_path / "staticfiles.json").write_text("{}")
        assert_well("styles")


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
class TestMailServer:
    @pytest.fixture
    def server(self, settings) -> Iterator[list[str]]:
        """A mail server that asks for a password and keeps what it gets."""
        got: list[str] = []

        class Keeping(Sink):
            async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
                got.extend(envelope.rcpt_tos)
                return "250 kept"

        def known(server, session, envelope, mechanism, data) -> AuthResult:
            return AuthResult(success=data.password == b"right", handled=False)

        with socket.create_server(("127.0.0.1", 0)) as listening:
            port = listening.getsockname()[1]
        controller = Controller(
            Keeping(), hostname="127.0.0.1", port=port, authenticator=known,
            auth_required=True, auth_require_tls=False,
        )  # fmt: skip
        controller.start()
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "varv", "right"
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        yield got
        controller.stop()

    def test_that_lets_us_in_gets_no_mail_unless_it_is_asked_for(self, server):
        assert_well("mail server")
        assert server == []
        assert_well("mail server", mail_to="prov@region.example")
        assert server == ["prov@region.example"]

    def test_that_does_not_know_our_password(self, server, settings):
        settings.EMAIL_HOST_PASSWORD = "wrong"
        assert_wrong("mail server", "does not take our user and password")

    def test_that_offers_no_starttls(self, server, settings):
        settings.EMAIL_USE_TLS = True
        assert_wrong("mail server", "STARTTLS")

    def test_that_is_not_there(self, server, settings):
        with socket.create_server(("127.0.0.1", 0)) as listening:
            settings.EMAIL_PORT = listening.getsockname()[1]
        assert_wrong("mail server", "firewall")

    def test_is_not_asked_in_a_rehearsal(self, settings):
        settings.REHEARSAL, settings.EMAIL_HOST = True, "nowhere.invalid"
        assert_well("mail server")


class TestHealth:
    @pytest.fixture(autouse=True)
    def anew(self) -> Iterator[None]:
        checks.remembered.forget()
        yield
        checks.remembered.forget()

    def all_well(self) -> None:
        run("INSERT INTO procrastinate_workers DEFAULT VALUES")
        run(
            "INSERT INTO procrastinate_periodic_defers (task_name, defer_timestamp)"
            " VALUES ('varv.registry.tasks.tick', extract(epoch FROM now()))"
        )

    def test_says_yes_for_each_part_and_nothing_else(self, client: Client, settings):
        settings.BACKUP_FOLDER = ""
        self.all_well()
        answer = client.get("/health", HTTP_HOST="10.0.0.7")
        parts = ["database", "worker", "schedule", "mail", "disk", "backup"]
        assert answer.status_code == 200, answer.content
        assert answer.json() == {"ok": True, "parts": dict.fromkeys(parts, True)}
        assert "no-store" in answer.headers["Cache-Control"]
        assert "Set-Cookie" not in answer.headers

    def test_says_no_where_something_is_wrong(self, client: Client):
        answer = client.get("/health")
        assert answer.status_code == 503
        assert answer.json()["parts"]["worker"] is False
        assert answer.json()["parts"]["database"] is True

    def test_answers_while_the_database_is_down_and_tells_nothing_of_it(self, client, monkeypatch):
        connection.close()
        monkeypatch.setitem(connection.settings_dict, "HOST", "/nowhere")
        answer = client.get("/health")
        assert answer.status_code == 503
        assert answer.json()["parts"]["database"] is False
        assert answer.json()["parts"]["disk"] is True
        assert "nowhere" not in answer.content.decode()
        assert client.get("/health/live").json() == {"ok": True}

    def test_is_looked_into_once_in_five_seconds_however_often_it_is_asked(self, client):
        assert client.get("/health").json()["parts"]["worker"] is False
        self.all_well()
        assert client.get("/health").json()["parts"]["worker"] is False
        checks.remembered.forget()
        assert client.get("/health").json()["parts"]["worker"] is True


def test_doctor_says_what_is_wrong_and_how_to_mend_it(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "varv.cli", "doctor"],
        env=dict(os.environ)
        | {"VARV_DATABASE_URL": make_conninfo(instance.current().database.url),
           "VARV_HOME": str(tmp_path), "VARV_EMAIL_URL": "smtp://127.0.0.1:1"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    lines = done.stdout.splitlines()
    assert any(line.startswith("WRONG    worker") for line in lines)
    assert any(line.startswith("ok       letters") for line in lines)
    assert any("-> Start one: varv worker" in line for line in lines)
    assert "Traceback" not in done.stderr


def test_nothing_secret_in_what_a_stranger_reads(client: Client):
    checks.remembered.forget()
    text = json.dumps(client.get("/health").json())
    assert not any(word in text for word in ("18.", "varv_", "/", "0.1"))
