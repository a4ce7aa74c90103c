"""Paragraphs of a plain text, and the headings among them."""

import re
from dataclasses import dataclass

_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_MARKED = re.compile(r"(#{1,3}) +(\S.*)")
_NUMBERED = re.compile(r"((?:\d{1,2}\.)*\d{1,2})\.? +([^\W\d].*)")
#: A numbered paragraph that is longer, or ends as a sentence does, is one of a list of points.
_LONGEST_HEADING = 100


@dataclass(frozen=True)
class Block:
    """A paragraph with its number, from 1; a heading has a ``level`` from 1 to 3, others 0."""

    number: int
    text: str
    level: int = 0


def split(text: str) -> list[str]:
    r"""Return the paragraphs of a text: what stands between blank lines.

    >>> split("Vatten\noch skog.\n \n\n  Berg.\r\n\r\n")
    ['Vatten\noch skog.', 'Berg.']
    """
    found = _BLANK_LINES.split(text.replace("\r\n", "\n"))
    return [one.strip() for one in found if one.strip()]


def blocks(text: str) -> list[Block]:
    r"""Return the paragraphs, headings known by ``# `` or a number before a short line.

    >>> [(one.level, one.text) for one in blocks("# Mål\n\nVi vill.\n\n2.1 Skog\n\n1. Hugg.")]
    [(1, 'Mål'), (0, 'Vi vill.'), (2, '2.1 Skog'), (0, '1. Hugg.')]
    """
    return [_block(number, one) for number, one in enumerate(split(text), start=1)]


def _block(number: int, text: str) -> Block:
    if marked := _MARKED.fullmatch(text):
        return Block(number, marked[2].strip(), len(marked[1]))
    numbered = _NUMBERED.fullmatch(text)
    if numbered and len(text) <= _LONGEST_HEADING and text[-1] not in ".;,:!?":
        return Block(number, text, min(numbered[1].count(".") + 1, 3))
    return Block(number, text)
