"""Ties: links between things that are foreign keys, where the golden thread goes on.

A trace is drawn by somebody; a tie is there by itself: a contribution is entered as a record, a
decision adopts a version. The app that owns the foreign key registers how it reads.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.apps import apps
from django.db.models import CharField, F, Q, QuerySet, Value

from varv.extension import ExtensionPoint
from varv.registry.kinds import Ref


class Link(NamedTuple):
    """One stitch of the thread, traced or tied."""

    source: Ref
    target: Ref
    relation: str
    note: str = ""


class End(NamedTuple):
    """A thing at one end of a tie: of which kind, and which field of the row has its id."""

    kind: str
    field: str = "pk"


@dataclass(frozen=True)
class Tie:
    """A foreign key that is read as a link from ``source`` to ``target``.

    ``model`` is whose rows hold it. ``where`` narrows the rows that count.
    """

    model: str
    source: End
    target: End
    relation: str
    where: Q | None = None


point: ExtensionPoint[Tie] = ExtensionPoint("ties")


def register(name: str, tie: Tie) -> Tie:
    """Add a tie; its relation is worded by whoever registers it."""
    return point.register(name, tie)


def rows(refs: Collection[Ref], *, forward: bool, most: int) -> list[QuerySet[Any, Any]]:
    """Return queries for the ties that lead on (or back) from these things, to be asked as one.

    Each gives the columns of a ``Link``, taken apart; at most ``most`` rows, the newest.
    """
    ids: dict[str, list[int]] = defaultdict(list)
    for kind, id_ in refs:
        ids[kind].append(id_)
    found = []
    for tie in point:
        near, far = (tie.source, tie.target) if forward else (tie.target, tie.source)
        if wanted := ids.get(near.kind):
            found.append(_rows(tie, near, far, wanted)[:most])
    return found


def _rows(tie: Tie, near: End, far: End, wanted: Collection[int]) -> QuerySet[Any, Any]:
    there = Q(**{f"{near.field}__in": wanted, f"{far.field}__isnull": False})
    return (
        apps.get_model(tie.model)
        ._default_manager.filter(there, tie.where or Q())
        .order_by("-pk")
        .values_list(
            _word(tie.source.kind),
            F(tie.source.field),
            _word(tie.target.kind),
            F(tie.target.field),
            _word(tie.relation),
            _word(""),
        )
    )


def _word(text: str) -> Value:
    return Value(text, output_field=CharField())
