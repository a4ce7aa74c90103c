"""Jobs that were never counted: a file such as an office publishes, for tests of the whole way."""

import csv
from pathlib import Path

import numpy as np

REGIONS = (
    "SE11", "SE12", "SE21", "SE22", "SE23", "SE31", "SE32", "SE33",
    "NO01", "NO02", "NO03", "NO04", "FI19", "FI1B", "FI1C", "FI1D",
)  # fmt: skip
ACTIVITIES = (
    "C10", "C13", "C16", "C17", "C20", "C24", "C25", "C28", "C30", "D35", "F41", "F43", "G45",
    "G47", "H49", "I55", "I56", "J61", "J62", "M71",
)  # fmt: skip
YEARS = tuple(range(2010, 2020))
#: In these cells the office hides the number, every year.
HIDDEN = {("SE32", "J61"), ("NO03", "C17"), ("FI19", "C30")}


def counted() -> np.ndarray:
    """Return years x regions x activities; the same every time."""
    rng = np.random.default_rng(32)
    size = rng.uniform(7, 9, (len(REGIONS), 1))
    taste = rng.normal(0, 0.8, (len(REGIONS), len(ACTIVITIES)))
    drift = np.cumsum(rng.normal(0, 0.15, (len(YEARS), *taste.shape)), axis=0)
    jobs = np.exp(size + taste + drift - 2).round()
    jobs[:, REGIONS.index("SE32"), ACTIVITIES.index("C17")] *= 6
    return jobs


def write(path: Path, years: tuple[int, ...] = YEARS) -> Path:
    """Write them as a long table, with the codes and flags that Eurostat uses."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["geo", "nace_r2", "time", "value"])
        for at, year in enumerate(YEARS):
            if year not in years:
                continue
            for region, row in zip(REGIONS, counted()[at], strict=True):
                for activity, jobs in zip(ACTIVITIES, row, strict=True):
                    hidden = (region, activity) in HIDDEN
                    out.writerow([region, activity, year, ": c" if hidden else f"{jobs:.0f}"])
    return path
