"""What `bench.specialisation` measures, each in a process of its own, here or where the peers are.

``python -P contestants.py NAME ROWS.npz`` prints, as JSON, the wall time from the long frame to all
measures, the CPU time, the peak memory of the process, and the complexity of the regions of the
last year, by which the contestants are held against each other. The frame is made, of whole numbers
or of text as the name says, and the packages are loaded, before the clock is started.
"""

import json
import resource
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

#: Linux tells kilobytes, macOS bytes.
PEAK_UNITS = 2**20 if sys.platform == "darwin" else 2**10
BLOCK = 256
Rows = dict[str, Any]


def _pandas(rows: Rows) -> Any:
    import pandas as pd

    return pd.DataFrame(rows)


def _polars(rows: Rows, *, text: bool = False) -> Any:
    import polars as pl

    frame = pl.DataFrame({name: rows[name] for name in ("region", "activity", "year", "value")})
    return frame.with_columns(pl.col("region", "activity").cast(pl.String)) if text else frame


Measure = Callable[[Any], np.ndarray]


def floor() -> Measure:
    """Bare numpy: no check, no label, no undefined value; codes that are places already."""
    from scipy.sparse.linalg import eigsh

    def measure(rows: Rows) -> np.ndarray:
        year, region, activity = (rows[name] for name in ("year", "region", "activity"))
        year = year - year[0]
        shape = tuple(int(axis.max()) + 1 for axis in (year, region, activity))
        values = np.zeros(shape)
        values.reshape(-1)[(year * shape[1] + region) * shape[2] + activity] = rows["value"]
        lq, density, gain = (np.empty(shape, np.float32) for _one in range(3))
        presence = np.empty(shape, np.bool_)
        for at, x in enumerate(values):
            share, size = x.sum(axis=0) / x.sum(), x.sum(axis=1)
            for begin in range(0, len(x), BLOCK):
                part = slice(begin, begin + BLOCK)
                quotients = x[part] / (size[part, None] * share)
                lq[at, part] = quotients
                presence[at, part] = quotients >= 1
            present = presence[at].astype(np.float32)
            counts = present.T @ present
            ubiquity, diversity = counts.diagonal().copy(), present.sum(axis=1, dtype=np.float64)
            root = 1 / np.sqrt(diversity)
            scaled = presence[at] * root[:, None]
            scaled /= np.sqrt(ubiquity)
            gram = scaled @ scaled.T
            complexity = root * eigsh(gram, k=2, v0=root, tol=1e-8)[1][:, 0]
            complexity *= np.sign(np.corrcoef(complexity, diversity)[0, 1])
            complexity = (complexity - complexity.mean()) / complexity.std()
            product = (complexity.astype(np.float32) @ present) / ubiquity
            product = (product - product.mean()) / product.std()
            for begin in range(0, len(counts), BLOCK):
                part = slice(begin, begin + BLOCK)
                counts[part] /= np.maximum(ubiquity[part, None], ubiquity)
            sums = counts.sum(axis=1)
            np.matmul(present, counts, out=density[at])
            density[at] /= sums
            absent = 1 - present
            np.matmul(absent * (product / sums), counts, out=gain[at])
            gain[at] *= absent
        return complexity

    return measure


def ours() -> Measure:
    """Return what measures a polars frame."""
    import specialisation as sp

    measure, panel = sp.profile, sp.Panel.from_frame
    return lambda frame: measure(panel(frame, year="year")).regions[-1]


def ecomplexity() -> Measure:
    """Return the Growth Lab's package, without its check of log-supermodularity."""
    from ecomplexity import ecomplexity as peer

    columns = {"time": "year", "loc": "region", "prod": "activity", "val": "value"}

    def measure(frame: Any) -> np.ndarray:
        found = peer(frame, columns, check_logsupermodularity=False, verbose=False)
        last = found[found["year"] == found["year"].max()]
        return last.drop_duplicates("region").sort_values("region")["eci"].to_numpy()

    return measure


def datawheel() -> Measure:
    """Return the package economic-complexity, one year after another."""
    import economic_complexity as peer

    def measure(frame: Any) -> np.ndarray:
        for _year, rows in frame.groupby("year"):
            lq = peer.rca(rows.pivot_table(index="region", columns="activity", values="value"))
            eci, pci = peer.complexity(lq)
            near = peer.proximity(lq)
            peer.relatedness(lq, proximities=near)
            peer.opportunity_gain(lq, pci=pci, proximities=near)
        return eci.sort_index().to_numpy()

    return measure


def econci() -> Measure:
    """Return the package econci, one year after another; it has no opportunity gain."""
    from econci import Complexity

    def measure(frame: Any) -> np.ndarray:
        for _year, rows in frame.groupby("year"):
            found = Complexity(rows, c="region", p="activity", values="value")
            found.calculate_indexes()
        return found.eci.sort_values("region")["eci"].to_numpy()

    return measure


CONTESTANTS: dict[str, tuple[Callable[[Rows], Any], Callable[[], Measure]]] = {
    "floor": (dict, floor),
    "ours": (_polars, ours),
    "ours, codes as text": (lambda rows: _polars(rows, text=True), ours),
    "ecomplexity": (_pandas, ecomplexity),
    "Datawheel": (_pandas, datawheel),
    "econci": (_pandas, econci),
}


def run(name: str, file: str) -> dict[str, Any]:
    """Return what one contestant took."""
    make, load = CONTESTANTS[name]
    measure = load()
    with np.load(file) as kept:
        rows = dict(kept)
    frame = make(rows)
    del rows
    began, cpu = time.perf_counter(), time.process_time()
    found = measure(frame)
    return {
        "wall": time.perf_counter() - began,
        "cpu": time.process_time() - cpu,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / PEAK_UNITS,
        "regions": np.round(np.asarray(found, np.float64), 6).tolist(),
    }


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1], sys.argv[2])))
