"""The golden thread: where a thing comes from, and what it leads to."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Model
from django.utils.translation import override

from varv.registry import kinds, relations
from varv.registry.kinds import Ref, Thing
from varv.registry.models import Trace

MAX_DEPTH = 20


@dataclass(frozen=True)
class Step:
    """One thing on the way: how far off, what it is, and how it hangs on the thing before it."""

    depth: int
    ref: Ref
    thing: Thing
    kind: str
    relation: str
    via: Ref
    note: str


# UNION (not UNION ALL) and the depth make every cycle end; each thing is kept where it is nearest.
_WALK = """
WITH RECURSIVE walk AS (
    SELECT {far}_kind AS kind, {far}_id AS id, 1 AS depth, t.id AS trace
    FROM registry_trace t WHERE {near}_kind = %(kind)s AND {near}_id = %(id)s
    UNION
    SELECT t.{far}_kind, t.{far}_id, walk.depth + 1, t.id
    FROM walk JOIN registry_trace t ON t.{near}_kind = walk.kind AND t.{near}_id = walk.id
    WHERE walk.depth < %(depth)s
), nearest AS (
    SELECT DISTINCT ON (kind, id) kind, id, depth, trace FROM walk
    WHERE (kind, id) <> (%(kind)s, %(id)s) ORDER BY kind, id, depth, trace
)
SELECT n.depth, n.kind, n.id, t.{near}_kind, t.{near}_id, t.relation, t.note
FROM nearest n JOIN registry_trace t ON t.id = n.trace ORDER BY n.depth, n.trace
"""


# In both, the user None is the system, which may see everything.
def comes_from(obj: Model, user: object = None, depth: int = MAX_DEPTH) -> list[Step]:
    """Return all that ``obj`` came of, nearest first, as far as ``user`` may see."""
    return _steps(_WALK.format(far="source", near="target"), obj, user, depth, forward=False)


def leads_to(obj: Model, user: object = None, depth: int = MAX_DEPTH) -> list[Step]:
    """Return all that came of ``obj``, nearest first, as far as ``user`` may see."""
    return _steps(_WALK.format(far="target", near="source"), obj, user, depth, forward=True)


def targets_of(
    kind: str, ids: Collection[int], relation: str, user: object, language: str
) -> Mapping[int, Sequence[Thing]]:
    """Return by id what many things of a kind led to at once, named in a language.

    What ``user`` may not see is left out; the queries are as many for one thing as for all.
    """
    rows = list(
        Trace.objects.filter(source_kind=kind, source_id__in=ids, relation=relation)
        .order_by("pk")
        .values_list("source_id", "target_kind", "target_id")
    )
    with override(language):
        things = kinds.describe((Ref(to, id_) for _source, to, id_ in rows), user)
    found: dict[int, list[Thing]] = defaultdict(list)
    for source, to, id_ in rows:
        if thing := things.get(Ref(to, id_)):
            found[source].append(thing)
    return found


def _steps(sql: str, obj: Model, user: object, depth: int, *, forward: bool) -> list[Step]:
    start = kinds.ref(obj)
    with connection.cursor() as cursor:
        cursor.execute(sql, {"kind": start.kind, "id": start.id, "depth": depth})
        rows = cursor.fetchall()
    things = kinds.describe((Ref(kind, id_) for _depth, kind, id_, *_rest in rows), user)
    return [
        Step(
            depth=distance,
            ref=ref,
            thing=things[ref],
            kind=kinds.label(kind),
            relation=relations.worded(relation, forward=forward),
            via=Ref(via_kind, via_id),
            note=note,
        )
        for distance, kind, id_, via_kind, via_id, relation, note in rows
        if (ref := Ref(kind, id_)) in things
    ]
