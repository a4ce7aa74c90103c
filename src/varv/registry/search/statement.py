"""The statement of a search: one branch for each source, whose SQL Django makes once and we keep.

A branch takes the newest rows that have all the words, no more than are counted, looks in those for
phrases, and ranks the newest of what is left. So what a search costs does not grow with how common
its words are, and what is not looked at is the oldest, which is said on the page.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any

from django.contrib.postgres.search import SearchQueryField, SearchVectorField
from django.db.models import BooleanField, DateTimeField, Expression, F, Func, Model, Q, Value
from django.db.models.functions import Cast
from django.utils import timezone

from varv.registry.search.columns import COLUMN
from varv.registry.search.sources import Rows, Source

PER_PAGE = 20
KINDS_AT_MOST = 1000  # hits of one kind that are counted; beyond it is "more than"
RANKED = 200  # the newest hits of one kind that are put in order by how well they match
# Folded text, folded title, text, title: what is exact comes first, and titles before texts.
WEIGHTS = "{0.05, 0.2, 0.4, 1.0}"

Opened = tuple[tuple[Source, Rows], ...]
# What stands in the kept SQL where the two queries go.
_WORDS, _QUERY = "\N{SYMBOL FOR NULL}words", "\N{SYMBOL FOR NULL}query"


@dataclass(frozen=True)
class Wanted:
    """What to look for.

    ``query`` is a ``tsquery``; ``words`` is the same with the words of its phrases apart, which the
    index alone can answer. ``typed`` is what was typed, for what is named exactly so.
    """

    query: str
    words: str
    typed: str = ""


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
    opened: Opened, wanted: Wanted, *, kind: str, newest_first: bool, dates: Dates, place: int
) -> tuple[str, list[Any]]:
    """Return the SQL of a search with its values; empty where there is nothing to look in."""
    sql, kept = _kept(opened, newest_first, dates, wanted.query != wanted.words)
    given = {_WORDS: wanted.words, _QUERY: wanted.query}
    branches, values = list(sql), [given.get(one, one) for one in kept]
    for source, rows in opened:
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
        THEN ts_rank('{weights}', vector, %s::tsquery, 1) * {weight} ELSE 0 END,
    moment
FROM (
    SELECT id, moment, vector, {hit} AS hit, row_number() OVER () AS place
    FROM ({rows}) AS newest (id, moment, vector)
    OFFSET 0
) AS placed)"""

_NAMED = """(
SELECT '{kind}', id, true, 1000, moment FROM ({rows}) AS named (id, moment, vector))"""


@lru_cache(maxsize=256)
def _kept(
    opened: Opened, newest_first: bool, dates: Dates, has_phrase: bool
) -> tuple[tuple[str, ...], list[Any]]:
    """Return the branches of these sources, with the values that are always the same."""
    branches: list[str] = []
    values: list[Any] = []
    for source, rows in _within(opened, dates):
        matches = _Matches(_Vector(source.model), Cast(Value(_WORDS), SearchQueryField()))
        sql, params = _newest(source, rows, matches, dates)
        branches.append(
            _BRANCH.format(
                kind=source.kind,
                ranked=0 if newest_first else RANKED,
                weights=WEIGHTS,
                weight=source.weight,
                hit="vector @@ %s::tsquery" if has_phrase else "true",
                rows=sql,
            )
        )
        values += [_QUERY, *([_QUERY] if has_phrase else []), *params]
    return tuple(branches), values


def _named_branch(source: Source, rows: Rows, named: Q, dates: Dates) -> tuple[str, list[Any]]:
    """Return the branch of what is called exactly as was typed: before all else."""
    sql, params = _newest(source, rows, named, dates)
    return _NAMED.format(kind=source.kind, rows=sql), list(params)


def _within(opened: Opened, dates: Dates) -> Iterator[tuple[Source, Rows]]:
    return ((source, rows) for source, rows in opened if source.dated or not dates)


def _newest(source: Source, rows: Rows, found: Any, dates: Dates) -> tuple[str, tuple[Any, ...]]:
    """Return the SQL of the newest rows that match, no more than are counted, and one."""
    chosen = rows().filter(found)
    moment: Any = Value(None)
    order = [F("pk").desc()]
    if source.dated:
        moment = F(source.dated)
        dated = source.model._meta.get_field(source.dated)
        chosen = chosen.filter(**_between(source.dated, isinstance(dated, DateTimeField), dates))
        order.insert(0, moment.desc(nulls_last=True if dated.null else None))
    newest = chosen.order_by(*order).values_list(
        F(source.of), Cast(moment, DateTimeField()), _Vector(source.model)
    )[: KINDS_AT_MOST + 1]
    sql, params = newest.query.sql_with_params()
    return sql, params


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
