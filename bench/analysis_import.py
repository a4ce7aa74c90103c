"""How long a table of 735,033 rows takes from the press of the button to a stored version.

The German districts by occupation, packed as gz, go the way of every delivery: received, read and
checked by what the worker runs, stored, and the next version of them held against the first. It is
left out where the shared folder beside the project is not there. ``python -m bench
analysis_import``
"""

import resource
import time
from collections.abc import Callable, Iterator
from typing import Any

from bench.papers import _set_up
from bench.running import ROOT, BrokenPromiseError, Result, empty_home

TABLE = ROOT.parent / "shared" / "data" / "regions" / "de_kreis_occ3_total.csv.gz"
#: The promise: so long from the file to the stored version, and so much memory.
SECONDS, MEGABYTES = 10.0, 2_000
ABOUT = {
    "title": {"sv": "Anställda efter yrke"},
    "unit": {"sv": "anställda"},
    "publisher": "Bundesagentur für Arbeit",
    "licence": {"sv": "MIT"},
}
#: The rows without an occupation are called so; without a name they are refused.
HOW = {"blank": "okänt", "elsewhere": True}


def measure() -> Iterator[Result | str]:
    """Import the table into an empty varv, twice."""
    from varv.cli.postgres import Server

    if not TABLE.exists():
        yield f"Left out: there is no {TABLE.name} in the shared folder beside the project."
        return
    with empty_home() as home, Server(home).lent() as url:
        _set_up(home, url)
        yield from _imported(TABLE.read_bytes())


def _imported(content: bytes) -> Iterator[Result]:
    from varv.analysis.datasets import actions
    from varv.analysis.datasets.actions import reading
    from varv.analysis.models import Delivery

    def receive() -> Any:
        made = actions.receive_file(None, name=TABLE.name, size=len(content), pieces=[content])
        return actions.say_how(None, delivery=made, how=HOW)

    worked = time.process_time()
    receiving, made = _taken(receive)
    checking, is_read = _taken(lambda: reading.read(made.pk))
    made = Delivery.objects.get(pk=made.pk)
    if not is_read or made.table is None:
        raise BrokenPromiseError(f"the table was not read: {made.error or made.findings}")
    storing, version = _taken(lambda: actions.store_as_new(None, delivery=made, about=ABOUT))
    whole = receiving + checking + storing
    working = time.process_time() - worked
    yield Result("received", receiving, "s")
    yield Result("read and checked, the numbers loaded", checking, "s")
    yield Result("stored as the first version", storing, "s")
    yield Result("all of it", whole, "s")
    yield Result("of the processor, both cores", working, "s")
    yield Result("rows", version.rows, "")
    again = receive()
    actions.say_how(None, delivery=again, how=HOW | {"years": list(range(2013, 2025))})
    reading.read(again.pk)
    differing, _second = _taken(
        lambda: actions.store_delivery(None, delivery=again, dataset=version.dataset)
    )
    yield Result("stored as the next, held against the first", differing, "s")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    yield Result("memory at its height", memory, "MB")
    if whole > SECONDS or memory > MEGABYTES:
        raise BrokenPromiseError(f"the import took {whole:.1f} s and {memory} MB")


def _taken(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found
