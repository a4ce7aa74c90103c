"""What somebody on the staff answers for; apps say so, and how to pass it on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.utils.functional import Promise

from varv.extension import ExtensionPoint
from varv.people.models import User


class HandOver(Protocol):
    """Moves everything and tells how many things."""

    def __call__(self, actor: User | None, *, from_user: User, to_user: User) -> int:
        """Move all that ``from_user`` answers for to ``to_user``."""


@dataclass(frozen=True)
class Responsibility:
    """One kind of thing that has somebody responsible: ``count`` tells how many are open."""

    label: str | Promise
    count: Callable[[User], int]
    hand_over: HandOver


@dataclass(frozen=True)
class Held:
    """How many things of one kind somebody answers for."""

    label: str
    count: int


point: ExtensionPoint[Responsibility] = ExtensionPoint("responsibilities")


def responsibilities(user: User) -> list[Held]:
    """Return what ``user`` answers for now, kinds without anything left out."""
    held = [Held(str(item.label), item.count(user)) for item in point]
    return [item for item in held if item.count]
