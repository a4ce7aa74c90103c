"""Finding things: one statement over all sources, each narrowed to what the reader may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import (
    BooleanField,
    DateField,
    Expression,
    F,
    FloatField,
    Func,
    Model,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast
from django.utils.translation import get_language

from varv.registry import kinds
from varv.registry.kinds import Ref, Thing
from varv.registry.search import words
from varv.registry.search.columns import COLUMN
from varv.registry.search.marking import Marker, Pieces, readable
from varv.registry.search.sources import Source, point
from varv.registry.search.stems import stems_of
from varv.registry.search.wording import Stem, Term, telling, terms_of, tsquery, words_of
from varv.text.translated import Translated

PER_PAGE = 20
KINDS_AT_MOST = 1000  # hits of one kind that are counted and ranked; beyond it is "more than"
PAGES_AT_MOST = KINDS_AT_MOST // PER_PAGE
# Folded text, folded title, text, title: what is exact comes first, and titles before texts.
WEIGHTS = "{0.05, 0.2, 0.4, 1.0}"


@dataclass(frozen=True)
class Hit:
    """A thing that was found, as it is shown."""

    ref: Ref
    label: str
    thing: Thing
    name: Pieces
    excerpt: Pieces
    when: str


@dataclass(frozen=True)
class KindCount:
    """How many of a kind were found; ``more`` where counting stopped."""

    key: str
    label: str
    number: int
    more: bool


@dataclass(frozen=True)
class Results:
    """What a search gave.

    ``asked`` is what was looked for, ``corrected`` what was looked for instead when nothing was
    found. Both are empty where nothing was typed; ``only_small_words`` tells that all of it says
    too little to look for.
    """

    asked: str = ""
    corrected: str = ""
    only_small_words: bool = False
    hits: Sequence[Hit] = ()
    counts: Sequence[KindCount] = ()
    kind: str = ""
    page: int = 1

    @property
    def total(self) -> int:
        """How many there are, of the chosen kind or of all."""
        return sum(one.number for one in self._counted)

    @property
    def more(self) -> bool:
        """Tell whether there are more than ``total``."""
        return any(one.more for one in self._counted)

    @property
    def of_all_kinds(self) -> int:
        """How many there are of all kinds."""
        return sum(one.number for one in self.counts)

    @property
    def more_of_any_kind(self) -> bool:
        """Tell whether counting stopped for any kind."""
        return any(one.more for one in self.counts)

    @property
    def sought(self) -> str:
        """What the hits are of: what was typed, or what it was taken for."""
        return self.corrected or self.asked

    @property
    def pages(self) -> int:
        """How many pages there are to turn."""
        return min(-(-self.total // PER_PAGE), PAGES_AT_MOST)

    @property
    def _counted(self) -> list[KindCount]:
        return [one for one in self.counts if self.kind in {"", one.key}]


@dataclass(frozen=True)
class _Look:
    """One look into the sources."""

    user: object
    sources: Sequence[Source]
    kind: str
    newest_first: bool
    counts: dict[str, int] = field(default_factory=dict)
    refs: list[Ref] = field(default_factory=list)


def find(
    user: object,
    typed: str,
    *,
    kind: str = "",
    newest_first: bool = False,
    page: int = 1,
    sources: Iterable[Source] | None = None,
) -> Results:
    """Find what ``user`` may see; where nothing is found, try the nearest spelling that finds some.

    What the user may not see changes nothing here: no hit, no number, no page, no suggestion.
    """
    terms = terms_of(typed)
    stems = stems_of(words_of(terms))
    terms = telling(terms, stems, (get_language() or "").partition("-")[0])
    asked = " ".join(typed[:200].replace("\x00", " ").split())
    if not terms:
        return Results(asked=asked, only_small_words=bool(stems))
    look = _Look(user, list(point if sources is None else sources), kind, newest_first)
    page = min(max(page, 1), PAGES_AT_MOST)
    found, corrected = _look(look, tsquery(terms, stems), page), ""
    if not found.counts:
        for other in words.other_spellings(terms, user):
            stems = stems_of(words_of(other))
            found = _look(look, tsquery(other, stems), page)
            if found.counts:
                terms, corrected = other, " ".join(map(str, other))
                break
    results = Results(
        asked=asked, corrected=corrected, counts=_counted(found.counts), kind=kind, page=page
    )
    if page > results.pages > 0:
        page = results.pages
        found = _look(look, tsquery(terms, stems), page)
    return replace(results, hits=_shown(found, terms, stems), page=page)


class _Vector(Expression):
    """The search column of a source's own table."""

    output_field = SearchVectorField()

    def __init__(self, model: type[Model]) -> None:
        super().__init__()
        self.table = model._meta.db_table

    def as_sql(self, _compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        """Return the column."""
        quote = connection.ops.quote_name
        return f"{quote(self.table)}.{quote(COLUMN)}", ()


class _Matches(Func):
    """Whether the column matches the query."""

    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = BooleanField()


class _Rank(Func):
    """How well it does; long texts count a little less."""

    template = f"ts_rank('{WEIGHTS}', %(expressions)s, 1)"
    output_field = FloatField()


def _candidates(source: Source, user: object, query: str) -> QuerySet[Any, Any]:
    """Return kind, id, rank and day of what a source has for the user, no more than is counted."""
    visible = source.visible(user).order_by()
    vector, asked = _Vector(visible.model), Cast(Value(query), SearchQueryField())
    return visible.filter(_Matches(vector, asked)).values_list(
        Value(source.kind),
        F(source.of),
        _Rank(vector, asked) * Value(source.weight),
        Cast(source.day if source.day is not None else Value(None), DateField()),
    )[: KINDS_AT_MOST + 1]


_SQL = """
WITH hits AS MATERIALIZED (
    SELECT kind, id, max(rank) AS rank, max(day) AS day
    FROM ({branches}) AS found (kind, id, rank, day)
    GROUP BY kind, id
), page AS (
    SELECT kind, id, row_number() OVER (
        ORDER BY CASE WHEN %s THEN day END DESC NULLS LAST, rank DESC, day DESC NULLS LAST, kind, id
    ) AS place
    FROM hits
    WHERE %s IN ('', kind)
    ORDER BY place
    LIMIT %s OFFSET %s
)
SELECT 0 AS place, kind, count(*) AS number FROM hits GROUP BY kind
UNION ALL
SELECT place, kind, id FROM page
ORDER BY place, kind
"""


def _look(look: _Look, query: str, page: int) -> _Look:
    """Search all sources in one statement."""
    branches: list[str] = []
    values: list[Any] = []
    for source in look.sources:
        try:
            sql, params = _candidates(source, look.user, query).query.sql_with_params()
        except EmptyResultSet:  # the user may see nothing of it
            continue
        branches.append(f"({sql})")
        values += params
    if not branches:
        return look
    with connection.cursor() as cursor:
        cursor.execute(
            _SQL.format(branches=" UNION ALL ".join(branches)),
            [*values, look.newest_first, look.kind, PER_PAGE, (page - 1) * PER_PAGE],
        )
        rows = cursor.fetchall()
    return _Look(
        look.user,
        look.sources,
        look.kind,
        look.newest_first,
        counts={kind: number for place, kind, number in rows if not place},
        refs=[Ref(kind, id_) for place, kind, id_ in rows if place],
    )


def _counted(counts: dict[str, int]) -> list[KindCount]:
    found = [
        KindCount(kind, kinds.label(kind), min(number, KINDS_AT_MOST), number > KINDS_AT_MOST)
        for kind, number in counts.items()
    ]
    return sorted(found, key=lambda one: (-one.number, one.label))


def _shown(found: _Look, terms: list[Term], stems: dict[str, Stem]) -> list[Hit]:
    """Name, link and mark the hits of one page."""
    things = kinds.describe(found.refs, found.user)
    texts, days = _texts(found)
    names = {ref: readable(thing.name) for ref, thing in things.items()}
    marker = Marker(
        terms, stems, [*names.values(), *(one for many in texts.values() for one in many)]
    )
    return [
        Hit(
            ref=ref,
            label=kinds.label(ref.kind),
            thing=things[ref],
            name=marker.pieces(names[ref]),
            excerpt=_excerpt(marker, texts.get(ref, [])),
            when=days.get(ref, ""),
        )
        for ref in found.refs
        if ref in things
    ]


def _excerpt(marker: Marker, texts: list[str]) -> Pieces:
    """Return the part to show of the first text that has a word that was looked for."""
    best = next((text for text in texts if marker.marks(text)), texts[0] if texts else "")
    return marker.excerpt(best)


def _texts(found: _Look) -> tuple[dict[Ref, list[str]], dict[Ref, str]]:
    """Return the texts of the hits, in the reader's language first, and their days."""
    texts: dict[Ref, list[str]] = {}
    days: dict[Ref, str] = {}
    for source in found.sources:
        ids = [id_ for kind, id_ in found.refs if kind == source.kind]
        if not ids or not (source.texts or source.when):
            continue
        for row in source.visible(found.user).filter(**{f"{source.of}__in": ids}):
            ref = Ref(source.kind, row.pk if source.of == "pk" else getattr(row, source.of))
            for name in source.texts:
                texts.setdefault(ref, []).extend(_in_all_languages(getattr(row, name)))
            if source.when:
                days[ref] = source.when(row)
    return texts, days


def _in_all_languages(value: object) -> list[str]:
    if isinstance(value, Translated):
        first = str(value)
        every = [first, *(text for text in value.values() if text != first)]
    else:
        every = [str(value or "")]
    return [readable(text) for text in every if text]
