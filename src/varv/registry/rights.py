"""The rights of a person over data about them: a copy of it, and its erasure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Choices, QuerySet, TextChoices
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from varv.extension import ExtensionPoint
from varv.registry.kinds import Ref
from varv.registry.models import Record


class Fate(TextChoices):
    """What becomes of a thing when the person is erased."""

    ERASED = "erased", pgettext_lazy("what becomes of data", "Erased")
    NAMELESS = "nameless", _("Kept without name")
    MASKED = "masked", pgettext_lazy("what becomes of data", "Masked")
    KEPT = "kept", pgettext_lazy("what becomes of data", "Kept")


@dataclass(frozen=True)
class Consequence:
    """One line of what erasing a person would do: to what, how many, and why just that."""

    what: str | Promise
    count: int
    fate: Fate
    why: str | Promise


#: How a value of a copy reads to people.
Reading = Callable[[Any], str]


@dataclass(frozen=True)
class PersonData:
    """What one app holds about a person.

    ``export(person_id)`` returns it as plain JSON values; ``erase(person_id)`` removes what may be
    removed and tells how many things it changed; ``preview(person_id)`` tells what ``erase`` would
    do. All are called while the user row still exists. ``words`` names the keys of the copy for
    people, and ``readings`` tells by key how a code or a bare number reads to them.
    ``reached(person_id)`` names the things whose texts ``erase`` empties or masks itself. The owner
    of the person's row ``goes_last``: others find by the address in it what is theirs.
    """

    export: Callable[[int], dict[str, Any]]
    erase: Callable[[int], int]
    preview: Callable[[int], Iterable[Consequence]] = lambda _person_id: ()
    words: Mapping[str, str | Promise] = field(default_factory=dict)
    readings: Mapping[str, Reading] = field(default_factory=dict)
    reached: Callable[[int], Iterable[Ref]] = lambda _person_id: ()
    goes_last: bool = False


point: ExtensionPoint[PersonData] = ExtensionPoint("personal data")


def export_person(person_id: int) -> dict[str, dict[str, Any]]:
    """Return all that varv holds about a person, by owner."""
    return {name: data.export(person_id) for name, data in point.items()}


def preview_erasure(person_id: int) -> list[Consequence]:
    """Return what erasing a person would do, what is there only: erased first, kept last."""
    found = [line for data in point for line in data.preview(person_id) if line.count]
    return sorted(found, key=lambda line: list(Fate).index(line.fate))


def export_records(records: QuerySet[Record]) -> list[dict[str, Any]]:
    """Return what records say, as it stands in the copy that a person gets."""
    return [
        {
            "record": entry.reference,
            "title": entry.title,
            "text": entry.text,
            "received_at": entry.received_at.isoformat(),
            "files": [file.name for file in entry.files.all()],
        }
        for entry in records.select_related("case").prefetch_related("files")
    ]


def reached_by_erasure(person_id: int) -> set[Ref]:
    """Return the things whose texts erasing a person empties or masks, so that nobody has to."""
    return {ref for data in point for ref in data.reached(person_id)}


def counts(person_id: int) -> dict[str, int]:
    """Return how many things each app keeps about a person, by the app's name, where it is any."""
    found: dict[str, int] = {}
    for owner, data in export_person(person_id).items():
        name = owner_name(owner)
        if number := _count(data):
            found[name] = found.get(name, 0) + number
    return found


def owner_name(owner: str) -> str:
    """Return how the app reads to which the key of an owner belongs."""
    return str(apps.get_app_config(owner.partition(".")[0]).verbose_name)


def _count(data: dict[str, Any]) -> int:
    """Count what is in the lists; all that is outside of them is one thing together."""
    lists = [value for value in data.values() if isinstance(value, list)]
    alone = [value for value in data.values() if value and not isinstance(value, list)]
    return sum(map(len, lists)) + bool(alone)


@transaction.atomic
def erase_person(person_id: int) -> dict[str, int]:
    """Erase what may be erased about a person; return how many things changed, by owner."""
    owners = sorted(point.items(), key=lambda owner: owner[1].goes_last)
    return {name: data.erase(person_id) for name, data in owners}


# -- reading a copy ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One value of a copy under a word for people."""

    word: str
    value: Any


@dataclass(frozen=True)
class Part:
    """A part of a copy: single values, or rows of them, under a heading."""

    heading: str
    rows: list[list[Line]]


def readable(copy: Mapping[str, Mapping[str, Any]]) -> list[Part]:
    """Return a copy in parts that people can read; parts with nothing in them are left out."""
    return [part for owner, data in copy.items() for part in _parts(owner, data) if part.rows]


def labels(choices: type[Choices]) -> Reading:
    """Return the reading of codes that are one of ``choices``; others are left as they are."""
    names = dict(choices.choices)
    return lambda code: capfirst(str(names.get(code, code)))


def _parts(owner: str, data: Mapping[str, Any]) -> Iterable[Part]:
    known = point[owner]
    alone = {key: value for key, value in data.items() if not isinstance(value, list)}
    if any(alone.values()):
        yield Part(_word(owner, known), [_lines(alone, known)])
    for key, value in data.items():
        if isinstance(value, list):
            rows = [_lines(row if isinstance(row, dict) else {key: row}, known) for row in value]
            yield Part(_word(key, known), rows)


def _lines(row: Mapping[str, Any], known: PersonData) -> list[Line]:
    shown = {key: value for key, value in row.items() if value not in (None, "", [])}
    return [Line(_word(key, known), _reading(key, value, known)) for key, value in shown.items()]


def _word(key: str, known: PersonData) -> str:
    return str(known.words.get(key, key))


def _reading(key: str, value: Any, known: PersonData) -> Any:
    reading = known.readings.get(key)
    return reading(value) if reading else value
