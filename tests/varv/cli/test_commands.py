"""The commands as a person types them."""

import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

# Pretends that neither Django nor anything else of the platform is installed.
WITHOUT_PLATFORM = """
import sys
class Nothing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"django", "psycopg", "psutil", "procrastinate"}:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Nothing())
from varv.cli import main
main()
"""


def run(
    command: list[str], environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("VARV_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, *command],
        env=clean | {"COLUMNS": "200"} | dict(environment or {}),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def varv(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return run(["-m", "varv.cli", *arguments], environment)


class TestWithoutThePlatform:
    def test_help_works(self):
        done = run(["-c", WITHOUT_PLATFORM, "--help"])
        assert done.returncode == 0, done.stderr
        assert "check-region" in done.stdout

    @pytest.mark.parametrize(
        "command", ["up", "serve", "worker", "migrate", "verify-log", "check-region ."]
    )
    def test_a_command_that_needs_it_says_what_to_install(self, command):
        done = run(["-c", WITHOUT_PLATFORM, *command.split()])
        assert done.returncode == 1
        assert "pip install 'varv[web]'" in done.stderr
        assert "Traceback" not in done.stderr


class TestCommandLine:
    def test_version(self):
        assert varv("--version").stdout.startswith("varv 0.")

    def test_unknown_command_is_a_mistake_in_the_line(self):
        assert varv("fly").returncode == 2

    def test_port_that_is_none_is_a_mistake_in_the_line(self, tmp_path):
        done = varv("up", VARV_HOME=str(tmp_path), PORT="eight")
        assert done.returncode == 2
        assert "PORT" in done.stderr

    @pytest.mark.parametrize("command", ["serve", "worker"])
    def test_half_without_a_database_says_what_to_do(self, command, tmp_path):
        done = varv(command, VARV_HOME=str(tmp_path))
        assert done.returncode == 1
        assert "VARV_DATABASE_URL" in done.stderr
        assert "varv up" in done.stderr

    def test_database_that_does_not_answer_is_said_plainly(self, tmp_path):
        done = varv(
            "up", "--port", str(free_port()), VARV_HOME=str(tmp_path),
            VARV_DATABASE_URL="postgresql:///varv?host=/nowhere",
        )  # fmt: skip
        assert done.returncode == 1
        assert "The database does not answer" in done.stderr
        assert "Traceback" not in done.stderr

    @pytest.mark.parametrize(
        ("moment", "words"),
        [
            ("yesterday", "must be like 2020-05-25T09:00"),
            ("2020-05-25T09:00", "in which time zone?"),
        ],
    )
    def test_moment_that_cannot_be_read_is_said_plainly(self, tmp_path, moment, words):
        port = str(free_port())
        done = varv("up", "--port", port, "--rehearse", moment, VARV_HOME=str(tmp_path))
        assert done.returncode == 1
        assert words in done.stderr


class TestCheckRegion:
    def test_of_a_folder_that_is_not_there(self, tmp_path):
        done = varv("check-region", str(tmp_path / "none"), VARV_HOME=str(tmp_path))
        assert done.returncode == 1
        assert "there is no such folder" in done.stderr

    def test_lists_mistakes_one_a_line_without_a_database(self, tmp_path):
        (tmp_path / "region").mkdir()
        (tmp_path / "region" / "region.toml").write_text("name = \n")
        done = varv("check-region", str(tmp_path / "region"), VARV_HOME=str(tmp_path))
        assert done.returncode == 1
        assert "region.toml" in done.stderr.splitlines()[0]


class TestPortTaken:
    def test_up_says_so_before_anything_is_started(self, home):
        with socket.create_server(("127.0.0.1", 0)) as listening:
            port = str(listening.getsockname()[1])
            done = varv("up", VARV_HOME=str(home), PORT=port)
        assert done.returncode == 1
        assert f"Port {port} is taken" in done.stderr
        assert not (home / "postgres").exists()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


def test_data_folder_that_is_a_file_is_said_plainly(tmp_path: Path):
    file = tmp_path / "file"
    file.touch()
    done = varv("up", "--port", str(free_port()), VARV_HOME=str(file))
    assert done.returncode == 1
    assert "VARV_HOME cannot be used" in done.stderr
