"""The kinds of links between things, each with its wording in both directions."""

from dataclasses import dataclass

from django.utils.functional import Promise

from varv.extension import ExtensionPoint


@dataclass(frozen=True)
class Relation:
    """``forward`` is read from the source ("led to"), ``backward`` from the target."""

    key: str
    forward: str | Promise
    backward: str | Promise


point: ExtensionPoint[Relation] = ExtensionPoint("relations")


def register(relation: Relation) -> Relation:
    """Add a relation under its key."""
    return point.register(relation.key, relation)


def worded(key: str, *, forward: bool) -> str:
    """Return how a relation reads in one direction; the key itself where nobody says."""
    if key not in point:
        return key
    relation = point[key]
    return str(relation.forward if forward else relation.backward)
