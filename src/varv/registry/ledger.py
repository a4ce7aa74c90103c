"""The ledger of what was erased and destroyed, in a file outside of the database.

A backup that is restored brings back what was erased after it was made. The ledger is not part of
it: it holds ids and moments only, and after a restore ``people.actions.reapply_erasures`` goes
through it. The database is the truth while it stands; the file is written after each commit, and
``sync()`` adds what a crash may have kept out of it.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from varv.extension import ExtensionPoint
from varv.registry.models import Destroyed, Disposal, DisposalDecision

Entry = dict[str, Any]

#: ``f(known)`` gives the entries of the database whose ``key`` is not among ``known``.
sources: ExtensionPoint[Callable[[set[str]], Iterable[Entry]]] = ExtensionPoint(
    "sources of the ledger"
)


def path() -> Path:
    """Return where the ledger lies: beside the files, not among them."""
    return Path(settings.HOME) / "erasures.jsonl"


def entries() -> list[Entry]:
    """Return what the file holds, oldest first; a line cut off by a power cut is left out."""
    if not path().exists():
        return []
    return [entry for line in path().read_text("utf-8").splitlines() if (entry := _read(line))]


def sync() -> int:
    """Add to the file what the database knows and the file does not; return how many entries."""
    path().parent.mkdir(parents=True, exist_ok=True)
    with path().open("a+", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        known = {entry["key"] for entry in entries()}
        missing = [entry for source in sources for entry in source(known)]
        file.seek(0, os.SEEK_END)
        if missing and file.tell() and not path().read_text("utf-8").endswith("\n"):
            file.write("\n")
        for entry in missing:
            file.write(json.dumps(entry) + "\n")
        file.flush()
        os.fsync(file.fileno())
    path().chmod(0o600)
    return len(missing)


def disposals(known: set[str]) -> Iterator[Entry]:
    """Give the disposals: of which rule, under which decision, when, and of which things."""
    for done in Disposal.objects.select_related("decision").order_by("pk"):
        key = f"disposal:{done.at.isoformat()}:{done.rule}"
        if key in known:
            continue
        ids = Destroyed.objects.filter(disposal=done).values_list("subject_id", flat=True)
        yield {
            "key": key,
            "what": "disposal",
            "rule": done.rule,
            "months": done.months,
            "decision": _decision(done.decision),
            "ids": sorted(ids),
        }


def _decision(decision: DisposalDecision) -> Entry:
    names = ("name", "decided_by", "reference", "text", "covers")
    days = ("decided_on", "valid_from", "valid_to")
    return {name: getattr(decision, name) for name in names} | {
        name: day.isoformat() if (day := getattr(decision, name)) else None for name in days
    }


def _read(line: str) -> Entry | None:
    try:
        entry: Entry = json.loads(line)
    except ValueError:
        return None
    return entry
