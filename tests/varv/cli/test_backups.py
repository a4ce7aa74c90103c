"""Backups taken and put back by the commands, on a real server, and damaged in every way."""

import contextlib
import json
import os
import random
import re
import resource
import shutil
import stat
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tests.databases import Databases
from tests.varv.cli.test_commands import varv
from tests.varv.factories import StaffRoleFactory, UserFactory
from varv.files import actions as files
from varv.people import actions as people
from varv.registry import actions, queries
from varv.registry.models import Record
from varv.web.backup import archive, programs, take
from varv.web.backup.errors import BackupError
from varv.web.backup.server import Database

HERE = Path(__file__).parent
EARLIER = sorted((HERE / "backups").glob("*.zip"))
LETTER = "Ett brev från Åre.\n".encode()


@dataclass(frozen=True)
class Installation:
    """A database and a data folder, with the commands run on them as a person would."""

    url: str
    home: Path

    def varv(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return varv(*arguments, VARV_DATABASE_URL=self.url, VARV_HOME=str(self.home), **more)

    def contents(self) -> dict[str, list[tuple]]:
        """Return every row of every table, and every sequence."""
        found = {}
        with psycopg.connect(self.url) as session:
            for name, kind in session.execute(
                "SELECT relname, relkind::text FROM pg_class WHERE relkind IN ('r', 'S')"
                " AND relnamespace = 'public'::regnamespace"
            ).fetchall():
                what = sql.SQL("last_value, is_called" if kind == "S" else "one::text")
                rows = session.execute(
                    sql.SQL("SELECT {} FROM {} one").format(what, sql.Identifier(name))
                )
                found[name] = sorted(rows.fetchall())
        return found

    def files(self) -> dict[str, bytes]:
        folder = self.home / "files"
        return {
            str(path.relative_to(folder)): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }

    def everything(self) -> tuple[dict, dict]:
        return self.contents(), self.files()

    def change(self, statement: str) -> None:
        with psycopg.connect(self.url) as session:
            session.execute(statement)


@pytest.fixture
def source(own_database: str, databases: Databases, tmp_path: Path, settings) -> Installation:
    """An installation with people, a sealed log and a stored file."""
    settings.HOME = tmp_path / "source"
    settings.HOME.mkdir()
    settings.FILES_FOLDER = settings.HOME / "files"
    StaffRoleFactory(role="coordinator")
    case = actions.open_case(None, number="T/1/2020", title={"sv": "Prov"})
    letter = files.store(None, name="brev.txt", content=LETTER)
    actions.record(None, case=case, direction="in", kind="letter", title="Brev", files=[letter])
    connection.close()
    return Installation(make_conninfo(databases.url, dbname=own_database), settings.HOME)


@pytest.fixture
def other(databases: Databases, template_database: str, tmp_path: Path) -> Iterator[Installation]:
    """A second installation: migrated, and never used."""
    name = databases.clone(template_database)
    (tmp_path / "other").mkdir()
    yield Installation(make_conninfo(databases.url, dbname=name), tmp_path / "other")
    databases.drop(name)


@pytest.fixture
def backup(source: Installation, tmp_path: Path) -> Path:
    file = tmp_path / "backup.zip"
    take.take(take.Instance(Database(source.url), source.home / "files", "secret"), file)
    return file


def restored(place: Installation, file: Path, *options: str) -> subprocess.CompletedProcess[str]:
    done = place.varv("restore", str(file), *options)
    assert done.returncode == 0, done.stderr
    return done


def refused(place: Installation, file: Path, *options: str) -> str:
    """Return the words; nothing may have changed."""
    before = place.everything()
    done = place.varv("restore", str(file), *options)
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    assert place.everything() == before
    assert siblings(place) == []
    return " ".join(done.stderr.split())


def siblings(place: Installation) -> list[str]:
    with psycopg.connect(place.url) as session:
        return session.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE current_database() || '\\_%'"
        ).fetchall()


