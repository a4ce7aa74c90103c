"""The extension point: what can be searched, and who may find which of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.utils.functional import Promise

from varv.extension import ExtensionPoint
from varv.registry.guard import may

Rows = Callable[[], QuerySet[Any]]


@dataclass(frozen=True)
class Source:
    """A table that can be searched.

    ``kind`` is a registered kind of thing: it names and links what was found. ``everybody()``
    returns the rows that anybody may find, ``staff()`` those that whoever has the ``permission``
    may find instead; where one is missing there are none. Both depend on nothing but the rows
    themselves: the SQL that they make is kept for the next search, while ``permission`` is asked
    of the reader each time.

    ``texts`` are the fields that an excerpt is taken from. ``dated`` is the field with the day or
    moment that the newest come first by, also one that a foreign key leads to, and ``when(row)``
    says it in words. ``of`` is the column with the id of the thing, where the row only belongs to
    it (another name of an organisation). ``weight`` lifts what people more often mean. What is
    ``personal`` stays out of the open API and gives no words to the lexicon; ``holder`` is its
    field with a person's name, whose misspellings are forgiven (``columns.add_forms``).
    ``named(typed)`` tells which rows are called exactly so, in a way that the search column does
    not know, and ``by_name()`` returns the rows that anybody else may find by such a name, and by
    nothing that stands in them. ``called`` are the words for things of this kind, in all their
    forms, with spaces between: they find every one of them (``naming.py``).
    """

    kind: str
    everybody: Rows | None = None
    staff: Rows | None = None
    permission: str = ""
    texts: tuple[str, ...] = ()
    dated: str = ""
    when: Callable[[Any], str] | None = None
    of: str = "pk"
    weight: float = 1.0
    personal: bool = False
    holder: str = ""
    named: Callable[[str], Q | None] | None = None
    by_name: Rows | None = None
    called: str | Promise = ""

    def rows_for(self, user: object) -> Rows | None:
        """Return what gives the rows that the user may find; ``None`` stands for the system."""
        if self.staff is not None and may(user, self.permission):
            return self.staff
        return self.everybody

    def visible(self, user: object) -> QuerySet[Any]:
        """Return the rows that the user may find."""
        rows = self.rows_for(user)
        return self.model._default_manager.none() if rows is None else rows()

    @property
    def model(self) -> type[Model]:
        """The table's model."""
        rows = self.everybody or self.staff
        if rows is None:
            raise ValueError(f"search sources: {self.kind} gives no rows to anybody")
        return rows().model


point: ExtensionPoint[Source] = ExtensionPoint("search sources")


def register(source: Source) -> None:
    """Add a source under the name of its table."""
    point.register(source.model._meta.label_lower, source)


def kinds_searched() -> set[str]:
    """Return the keys of the kinds that there are sources of."""
    return {source.kind for source in point}


def impersonal() -> list[Source]:
    """Return the sources that hold nothing about persons: those of the open API."""
    return [source for source in point if not source.personal]
