"""The regions' folders that tests read, load and spoil."""

import shutil
from pathlib import Path

JARVIMAA = Path(__file__).parent / "jarvimaa"
DEFAULT = Path(__file__).parents[2] / "regions" / "jamtland-harjedalen"


def edit(folder: Path, file: str, old: str, new: str) -> None:
    """Replace a text that stands in the file, the first time it does."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} does not hold {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def copy(source: Path, target: Path) -> Path:
    """Copy a region's folder, to be edited."""
    return Path(shutil.copytree(source, target))
