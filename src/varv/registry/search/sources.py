"""The extension point: what can be searched, and who may find which of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import Combinable

from varv.extension import ExtensionPoint


@dataclass(frozen=True)
class Source:
    """A table that can be searched.

    ``kind`` is a registered kind of thing: it names and links what was found. ``visible(user)``
    returns the rows that the user may find, ``None`` standing for the system; it is asked at each
    search, so that a hit is never counted for somebody who may not see it. ``texts`` are the
    fields that an excerpt is taken from. ``day`` is the date that the newest come first by, and
    ``when(row)`` says it in words. ``of`` is the column with the id of the thing, where the row
    only belongs to it (another name of an organisation). ``weight`` lifts what people more often
    mean. What is ``personal`` stays out of the open API and gives no words to the lexicon.
    """

    kind: str
    visible: Callable[[object], QuerySet[Any]]
    texts: tuple[str, ...] = ()
    day: Combinable | None = None
    when: Callable[[Any], str] | None = None
    of: str = "pk"
    weight: float = 1.0
    personal: bool = False


point: ExtensionPoint[Source] = ExtensionPoint("search sources")


def register(source: Source) -> None:
    """Add a source under the name of its table."""
    model = source.visible(None).model
    point.register(model._meta.label_lower, source)


def kinds_searched() -> set[str]:
    """Return the keys of the kinds that there are sources of."""
    return {source.kind for source in point}


def impersonal() -> list[Source]:
    """Return the sources that hold nothing about persons: those of the open API."""
    return [source for source in point if not source.personal]
