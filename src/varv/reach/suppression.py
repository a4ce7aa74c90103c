"""Which numbers of a table are hidden, so that nobody can work out a few people from the others.

A number from 1 to 4 may point at somebody and is hidden. Where it could be computed from the
totals, more numbers are hidden with it. What a reader knows is what the page says: a number that is
marked ``FEW`` is 1 to 4; one marked ``OTHER`` is hidden for the sake of another, so who knows the
method knows that it is 5 or more; everything else stands there, and rows and columns add up.

A table with its totals is a network (D. Gusfield, 1988, "A graph theoretic approach to
statistical data security", SIAM Journal on Computing 17(3), 552-571): rows and columns are its
nodes and numbers its edges. A hidden number can be another one exactly when it lies on a ring of
hidden numbers along which one can be raised while the next is lowered, all within what is known of
them. A number that lies on no such ring is computable; then the ring that hides the least besides
is closed.

In a very small table that a few people make up, such as four of one each, "1 to 4" alone tells all.
Then every number but the noughts is marked ``OTHER``, and nothing is told of how large it is.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import inf

SHOWN, FEW, OTHER = "", "few", "other"
LEAST = 5
"""The smallest number of people that is shown."""

Place = tuple[int, int]
Node = tuple[str, int]


@dataclass(frozen=True)
class Hidden:
    """How each number of a table is shown: its rows, with the total of each last, then all."""

    marks: tuple[tuple[str, ...], ...]

    def at(self, row: int, column: int) -> str:
        """Return the mark of a number; -1 is the total of a row or column."""
        return self.marks[row][column]


def hide(table: Sequence[Sequence[int]]) -> Hidden:
    """Return what of ``table`` is hidden, and what of its totals.

    >>> hide([[3], [9], [7]]).marks
    (('few', 'few'), ('', ''), ('other', 'other'), ('', ''))
    """
    return _hide(tuple(tuple(row) for row in table))


@lru_cache(maxsize=256)
def _hide(table: tuple[tuple[int, ...], ...]) -> Hidden:
    """Do so once for each table: many look at the same numbers before one of them changes."""
    full = _Table(_with_totals(table))
    try:
        _hide_enough(full)
    except UncoverableError:
        full.marks = {place: OTHER for place in full.places() if full.at(place)}
    height, width = len(full.numbers), len(full.numbers[0])
    return Hidden(
        tuple(tuple(full.marks.get((r, c), SHOWN) for c in range(width)) for r in range(height))
    )


def _hide_enough(full: "_Table") -> None:
    few = full.few()
    full.marks = dict.fromkeys(few, FEW)
    # Whatever lies on a ring can vary with it, and what is hidden later takes no ring away.
    safe: set[Place] = set()
    for place in few:
        if place not in safe:
            ring = full.ring(place)
            for one in ring:
                full.marks.setdefault(one, OTHER)
            safe.update((place, *ring))


def _with_totals(table: Sequence[Sequence[int]]) -> list[list[int]]:
    rows = [[*row, sum(row)] for row in table]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


@dataclass
class _Table:
    """A table with its totals, and the numbers in it that are hidden so far."""

    numbers: list[list[int]]
    marks: dict[Place, str] = field(default_factory=dict)
    moves: dict[Node, list[tuple[Place, Node, float]]] = field(init=False)

    def __post_init__(self) -> None:
        self.moves = self._all_moves()

    def few(self) -> list[Place]:
        """Return where the small numbers stand."""
        return [place for place in self.places() if 0 < self.at(place) < LEAST]

    def ring(self, place: Place) -> tuple[Place, ...]:
        """Return the ring through ``place`` along which as little as can be must be hidden."""
        found = [ring for up in (True, False) if (ring := self._ring(place, up))]
        if not found:
            raise UncoverableError(self.numbers)
        return min(found)[2]

    def _ring(self, place: Place, up: bool) -> tuple[float, int, tuple[Place, ...]] | None:
        """Return the cheapest ring on which ``place`` is raised, or lowered, by one."""
        if not self._may_move(place, up):
            return None
        start, end = self._ends(place, up)
        best: dict[Node, float] = {}
        queue: list[tuple[float, int, Node, tuple[Place, ...]]] = [(0, 0, end, ())]
        while queue:
            cost, length, node, way = heapq.heappop(queue)
            if node == start:
                return cost, length, way
            if best.get(node, inf) <= cost:
                continue
            best[node] = cost
            for one, following, price in self.moves[node]:
                ahead = cost if one in self.marks else cost + price
                if one != place and best.get(following, inf) > ahead:
                    heapq.heappush(queue, (ahead, length + 1, following, (*way, one)))
        return None

    def _all_moves(self) -> dict[Node, list[tuple[Place, Node, float]]]:
        """Return what may be moved next from each row and column: where to, and what it costs."""
        moves: dict[Node, list[tuple[Place, Node, float]]] = defaultdict(list)
        for place in self.places():
            for up in (True, False):
                if self._may_move(place, up):
                    start, end = self._ends(place, up)
                    moves[start].append((place, end, self._price(place)))
        return moves

    def _ends(self, place: Place, up: bool) -> tuple[Node, Node]:
        """Return from where to where a number goes when it is raised.

        With the totals of rows and columns counted as negative, all that is in one row or column
        adds up to nought; so what is more in one number is less in another.
        """
        row, column = ("row", place[0]), ("column", place[1])
        is_total = (place[0] == len(self.numbers) - 1) != (place[1] == len(self.numbers[0]) - 1)
        return (row, column) if up != is_total else (column, row)

    def _may_move(self, place: Place, up: bool) -> bool:
        """Tell whether one more, or one less, fits what a reader knows of a number if it hides."""
        number = self.at(place)
        if number < LEAST:
            return number > 0 and (number < LEAST - 1 if up else number > 1)
        return up or number > LEAST

    def _price(self, place: Place) -> float:
        """Return what is lost by hiding a number: small ones before large, totals last."""
        row, column = place
        totals = (row == len(self.numbers) - 1) + (column == len(self.numbers[0]) - 1)
        return 1 + 1000 * totals + self.at(place) / (1 + self.numbers[-1][-1])

    def at(self, place: Place) -> int:
        """Return a number of the table, or a total."""
        return self.numbers[place[0]][place[1]]

    def places(self) -> Iterator[Place]:
        """Give every place of the table, its totals too."""
        for row in range(len(self.numbers)):
            for column in range(len(self.numbers[0])):
                yield row, column


class UncoverableError(ValueError):
    """Whatever is hidden besides, a number marked as 1 to 4 can be computed."""
