"""Load a region's folder into the database: idempotent, and never over what people entered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from django.apps import apps
from django.db import DataError, IntegrityError, connection, models, transaction

from varv.people.folder.read import Folder, FolderError, read_folder
from varv.people.folder.sections import in_order
from varv.people.models import LoadedRow, User
from varv.registry.actions import log

M = TypeVar("M", bound=models.Model)

_LOCK = 0x76617276
"""Number of the advisory lock that lets one load run at a time ("varv" in ASCII)."""


@dataclass
class Report:
    """What a load did, in lines for a person to read."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    released: list[str] = field(default_factory=list)
    """What was edited or deleted in the program, or is no longer in the file: it is kept so."""
    notes: list[str] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        """Tell whether the load wrote anything that people can see."""
        return bool(self.created or self.updated)

    def lines(self) -> list[str]:
        """Return everything worth reading, what needs thought first."""
        return [*self.released, *self.created, *self.updated, *self.notes]


@dataclass
class Row(Generic[M]):
    """One row of a file, and how it becomes a row of the database.

    ``values`` are the fields that the file owns, ``once`` those that it only fills at the start.
    ``find`` finds a row that people entered before the file had it. ``kind`` stands before the key
    in the report; ``called`` gives the file's words for fields. ``needs`` names the fields without
    which the row makes no sense. ``create`` makes the row by a business act; ``derive`` fills what
    follows from the values; ``hold`` returns the fields that must not change now, with the reason;
    ``after`` is called with the row and the names of what was changed (all of them when it is new).
    """

    model: type[M]
    key: str
    values: Mapping[str, Any]
    kind: str = ""
    find: models.QuerySet[M] | None = None
    once: Mapping[str, Any] = field(default_factory=dict)
    needs: Iterable[str] = ()
    called: Mapping[str, str] = field(default_factory=dict)
    create: Callable[[], M] | None = None
    derive: Callable[[M], None] | None = None
    hold: Callable[[M, set[str]], Mapping[str, str]] | None = None
    after: Callable[[M, set[str]], None] | None = None

    @property
    def name(self) -> str:
        """What the row is called in the report and remembered by."""
        return f"{self.kind} {self.key}".strip()

    def words(self, names: Iterable[str]) -> str:
        """Return fields as the file calls them, in the order of the values."""
        chosen = [name for name in self.values if name in set(names)]
        return ", ".join(dict.fromkeys(self.called.get(name, name) for name in chosen))


def load_folder(path: Path | str, *, actor: User | None = None) -> Report:
    """Load the folder in one transaction; raise FolderError if it is not sound."""
    folder = read_folder(path)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        loader = Loader(folder)
        for section in in_order():
            if section.file in folder:
                loader.start(section.file)
                section.load(folder[section.file], loader)
                loader.finish()
        report = loader.report
        if report.changed:
            log(
                actor,
                "people.load_region",
                region=folder["region.toml"].key,
                created=len(report.created),
                updated=len(report.updated),
            )
    return report


