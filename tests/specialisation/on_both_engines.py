"""Count on DuckDB and on a Spark cluster of two worker processes, and tell what differs.

``python -m tests.specialisation.on_both_engines FOLDER``; a process of its own, for Java stays in
the one that started it.
"""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

import specialisation as sp
from specialisation.engines import connected

CLUSTER = sp.Engine(
    "local-cluster[2,1,1024]",
    options={
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        # Short work: what is compiled once is used once.
        "spark.sql.codegen.wholeStage": "false",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
        # Begin only when both workers are there.
        "spark.scheduler.minRegisteredResourcesRatio": "1.0",
        "spark.scheduler.maxRegisteredResourcesWaitingTime": "120s",
    },
)
KEYS = {"person": "person", "year": "year", "activity": "activity"}


def people(seed: int = 3, rows: int = 2_000) -> pl.DataFrame:
    """Return rows with all that can be wrong with them: gaps, blanks, second jobs, ties."""
    rng = np.random.default_rng(seed)
    codes = np.array(["01", "1", "I55", "I56 ", "å", "Z", "", None], dtype=object)
    frame = pl.DataFrame(
        {
            "person": rng.integers(1, 450, rows),
            "year": rng.integers(2015, 2022, rows),
            "activity": pl.Series(codes[rng.integers(0, len(codes), rows)], dtype=pl.String),
            "hours": rng.integers(1, 5, rows) * 10,
            "county": pl.Series([f"{one:02d}" for one in rng.integers(1, 6, rows)]),
        }
    )
    some = rng.random((3, rows)) < 0.02
    return frame.with_columns(
        pl.when(~pl.Series(some[at])).then(pl.col(name)).alias(name)
        for at, name in enumerate(("person", "year", "hours"))
    )


def cases(folder: Path) -> Iterator[tuple[str, Callable[[Any], Any]]]:
    """Yield what is counted, each a function of the engine."""
    frame = people()
    once = frame.unique(["person", "year"], keep="first", maintain_order=True)
    once = once.filter(pl.col("person").is_not_null() & pl.col("year").is_not_null())
    for part in range(3):
        frame[part::3].write_parquet(folder / f"part-{part}.parquet")
    frame.write_csv(folder / "all.csv", separator=";")
    paths, text = str(folder / "part-*.parquet"), folder / "all.csv"
    yield "flows, frame", lambda e: sp.labour_flows(once, **KEYS, gap=1, engine=e)
    yield (
        "flows, Parquet",
        lambda e: sp.labour_flows(paths, **KEYS, main="hours", least=4, engine=e),
    )
    yield "flows, CSV", lambda e: sp.labour_flows(text, **KEYS, main="hours", engine=e)
    unit = {"unit": ["person", "year"], "activity": "activity"}
    yield "co-occurrence", lambda e: sp.unit_co_occurrence(paths, **unit, engine=e)
    cell = {"region": "county", "activity": "activity", "year": "year"}
    yield (
        "persons",
        lambda e: sp.microdata_panel(paths, **cell, person="person", least=9, engine=e),
    )
    yield "sums", lambda e: sp.microdata_panel(text, **cell, value="hours", engine=e)


def same(one: Any, other: Any) -> bool:
    """Tell whether two results are the same in every label, count and mark."""
    if isinstance(one, pl.DataFrame):
        return one.equals(other)
    if isinstance(one, np.ndarray):
        return np.array_equal(one, other)
    if isinstance(one, sp.LabourFlows | sp.UnitCoOccurrence | sp.MicrodataPanel | sp.Panel):
        names = [one.name for one in fields(one) if one.init]
        return all(same(getattr(one, name), getattr(other, name)) for name in names)
    return bool(one == other)


def main(folder: Path) -> dict[str, Any]:
    """Return for each count whether both engines agree, how large it is, and who counted."""
    found: dict[str, Any] = {}
    with connected(CLUSTER) as backend:
        for name, count in cases(folder):
            here, there = count("duckdb"), count(CLUSTER)
            found[name] = {"same": same(here, there), "rows": here.rows, "cells": len(here.frame)}
        status = backend._session.sparkContext._jsc.sc().statusTracker()
        found["workers"] = len(status.getExecutorInfos()) - 1  # the driver is one of them
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(Path(sys.argv[1]))))
