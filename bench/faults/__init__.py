"""What varv does on its worst day: ``python -m bench faults``.

Each module is one fault: it raises where a promise is broken, and otherwise gives its figures.
``BENCH_PEOPLE=200 BENCH_KILLS=3`` makes the one about mail shorter.
"""

from collections.abc import Iterator

from bench.faults import database, disk, mail
from bench.running import Result


def measure() -> Iterator[Result]:
    """Run every fault, one after the other."""
    for fault in (mail, database, disk):
        yield from fault.measure()
