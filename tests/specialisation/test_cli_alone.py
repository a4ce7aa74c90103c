"""The command line in an environment that has the base dependencies and nothing else."""

import re
import subprocess
import sys
import sysconfig
import tomllib
import venv
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest

from tests.specialisation import labour

ROOT = Path(__file__).parents[2]


def needed() -> set[str]:
    """Return the base dependencies of the project, and what these need in turn."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found: set[str] = set()
    wanted = list(project["dependencies"])
    while wanted:
        requirement = wanted.pop()
        name = re.match(r"[\w.-]+", requirement)[0].lower().replace("_", "-")  # type: ignore[index]
        if name in found or "extra ==" in requirement:
            continue
        try:
            wanted += distribution(name).requires or []
        except PackageNotFoundError:
            assert ";" in requirement, f"{name} is a dependency and not installed here"
            continue
        found.add(name)
    return found


@pytest.fixture(scope="module")
def python(tmp_path_factory) -> Path:
    """Return the Python of a new environment; what is installed here is linked, not fetched."""
    home = tmp_path_factory.mktemp("base")
    venv.create(home, with_pip=False)
    packages = Path(
        sysconfig.get_path("purelib", "venv", vars={"base": str(home), "platbase": str(home)})
    )
    for name in needed():
        of = distribution(name)
        tops = {file.parts[0] for file in of.files or []} - {"..", "__pycache__"}
        for top in tops:
            if not (packages / top).exists():
                (packages / top).symlink_to(Path(str(of.locate_file(top))).resolve())
    (packages / "sources.pth").write_text(f"{ROOT / 'src'}\n")
    return home / "bin" / "python"


def varv(python: Path, *given: object) -> subprocess.CompletedProcess[str]:
    command = [python, "-P", "-m", "varv.cli", *(str(one) for one in given)]
    return subprocess.run(
        [str(one) for one in command], capture_output=True, text=True, check=False, env={}
    )


def test_environment_has_no_platform(python):
    for name in ("django", "psycopg", "altair", "pytest"):
        done = subprocess.run([python, "-c", f"import {name}"], capture_output=True, check=False)
        assert done.returncode, name


def test_numbers_answer_without_the_platform(python, tmp_path):
    jobs = labour.write(tmp_path / "jobs.csv")
    book = tmp_path / "out.xlsx"
    done = varv(python, "openings", jobs, "--region", "SE32",
                "-o", book)  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "learned from" in done.stderr
    done = varv(python, "profile", book, "--columns", "region=name,activity=activity,value=value")
    assert done.returncode == 2  # read as a workbook: the names of activities stand for regions
    done = varv(python, "strengths", jobs, "--region", "SE32")
    assert done.returncode == 0, done.stderr
    assert "C17" in done.stdout


@pytest.mark.parametrize(
    "command", [["up"], ["serve"], ["worker"], ["migrate"], ["doctor"], ["verify-log"]]
)
def test_platform_says_that_its_extra_is_missing(command, python):
    done = varv(python, *command)
    assert done.returncode == 1
    assert "pip install 'varv[web]'" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_picture_says_that_its_extra_is_missing(python, tmp_path):
    jobs = labour.write(tmp_path / "jobs.csv")
    done = varv(python, "strengths", jobs, "--region", "SE32",
                "--plot", tmp_path / "out.svg")  # fmt: skip
    assert done.returncode == 2
    assert "pip install 'varv[charts]'" in done.stderr


def test_help_loads_no_numbers():
    code = (
        "import sys; from varv.cli.commands import app; "
        "heavy = {'numpy', 'polars', 'scipy', 'sklearn', 'django'} & set(sys.modules); "
        "sys.exit(', '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