class TestBackup:
    def test_is_an_ordinary_zip_with_everything_named_by_its_hash(self, source, tmp_path):
        file = tmp_path / "backup.zip"
        done = source.varv("backup", str(file))
        assert done.returncode == 0, done.stderr
        assert "VARV_SECRET_KEY" in done.stdout
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["backup.zip"]
        with zipfile.ZipFile(file) as zipped:
            assert zipped.testzip() is None
            manifest = json.loads(zipped.read("manifest.json"))
            assert set(zipped.namelist()) == {*manifest["members"], "manifest.json"}
            [letter] = [name for name in zipped.namelist() if name.startswith("files/")]
            assert zipped.read(letter) == LETTER
        assert manifest["rows"]["registry_record"] == 1
        assert manifest["varv"] == "0.1.0"
        assert manifest["migrations"]["registry"]

    def test_can_be_read_without_varv(self, backup, databases, tmp_path):
        name = databases.clone("template0")
        with zipfile.ZipFile(backup) as zipped:
            zipped.extract("database.dump", tmp_path)
        url = make_conninfo(databases.url, dbname=name)
        tools = programs.in_wheel()[0]
        subprocess.run(
            [tools.named("pg_restore"), "--no-owner", "-d", url, tmp_path / "database.dump"],
            check=True,
        )
        with psycopg.connect(url) as session:
            assert session.execute("SELECT count(*) FROM registry_record").fetchone() == (1,)
        databases.drop(name)

    def test_overwrites_nothing(self, source, tmp_path):
        file = tmp_path / "taken"
        file.write_text("a diary")
        done = source.varv("backup", str(file))
        assert done.returncode == 1
        assert "exists already" in done.stderr
        assert file.read_text() == "a diary"

    def test_is_of_one_moment_while_others_write(self, source, tmp_path):
        """Each writer adds a stored file and its row; no row of the backup may lack its file."""
        ended = threading.Event()

        def write() -> None:
            number = 0
            while not ended.is_set():
                number += 1
                files.store(None, name="one.txt", content=f"Text {number}".encode())
            connection.close()

        writer = threading.Thread(target=write)
        writer.start()
        try:
            manifests = [
                take.take(
                    take.Instance(Database(source.url), source.home / "files", "secret"),
                    tmp_path / f"{number}.zip",
                )
                for number in range(3)
            ]
        finally:
            ended.set()
            writer.join()
        for manifest in manifests:
            assert manifest.missing == []
            assert manifest.rows["files_file"] == len(manifest.blobs)
        assert manifests[0].rows["files_file"] < manifests[-1].rows["files_file"]

    def test_on_a_full_disk_leaves_nothing(self, source, tmp_path):
        """The kernel refuses to let the file grow, as a full disk does."""
        folder = tmp_path / "full"
        folder.mkdir()
        done = subprocess.run(
            [sys.executable, "-m", "varv.cli", "backup", str(folder / "backup.zip")],
            env=dict(os.environ) | {"VARV_DATABASE_URL": source.url, "VARV_HOME": str(source.home)},
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 1
        assert "There is no room for" in done.stderr
        assert list(folder.iterdir()) == []

    def test_where_nothing_may_be_written_says_so(self, source, tmp_path):
        done = source.varv("backup", str(tmp_path / "none" / "backup.zip"))
        assert done.returncode == 1
        assert "cannot be written" in done.stderr

    def test_tells_of_files_gone_or_changed_and_is_made_all_the_same(self, source, tmp_path):
        [path] = [path for path in (source.home / "files").rglob("*") if path.is_file()]
        path.write_bytes(b"something else")
        done = source.varv("backup", str(tmp_path / "changed.zip"))
        assert "have changed since they were stored" in done.stderr
        path.unlink()
        done = source.varv("backup", str(tmp_path / "gone.zip"))
        assert done.returncode == 0
        assert "are not in the data folder" in done.stderr

    def test_of_an_empty_database_says_so(self, databases, tmp_path):
        name = databases.clone("template0")
        url = make_conninfo(databases.url, dbname=name)
        done = Installation(url, tmp_path).varv("backup", str(tmp_path / "b.zip"))
        databases.drop(name)
        assert done.returncode == 1
        assert "has no tables of varv" in done.stderr

    def test_of_a_server_that_no_program_understands_is_refused(self):
        with pytest.raises(BackupError, match="PostgreSQL 99"):
            programs.for_server(99)


class TestRestore:
    def test_makes_an_identical_instance_that_goes_on(self, source, other, backup):
        done = restored(other, backup)
        assert other.everything() == source.everything()
        assert siblings(other) == []
        assert "another than when the backup was made" in done.stderr
        verified = other.varv("verify-log")
        assert verified.stdout == "The log is whole.\n"
        with psycopg.connect(other.url) as session:  # sequences, triggers and the chain go on
            session.execute(
                "INSERT INTO registry_event (at, recorded_at, action, subject_kind, data,"
                " previous_hash, hash) VALUES (now(), now(), 'registry.trace', '', '{}', '', '')"
            )
        with pytest.raises(psycopg.Error, match="append-only"):
            other.change("DELETE FROM registry_event")
        assert other.varv("verify-log").returncode == 0

    def test_refuses_what_is_not_empty_unless_told_to_replace_it(self, source, backup):
        at_the_backup = source.everything()
        source.change("UPDATE registry_record SET title = 'Ändrad sedan'")
        stray = source.home / "files" / "ab" / ("c" * 62)
        stray.parent.mkdir()
        stray.write_bytes(b"stored since")
        assert "is not empty" in refused(source, backup)
        restored(source, backup, "--replace")
        assert source.everything() == at_the_backup

    def test_is_refused_while_somebody_is_connected(self, source, backup):
        with psycopg.connect(source.url):
            assert "1 connections are open" in refused(source, backup, "--replace")

    def test_fits_a_role_that_may_not_make_databases_if_the_database_is_empty(
        self, source, other, backup, monkeypatch
    ):
        """The one role of the test's server may make them, so that is answered for it."""
        from varv.web.backup import restore

        monkeypatch.setattr(restore, "_maintenance", lambda target: None)
        with pytest.raises(BackupError, match="CREATEDB"):
            restore.place_for(Database(source.url), replace=True)
        place = restore.place_for(Database(other.url), replace=False)
        assert place.filled == place.target
        instance = take.Instance(Database(other.url), other.home / "files", "secret")
        with archive.opened(backup) as reader:
            restore.restore(reader, instance, place, bring_up_to_date=lambda: None)
        assert other.everything() == source.everything()

    @pytest.mark.parametrize("in_place", [False, True])
    def test_that_fails_half_way_leaves_everything_as_it_was(
        self, source, other, backup, monkeypatch, in_place
    ):
        from varv.web.backup import restore

        if in_place:
            monkeypatch.setattr(restore, "_maintenance", lambda target: None)
        target = other if in_place else source
        before = target.everything()

        def fail() -> None:
            raise RuntimeError("the light went out")

        place = restore.place_for(Database(target.url), replace=True)
        instance = take.Instance(Database(target.url), target.home / "files", "secret")
        with archive.opened(backup) as reader, pytest.raises(RuntimeError):
            restore.restore(reader, instance, place, bring_up_to_date=fail)
        assert siblings(target) == []
        if in_place:
            assert (target.contents(), target.files()) == ({}, {})
        else:
            assert target.everything() == before

    def test_that_is_killed_half_way_harms_nothing_and_the_next_one_works(self, source, backup):
        """``kill -9`` as soon as the new database is there, and when its tables are filled."""
        at_the_backup = source.everything()
        source.change("UPDATE registry_record SET title = 'Ändrad sedan'")
        before = source.everything()
        for table in ("pg_class", "registry_event"):
            killed_when_there_is(table, source, backup)
            assert siblings(source), "it was killed too late to prove anything"
            assert source.everything() == before
        with psycopg.connect(source.url, autocommit=True) as session:  # the other moment to die at
            name = session.info.dbname
            session.execute(
                sql.SQL("CREATE DATABASE {}").format(sql.Identifier(f"{name}_replaced"))
            )
        restored(source, backup, "--replace")
        assert source.everything() == at_the_backup
        assert siblings(source) == []

    def test_finds_files_that_lie_apart_from_the_data_folder(self, source, other, tmp_path):
        """On another disk, where nothing can be moved from the data folder by renaming."""
        memory = Path("/dev/shm")
        disk = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else tmp_path))
        apart = {"VARV_FILES": str(disk / "here")}
        shutil.move(source.home / "files", disk / "here")
        try:
            assert source.varv("backup", str(tmp_path / "b.zip"), **apart).returncode == 0
            apart = {"VARV_FILES": str(disk / "there")}
            done = other.varv("restore", str(tmp_path / "b.zip"), **apart)
            assert done.returncode == 0, done.stderr
            found = [path for path in (disk / "there").rglob("*") if path.is_file()]
            assert [path.read_bytes() for path in found] == [LETTER]
            assert not (other.home / "files").exists()
        finally:
            shutil.rmtree(disk)

    def test_brings_nobody_back_who_was_erased_since(self, source, backup):
        person = UserFactory(name="Xenia Kvarnlöf", email="xenia@kvarn.example")
        letter = Record.objects.get()
        connection.close()
        take.take(
            take.Instance(Database(source.url), source.home / "files", "secret"),
            backup.with_name("with.zip"),
        )
        people.erase_person(None, person=person)
        actions.mask(None, thing=letter, fields=["title"], ground="other")
        connection.close()
        done = restored(source, backup.with_name("with.zip"), "--replace")
        assert "1 people erased again, 0 things destroyed again, 1 masked again" in " ".join(
            done.stdout.split()
        )
        assert "Kvarnlöf" not in str(source.contents())
        assert "[masked]" in str(source.contents()["registry_record"])
        assert source.varv("verify-log").returncode == 0

    def test_says_where_a_ledger_of_erasures_would_lie(self, other, backup):
        assert "There is no ledger" in restored(other, backup).stdout

    def test_keeps_a_good_file_where_the_backup_has_a_changed_one(self, source, tmp_path):
        [path] = [path for path in (source.home / "files").rglob("*") if path.is_file()]
        path.write_bytes(b"something else")
        source.varv("backup", str(tmp_path / "backup.zip"))
        path.write_bytes(LETTER)
        restored(source, tmp_path / "backup.zip", "--replace")
        assert path.read_bytes() == LETTER

    @pytest.mark.parametrize("file", EARLIER, ids=lambda file: file.stem)
    def test_of_an_earlier_version_brings_it_up_to_date(self, other, file):
        """Each of these was made by the code of its time; the migrations since then run."""
        restored(other, file)
        with archive.opened(file) as reader:
            manifest = reader.manifest
        rows = {name: len(found) for name, found in other.contents().items()}
        grown = {"django_migrations", "django_content_type", "auth_permission"}
        kept = {name: count for name, count in manifest.rows.items() if name not in grown}
        assert {name: rows[name] for name in kept if name in rows} == {
            name: count for name, count in kept.items() if name in rows
        }
        assert rows["meetings_registration"] == 10
        assert list(other.files().values()) == [LETTER]
        assert other.varv("verify-log").returncode == 0
        with psycopg.connect(other.url) as session:
            names = session.execute("SELECT name FROM people_user ORDER BY name").fetchall()
        assert ("Åsa Öberg 4",) in names

    def test_of_a_newer_version_is_refused_with_words(self, other, backup, tmp_path):
        newer = remade(
            backup, tmp_path, lambda manifest: manifest["migrations"]["people"].append("0999_later")
        )
        words = refused(other, newer)
        assert "newer varv" in words
        assert "people 0999_later" in words

    def test_of_a_kind_not_known_yet_is_refused(self, other, backup, tmp_path):
        newer = remade(backup, tmp_path, lambda manifest: manifest.update(format=2))
        assert "a later one" in refused(other, newer)


