"""What changed between two wordings, word by word."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_WORDS = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True)
class Change:
    """A run of words that stayed, went or came."""

    kind: Literal["same", "removed", "added"]
    text: str


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


def _run(tag: str, old: str, new: str) -> Iterator[Change]:
    if tag == "equal":
        yield Change("same", new)
        return
    if old:
        yield Change("removed", old)
    if new:
        yield Change("added", new)
