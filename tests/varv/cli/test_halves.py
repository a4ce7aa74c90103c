import asyncio
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from django.db import connection

from varv.cli import chores, halves


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


def test_taken_port_is_named_with_one_that_is_free(taken_port, capsys):
    with pytest.raises(typer.Exit) as stopped:
        halves.check_port("127.0.0.1", taken_port)
    assert stopped.value.exit_code == 1
    said = capsys.readouterr().err
    assert f"Port {taken_port} is taken by another program" in said
    free = int(said.split("--port ")[1].split(",")[0])
    assert halves.port_problem("127.0.0.1", free) is None


def test_free_port_is_fine(taken_port):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    halves.check_port("127.0.0.1", port)


def test_address_that_is_not_ours_is_said():
    assert "cannot be had" in (halves.port_problem("192.0.2.1", 8000) or "")


@pytest.mark.parametrize(
    ("size", "threads", "warned"), [(4, 5, True), (4, 4, False), (0, 9, False)]
)
def test_more_threads_than_connections_are_warned_of(settings, capsys, size, threads, warned):
    settings.POOL_SIZE = size
    chores.warn_of_few_connections(threads)
    assert ("VARV_POOL_SIZE" in capsys.readouterr().err) is warned


def test_a_clock_that_is_set_back_is_noticed_and_one_that_goes_on_is_not():
    def watched(*times: float) -> bool:
        hands = iter(times)

        async def watch() -> bool:
            noticed = halves.clock_set_back(lambda: next(hands, times[-1]), seconds=0.001)
            try:
                await asyncio.wait_for(noticed, 0.1)
            except TimeoutError:
                return False
            return True

        return asyncio.run(watch())

    assert watched(7200, 7200, 7200, 0)
    assert not watched(0, 0, 7200, 7200, 7190)


@pytest.mark.committed
def test_web_server_tells_systemd_when_it_listens(db, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").write_text("{}", encoding="utf-8")
    own = connection.settings_dict
    url = f"postgresql://{own['USER']}:{own['PASSWORD']}@/{own['NAME']}"
    # The path of a socket has room for some hundred characters; pytest's folders may be longer.
    with (
        tempfile.TemporaryDirectory() as short,
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as told,
    ):
        told.bind(str(Path(short) / "notify"))
        told.settimeout(60)
        server = subprocess.Popen(
            [sys.executable, "-m", "varv.cli", "serve", "--port", str(port), "--processes", "1"],
            env={
                **os.environ,
                "VARV_HOME": str(tmp_path),
                "VARV_DATABASE_URL": f"{url}?host={own['HOST']}&port={own['PORT']}",
                "NOTIFY_SOCKET": str(Path(short) / "notify"),
            },
        )
        try:
            assert b"READY=1" in told.recv(4096)
            socket.create_connection(("127.0.0.1", port), timeout=10).close()
        finally:
            server.terminate()
            server.wait(timeout=40)
