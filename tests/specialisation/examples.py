"""The published worked examples, read from beside the project."""

import csv
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT.parent / "shared" / "examples"
DATA = ROOT.parent / "shared" / "data"


def example(name: str) -> Path:
    """Return the path of an example, or skip where there are none."""
    return _there(EXAMPLES / name)


def data(name: str) -> Path:
    """Return the path of a file of real data, or skip where there are none."""
    return _there(DATA / name)


def table(name: str) -> NDArray[np.float64]:
    """Return the numbers of an example without its labels; one column or row is a vector."""
    with example(name).open(encoding="utf-8", newline="") as lines:
        rows = [row[1:] for row in csv.reader(lines)][1:]
    found = np.array(rows, dtype=np.float64)
    return found.squeeze() if 1 in found.shape else found


def _there(path: Path) -> Path:
    if not path.exists():
        pytest.skip(f"there is no {path.name} in the shared folder beside the project")
    return path
