"""The long frame to all measures of complexity: bare numpy, ours and the peers', in one run.

``python -m bench specialisation``; `bench.contestants` holds what is run. ``BENCH_PATIENCE`` is how
many seconds a peer may take (330), ``BENCH_REPEATS`` how often we and the floor are measured (5),
in turns: the quickest counts, as what else a machine does only ever adds. The peers run once;
``BENCH_PEERS=0`` leaves them out.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import altair as alt
import numpy as np
import polars as pl

import specialisation as sp
from bench.running import BrokenPromiseError, Table

ROOT = Path(__file__).resolve().parents[1]
PEERS_HOME = ROOT / "var" / "peers"
GROWTH = Path(__file__).with_name("growth.svg")
PATIENCE = float(os.environ.get("BENCH_PATIENCE", "330"))
REPEATS = int(os.environ.get("BENCH_REPEATS", "5"))
OURS = ("floor", "ours", "ours, codes as text")
PEERS = ("ecomplexity", "Datawheel", "econci") if os.environ.get("BENCH_PEERS") != "0" else ()
SEED = 6
SPRUCE = "#1b5e5a"


@dataclass(frozen=True)
class Case:
    """Sizes, and what we promise of them; nought stands for no promise."""

    years: int
    regions: int
    activities: int
    floors: float = 0.0
    seconds: float = 0.0
    megabytes: float = 0.0
    times_ecomplexity: float = 0.0
    peers: tuple[str, ...] = PEERS

    def __str__(self) -> str:
        return f"{self.years} x {self.regions:,} x {self.activities:,}"


CASES = (
    Case(20, 250, 1_200, floors=1.3, times_ecomplexity=25),
    Case(1, 1_500, 5_000, floors=1.4, megabytes=600, times_ecomplexity=60),
    # No peer has ended this one within 330 seconds on any machine that we had.
    Case(1, 5_000, 10_000, seconds=20, megabytes=3_000, peers=()),
)
#: One axis grows, the others stay.
GROWING = {
    "regions": [Case(1, size, 1_200) for size in (250, 500, 1_000, 2_000, 4_000)],
    "activities": [Case(1, 250, size) for size in (300, 600, 1_200, 2_400, 4_800, 9_600)],
    "years": [Case(size, 250, 600) for size in (1, 2, 4, 8, 16, 32)],
}


@dataclass(frozen=True)
class Found:
    """What one contestant took: seconds and megabytes; nothing where it was stopped."""

    name: str
    wall: float = 0.0
    cpu: float = 0.0
    peak: float = 0.0
    regions: Sequence[float] = ()


def measure() -> Iterator[Table | str]:
    """Yield a table for each case and the picture of growth; fail where a promise is not kept."""
    broken = []
    with tempfile.TemporaryDirectory() as folder:
        for case in CASES:
            file = Path(folder) / "rows.npz"
            _write(file, case)
            found = [*_in_turns(file), *(_run(name, file, _peers_python()) for name in case.peers)]
            yield f"\n### {case}\n"
            yield _table(found)
            broken += [f"{case}: {text}" for text in _broken(case, found)]
    yield f"\nGrowth of cost, drawn in {GROWTH.name}:\n"
    yield _growth()
    if broken:
        raise BrokenPromiseError("; ".join(broken))


def _rows(case: Case) -> dict[str, np.ndarray]:
    """Return jobs as regions have them: of all sizes, alike where they have the same tastes."""
    rng = np.random.default_rng(SEED)
    size = rng.lognormal(0, 1.2, (case.regions, 1)) * rng.lognormal(0, 1.5, case.activities)
    taste = rng.normal(0, 0.6, (case.regions, 6)) @ rng.normal(0, 0.9, (6, case.activities))
    jobs = size * np.exp(taste) * rng.lognormal(0, 0.8, size.shape)
    jobs *= 30 / jobs.mean()
    parts = []
    for year in range(2000, 2000 + case.years):
        counts = rng.poisson(jobs * rng.lognormal(0, 0.2, jobs.shape))
        region, activity = np.nonzero(counts)
        parts.append((np.full(len(region), year), region, activity, counts[region, activity]))
    year, region, activity, value = (np.concatenate(one) for one in zip(*parts, strict=True))
    return {"year": year, "region": region, "activity": activity, "value": value.astype(float)}


def _write(file: Path, case: Case) -> None:
    """Write rows in a process of its own, for a child's peak begins at that of its parent."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as another:
        another.submit(_save, file, case).result()


def _save(file: Path, case: Case) -> None:
    np.savez(file, **_rows(case))


