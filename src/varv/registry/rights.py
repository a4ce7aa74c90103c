"""The rights of a person over data about them: a copy of it, and its erasure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from varv.extension import ExtensionPoint


@dataclass(frozen=True)
class PersonData:
    """What one app holds about a person.

    ``export(person_id)`` returns it as plain JSON values; ``erase(person_id)`` removes what may be
    removed and tells how many things it changed. Both are called while the user row still exists.
    """

    export: Callable[[int], dict[str, Any]]
    erase: Callable[[int], int]


point: ExtensionPoint[PersonData] = ExtensionPoint("personal data")


def export_person(person_id: int) -> dict[str, dict[str, Any]]:
    """Return all that varv holds about a person, by owner."""
    return {name: data.export(person_id) for name, data in point.items()}


@transaction.atomic
def erase_person(person_id: int) -> dict[str, int]:
    """Erase what may be erased about a person; return how many things changed, by owner.

    Lower apps register later (``ready`` runs from the top), so they still find the person here.
    """
    return {name: data.erase(person_id) for name, data in reversed(point.items())}
