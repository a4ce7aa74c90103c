"""What a word from outside can have changed: things that staff can say it led to.

Apps register their own kinds: an area, a version, a decision, a meeting. Whoever answers input
chooses among them, and the answer leads to what is chosen by a trace "changed".
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise

from varv.extension import ExtensionPoint
from varv.registry import kinds
from varv.registry.kinds import Ref


@dataclass(frozen=True)
class Changeable:
    """Things of one kind; ``options(programme)`` returns those to choose from, the nearest first.

    ``name(thing)`` says which one it is among its like.
    """

    label: str | Promise
    options: Callable[[Any], Iterable[Model]]
    name: Callable[[Any], str] = str


point: ExtensionPoint[Changeable] = ExtensionPoint("what can be changed")


@dataclass(frozen=True)
class Group:
    """The things of one kind that can be chosen, each with its name."""

    label: str
    options: Sequence[tuple[Ref, str]]


def groups(programme: object) -> list[Group]:
    """Return all that can be chosen, by kind; one query for each kind."""
    found = [
        Group(
            str(one.label),
            [(kinds.ref(thing), one.name(thing)) for thing in one.options(programme)],
        )
        for one in point
    ]
    return [group for group in found if group.options]