def killed_when_there_is(table: str, place: Installation, file: Path) -> None:
    """Begin a restore, and kill it when the database that it fills has the table."""
    with psycopg.connect(place.url) as session:
        filled = make_conninfo(place.url, dbname=f"{session.info.dbname}_restoring")
    command = [sys.executable, "-m", "varv.cli", "restore", str(file), "--replace"]
    env = dict(os.environ) | {"VARV_DATABASE_URL": place.url, "VARV_HOME": str(place.home)}
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True) as process:
        until = time.monotonic() + 60
        while time.monotonic() < until and process.poll() is None:
            with contextlib.suppress(psycopg.Error), psycopg.connect(filled) as session:
                query = "SELECT 1 FROM pg_class WHERE relname = %s"
                if session.execute(query, [table]).fetchone():
                    break
            time.sleep(0.01)
        process.kill()


def remade(file: Path, folder: Path, change: Callable[[dict], object]) -> Path:
    """Return the backup with another manifest."""
    target = folder / "remade.zip"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w") as new:
        manifest = json.loads(old.read("manifest.json"))
        change(manifest)
        for entry in old.infolist():
            if entry.filename != "manifest.json":
                new.writestr(entry, old.read(entry))
        new.writestr("manifest.json", json.dumps(manifest))
    return target


