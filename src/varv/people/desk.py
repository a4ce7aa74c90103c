"""What the desk tells a member of the staff to do today; apps say so."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from varv.extension import ExtensionPoint
from varv.people.models import User


@dataclass(frozen=True)
class DeskItem:
    """One thing to do: what, where, by when."""

    title: str | Promise
    url: str
    due: datetime | None = None
    urgent: bool = False
    detail: str | Promise = ""


items: ExtensionPoint[Callable[[User, datetime], Iterable[DeskItem]]] = ExtensionPoint("desk items")


def items_for(user: User, now: datetime) -> list[DeskItem]:
    """Return all that waits for ``user``: urgent first, then by due time, then undated."""
    found = [item for tell in items for item in tell(user, now)]
    return sorted(found, key=lambda item: (not item.urgent, item.due is None, item.due or now))
