"""The inventory of personal data: what every field of every model may say about a person.

Each app declares its models in ``inventory_entries.py``; ``mistakes()`` walks all models, so that
a field without an entry fails a test.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import EmailField, Field, ForeignKey, Model, OneToOneField

from varv.extension import ExtensionPoint
from varv.registry import kinds, masking, rights


@dataclass(frozen=True)
class Fields:
    """The fields of one model, each in one group (names with spaces between).

    - ``personal``: about a person; ``owner`` (a key of ``rights.point``) exports and erases it
    - ``trail``: who did something, as an id; the person's copy has it by way of the log
    - ``free``: text that may name somebody although it should not; it can be masked, or ``why``
      says how else it goes
    - ``plain``: never about a person: numbers, days, states, names of places and of things

    ``why`` says in words what is not told by the group.
    """

    owner: str = ""
    personal: str = ""
    trail: str = ""
    free: str = ""
    plain: str = ""
    why: str = ""


point: ExtensionPoint[Fields] = ExtensionPoint("inventory of personal data")


def declare(
    model: str,
    *,
    owner: str = "",
    personal: str = "",
    trail: str = "",
    free: str = "",
    plain: str = "",
    why: str = "",
) -> None:
    """Enter a model, named ``app.Model``, with the group of each of its fields."""
    point.register(model.lower(), Fields(owner, personal, trail, free, plain, why))


def mistakes() -> list[str]:
    """Return what is missing or wrong, one line each; none where all is declared."""
    models = {model._meta.label_lower: model for model in apps.get_models()}
    gone = [f"{label}: there is no such model" for label, _ in point.items() if label not in models]
    return gone + [line for label, model in models.items() for line in _of_model(label, model)]


def _of_model(label: str, model: type[Model]) -> Iterable[str]:
    if label not in point:
        yield f"{model._meta.label}: say in the app's inventory_entries.py what its fields hold"
        return
    entry = point[label]
    groups = [entry.personal, entry.trail, entry.free, entry.plain]
    named = [name for group in groups for name in group.split()]
    for name in {one for one in named if named.count(one) > 1}:
        yield f"{model._meta.label}.{name}: is in two groups"
    if named == ["*"]:
        if not entry.why:
            yield f"{model._meta.label}: say why its fields need not be told one by one"
        return
    fields = {field.name: field for field in _fields(model)}
    for name in fields.keys() ^ set(named):
        what = "is in no group" if name in fields else "is not a field"
        yield f"{model._meta.label}.{name}: {what}"
    yield from _wrong_groups(model, entry, fields)


def _wrong_groups(model: type[Model], entry: Fields, fields: dict[str, Field]) -> Iterable[str]:
    if entry.personal and entry.owner not in rights.point and not entry.why:
        yield f"{model._meta.label}: {entry.owner!r} is no registered PersonData"
    about = {*entry.personal.split(), *entry.trail.split()}
    for name, field in fields.items():
        if _is_person(field) and name not in about:
            yield f"{model._meta.label}.{name}: leads to a person, so it is personal or a trail"
    can_be_masked = masking.fields_of(kinds.key_of(model))
    for name in entry.free.split():
        if name not in can_be_masked and not entry.why:
            yield f"{model._meta.label}.{name}: nobody can mask it; register it in masking.point"


def _fields(model: type[Model]) -> list[Field]:
    own = [field for field in model._meta.local_fields if not field.primary_key]
    return [*own, *model._meta.local_many_to_many]


def _is_person(field: Field) -> bool:
    if isinstance(field, EmailField):
        return True
    return isinstance(field, ForeignKey | OneToOneField) and field.related_model is get_user_model()
