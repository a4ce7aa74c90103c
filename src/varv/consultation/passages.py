"""The parts of an input's words, and where in them a point stands.

A part is one text of an input: its title, its text, one answer, one comment. What somebody selected
or pasted is looked for in it as words: a browser counts line breaks and letters otherwise than we
do, so where it says that the words begin only tells which of several places is meant.
"""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from varv.consultation.models import Comment, Contribution, Point, Reply

TITLE, TEXT = "title", "text"
_SENTENCE = re.compile(r"\S(?:.*?[.!?…:]+[\"”'»)]*(?=\s|$)|.*?(?=\n\s*\n|$))", re.DOTALL)
_LINE_OF_A_LIST = re.compile(r"\n(?=\s*(?:[-–•*]|\d+[.)])\s)|\n\s*\n")


@dataclass(frozen=True)
class Part:
    """One text of an input; ``key`` names it in a form, such as "text" or "reply-7"."""

    key: str
    text: str
    reply: Reply | None = None
    comment: Comment | None = None

    @property
    def holds_points(self) -> bool:
        """Tell whether a point can say where in it it stands: a title has no place of its own."""
        return self.key != TITLE


@dataclass(frozen=True)
class Place:
    """Where words stand: in which part, from where to where."""

    part: Part
    start: int
    end: int

    @property
    def words(self) -> str:
        """The words, as they stand there."""
        return self.part.text[self.start : self.end]


@dataclass(frozen=True)
class Piece:
    """A stretch of a part that belongs to the same points all through."""

    text: str
    points: Sequence[Point] = ()
    starts: Sequence[Point] = ()


@dataclass(frozen=True)
class Marked:
    """A part in pieces, and its sentences for who chooses without a mouse."""

    part: Part
    pieces: Sequence[Piece]
    sentences: Sequence[tuple[str, str]] = field(default=())


def parts_of(one: Contribution) -> list[Part]:
    """Return the texts of an input that say something, in the order in which they are read."""
    found = [Part(TITLE, one.title), Part(TEXT, one.text)]
    found += [Part(f"reply-{reply.pk}", reply.text, reply=reply) for reply in one.replies.all()]
    found += [
        Part(f"comment-{comment.pk}", comment.text, comment=comment)
        for comment in one.comments.all()
    ]
    return [part for part in found if part.text.strip()]


def find(parts: Iterable[Part], quote: str, *, key: str = "", near: int = 0) -> Place | None:
    """Return where the quote stands, if it does: in the part ``key`` first, nearest to ``near``."""
    words = quote.split()
    if not words:
        return None
    wanted = re.compile(r"\s+".join(re.escape(word) for word in words))
    for part in sorted(parts, key=lambda part: part.key != key):
        places = [Place(part, one.start(), one.end()) for one in wanted.finditer(part.text)]
        if places:
            close = near if part.key == key else 0
            return min(places, key=lambda place: abs(place.start - close))
    return None


def sentences(text: str) -> list[tuple[int, int]]:
    r"""Return where each sentence begins and ends; a line of a list is one of its own.

    >>> text = "Skogen växer. Vattnet sjunker!\n\n- Bygg\n- Vänta"
    >>> [text[start:end] for start, end in sentences(text)]
    ['Skogen växer.', 'Vattnet sjunker!', '- Bygg', '- Vänta']
    """
    found, begin = [], 0
    breaks = [*((one.start(), one.end()) for one in _LINE_OF_A_LIST.finditer(text))]
    for stop, resume in [*breaks, (len(text), len(text))]:
        paragraph = text[begin:stop]
        for one in _SENTENCE.finditer(paragraph):
            kept = one.group().rstrip()
            found.append((begin + one.start(), begin + one.start() + len(kept)))
        begin = resume
    return found


def joined(parts: Iterable[Part], chosen: Sequence[str]) -> Place | None:
    """Return the place of sentences ticked side by side, each as "key:start:end"; else None."""
    by_key = {part.key: part for part in parts}
    split = [_ticked(one) for one in chosen]
    spans = sorted(one for one in split if one is not None and one[0] in by_key)
    if not spans or len({key for key, _start, _end in spans}) > 1:
        return None
    part = by_key[spans[0][0]]
    known = sentences(part.text)
    places = [(start, end) for _key, start, end in spans]
    if any(place not in known for place in places):
        return None
    first, last = known.index(places[0]), known.index(places[-1])
    if known[first : last + 1] != places:
        return None
    return Place(part, places[0][0], places[-1][1])


def marked(parts: Iterable[Part], points: Iterable[Point]) -> list[Marked]:
    """Return the parts with the words of each point marked, where they still stand."""
    placed: dict[str, list[tuple[int, int, Point]]] = {}
    parts = list(parts)
    for point in points:
        if place := place_of(parts, point):
            placed.setdefault(place.part.key, []).append((place.start, place.end, point))
    return [
        Marked(
            part,
            _pieces(part.text, placed.get(part.key, [])),
            [(f"{part.key}:{start}:{end}", part.text[start:end]) for start, end in
             (sentences(part.text) if part.holds_points else ())],
        )
        for part in parts
    ]  # fmt: skip


def place_of(parts: Iterable[Part], point: Point) -> Place | None:
    """Return where the words of a point stand now; None where they were selected nowhere.

    Masking and a change by the sender move words, so they are looked for near where they stood.
    """
    if point.start is None or point.end is None:
        return None
    key = f"reply-{point.reply_id}" if point.reply_id else ""
    key = f"comment-{point.comment_id}" if point.comment_id else key or TEXT
    for part in parts:
        if part.key == key:
            if part.text[point.start : point.end] == point.text:
                return Place(part, point.start, point.end)
            return find([part], point.text, key=key, near=point.start)
    return None


def _pieces(text: str, places: Sequence[tuple[int, int, Point]]) -> list[Piece]:
    edges = sorted(
        {0, len(text), *(edge for start, end, _point in places for edge in (start, end))}
    )
    return [
        Piece(
            text[begin:stop],
            [point for start, end, point in places if start <= begin and stop <= end],
            [point for start, _end, point in places if start == begin],
        )
        for begin, stop in itertools.pairwise(edges)
    ]


def _ticked(value: str) -> tuple[str, int, int] | None:
    key, _, span = value.partition(":")
    start, _, end = span.partition(":")
    if not (start.isdecimal() and end.isdecimal() and len(start) < 9 and len(end) < 9):
        return None
    return key, int(start), int(end)
