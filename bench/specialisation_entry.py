"""Entries foretold on real panels, held against our first try, and how long it takes.

``python -m bench specialisation_entry``; panels that are not in the shared folder are left out.
"""

import time
from collections.abc import Iterator
from pathlib import Path

import polars as pl

import specialisation as sp

REGIONS = Path(__file__).resolve().parents[2] / "shared" / "data" / "regions"
#: Our first try: ROC-AUC, loose and strict.
BAR = {"German districts": (0.889, 0.773), "New Zealand": (0.759, 0.776)}


def german_districts() -> sp.Panel:
    """Return employees of 401 districts in 140 occupations; the ones that are hidden, masked."""
    frame = pl.read_csv(
        REGIONS / "de_kreis_occ3_total.csv.gz",
        schema_overrides={"region": pl.String, "industry": pl.String, "n": pl.Float64},
    )
    told = frame.drop_nulls("industry").with_columns(pl.col("n").is_null().alias("hidden"))
    return sp.Panel.from_frame(
        told, activity="industry", year="year", value="n", suppressed="hidden"
    )


def new_zealand() -> sp.Panel:
    """Return employment of 143 urban areas in 65 industries."""
    frame = pl.read_csv(
        REGIONS / "nz_urban_areas_1976_2013.csv.gz", schema_overrides={"emp": pl.Float64}
    )
    return sp.Panel.from_frame(frame, region="ua", activity="ind", year="year", value="emp")


def measure() -> Iterator[str]:
    """Yield the tables, what the first try reached, and the time."""
    if (REGIONS / "de_kreis_occ3_total.csv.gz").exists():
        panel = german_districts()
        until_2023 = panel.only([year for year in panel.years if year <= 2023])
        yield from _tested("German districts", until_2023, 5, 2018)
        yield from _tested("German districts, all 13 years", panel, 5, 2020)
    if (REGIONS / "nz_urban_areas_1976_2013.csv.gz").exists():
        yield from _tested("New Zealand", new_zealand(), 12, 2001)


def _tested(name: str, panel: sp.Panel, horizon: int, year: int) -> Iterator[str]:
    wall, cpu = time.perf_counter(), time.process_time()
    found = sp.EntryModel().backtest(panel, horizon, year=year)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    yield f"### {name}: {wall:.1f} s ({cpu:.1f} s of CPU)\n\n{found}"
    if name in BAR:
        yield f"First try, ROC-AUC loose and strict: {BAR[name][0]} and {BAR[name][1]}\n"


if __name__ == "__main__":
    for line in measure():
        print(line)
