"""What is not documented fails here."""

import re
from pathlib import Path

import pytest
import typer.main

from varv.cli.commands import app

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
GROUP = typer.main.get_command(app)
COMMANDS = sorted(GROUP.commands)  # type: ignore[attr-defined]


def section(command: str) -> str:
    found = re.search(rf"^### `varv {command}\b.*?(?=^##)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, f"docs/operating.md has no section for varv {command}"
    return found[0]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_documented_with_its_options(name):
    text = section(name)
    command = GROUP.commands[name]  # type: ignore[attr-defined]
    assert command.help
    for parameter in command.params:
        shown = parameter.metavar if parameter.param_type_name == "argument" else parameter.opts[0]
        assert shown in text
        assert parameter.help


def test_no_command_is_documented_that_is_not_there():
    assert sorted(re.findall(r"^### `varv ([\w-]+)", PAGE, re.MULTILINE)) == COMMANDS


def test_every_environment_variable_is_documented_and_no_other():
    read = {"PORT"}
    for path in (ROOT / "src" / "varv").rglob("*.py"):
        read |= set(re.findall(r'"(VARV_[A-Z_]+)"', path.read_text(encoding="utf-8")))
    read |= {"VARV_HOME"}
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", PAGE, re.MULTILINE))
    assert documented == read
