"""What changed between two wordings, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from varv.cycles.models import AreaVersion

_WORDS = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True)
class Change:
    """A run of words that stayed, went or came."""

    kind: Literal["same", "removed", "added"]
    text: str


@dataclass(frozen=True)
class VersionChanges:
    """One version of an area beside the one before it."""

    version: AreaVersion
    name: list[Change]
    summary: list[Change]
    text: list[Change]

    @property
    def is_first(self) -> bool:
        """Tell whether there is nothing before it to compare with."""
        return self.version.number == 1


def word_changes(old: str, new: str) -> list[Change]:
    """Return how ``old`` became ``new``, as runs of whole words.

    >>> [(change.kind, change.text) for change in word_changes("Ängar och berg", "Ängar och hav")]
    [('same', 'Ängar och '), ('removed', 'berg'), ('added', 'hav')]
    """
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [
        change
        for tag, start, end, new_start, new_end in matcher.get_opcodes()
        for change in _run(tag, "".join(before[start:end]), "".join(after[new_start:new_end]))
    ]


def compared(versions: list[AreaVersion]) -> list[VersionChanges]:
    """Return versions, newest first as given, each compared with the one before it."""
    older: list[AreaVersion | None] = [*versions, None][1:]
    return [
        VersionChanges(
            version,
            *(
                word_changes(
                    str(getattr(before, field)) if before else "", str(getattr(version, field))
                )
                for field in ("name", "summary", "text")
            ),
        )
        for version, before in zip(versions, older, strict=True)
    ]


def _run(tag: str, old: str, new: str) -> Iterator[Change]:
    if tag == "equal":
        yield Change("same", new)
        return
    if old:
        yield Change("removed", old)
    if new:
        yield Change("added", new)
