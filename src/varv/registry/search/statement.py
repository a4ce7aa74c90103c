"""The statement of a search: one branch for each source, whose SQL Django makes once and we keep.

A branch takes the newest rows that have all the words, no more than are counted, looks in those for
phrases, and ranks the newest of what is left. So what a search costs does not grow with how common
its words are, and what is not looked at is the oldest, which is said on the page.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any

from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.db.models import (
    BooleanField,
    DateTimeField,
    Expression,
    F,
    Field,
    Func,
    Model,
    Q,
    Value,
)
from django.db.models.functions import Cast
from django.utils import timezone

from varv.registry.search.columns import COLUMN
from varv.registry.search.sources import Rows, Source

PER_PAGE = 20
KINDS_AT_MOST = 1000  # hits of one kind that are counted; beyond it is "more than"
RANKED = 200  # the newest hits of one kind that are put in order by how well they match
# Folded text, folded title, text, title: what is exact comes first, and titles before texts.
WEIGHTS = "{0.05, 0.2, 0.4, 1.0}"

#: Added to how well a thing matches whose kind was called by name: less than a word in its title.
LIFT = 0.1

# What stands in the SQL that Django makes where the words go.
_WORDS = "\N{SYMBOL FOR NULL}words"
Opened = tuple[tuple[Source, Rows], ...]


@dataclass(frozen=True)
class Ask:
    """What to look for in one table.

    ``query`` is a ``tsquery``; ``words`` is the same with the words of its phrases apart, which the
    index alone can answer, and ``exact`` without the compounds that its words may stand in.
    """

    query: str
    words: str
    exact: str

    @property
    def has_phrase(self) -> bool:
        """Tell whether texts must be read for the order of words."""
        return self.query != self.words


@dataclass(frozen=True)
class Wanted:
    """What to look for, in general and in the sources that were called by name.

    With no words for such a source all of it is wanted; with None nothing of it. ``typed`` is what
    was typed, for what is named exactly so.
    """

    ask: Ask
    called: Mapping[Source, Ask | None] = field(default_factory=dict)
    typed: str = ""

    def of(self, source: Source) -> Ask | None:
        """Return what to look for in this source."""
        return self.called.get(source, self.ask)


@dataclass(frozen=True)
class Dates:
    """The first and the last day to look in; where one is given, what has no date is left out."""

    since: date | None = None
    until: date | None = None
    zone: tzinfo = field(default_factory=timezone.get_current_timezone)

    def __bool__(self) -> bool:
        """Tell whether any is given."""
        return self.since is not None or self.until is not None


def statement(
    opened: Opened,
    wanted: Wanted,
    *,
    kind: str,
    newest_first: bool,
    dates: Dates,
    place: int,
    by_name: Opened = (),
) -> tuple[str, list[Any]]:
    """Return the SQL of a search with its values; empty where there is nothing to look in.

    In the sources ``by_name`` only what is called exactly as was typed is looked for.
    """
    asked = tuple(
        _Asked(
            source,
            rows,
            is_called=source in wanted.called,
            has_words=bool(ask.words),
            has_compounds=ask.exact != ask.query,
            has_phrase=ask.has_phrase,
        )
        for source, rows in opened
        if (ask := wanted.of(source)) is not None
    )
    sql, kept = _kept(asked, newest_first, dates)
    branches = list(sql)
    values = [one.value(wanted) if isinstance(one, _Place) else one for one in kept]
    for source, rows in (*opened, *by_name):
        named = source.named(wanted.typed) if source.named else None
        if named is not None:
            branch, more = _named_branch(source, rows, named, dates)
            branches.append(branch)
            values += more
    if not branches:
        return "", []
    whole = _WHOLE.format(branches=" UNION ALL ".join(branches), most=KINDS_AT_MOST)
    return whole, [*values, kind, PER_PAGE, place]


# To PostgreSQL a look into a long column costs nothing, so it would rather read whole tables than
# ask the index of words; measured, that takes ten times as long.
_WHOLE = """
SET LOCAL enable_seqscan = off;
SET LOCAL jit = off;
WITH found (kind, id, hit, rank, moment) AS MATERIALIZED (
    {branches}
), best AS (
    SELECT kind, id
    FROM found
    WHERE hit AND %s IN ('', kind)
    GROUP BY kind, id
    ORDER BY max(rank) DESC, max(moment) DESC NULLS LAST, kind, id DESC
    LIMIT %s OFFSET %s
)
SELECT 0 AS place, kind, count(DISTINCT id) FILTER (WHERE hit) AS number, count(*) > {most} AS more
FROM found
GROUP BY kind
UNION ALL
SELECT row_number() OVER (), kind, id, false FROM best
ORDER BY place, kind;
SET LOCAL enable_seqscan TO DEFAULT;
SET LOCAL jit TO DEFAULT
"""

# What is not ranked follows after what is, the newest first.
_BRANCH = """(
SELECT '{kind}', id, hit,
    CASE WHEN hit AND place <= {ranked}
        THEN ({rank} + {lift}) * {weight} ELSE 0 END,
    moment
FROM (
    SELECT id, moment, vector, {hit} AS hit, row_number() OVER () AS place
    FROM ({rows}) AS newest (id, moment, vector)
    OFFSET 0
) AS placed)"""

_RANK = f"ts_rank('{WEIGHTS}', vector, %s::tsquery, 1)"
# What has the word itself comes before what has it in a compound.
_RANK_IN_COMPOUNDS = f"CASE WHEN vector @@ %s::tsquery THEN {_RANK} ELSE 0.1 * {_RANK} END"

_NAMED = """(
SELECT '{kind}', id, true, 1000, moment FROM ({rows}) AS named (id, moment, vector))"""


@dataclass(frozen=True)
class _Asked:
    """A source with the rows to look in, and what tells its branch from others."""

    source: Source
    rows: Rows
    is_called: bool
    has_words: bool
    has_compounds: bool
    has_phrase: bool


@dataclass(frozen=True)
class _Place:
    """Stands among the kept values where something of the query for a source goes."""

    source: Source
    part: str

    def value(self, wanted: Wanted) -> str:
        """Return what goes here; what was typed ranks a source where no words are left for it."""
        ask = wanted.of(self.source) or wanted.ask
        return str(getattr(ask, self.part) or wanted.ask.query)


@lru_cache(maxsize=256)
def _kept(
    asked: tuple[_Asked, ...], newest_first: bool, dates: Dates
) -> tuple[tuple[str, ...], list[Any]]:
    """Return the branches of these sources, with the values that are always the same."""
    branches: list[str] = []
    values: list[Any] = []
    for one in asked:
        if dates and not one.source.dated:
            continue
        sql, params = _newest(one.source, one.rows, _matching(one), dates)
        branches.append(
            _BRANCH.format(
                kind=one.source.kind,
                ranked=0 if newest_first else RANKED,
                rank=_RANK_IN_COMPOUNDS if one.has_compounds else _RANK,
                weight=one.source.weight,
                lift=LIFT if one.is_called else 0,
                hit="vector @@ %s::tsquery" if one.has_phrase else "true",
                rows=sql,
            )
        )
        exact, query, words = (_Place(one.source, name) for name in ("exact", "query", "words"))
        values += [exact, exact, query] if one.has_compounds else [query]
        values += [query] if one.has_phrase else []
        values += [words if value == _WORDS else value for value in params]
    return tuple(branches), values


def _matching(asked: _Asked) -> Any:
    """Return the condition that the words are there; none where all things are wanted."""
    if not asked.has_words:
        return Q()
    return _Matches(_Vector(asked.source.model), Cast(Value(_WORDS), SearchQueryField()))


def _named_branch(source: Source, rows: Rows, named: Q, dates: Dates) -> tuple[str, list[Any]]:
    """Return the branch of what is called exactly as was typed: before all else."""
    sql, params = _newest(source, rows, named, dates)
    return _NAMED.format(kind=source.kind, rows=sql), list(params)


def _newest(source: Source, rows: Rows, found: Any, dates: Dates) -> tuple[str, tuple[Any, ...]]:
    """Return the SQL of the newest rows that match, no more than are counted, and one."""
    chosen = rows().filter(found)
    moment: Any = Value(None)
    order = [F("pk").desc()]
    if source.dated:
        moment = F(source.dated)
        dated = _field(source.model, source.dated)
        chosen = chosen.filter(**_between(source.dated, isinstance(dated, DateTimeField), dates))
        if dated.model is source.model._meta.concrete_model:
            order.insert(0, moment.desc(nulls_last=True if dated.null else None))
        # Else the newest are those that were entered last: no index has both rows' columns.
    newest = chosen.order_by(*order).values_list(
        F(source.of), Cast(moment, DateTimeField()), _Vector(source.model)
    )[: KINDS_AT_MOST + 1]
    sql, params = newest.query.sql_with_params()
    return sql, params


def _field(model: type[Model], path: str) -> Field:
    """Return the field at the end of a path such as ``contribution__received_at``."""
    *way, name = path.split("__")
    for step in way:
        related = model._meta.get_field(step).related_model
        assert isinstance(related, type)  # noqa: S101 - a path leads over foreign keys
        model = related
    field = model._meta.get_field(name)
    assert isinstance(field, Field)  # noqa: S101 - and ends in a column
    return field


def _between(name: str, has_time: bool, dates: Dates) -> dict[str, date]:
    """Return the lookups of those days: a moment is of the day that it is in the reader's zone."""
    found = {}
    if dates.since:
        found[f"{name}__gte"] = dates.since
    if dates.until:
        found[f"{name}__lt"] = dates.until + timedelta(days=1)
    if not has_time:
        return found
    return {
        lookup: datetime.combine(day, time(), tzinfo=dates.zone) for lookup, day in found.items()
    }


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
