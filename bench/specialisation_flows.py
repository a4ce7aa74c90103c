"""Flows of millions of person-years out of Parquet: wall time and peak memory on DuckDB.

``python -m bench specialisation_flows``; ``BENCH_PERSON_YEARS`` is how many (20 million).
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl

PERSON_YEARS = int(os.environ.get("BENCH_PERSON_YEARS", "20_000_000"))
MEMORY_LIMIT = os.environ.get("BENCH_MEMORY_LIMIT", "3GB")
YEARS, ACTIVITIES = 20, 600
#: In a process of its own, so that the peak is that of the count and not of the generator.
COUNT = """
import json, resource, sys, time
began, cpu = time.perf_counter(), time.process_time()
import specialisation as sp
found = sp.labour_flows(
    sys.argv[1], person="person", year="year", activity="activity", least=int(sys.argv[3]),
    engine=sp.Engine(memory_limit=sys.argv[2]),
)
print(json.dumps({
    "wall": time.perf_counter() - began,
    "cpu": time.process_time() - cpu,
    "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    "moves": float(found.counts.sum()),
    "rows": found.rows,
    "left": sum(found.left_out.values()),
}))
"""


def generate(folder: Path, person_years: int = PERSON_YEARS, seed: int = 6) -> None:
    """Write rows as a register has them: a file a year, persons in no order, codes of four digits.

    Nine of ten persons are there in a year, and one of eight changes activity from year to year.
    """
    rng = np.random.default_rng(seed)
    persons = round(person_years / YEARS / 0.9)
    codes = pl.Series([f"{code:04d}" for code in rng.permutation(9999)[:ACTIVITIES]])
    size = rng.pareto(1.0, ACTIVITIES) + 0.1
    now = rng.choice(ACTIVITIES, persons, p=size / size.sum())
    names = rng.permutation(persons) + 10_000_000
    for year in range(2000, 2000 + YEARS):
        there = rng.permutation(np.flatnonzero(rng.random(persons) < 0.9))
        pl.DataFrame(
            {
                "person": names[there],
                "year": np.full(len(there), year, np.int32),
                "activity": codes.gather(now[there]),
            }
        ).write_parquet(folder / f"{year}.parquet")
        changes = np.flatnonzero(rng.random(persons) < 0.125)
        now[changes] = rng.choice(ACTIVITIES, len(changes), p=size / size.sum())


def measure() -> Iterator[str]:
    """Yield the table: all cells, and with cells of fewer than five persons suppressed."""
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder))
        yield f"{PERSON_YEARS:,} person-years, {ACTIVITIES} activities, DuckDB with {MEMORY_LIMIT}"
        yield ""
        yield "| | wall s | CPU s | peak MB | rows | moves |"
        yield "|---|---:|---:|---:|---:|---:|"
        for name, least in (("all cells", 1), ("under 5 persons suppressed", 5)):
            found = _counted(f"{folder}/*.parquet", least)
            if least == 1 and found["moves"] + found["left"] != found["rows"]:
                raise ValueError(f"rows should be moves and what is left out: {found}")
            yield (
                f"| {name} | {found['wall']:.1f} | {found['cpu']:.1f} | {found['peak']:.0f} "
                f"| {found['rows']:,} | {found['moves']:,.0f} |"
            )


def _counted(path: str, least: int) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-c", COUNT, path, MEMORY_LIMIT, str(least)],
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(done.stdout))


if __name__ == "__main__":
    for line in measure():
        print(line)
