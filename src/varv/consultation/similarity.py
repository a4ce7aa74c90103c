"""Which points say much the same: by the stems of their words, weighed by how rare they are.

PostgreSQL stems Swedish and English with its Snowball dictionaries and leaves out their stop words.
The stems of a point, each weighed by how few points have it (TF-IDF), are a row of a sparse matrix;
two points are as alike as the angle between their rows is narrow: 0 nothing, 1 the same words.
Staff decide what to do with it; nothing is merged by itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection
from django.db.models import QuerySet
from scipy import sparse

from varv.consultation.models import Point

#: Less than this and what two points have in common is mostly chance.
ALIKE = 0.3
#: So many are suggested for one point.
AT_MOST = 12
#: So many join the head of a group: what forty people say is met, and answered, once. More than
#: ``AT_MOST`` do so only where they say nearly the same.
JOINED_AT_MOST, NEARLY_THE_SAME = 60, 0.5
#: More points than this are narrowed before they are compared: the page would wait too long.
COMPARED_AT_MOST = 20_000
#: Rows that are multiplied at once, so that memory stays small.
_AT_ONCE = 512

_STEMS = """
SELECT p.id, t.lexeme, cardinality(t.positions)
FROM consultation_point p
JOIN consultation_contribution c ON c.id = p.contribution_id,
LATERAL unnest(to_tsvector(
    CASE WHEN c.language LIKE 'en%%' THEN 'english' ELSE 'swedish' END::regconfig,
    p.heading || ' ' || p.text
)) t
WHERE p.id = ANY(%s)
"""
_WORDS = """
SELECT word, stem FROM unnest(%s::text[]) AS word,
LATERAL unnest(
    coalesce(ts_lexize('swedish_stem', word), '{}')
    || coalesce(ts_lexize('english_stem', word), '{}')
) AS stem
"""


@dataclass(frozen=True)
class Pair:
    """Two points and how alike they are."""

    one: int
    other: int
    score: float


@dataclass(frozen=True)
class Group:
    """Points that say much the same as ``head``, the most alike first."""

    head: int
    others: Sequence[tuple[int, float]]

    @property
    def ids(self) -> list[int]:
        """All of them, the head first."""
        return [self.head, *(pk for pk, _score in self.others)]


@dataclass(frozen=True)
class Words:
    """The stems of points as weights: one row for each point, in the order of ``ids``."""

    ids: Sequence[int]
    weights: sparse.csr_matrix
    stems: Sequence[str]

    def in_common(self, one: int, other: int, at_most: int = 8) -> list[str]:
        """Return the stems that both points have, those first that make them most alike."""
        rows = {pk: place for place, pk in enumerate(self.ids)}
        both = self.weights[rows[one]].multiply(self.weights[rows[other]]).tocoo()
        best = np.argsort(-both.data, kind="stable")[:at_most]
        return [self.stems[both.col[place]] for place in best]


def words_of(found: QuerySet[Point] | Iterable[int]) -> Words:
    """Weigh the words of points; one query."""
    ids = sorted(found.values_list("pk", flat=True) if isinstance(found, QuerySet) else set(found))
    with connection.cursor() as cursor:
        cursor.execute(_STEMS, [ids])
        rows = cursor.fetchall()
    return weighed(ids, rows)


def weighed(ids: Sequence[int], rows: Iterable[tuple[int, str, int]]) -> Words:
    """Weigh the stems of points, given as (point, stem, how often).

    >>> found = weighed([1, 2, 3], [(1, "skog", 1), (2, "skog", 2), (3, "tåg", 1)])
    >>> [(pair.one, pair.other, round(pair.score, 2)) for pair in pairs(found)]
    [(1, 2, 1.0)]
    """
    row_of = {pk: place for place, pk in enumerate(ids)}
    column_of: dict[str, int] = {}
    places, columns, often = [], [], []
    for pk, stem, count in rows:
        places.append(row_of[pk])
        columns.append(column_of.setdefault(stem, len(column_of)))
        often.append(count)
    shape = (len(ids), len(column_of))
    tf = sparse.csr_matrix((1 + np.log(np.array(often, dtype=float)), (places, columns)), shape)
    having = np.bincount(np.array(columns, dtype=int), minlength=shape[1])
    rare = np.log((1 + len(ids)) / (1 + having)) + 1
    weights = tf @ sparse.diags(rare)
    length = np.sqrt(np.asarray(weights.multiply(weights).sum(axis=1)).ravel())
    length[length == 0] = 1
    normal = sparse.csr_matrix(sparse.diags(1 / length) @ weights)
    normal.eliminate_zeros()
    return Words(ids, normal, list(column_of))


def pairs(words: Words, alike: float = ALIKE) -> list[Pair]:
    """Return each point with those most like it, if they are so alike; the most alike pairs first.

    Where very many say nearly the same, each is paired with ``JOINED_AT_MOST``, not with all. The
    others come up as soon as those are merged.
    """
    found: dict[tuple[int, int], float] = {}
    for begin in range(0, len(words.ids), _AT_ONCE):
        for row, column, score in _nearest(words.weights, begin, alike):
            one, other = sorted((words.ids[row], words.ids[column]))
            found[one, other] = min(score, 1.0)
    some = [Pair(one, other, score) for (one, other), score in found.items()]
    return sorted(some, key=lambda pair: (-pair.score, pair.one, pair.other))


def _nearest(weights: sparse.csr_matrix, begin: int, alike: float) -> list[tuple[int, int, float]]:
    """Return row, column and score of what is most like each of the rows from ``begin`` on."""
    some = weights[begin : begin + _AT_ONCE].toarray()
    scores = weights @ some.T  # a column for each of the rows asked about
    others, asked = np.nonzero(scores >= alike)
    near, rows = scores[others, asked], asked + begin
    order = np.lexsort((others, -near, rows))
    order = order[rows[order] != others[order]]
    rows, others, near = rows[order], others[order], near[order]
    first = np.searchsorted(rows, rows)  # where the row of each begins
    best = np.arange(len(rows)) - first < JOINED_AT_MOST
    return list(zip(rows[best].tolist(), others[best].tolist(), near[best].tolist(), strict=True))


def like(words: Words, point: int, alike: float = ALIKE) -> list[tuple[int, float]]:
    """Return the points that are most like one, with how alike they are."""
    if point not in words.ids:
        return []
    place = words.ids.index(point)
    scores = np.asarray((words.weights @ words.weights[place].T).todense()).ravel()
    best = np.argsort(-scores, kind="stable")
    found = [
        (words.ids[one], float(min(scores[one], 1)))
        for one in best[: AT_MOST + 1]
        if one != place and scores[one] >= alike
    ]
    return found[:AT_MOST]


def groups(found: Sequence[Pair]) -> list[Group]:
    """Gather pairs into groups: the point that most others are much like becomes the head of each.

    Every point is in one group at most, so that staff meet it once.

    >>> [one.ids for one in groups([Pair(1, 2, 0.9), Pair(1, 3, 0.8), Pair(3, 4, 0.7)])]
    [[1, 2, 3]]
    """
    near: dict[int, list[tuple[int, float]]] = {}
    for pair in found:
        near.setdefault(pair.one, []).append((pair.other, pair.score))
        near.setdefault(pair.other, []).append((pair.one, pair.score))
    by_weight = sorted(near, key=lambda pk: (-sum(score**2 for _pk, score in near[pk]), pk))
    taken: set[int] = set()
    gathered = []
    for head in by_weight:
        others = [(pk, score) for pk, score in near[head] if pk not in taken]
        if head in taken or not others:
            continue
        best = _joining(others)
        taken |= {head, *(pk for pk, _score in best)}
        gathered.append(Group(head, best))
    return gathered


def _joining(others: Sequence[tuple[int, float]]) -> list[tuple[int, float]]:
    """Return who joins the head of a group, the most alike first."""
    best = sorted(others, key=lambda one: (-one[1], one[0]))[:JOINED_AT_MOST]
    return [one for place, one in enumerate(best) if place < AT_MOST or one[1] >= NEARLY_THE_SAME]


def spelled(stems: Iterable[str], texts: Iterable[str]) -> dict[str, str]:
    """Return each stem as a word of the texts, so that people can read it; one query."""
    wanted = set(stems)
    words = sorted(
        {word for text in texts for word in _words(text)}, key=lambda one: (len(one), one)
    )
    with connection.cursor() as cursor:
        cursor.execute(_WORDS, [words])
        rows = cursor.fetchall()
    place = {word: number for number, word in enumerate(words)}
    found: dict[str, str] = {}
    for word, stem in sorted(rows, key=lambda row: place[row[0]]):
        if stem in wanted:
            found.setdefault(stem, word)
    return {stem: found.get(stem, stem) for stem in wanted}


def _words(text: str) -> list[str]:
    return ["".join(filter(str.isalnum, word)) for word in text.lower().replace("-", " ").split()]
