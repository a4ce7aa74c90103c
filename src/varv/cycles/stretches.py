"""Stretches: which paragraphs stayed and which were changed, from one text to the next."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

#: Two paragraphs that have less than this in common are not the same one worded anew.
_ALIKE = 0.3
#: A stretch with more pairs to weigh than this is paired in its order: it was written anew.
_WEIGHED = 900


@dataclass(frozen=True)
class Stretch:
    """Paragraphs of the old text from ``anchor`` (from 0), and those that took their place."""

    anchor: int
    before: Sequence[str]
    after: Sequence[str]

    @property
    def is_changed(self) -> bool:
        """Tell whether anything was changed here."""
        return self.before != self.after

    @property
    def end(self) -> int:
        """The place in the old text after the stretch; an insertion covers the place it is at."""
        return self.anchor + max(len(self.before), 1)


Pair = tuple[str, str]


def stretches(old: Sequence[str], new: Sequence[str]) -> list[Stretch]:
    """Return all of both texts in order, as stretches that stayed or were changed.

    >>> [(one.anchor, one.before, one.after) for one in stretches(["A", "B", "C"], ["A", "C", "D"])]
    [(0, ['A'], ['A']), (1, ['B'], []), (2, ['C'], ['C']), (3, [], ['D'])]
    """
    old, new = list(old), list(new)
    # What both begin and end with is most of a long text, and need not be matched.
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    inner_old, inner_new = old[head : len(old) - tail], new[head : len(new) - tail]
    matcher = SequenceMatcher(None, inner_old, inner_new, autojunk=False)
    found = [Stretch(0, old[:head], new[:head])]
    for _tag, start, end, new_start, new_end in matcher.get_opcodes():
        found.append(Stretch(head + start, inner_old[start:end], inner_new[new_start:new_end]))
    found.append(Stretch(len(old) - tail, old[len(old) - tail :], new[len(new) - tail :]))
    return _joined(one for one in found if one.before or one.after)


def pairs(stretch: Stretch) -> list[Pair]:
    """Return the paragraphs of a stretch side by side; what has none beside it has "".

    >>> pairs(Stretch(0, ["Skog och mark."], ["Helt annat här.", "Skog och vatten."]))
    [('', 'Helt annat här.'), ('Skog och mark.', 'Skog och vatten.')]
    """
    before, after = stretch.before, stretch.after
    if len(before) * len(after) > _WEIGHED:
        longest = max(len(before), len(after))
        return list(zip(_filled(before, longest), _filled(after, longest), strict=True))
    return list(_aligned(before, after))


def alike(one: str, other: str) -> float:
    """Return how much of their words two paragraphs share, from 0 to 1.

    >>> alike("skog och mark", "skog och vatten")
    0.6666666666666666
    """
    mine, theirs = Counter(one.split()), Counter(other.split())
    shared = sum((mine & theirs).values())
    return 2 * shared / max(sum(mine.values()) + sum(theirs.values()), 1)


def are_one(before: str, after: str) -> bool:
    """Tell whether a paragraph is another one worded anew, so that its words can be compared."""
    return alike(before, after) >= _ALIKE


def _aligned(before: Sequence[str], after: Sequence[str]) -> Iterator[Pair]:
    """Pair in order whatever is alike, so that all pairs together are as alike as can be."""
    rows, columns = len(before), len(after)
    likeness = [[_worth(one, other) for other in after] for one in before]
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for row in reversed(range(rows)):
        for column in reversed(range(columns)):
            both = likeness[row][column]
            best[row][column] = max(
                best[row + 1][column],
                best[row][column + 1],
                both + best[row + 1][column + 1] if both else 0.0,
            )
    row = column = 0
    while row < rows or column < columns:
        paired = row < rows and column < columns and likeness[row][column]
        if paired and best[row][column] == paired + best[row + 1][column + 1]:
            yield before[row], after[column]
            row, column = row + 1, column + 1
        elif column == columns or (row < rows and best[row][column] == best[row + 1][column]):
            yield before[row], ""
            row += 1
        else:
            yield "", after[column]
            column += 1


def _worth(one: str, other: str) -> float:
    likeness = alike(one, other)
    return likeness if likeness >= _ALIKE else 0.0


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many paragraphs both begin with."""
    shortest = min(len(one), len(other))
    return next((place for place in range(shortest) if one[place] != other[place]), shortest)


def _filled(texts: Sequence[str], length: int) -> list[str]:
    return [*texts, *[""] * (length - len(texts))]


def _joined(found: Iterator[Stretch]) -> list[Stretch]:
    """Let neighbours that both stayed be one."""
    joined: list[Stretch] = []
    for one in found:
        last = joined[-1] if joined else None
        if last and last.is_changed == one.is_changed:
            joined[-1] = Stretch(
                last.anchor, [*last.before, *one.before], [*last.after, *one.after]
            )
        else:
            joined.append(one)
    return joined
