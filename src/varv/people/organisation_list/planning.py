"""From rows to what entering them would do, or to what is wrong in which cell."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from varv.files import excel
from varv.files.filled import Sheet, SheetRow
from varv.people.models import Organisation, OrganisationImport, Sector
from varv.people.organisation_list import cells
from varv.people.organisation_list.entries import Entry, Person, Plan, Preview, Problem
from varv.people.organisation_list.known import Register
from varv.people.organisation_list.sheet import LAYOUT
from varv.people.queries import organisation_key, the_region
from varv.people.sheet_words import OUTSIDE


def plan(sheet: Sheet, languages: Iterable[str]) -> Plan:
    """Return what entering the sheet would do, as the register is now."""
    planner = _planned(sheet, languages)
    return Plan(tuple(planner.entries), tuple(planner.problems))


def preview(sheet: Sheet, languages: Iterable[str]) -> Preview:
    """Return what to show of the sheet: the plan, and which new organisations are like another."""
    planner = _planned(sheet, languages)
    if not planner.problems:
        _find_likes(planner.entries, planner.register)
    lines = tuple(one.line for one in planner.entries)
    return Preview(get_language() or "", lines, tuple(planner.problems))


def _planned(sheet: Sheet, languages: Iterable[str]) -> "_Planner":
    planner = _Planner(sheet.columns, Register.of(languages))
    for row in sheet.rows:
        planner.take(row)
    return planner


def shown(draft: OrganisationImport) -> Preview:
    """Return the preview of a list; what is wrong with it is told in the language of today."""
    kept = Preview.from_json(draft.plan) if draft.plan else None
    if kept is None or (kept.problems and kept.language != get_language()):
        return preview(LAYOUT.from_json(draft.rows or {}), the_region().languages)
    return kept


class _Planner:
    """Takes the rows one by one and gathers organisations and problems."""

    def __init__(self, columns: Mapping[str, int], register: Register) -> None:
        self.register = register
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []
        self._columns = columns
        self._entries_by_key: dict[str, Entry] = {}
        self._row_by_number: dict[str, Entry] = {}

    def take(self, row: SheetRow) -> None:
        """Check one row, column by column, and add what it says to its organisation."""
        before = len(self.problems)
        name = self._clean(row, "name", cells.NAME.clean)
        number = self._clean(row, "number", cells.number)
        sector = self._clean(row, "sector", self._sector)
        place = self._clean(row, "municipality", self._municipality)
        aliases = self._clean(row, "aliases", cells.aliases)
        person = self._person(row)
        if len(self.problems) > before:
            return
        entry = self._entry(row, name, number or None)
        if entry is None:
            return
        self._fill(entry, row, sector, place)
        self._add_aliases(entry, row, aliases)
        if person:
            self._add_person(entry, person)

    def _clean(self, row: SheetRow, key: str, clean: Callable[[str], Any]) -> Any:
        try:
            return clean(row.cells[key])
        except ValidationError as error:
            self._wrong(row, key, " ".join(error.messages))
            return None

    def _wrong(self, row: SheetRow, key: str, text: str) -> None:
        cell = excel.cell(row.number, self._columns.get(key, self._columns["name"]))
        self.problems.append(Problem(row.number, cell, text, row.cells[key]))

    def _sector(self, text: str) -> str:
        return self.register.words.sector(text) if text else ""

    def _municipality(self, text: str) -> tuple[int | None] | None:
        """Return the municipality in a tuple, or None where the cell says nothing."""
        if not text:
            return None
        place = self.register.words.municipality(text)
        return (place.pk if place else None,)

    def _person(self, row: SheetRow) -> Person | None:
        if not any(row.cells[key] for key in ("person", "email", "title")):
            return None
        email = self._clean(row, "email", cells.EMAIL.clean)
        name = self._clean(row, "person", cells.PERSON.clean)
        title = self._clean(row, "title", cells.TITLE.clean)
        return Person(email or "", name or "", title or "")

    def _entry(self, row: SheetRow, name: str, number: str | None) -> Entry | None:
        """Return the organisation of a row: one of the list, one of the register, or a new one."""
        key = organisation_key(name)
        by_name = self.register.by_key.get(key)
        by_number = self.register.by_number.get(number or "")
        if by_name and by_number and by_name != by_number:
            names = [self.register.by_id[pk].name for pk in (by_number, by_name)]
            text = _("The number is that of %(one)s, but the name is that of %(other)s.")
            self._wrong(row, "number", text % {"one": names[0], "other": names[1]})
            return None
        pk = by_name or by_number
        known = self.register.by_id[pk] if pk else None
        entry = self._entries_by_key.get(known.sort_key if known else key)
        if entry is None:
            return self._first_row(row, name, key, number, known)
        entry.rows.append(row.number)
        if number and number != entry.number:
            self._wrong(row, "number", self._otherwise(entry))
            return None
        return entry

    def _first_row(
        self, row: SheetRow, name: str, key: str, number: str | None, known: Organisation | None
    ) -> Entry | None:
        other = self._row_by_number.get(number or "")
        if other is not None:
            text = _("The same number stands in row %(row)s, for %(organisation)s.")
            self._wrong(row, "number", text % {"row": other.rows[0], "organisation": other.name})
            return None
        entry = Entry([row.number], name, key, number, known=known)
        if known is not None:
            if known.number and number and known.number != number:
                text = _("%(organisation)s has the number %(number)s. Change it on its own page.")
                self._wrong(
                    row, "number", text % {"organisation": known.name, "number": known.number}
                )
                return None
            self._compare(entry, known)
        if number:
            self._row_by_number[number] = entry
        self.entries.append(entry)
        self._entries_by_key[known.sort_key if known else key] = entry
        return entry

    def _compare(self, entry: Entry, known: Organisation) -> None:
        """Take over what is known; a new name comes only with a number that is known."""
        if self.register.by_key.get(entry.key) == known.pk:
            entry.name, entry.key = known.name, known.sort_key
        else:
            entry.changed.append("name")
        if entry.number and not known.number:
            entry.changed.append("number")
        entry.number = entry.number or known.number
        entry.sector, entry.municipality = known.sector, known.municipality_id

    def _fill(
        self, entry: Entry, row: SheetRow, sector: str, place: tuple[int | None] | None
    ) -> None:
        first = entry.rows[0] == row.number
        if first and entry.known is None:
            self._fill_new(entry, row, sector, place)
            return
        for key, said, now in (
            ("sector", sector or None, entry.sector),
            ("municipality", place[0] if place else None, entry.municipality),
        ):
            given = place is not None if key == "municipality" else said is not None
            if not given or said == now:
                continue
            if not first:
                self._wrong(row, key, self._otherwise(entry))
                continue
            setattr(entry, key, said)
            entry.changed.append(key)

    def _fill_new(
        self, entry: Entry, row: SheetRow, sector: str, place: tuple[int | None] | None
    ) -> None:
        if not sector:
            choices = ", ".join(str(label) for label in Sector.labels)
            self._wrong(row, "sector", _("Write one of: %(choices)s.") % {"choices": choices})
        if place is None:
            text = _("Write one of the region's municipalities, or “%(outside)s”.")
            self._wrong(row, "municipality", text % {"outside": OUTSIDE})
            return
        entry.sector, entry.municipality = sector, place[0]

    def _otherwise(self, entry: Entry) -> str:
        return _("Row %(row)s says otherwise of the same organisation.") % {"row": entry.rows[0]}

    def _add_aliases(self, entry: Entry, row: SheetRow, aliases: list[str]) -> None:
        for alias in aliases:
            key = organisation_key(alias)
            if key == entry.key or (
                entry.known and self.register.by_key.get(key) == entry.known.pk
            ):
                continue
            other = self._meant_by(key, entry)
            if other:
                text = _("“%(alias)s” means %(organisation)s already.")
                self._wrong(row, "aliases", text % {"alias": alias, "organisation": other})
                continue
            entry.aliases[key] = alias
            self._entries_by_key[key] = entry
            if entry.known and "aliases" not in entry.changed:
                entry.changed.append("aliases")

    def _meant_by(self, key: str, entry: Entry) -> str:
        """Return the name of the other organisation that a name means already, or ""."""
        owner = self.register.by_key.get(key)
        if owner is not None:
            return self.register.by_id[owner].name
        taken = self._entries_by_key.get(key, entry)
        return "" if taken is entry else taken.name

    def _add_person(self, entry: Entry, person: Person) -> None:
        held = self.register.representatives[entry.known.pk] if entry.known else {}
        if person.email in held and person.title in ("", held[person.email]):
            return
        entry.people[person.email] = person
        if entry.known and "person" not in entry.changed:
            entry.changed.append("person")


def _find_likes(entries: Sequence[Entry], register: Register) -> None:
    """Say which new organisations are like one that is known, or like another of the list."""
    new = [one for one in entries if one.known is None]
    names = [((one.name, *one.aliases.values()), one.number or "") for one in new]
    for entry, like in zip(new, register.likes(names), strict=True):
        entry.like += like
