"""The ledger of what was erased, destroyed and masked, in a file outside of the database.

A backup that is restored brings back what was erased after it was made. The ledger is not part of
it: it holds ids, moments and places in texts, never texts. ``varv restore`` goes through it before
the restored database takes its place (``people.actions.reapply_erasures``). The database is the
truth while it stands; the file is written after each commit, and ``sync()`` adds what a crash may
have kept out of it.
"""

import fcntl
import json
import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from varv.extension import ExtensionPoint
from varv.registry import masking
from varv.registry.models import Destroyed, Disposal, DisposalDecision, MaskedPlace, Masking

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


def maskings(known: set[str]) -> Iterator[Entry]:
    """Give the maskings, and those that were lifted; what masks because of an erasure comes anew.

    A passage is told as the place where it stood, and the text by a seal, so that a masking can be
    made again in the same text and nobody can read from the ledger what was masked.
    """
    for made in Masking.objects.exclude(ground=Masking.Ground.ERASURE).order_by("at", "pk"):
        key = masking_key(made)
        if key not in known:
            places = list(made.places.order_by("pk"))
            yield {
                "key": key,
                "what": "masking",
                "kind": made.subject_kind,
                "id": made.subject_id,
                "ground": made.ground,
                "at": made.at.isoformat(),
                "places": [_place(place) for place in places],
                "whole": not made.passages,
                "passages": _spots(places, made.passages),
            }
        if made.lifted_at and f"lifted:{key}" not in known:
            yield {"key": f"lifted:{key}", "what": "lifted", "of": key}


def masking_key(made: Masking) -> str:
    """Return what names a masking in the ledger, the same after it was made again."""
    return f"masking:{made.subject_kind}:{made.subject_id}:{made.at.isoformat()}"


def seal(text: Any) -> str:
    """Return a sum by which only who has the text and our key can tell that it is the same."""
    said = json.dumps(text, sort_keys=True, ensure_ascii=False)
    return salted_hmac("varv.registry.ledger", said, algorithm="sha256").hexdigest()


def _place(place: MaskedPlace) -> Entry:
    return {
        "model": place.model,
        "id": place.object_id,
        "field": place.field,
        "seal": seal(place.original),
    }


def _spots(places: Iterable[MaskedPlace], passages: Iterable[str]) -> list[list[Any]]:
    """Tell of each passage where it stands first: in which place, language, from where to where."""
    spots: list[list[Any]] = []
    for passage in passages:
        spot = next(
            (
                [number, language, *found.span()]
                for number, place in enumerate(places)
                for language, text in masking.texts_of(place.original)
                if (found := masking.pattern(passage).search(text))
            ),
            None,
        )
        if spot:
            spots.append(spot)
    return spots


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
