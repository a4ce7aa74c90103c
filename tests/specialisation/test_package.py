"""The numbers stand alone."""

import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import specialisation as sp

GUIDE = Path(__file__).parents[2] / "docs" / "statistics.md"
#: What is public and no statistic: reading, codes, and what tells how a figure came to be.
NO_STATISTIC = {
    "activity_level", "activity_parent", "activity_versions", "aggregate_activities",
    "aggregate_regions", "convert", "correspondence", "counties_in", "fingerprint", "io",
    "is_activity", "is_nuts", "join_years", "manifest", "nuts_level", "nuts_parent", "preset",
    "proximity_from_counts", "read", "read_eurostat", "read_pxweb", "region_name", "what_it_is",
    "write",
}  # fmt: skip


def test_every_statistic_is_explained_to_analysts():
    text = GUIDE.read_text(encoding="utf-8")
    functions = {name for name in sp.__all__ if name[0].islower()} - NO_STATISTIC
    assert {name for name in functions if f"sp.{name}(" not in text} == set()
    sections = text.split("\n## ")[3:]  # after the head, the index and what holds of all
    assert [one.splitlines()[0] for one in sections if "**When not to trust it" not in one] == []


def test_package_imports_without_the_platform():
    code = (
        "import sys, specialisation; "
        "taken = [name for name in sys.modules if name.split('.')[0] in ('varv', 'django')]; "
        "sys.exit(', '.join(taken) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("name", sorted(sp.__all__))
def test_help_tells_signatures_in_short(name):
    public = getattr(sp, name)
    if inspect.isfunction(public):
        assert "Union[" not in str(inspect.signature(public))


@pytest.mark.parametrize("name", sorted(sp.__all__))
def test_function_of_a_matrix_documents_it_and_what_it_refuses(name):
    public = getattr(sp, name)
    if inspect.isfunction(public) and {"X", "M", "X0"} & set(inspect.signature(public).parameters):
        for section in ("Parameters", "Returns", "Raises"):
            assert f"{section}\n    {'-' * len(section)}\n" in (public.__doc__ or ""), section
