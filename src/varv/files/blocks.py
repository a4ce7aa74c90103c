"""Documents as plain values, from which page, PDF and Word are all made.

A document has ``language``, ``title``, ``author``, ``contents`` (the heading of its table of
contents), ``facts`` (pairs of a name and a text) and ``parts``, each with a ``heading`` and
``blocks``. A block says by ``is`` what it is; the functions here make them all. What people wrote
is text in them and nothing else, so that nothing in it can become code, markup or a formula.
"""

from collections.abc import Iterable, Sequence
from typing import Any

#: A text, or whatever stands for one until it is put in.
Text = Any
Block = dict[str, Any]

#: Headings within a part: the title has level 1, the part 2.
FIRST_LEVEL = 3


def heading(text: Text, level: int = FIRST_LEVEL, *, is_listed: bool = True) -> Block:
    """Return a heading within a part; one that is not listed is left out of the contents."""
    return {"is": "heading", "text": text, "level": level, "listed": is_listed}


def paragraph(text: Text) -> Block:
    """Return a paragraph; its lines are kept."""
    return {"is": "paragraph", "text": text}


def quote(text: Text) -> Block:
    """Return what somebody else said, in their words."""
    return {"is": "quote", "text": text}


def bullets(items: Sequence[Text], *, is_numbered: bool = False) -> Block:
    """Return a list."""
    return {"is": "list", "entries": list(items), "numbered": is_numbered}


def table(
    caption: Text,
    headings: Sequence[Text],
    rows: Iterable[Sequence[Text | int]],
    *,
    numbers: Iterable[int] = (),
) -> Block:
    """Return a table; ``numbers`` are the columns that are set as such, with those of all ints."""
    cells = [list(row) for row in rows]
    told = set(numbers)
    found = [
        column
        for column in range(len(headings))
        if column in told or (cells and all(isinstance(row[column], int) for row in cells))
    ]
    written = [[str(cell) if isinstance(cell, int) else cell for cell in row] for row in cells]
    return {
        "is": "table",
        "caption": caption,
        "headings": list(headings),
        "rows": written,
        "numbers": found,
    }


def facts(pairs: Iterable[tuple[Text, Text]]) -> Block:
    """Return names with what is told of each."""
    return {"is": "facts", "pairs": [list(pair) for pair in pairs]}


def changes(runs: Iterable[tuple[str, Text]]) -> Block:
    """Return a text whose runs are the ``same``, ``removed`` or ``added``."""
    return {"is": "changes", "runs": [list(run) for run in runs]}


def links(pairs: Iterable[tuple[Text, str]]) -> Block:
    """Return a list of links; an address that begins with a slash is on this site."""
    return {"is": "links", "pairs": [list(pair) for pair in pairs]}


def figure(
    title: Text,
    *,
    unit: Text,
    pictures: tuple[str, str],
    alternative: Text,
    source: Text,
    note: Text = "",
    numbers: Block | None = None,
) -> Block:
    """Return a picture with its words, its source, and the ``table`` of its ``numbers``.

    ``pictures`` are SVG that varv has drawn itself, for paper and for a telephone; empty where
    there is nothing to draw. The page shows them as they are, so nobody else may make them.
    """
    wide, narrow = pictures
    return {
        "is": "figure",
        "title": title,
        "unit": unit,
        "wide": wide,
        "narrow": narrow,
        "alternative": alternative,
        "source": source,
        "note": note,
        "numbers": numbers,
    }


def entry(
    label: Text, url: str, said: Sequence[Text], answers: Iterable[tuple[Text, Text]] = ()
) -> Block:
    """Return one of many things of a kind: its label, what was said, and what is told of it."""
    pairs = [list(pair) for pair in answers]
    return {"is": "entry", "label": label, "url": url, "said": list(said), "answers": pairs}
