"""Setting up on machines that lack something; small stand-ins play their Pythons."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOOLS = ["sh", "cat", "cksum", "head", "grep", "dirname", "find", "rm", "touch", "chmod", "id"]


@pytest.fixture
def machine(tmp_path) -> Path:
    """A copy of what setting up reads, and a folder of programs with the bare minimum."""
    (tmp_path / "scripts").mkdir()
    for name in ("setup.sh", "find_chromium.sh"):
        shutil.copy(ROOT / "scripts" / name, tmp_path / "scripts")
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "src").mkdir()
    programs = tmp_path / "programs"
    programs.mkdir()
    for tool in TOOLS:
        found = shutil.which(tool)
        assert found
        (programs / tool).symlink_to(found)
    return tmp_path


def python(machine: Path, name: str, *, version: str, has_venv: bool) -> None:
    old = tuple(map(int, version.split("."))) < (3, 11)
    program = machine / "programs" / name
    program.write_text(
        "#!/bin/sh\n"
        'case "$2" in\n'
        f"  *version_info*print*|*print*version_info*) echo {version} ;;\n"
        f"  *version_info*) exit {int(old)} ;;\n"
        f"  *ensurepip*) exit {int(not has_venv)} ;;\n"
        f'  *) echo "made with {name}"; exit 7 ;;\n'
        "esac\n"
    )
    program.chmod(0o755)


def run(machine: Path, script: str, *arguments: str, **environment: str):
    return subprocess.run(
        [machine / "scripts" / script, *arguments],
        env={"PATH": str(machine / "programs"), "HOME": str(machine)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_python_says_which_is_needed(machine):
    done = run(machine, "setup.sh", "web")
    assert done.returncode == 1
    assert "apt-get install python3 python3-venv" in done.stderr


def test_without_venv_names_the_package(machine):
    python(machine, "python3", version="3.11", has_venv=False)
    done = run(machine, "setup.sh", "web")
    assert done.returncode == 1
    assert "no venv module" in done.stderr
    assert "apt-get install python3-venv" in done.stderr


def test_with_an_old_python_says_so(machine):
    python(machine, "python3", version="3.9", has_venv=True)
    done = run(machine, "setup.sh", "web")
    assert done.returncode == 1
    assert "needs Python 3.11 or later, but python3 is Python 3.9" in done.stderr


def test_takes_a_python_that_will_do_past_one_that_will_not(machine):
    python(machine, "python3.13", version="3.13", has_venv=False)
    python(machine, "python3.12", version="3.12", has_venv=True)
    python(machine, "python3", version="3.9", has_venv=True)
    done = run(machine, "setup.sh", "web")
    assert "Making .venv with python3.12" in done.stdout
    assert done.returncode == 7


def test_second_time_does_nothing(machine):
    wanted = [str(machine.resolve())]
    for file in ("requirements/web.txt", "pyproject.toml"):
        cksum = ["cksum", file]
        wanted.append(subprocess.check_output(cksum, cwd=machine, text=True).strip())
    (machine / ".venv" / "bin").mkdir(parents=True)
    (machine / ".venv" / "bin" / "python").write_text("#!/bin/sh\nexit 9\n")
    (machine / ".venv" / "bin" / "python").chmod(0o755)
    (machine / ".venv" / "varv-web").write_text("\n".join(wanted) + "\n")
    (machine / ".venv" / "varv-translations").touch()
    done = run(machine, "setup.sh", "web")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_chromium_that_is_named_is_taken(machine):
    browser = machine / "programs" / "my-browser"
    browser.write_text("#!/bin/sh\n")
    browser.chmod(0o755)
    assert run(machine, "find_chromium.sh", CHROMIUM=str(browser)).stdout.strip() == str(browser)
    missing = run(machine, "find_chromium.sh", CHROMIUM="/no/such/browser")
    assert missing.returncode == 1
    assert "/no/such/browser" in missing.stderr


def test_without_chromium_says_what_to_install(machine):
    done = run(machine, "find_chromium.sh")
    assert done.returncode == 1
    assert "apt-get install chromium" in done.stderr


def test_as_root_on_debian_installs_chromium(machine):
    if os.geteuid() != 0:
        pytest.skip("concerns root only")
    programs = machine / "programs"
    (programs / "apt-get").write_text(
        "#!/bin/sh\n"
        f'case "$*" in *install*) printf "#!/bin/sh\\n" > {programs}/chromium;'
        f" chmod +x {programs}/chromium ;; esac\n"
    )
    (programs / "apt-get").chmod(0o755)
    done = run(machine, "find_chromium.sh")
    assert done.stdout.strip() == str(programs / "chromium")
    assert "installing" in done.stderr
