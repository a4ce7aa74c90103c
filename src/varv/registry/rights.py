"""The rights of a person over data about them: a copy of it, and its erasure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
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


def counts(person_id: int) -> dict[str, int]:
    """Return how many things each app keeps about a person, by the app's name, where it is any."""
    found: dict[str, int] = {}
    for owner, data in export_person(person_id).items():
        name = str(apps.get_app_config(owner.partition(".")[0]).verbose_name)
        if number := _count(data):
            found[name] = found.get(name, 0) + number
    return found


def _count(data: dict[str, Any]) -> int:
    """Count what is in the lists; all that is outside of them is one thing together."""
    lists = [value for value in data.values() if isinstance(value, list)]
    alone = [value for value in data.values() if value and not isinstance(value, list)]
    return sum(map(len, lists)) + bool(alone)


@transaction.atomic
def erase_person(person_id: int) -> dict[str, int]:
    """Erase what may be erased about a person; return how many things changed, by owner.

    Lower apps register later (``ready`` runs from the top), so they still find the person here.
    """
    return {name: data.erase(person_id) for name, data in reversed(point.items())}