class TestDamagedBackup:
    @pytest.fixture
    def sound(self) -> Path:
        return EARLIER[0]

    def test_is_refused_by_the_command_before_anything_is_touched(self, other, sound, tmp_path):
        content = bytearray(sound.read_bytes())
        content[len(content) // 2] ^= 1
        (tmp_path / "damaged.zip").write_bytes(content)
        assert "database.dump" in refused(other, tmp_path / "damaged.zip")

    @pytest.mark.parametrize("length", [0, 1, 4_000, -1, -30, -3_000])
    def test_that_is_cut_off_is_refused(self, sound, tmp_path, length):
        (tmp_path / "cut.zip").write_bytes(sound.read_bytes()[:length])
        with pytest.raises(BackupError, match=r"no whole backup|manifest"):
            read(tmp_path / "cut.zip")

    def test_with_any_bit_turned_is_refused_or_says_the_same(self, sound, tmp_path):
        """A bit that changes nothing we read may stand, such as one in a date."""
        content, damaged = sound.read_bytes(), tmp_path / "damaged.zip"
        expected = read(sound)
        chance = random.Random(5)
        ends = [*range(200), *range(len(content) - 900, len(content))]
        turned = 0
        for position in [*ends, *(chance.randrange(len(content)) for _ in range(200))]:
            one = bytearray(content)
            one[position] ^= 1 << chance.randrange(8)
            damaged.write_bytes(one)
            try:
                assert read(damaged) == expected, position
            except BackupError:
                turned += 1
        assert turned > 600

    @pytest.mark.parametrize(
        "name",
        ["../escaped", "/etc/cron.d/varv", "files/../../escaped", "files/ab", "other.txt",
         "files/ab/" + "c" * 62],
    )  # fmt: skip
    def test_with_a_member_that_does_not_belong_is_refused(self, sound, tmp_path, name):
        shutil.copy(sound, tmp_path / "more.zip")
        with zipfile.ZipFile(tmp_path / "more.zip", "a") as zipped:
            zipped.writestr(name, "strange")
        with pytest.raises(BackupError, match="does not belong"):
            read(tmp_path / "more.zip")

    @pytest.mark.filterwarnings("ignore:Duplicate name")
    def test_with_a_member_twice_is_refused(self, sound, tmp_path):
        shutil.copy(sound, tmp_path / "twice.zip")
        with zipfile.ZipFile(tmp_path / "twice.zip", "a") as zipped:
            zipped.writestr("database.dump", "strange")
        with pytest.raises(BackupError, match="twice"):
            read(tmp_path / "twice.zip")

    @pytest.mark.parametrize(
        "change",
        [
            lambda manifest: manifest["members"].pop("database.dump"),
            lambda manifest: manifest["members"]["database.dump"].update(sha256="0" * 64),
            lambda manifest: manifest["members"]["database.dump"].update(sha256="x"),
            lambda manifest: manifest["members"]["database.dump"].update(size=1),
            lambda manifest: manifest["members"].update({"../x": {"size": 1, "sha256": "0" * 64}}),
            lambda manifest: manifest.pop("rows"),
            lambda manifest: manifest.pop("format"),
            lambda manifest: manifest.update(made_at="yesterday"),
            lambda manifest: manifest.update(more=1),
        ],
    )
    def test_with_a_manifest_that_tells_something_else_is_refused(self, sound, tmp_path, change):
        with pytest.raises(BackupError, match="damaged"):
            read(remade(sound, tmp_path, change))

    def test_that_is_packed_is_refused_so_that_nothing_swells(self, sound, tmp_path):
        with zipfile.ZipFile(sound) as old, zipfile.ZipFile(tmp_path / "b.zip", "w") as new:
            for entry in old.infolist():
                new.writestr(entry.filename, old.read(entry), zipfile.ZIP_DEFLATED)
        with pytest.raises(BackupError, match="packed"):
            read(tmp_path / "b.zip")

    def test_something_else_is_no_backup(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "other.zip", "w") as zipped:
            zipped.writestr("picture.png", "x")
        with pytest.raises(BackupError, match="not a backup of varv"):
            read(tmp_path / "other.zip")
        with pytest.raises(BackupError, match="There is no file"):
            read(tmp_path / "none.zip")


def read(file: Path) -> archive.Manifest:
    with archive.opened(file) as reader:
        reader.verify()
        return reader.manifest


def test_restore_says_how_whole_the_log_is(source, other, tmp_path):
    for table in ("registry_event", "registry_chainhead"):
        source.change(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    source.change("UPDATE registry_event SET data = '{\"n\": 9}' WHERE sequence = 1")
    assert queries.verify_log()
    connection.close()
    assert source.varv("backup", str(tmp_path / "b.zip")).returncode == 0
    done = restored(other, tmp_path / "b.zip")
    assert "Event 1" in done.stderr


HOW_TO = HERE.parents[2] / "docs" / "how-to" / "back-up-and-restore.md"


def test_commands_of_the_how_to_do_what_it_says(source, other, tmp_path):
    """Run as they stand, but for where things lie, and each instance on a database of its own."""
    blocks = re.findall(r"^```sh\n(.*?)^```", HOW_TO.read_text(encoding="utf-8"), re.M | re.S)
    lines = [line for block in blocks for line in block.splitlines()]
    commands = [line for line in lines if not line.startswith("#")]
    assert len(commands) == 7
    (tmp_path / "backups").mkdir()
    for command in commands:
        place = other if command.startswith("VARV_HOME=") else source
        arguments = command.split("varv ", 1)[1].replace("/srv", str(tmp_path)).split()
        if arguments[0] == "restore" and place is source and "--replace" not in arguments:
            arguments.append("--replace")  # there is no third machine, new and empty
        done = place.varv(*arguments)
        # The trial has no worker, and the doctor says so.
        assert done.returncode == (arguments[0] == "doctor"), (command, done.stderr)
    assert source.everything() == other.everything()
