"""``varv flows``: what it answers and refuses."""

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from specialisation.cli.commands import app

pytest.importorskip("ibis", reason="microdata needs Ibis")


@pytest.fixture
def register(tmp_path: Path) -> Path:
    rows = [(p, y, "A" if (p + y) % 3 else "B") for p in range(60) for y in (2020, 2021)]
    file = tmp_path / "register.csv"
    pl.DataFrame(rows, schema=["id", "ar", "sni"], orient="row").write_csv(file)
    return file


def run(*given: object):
    return CliRunner().invoke(app, [str(one) for one in given], catch_exceptions=False)


def test_flows_are_answered(register: Path, tmp_path: Path):
    columns = ("--columns", "person=id,year=ar,activity=sni")
    told = json.loads(run("flows", register, *columns, "--json").stdout)
    assert sum(row["count"] for row in told["rows"]) == 60
    assert told["left_out"]["last_year"] == 60
    assert len(told["manifest"]["input_sha256"]) == 64
    shown = run("flows", register, *columns)
    assert "Skill-relatedness" in shown.stdout
    assert run("flows", register, *columns, "-o", tmp_path / "out.csv").exit_code == 0
    assert (tmp_path / "out.csv").exists()


def test_bad_input_is_one_line_and_code_2(register: Path):
    for more in (("--columns", "person=nobody"), ("--engine", "sqlite"), ("--columns", "who=id")):
        done = run("flows", register, *more)
        assert done.exit_code == 2
        assert len(done.stderr.strip().splitlines()) == 1
