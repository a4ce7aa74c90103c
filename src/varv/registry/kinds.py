"""The kinds of things that the register can point at, and how to name and link them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import Model
from django.utils.functional import Promise

from varv.extension import ExtensionPoint


class Ref(NamedTuple):
    """A thing, named without a foreign key."""

    kind: str
    id: int


@dataclass(frozen=True)
class Thing:
    """What to show for a thing: its name, and where it can be read (empty: nowhere)."""

    name: str
    url: str = ""


@dataclass(frozen=True)
class Kind:
    """One kind of thing.

    ``describe(ids, user)`` names the things that ``user`` (None: the system) may see, in a fixed
    number of queries; what is missing in the answer stays hidden.
    """

    key: str
    model: str
    label: str | Promise
    describe: Callable[[Iterable[int], object], Mapping[int, Thing]]
    own_titles: bool = False


point: ExtensionPoint[Kind] = ExtensionPoint("kinds of things")
_keys_by_model: dict[str, str] = {}


def register(kind: Kind) -> Kind:
    """Add a kind; its key and its model must be new."""
    if kind.model.lower() in _keys_by_model:
        raise ValueError(f"kinds of things: the model {kind.model} is registered twice")
    point.register(kind.key, kind)
    _keys_by_model[kind.model.lower()] = kind.key
    return kind


def key_of(model: type[Model]) -> str:
    """Return the key of the kind of ``model``, or "" where it has none."""
    return _keys_by_model.get(model._meta.label_lower, "")


def ref(obj: Model) -> Ref:
    """Return the reference to ``obj``, whose model must have a registered kind."""
    key = key_of(obj._meta.model)  # not type(obj): request.user is a lazy stand-in of another type
    if not key:
        raise LookupError(
            f"{obj._meta.label} has no kind: call registry.kinds.register(Kind(...)) in ready()"
        )
    if obj.pk is None:
        raise ValueError(f"{obj._meta.label} must be saved before it can be referred to")
    return Ref(key, obj.pk)


def describe(refs: Iterable[Ref], user: object) -> dict[Ref, Thing]:
    """Name all that ``user`` may see of ``refs``, one call for each kind."""
    ids: dict[str, set[int]] = defaultdict(set)
    for kind, id_ in refs:
        ids[kind].add(id_)
    return {
        Ref(kind, id_): thing
        for kind, wanted in ids.items()
        if kind in point
        for id_, thing in point[kind].describe(sorted(wanted), user).items()
    }


def label(kind: str) -> str:
    """Return what a thing of this kind is called; the key itself where nobody says."""
    return str(point[kind].label) if kind in point else kind


def has_own_titles(kind: str) -> bool:
    """Tell whether records of this kind have titles that name no private person."""
    return kind in point and point[kind].own_titles