class Loader:
    """Writes the rows of one load; the sections' ``load`` functions call ``sync`` for each."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.report = Report(notes=list(folder.notes))
        self._file = ""
        self._loaded = {(row.section, row.key): row for row in LoadedRow.objects.all()}
        self._things: dict[tuple[type[models.Model], str], models.Model | None] = {}
        self._seen: set[str] = set()

    def start(self, file: str) -> None:
        """Begin with a file: what is synced from now on belongs to it."""
        self._file, self._seen = file, set()

    def finish(self) -> None:
        """Report what an earlier load took from the file and this one did not find there."""
        for (file, name), loaded in self._loaded.items():
            if file == self._file and name not in self._seen and _thing(loaded) is not None:
                self._keep(name, "is no longer in the file; it is kept")

    def get(self, model: type[M], key: str | None) -> M | None:
        """Return what was loaded under ``key``; None where people deleted it."""
        return cast("M | None", self._things[model, key]) if key else None

    def refuse(self, place: str, wording: str) -> FolderError:
        """Return the error for a folder that is sound but does not fit this database."""
        return FolderError([f"{self._file}, {place}: {wording}"])

    def sync(self, row: Row[M]) -> M | None:
        """Bring one row in line with the file and return it; None where people deleted it."""
        self._seen.add(row.name)
        try:
            with transaction.atomic():
                thing = self._bring(row)
        except (IntegrityError, DataError) as error:
            reason = str(error).splitlines()[0]
            problem = f"does not go with what is in the program: {reason}"
            raise self.refuse(row.name, problem) from error
        self._things[row.model, row.key] = thing
        return thing

    def _bring(self, row: Row[M]) -> M | None:
        loaded = self._loaded.get((self._file, row.name))
        if loaded is not None:
            thing = cast("M | None", _thing(loaded))
            if thing is None:
                self._keep(row.name, "was deleted in the program and stays deleted")
                return None
            return self._update(row, thing, loaded)
        if any(row.values[name] is None for name in row.needs):
            self._keep(row.name, "is left out; what it belongs to was deleted in the program")
            return None
        found = row.find.first() if row.find is not None else None
        return self._update(row, found, None) if found is not None else self._make(row)

    def _make(self, row: Row[M]) -> M:
        if row.create is not None:
            thing = row.create()
        else:
            thing = row.model(**row.values, **row.once)
            if row.derive is not None:
                row.derive(thing)
            thing.save(force_insert=True)
        if row.after is not None:
            row.after(thing, set(row.values))
        self._remember(row, thing, None, _file_values(row))
        self.report.created.append(f"{self._file}, {row.name}: created")
        return thing

    def _update(self, row: Row[M], thing: M, loaded: LoadedRow | None) -> M:
        new = _file_values(row)
        last = {name: _blank(row.model, name) for name in new} | (loaded.values if loaded else {})
        now = {name: _stored(thing, name) for name in new}
        differing = {name for name in new if now[name] != new[name]}
        edited = {name for name in differing if now[name] != last[name]}
        changed = differing - edited
        held = row.hold(thing, changed) if row.hold is not None and changed else {}
        changed -= set(held)
        if changed:
            self._write(row, thing, changed)
        self._tell(row, edited, changed, held)
        kept = edited | set(held)
        self._remember(row, thing, loaded, {n: last[n] if n in kept else new[n] for n in new})
        return thing

    def _write(self, row: Row[M], thing: M, changed: set[str]) -> None:
        for name in changed:
            setattr(thing, name, row.values[name])
        if row.derive is not None:
            row.derive(thing)
        thing.save(force_update=True)
        if row.after is not None:
            row.after(thing, changed)

    def _tell(
        self, row: Row[M], edited: set[str], changed: set[str], held: Mapping[str, str]
    ) -> None:
        if edited:
            words = row.words(edited)
            was = "were" if "," in words else "was"
            kept = "are" if "," in words else "is"
            self._keep(row.name, f"{words} {was} edited in the program and {kept} kept")
        for reason in dict.fromkeys(held.values()):
            names = [name for name in held if held[name] == reason]
            self._keep(row.name, f"{row.words(names)}: {reason}")
        if changed:
            self.report.updated.append(f"{self._file}, {row.name}: {row.words(changed)} updated")
        else:
            self.report.unchanged.append(f"{self._file}, {row.name}: unchanged")

    def _keep(self, name: str, what: str) -> None:
        self.report.released.append(f"{self._file}, {name}: {what}")

    def _remember(
        self, row: Row[M], thing: M, loaded: LoadedRow | None, values: dict[str, Any]
    ) -> None:
        if loaded is None:
            label = row.model._meta.label
            loaded = LoadedRow(section=self._file, key=row.name, model=label, object_id=thing.pk)
        elif loaded.values == values:
            return
        loaded.values = values
        loaded.save()


def _thing(loaded: LoadedRow) -> models.Model | None:
    model = apps.get_model(loaded.model)
    return model._default_manager.select_for_update(no_key=True).filter(pk=loaded.object_id).first()


def _file_values(row: Row[Any]) -> dict[str, Any]:
    return {name: _plain(_field(row.model, name), value) for name, value in row.values.items()}


def _stored(thing: models.Model, name: str) -> Any:
    field_ = _field(type(thing), name)
    return _plain(field_, getattr(thing, field_.attname))


def _blank(model: type[models.Model], name: str) -> Any:
    """Return what the field holds where nobody entered anything."""
    field_ = _field(model, name)
    return _plain(field_, field_.get_default())


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    return cast("models.Field[Any, Any]", model._meta.get_field(name))


def _plain(field_: models.Field[Any, Any], value: Any) -> Any:
    """Return a value as JSON holds it, so that file, memory and database compare."""
    match value:
        case models.Model():
            return value.pk
        case Decimal() | float() if isinstance(field_, models.DecimalField):
            unit = Decimal(1).scaleb(-field_.decimal_places)
            return str(Decimal(str(value)).quantize(unit))
        case dt.datetime():
            return value.astimezone(dt.UTC).isoformat()
        case dt.date() | dt.time():
            return value.isoformat()
        case str():
            return str(value.value) if isinstance(value, models.TextChoices) else str(value)
        case dict():
            return dict(value)
        case tuple() | list():
            return list(value)
    return value