def _in_turns(file: Path) -> Iterator[Found]:
    """Measure the floor and ours in turns, so that what the machine does falls on all alike."""
    runs = [[_run(name, file, sys.executable, None) for name in OURS] for _again in range(REPEATS)]
    for each in zip(*runs, strict=True):
        yield min(each, key=lambda one: one.wall)


def _run(name: str, file: Path, python: str, patience: float | None = PATIENCE) -> Found:
    script = Path(__file__).with_name("contestants.py")
    asked = [python, "-P", "-W", "ignore", str(script), name, str(file)]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, timeout=patience, check=True)
    except subprocess.TimeoutExpired:
        return Found(name)
    return Found(name, **json.loads(done.stdout.splitlines()[-1]))


def _peers_python() -> str:
    """Return the Python of the peers' environment, made the first time."""
    python = PEERS_HOME / "bin" / "python"
    if not (PEERS_HOME / "made").exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", PEERS_HOME], check=True)
        pins = ROOT / "requirements" / "peers.txt"
        install = [python, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", pins]
        subprocess.run(install, check=True)
        (PEERS_HOME / "made").touch()
    return str(python)


def _table(found: Sequence[Found]) -> Table:
    floor = found[0]
    rows = []
    for one in found:
        if not one.wall:
            rows.append((one.name, f"over {PATIENCE:.0f}", "", "", "", ""))
            continue
        alike = abs(np.corrcoef(one.regions, _as_told(floor, one))[0, 1])
        rows.append(
            (
                one.name,
                f"{one.wall:.2f}",
                f"{one.cpu:.1f}",
                f"{one.wall / floor.wall:.1f}",
                f"{one.peak:,.0f}",
                f"{alike:.4f}",
            )
        )
    head = ("", "wall s", "CPU s", "times the floor", "peak MB", "complexity as the floor's")
    return Table(head, rows)


def _as_told(floor: Found, other: Found) -> np.ndarray:
    """Return the floor's complexities in the order of the other's labels, which may be text."""
    values = np.asarray(floor.regions)
    if "text" not in other.name:
        return values
    return values[sorted(range(len(values)), key=str)]


def _broken(case: Case, found: Sequence[Found]) -> Iterator[str]:
    by_name = {one.name: one for one in found}
    floor, ours, peer = by_name["floor"], by_name["ours"], by_name.get("ecomplexity")
    if case.floors and ours.wall > case.floors * floor.wall:
        yield f"{ours.wall / floor.wall:.2f} times the floor, promised are {case.floors}"
    if case.seconds and ours.wall > case.seconds:
        yield f"{ours.wall:.1f} s, promised are {case.seconds:.0f}"
    if case.megabytes and ours.peak > case.megabytes:
        yield f"{ours.peak:.0f} MB, promised are {case.megabytes:.0f}"
    if peer and peer.wall and peer.wall < case.times_ecomplexity * ours.wall:
        yield f"{peer.wall / ours.wall:.0f} times as fast as ecomplexity"


def _growth() -> Table:
    """Measure ours while one axis grows, and draw it."""
    rows = [
        {"axis": axis, "size": getattr(case, axis), "seconds": _seconds(case)}
        for axis, cases in GROWING.items()
        for case in cases
    ]
    _draw(rows)
    head = ("grows", "size", "seconds")
    return Table(head, [(one["axis"], f"{one['size']:,}", f"{one['seconds']:.3f}") for one in rows])


def _seconds(case: Case) -> float:
    frame = pl.DataFrame(_rows(case))
    taken = []
    for _again in range(REPEATS):
        began = time.perf_counter()
        sp.profile(sp.Panel.from_frame(frame, year="year"))
        taken.append(time.perf_counter() - began)
    return min(taken)


def _draw(rows: Sequence[dict[str, Any]]) -> None:
    fixed = {"regions": "1,200 activities, 1 year", "activities": "250 regions, 1 year",
             "years": "250 regions, 600 activities"}  # fmt: skip
    panels = []
    for axis, others in fixed.items():
        measured = [one for one in rows if one["axis"] == axis]
        title = alt.Title(f"More {axis}", subtitle=others)
        line = alt.Chart(alt.Data(values=measured), title=title).mark_line(
            point=alt.OverlayMarkDef(color=SPRUCE), color=SPRUCE
        )
        sizes = alt.Axis(values=[one["size"] for one in measured], grid=False)
        panels.append(
            line.encode(
                x=alt.X("size:Q", title=axis, axis=sizes).scale(type="log", nice=False),
                y=alt.Y("seconds:Q", title="seconds").scale(type="log"),
            ).properties(width=220, height=200)
        )
    alt.hconcat(*panels).save(GROWTH)
