"""Text as staff write it: paragraphs, lists and headings, by signs that read well as they stand.

A blank line parts paragraphs. Lines that begin with "- " are a list, with "1. " a numbered one, and
one that begins with "## " is a heading. There is nothing more, and nothing else is a sign: what is
not understood stands as it was written.
"""

import re
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from varv.consultation.paragraphs import split
from varv.files import blocks
from varv.files.blocks import Block

_KINDS = {"bullet": re.compile(r"\s*[-•–] +"), "number": re.compile(r"\s*\d{1,3}[.)] +")}
_HEADING = re.compile(r"\s*#{2,4} +")


def as_blocks(
    text: str, keep: Callable[[str], Any], level: int = blocks.FIRST_LEVEL
) -> list[Block]:
    r"""Return the blocks of a text; ``keep`` says what stands for each piece of its words.

    >>> [one["is"] for one in as_blocks("Vi vill:\n- bada\n- ro\n\n## Hur\n\nNu.", str)]
    ['paragraph', 'list', 'heading', 'paragraph']
    """
    return [block for one in split(text) for block in _of_paragraph(one, keep, level)]


def _of_paragraph(text: str, keep: Callable[[str], Any], level: int) -> Iterator[Block]:
    for kind, lines in groupby(text.splitlines(), _kind):
        words = list(lines)
        if kind in _KINDS:
            items = [keep(_KINDS[kind].sub("", line, count=1)) for line in words]
            yield blocks.bullets(items, is_numbered=kind == "number")
        elif kind == "heading":
            found = (keep(_HEADING.sub("", line, count=1)) for line in words)
            yield from (blocks.heading(words, level) for words in found)
        else:
            yield blocks.paragraph(keep("\n".join(words)))


def _kind(line: str) -> str:
    if _HEADING.match(line):
        return "heading"
    return next((kind for kind, begins in _KINDS.items() if begins.match(line)), "")
