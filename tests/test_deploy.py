"""The files in ``deploy/`` speak of commands, options and variables that there are."""

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import typer.main

from varv.cli.commands import app

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file())
UNITS = sorted((DEPLOY / "systemd").iterdir())
OPERATING = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
#: Read by deploy/database.sh alone; the program never sees it.
OF_THE_CONTAINERS = {"VARV_DATABASE_PASSWORD"}
#: Set by the image and its volumes, or of no use in production.
NOT_FOR_CONTAINERS = {
    *("VARV_HOME", "VARV_FILES", "VARV_HASHED_STATIC"),
    *("VARV_DEBUG", "VARV_SLOW_QUERY_MS"),
    *("VARV_REHEARSE", "VARV_REGION", "VARV_INBOX_IN_REHEARSAL"),
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_deployed_variables_are_documented(path: Path):
    named = set(re.findall(r"\bVARV_[A-Z_]+\b", path.read_text(encoding="utf-8")))
    assert named - _documented() <= OF_THE_CONTAINERS


def test_containers_are_handed_every_variable_that_is_for_them():
    text = (DEPLOY / "compose.yaml").read_text()
    handed_on = set(re.findall(r"^    (VARV_[A-Z_]+):", text, re.MULTILINE))
    assert _documented() - NOT_FOR_CONTAINERS <= handed_on


def _documented() -> set[str]:
    return set(re.findall(r"^\| `(VARV_[A-Z_]+)` \|", OPERATING, re.MULTILINE))


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_units_start_commands_that_there_are(unit: Path):
    (line,) = re.findall(r"^ExecStart=/opt/varv/bin/varv (.+)$", unit.read_text(), re.MULTILINE)
    _parse(*shlex.split(line.replace("%i", "8000")))


def test_containers_start_commands_that_there_are():
    text = (DEPLOY / "compose.yaml").read_text() + (DEPLOY / "Containerfile").read_text()
    found = re.findall(r'(?:command:|^CMD) \[("[^]]+)\]', text, re.MULTILINE)
    assert len(found) == 4
    for line in found:
        _parse(*re.findall(r'"([^"]+)"', line))


def _parse(name: str, *options: str) -> None:
    command = typer.main.get_command(app).commands[name]  # type: ignore[attr-defined]
    command.make_context(name, list(options))


def test_container_copies_what_there_is():
    text = (DEPLOY / "Containerfile").read_text()
    for line in re.findall(r"^COPY (.+)$", text, re.MULTILINE):
        for source in line.split()[:-1]:
            assert (ROOT / source).exists(), source


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_units_are_sound(unit: Path, tmp_path: Path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not installed here")
    # The account and the program of an installation are not there on a machine that tests.
    text = re.sub(r"^(User|Group)=varv$", r"\1=root", unit.read_text(), flags=re.MULTILINE)
    instance = tmp_path / unit.name.replace("@", "@8000")
    instance.write_text(text.replace("/opt/varv/bin/varv", "/bin/true"))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(instance)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, [line for line in done.stderr.splitlines() if "varv" in line]) == (
        0,
        [],
    )
