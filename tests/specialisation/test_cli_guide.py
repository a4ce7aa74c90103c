"""The guide to the command line: its commands run, and its columns are those of the answers."""

import json
import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from specialisation.cli.commands import app
from tests.specialisation import labour

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "find-strengths-and-openings.md").read_text(
    encoding="utf-8"
)
LINES = re.findall(r"^varv (.+)$", PAGE, re.MULTILINE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    found = tmp_path_factory.mktemp("guide")
    # A few years are enough for every command, and quick.
    labour.write(found / "jobs.csv", years=tuple(range(2014, 2020)))
    people = [f"{one},{year},{one % 3}" for one in range(30) for year in (2019, 2020)]
    (found / "register.csv").write_text("\n".join(["id,ar,sni", *people]), encoding="utf-8")
    return found


@pytest.mark.parametrize("line", LINES)
def test_command_does_as_it_is_written(line, folder, monkeypatch):
    if "--plot" in line:
        pytest.importorskip("altair")
        pytest.importorskip("vl_convert")
    monkeypatch.chdir(folder)
    done = CliRunner().invoke(app, shlex.split(line), catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    for target in re.findall(r"(?:-o|--plot) (\S+)", line):
        assert (folder / target).stat().st_size > 100
    if "--json" in line:
        assert {"rows", "manifest"} <= set(json.loads(done.stdout))


@pytest.mark.parametrize("command", ["strengths", "openings", "peers", "shift-share"])
def test_columns_are_those_of_the_answer(command, folder):
    given = [command, str(folder / "jobs.csv"), "--region", "SE32", "--year", "2018,2019"]
    done = CliRunner().invoke(app, [*given, "--json"], catch_exceptions=False)
    section = PAGE[PAGE.index(f"\nvarv {command} ") :]
    table = re.search(r"\| Column \|.*?\n\n", section, re.DOTALL)
    assert table
    told = re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`[^|]+)\|", table[0], re.MULTILINE)))
    assert sorted(told) == sorted(json.loads(done.stdout)["rows"][0])


def test_every_command_has_its_place_in_the_guide():
    names = {command.name or command.callback.__name__ for command in app.registered_commands}
    assert {line.split()[0] for line in LINES} == {name.replace("_", "-") for name in names}
