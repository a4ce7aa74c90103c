"""A list of organisations in Excel: what was read, and what entering it would change.

Each organisation may have several rows, one for each representative. Nothing is entered while a
single cell is wrong, so that a list is in or out as a whole; entering it again changes nothing.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from varv.files import excel
from varv.people import likeness, numbers
from varv.people.models import (
    Municipality,
    Organisation,
    OrganisationAlias,
    OrganisationImport,
    Representation,
    Sector,
)
from varv.people.queries import municipalities, organisation_key, the_region
from varv.text.hostile import PlainCharField, PlainEmailField
from varv.text.sorting import sort_key

MAX_ROWS = 25_000
MAX_COLUMNS = 40

# The columns, in the order of the template. Their names are also the keys of a row.
COLUMNS = {
    "name": gettext_lazy("Name"),
    "number": gettext_lazy("Organisation number"),
    "sector": gettext_lazy("Sector"),
    "municipality": gettext_lazy("Municipality"),
    "aliases": gettext_lazy("Other names"),
    "person": gettext_lazy("Representative"),
    "email": gettext_lazy("Representative's e-mail"),
    "title": gettext_lazy("Representative's title"),
}
KEYS = tuple(COLUMNS)
REQUIRED = ("name",)
BETWEEN_NAMES = ";"
OUTSIDE = pgettext_lazy("in the column for municipality", "Outside the region")


@dataclass(frozen=True)
class SheetRow:
    """One row as it stands in the sheet; ``number`` is the one Excel shows."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True)
class Sheet:
    """What was read: which column (from 0) holds what, and the rows."""

    columns: Mapping[str, int]
    rows: tuple[SheetRow, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the sheet as it is kept until it is confirmed."""
        rows = [[row.number, [row.cells[key] for key in KEYS]] for row in self.rows]
        return {"columns": dict(self.columns), "rows": rows}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Sheet":
        """Return the sheet that was kept."""
        rows = (
            SheetRow(number, dict(zip(KEYS, cells, strict=True))) for number, cells in kept["rows"]
        )
        return cls(kept["columns"], tuple(rows))


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell, with its address such as "C17"."""

    row: int
    cell: str
    text: str
    typed: str


@dataclass(frozen=True)
class Person:
    """A representative who would be added, or whose title would be."""

    email: str
    name: str
    title: str


@dataclass
class Entry:
    """One organisation of the list, and what entering it would do."""

    rows: list[int]
    name: str
    key: str
    number: str | None = None
    sector: str = ""
    municipality: int | None = None
    known: Organisation | None = None
    aliases: dict[str, str] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    changed: list[str] = field(default_factory=list)
    like: list[str] = field(default_factory=list)

    @property
    def state(self) -> str:
        """``new``, ``changed`` or ``known``."""
        if self.known is None:
            return "new"
        return "changed" if self.changed else "known"

    @property
    def line(self) -> "Line":
        """Return what is shown of it."""
        return Line(self.name, self.number or "", self.rows, self.state, self.changed, self.like)


@dataclass(frozen=True)
class Plan:
    """What entering the list would do, and what stands in the way."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]

    def of(self, state: str) -> list[Entry]:
        """Return the organisations in one state."""
        return [one for one in self.entries if one.state == state]


@dataclass(frozen=True)
class Line:
    """What is shown of one organisation of the list."""

    name: str
    number: str
    rows: Sequence[int]
    state: str
    changed: Sequence[str]
    like: Sequence[str]

    @property
    def changes(self) -> str:
        """What would change, in words."""
        return ", ".join(str(COLUMNS[key]) for key in self.changed)


@dataclass(frozen=True)
class Preview:
    """What somebody is shown before they say yes; kept, so that it is made once for each list."""

    language: str
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]

    def of(self, state: str) -> list[Line]:
        """Return the organisations in one state; ``doubtful`` are new and like another."""
        if state == "doubtful":
            return [one for one in self.lines if one.like]
        return [one for one in self.lines if one.state == state]

    def foresees(self, plan: Plan) -> bool:
        """Tell whether the plan does what was shown; whom it is like is a matter of opinion."""
        shown = [replace(one, like=[]) for one in self.lines]
        return shown == [replace(one.line, like=[]) for one in plan.entries]

    def as_json(self) -> dict[str, Any]:
        """Return the preview as it is kept."""
        return {
            "language": self.language,
            "lines": [list(vars(one).values()) for one in self.lines],
            "problems": [list(vars(one).values()) for one in self.problems],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Preview":
        """Return the preview that was kept."""
        return cls(
            kept["language"],
            tuple(Line(*one) for one in kept["lines"]),
            tuple(Problem(*one) for one in kept["problems"]),
        )


def read(content: bytes, languages: Iterable[str]) -> Sheet:
    """Return the organisations in an uploaded workbook; what makes it unreadable is on ``file``."""
    try:
        rows = excel.read(content, max_rows=MAX_ROWS + 1, max_columns=MAX_COLUMNS)
        columns = excel.columns(_header(rows), COLUMNS, languages, REQUIRED)
    except ValidationError as error:
        raise ValidationError({"file": error}) from error
    blank = dict.fromkeys(KEYS, "")
    found = tuple(
        SheetRow(row.number, blank | {key: row.text(place) for key, place in columns.items()})
        for row in rows[1:]
    )
    if not found:
        raise ValidationError({"file": _("There are no organisations below the headings.")})
    return Sheet(columns, found)


def _header(rows: Sequence[excel.Row]) -> excel.Row:
    if not rows:
        raise ValidationError(_("The sheet is empty. Start from the template."))
    return rows[0]


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
    planner = _Planner(sheet.columns, _Register.of(languages))
    for row in sheet.rows:
        planner.take(row)
    return planner


def shown(draft: OrganisationImport) -> Preview:
    """Return the preview of a list; what is wrong with it is told in the language of today."""
    kept = Preview.from_json(draft.plan) if draft.plan else None
    if kept is None or (kept.problems and kept.language != get_language()):
        return preview(Sheet.from_json(draft.rows or {}), the_region().languages)
    return kept


@dataclass(frozen=True)
class _Register:
    """What rows are checked against, fetched once for the whole list."""

    by_id: dict[int, Organisation]
    by_key: dict[str, int]
    by_number: dict[str, int]
    aliases: dict[int, list[str]]
    representatives: dict[int, dict[str, str]]
    municipalities: dict[str, Municipality]
    outside: frozenset[str]
    sectors: dict[str, str]

    @classmethod
    def of(cls, languages: Iterable[str]) -> "_Register":
        spoken = list(languages)
        organisations = list(Organisation.objects.all())
        by_key: dict[str, int] = {}
        aliases: dict[int, list[str]] = defaultdict(list)
        for owner, key, name in OrganisationAlias.objects.values_list(
            "organisation", "sort_key", "name"
        ):
            by_key[key] = owner
            aliases[owner].append(name)
        by_key |= {one.sort_key: one.pk for one in organisations}
        speakers: dict[int, dict[str, str]] = defaultdict(dict)
        for owner, email, title in Representation.objects.filter(until=None).values_list(
            "organisation", "person__email", "title"
        ):
            speakers[owner][email] = title
        places = list(municipalities())
        sectors = excel.in_all_languages(dict(Sector.choices), spoken)
        outside = excel.in_all_languages({"outside": OUTSIDE}, spoken)
        return cls(
            by_id={one.pk: one for one in organisations},
            by_key=by_key,
            by_number={one.number: one.pk for one in organisations if one.number},
            aliases=aliases,
            representatives=speakers,
            municipalities={
                sort_key(text): place for place in places for text in (place.code, place.name)
            },
            outside=frozenset(sort_key(text) for _key, texts in outside for text in texts),
            sectors={sort_key(text): key for key, texts in sectors for text in (*texts, key)},
        )


class _Planner:
    """Takes the rows one by one and gathers organisations and problems."""

    def __init__(self, columns: Mapping[str, int], register: _Register) -> None:
        self.register = register
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []
        self._columns = columns
        self._entries_by_key: dict[str, Entry] = {}
        self._row_by_number: dict[str, Entry] = {}

    def take(self, row: SheetRow) -> None:
        """Check one row, column by column, and add what it says to its organisation."""
        before = len(self.problems)
        name = self._clean(row, "name", _NAME.clean)
        number = self._clean(row, "number", _number)
        sector = self._clean(row, "sector", self._sector)
        place = self._clean(row, "municipality", self._municipality)
        aliases = self._clean(row, "aliases", _aliases)
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
        if not text:
            return ""
        try:
            return self.register.sectors[sort_key(text)]
        except KeyError:
            choices = ", ".join(str(label) for label in Sector.labels)
            raise ValidationError(_("Write one of: %(choices)s.") % {"choices": choices}) from None

    def _municipality(self, text: str) -> tuple[int | None] | None:
        """Return the municipality in a tuple, or None where the cell says nothing."""
        key = sort_key(text)
        if not text:
            return None
        if key in self.register.outside:
            return (None,)
        place = self.register.municipalities.get(key)
        if place is None:
            raise ValidationError(
                _("Write one of the region's municipalities, or “%(outside)s”.")
                % {"outside": OUTSIDE}
            )
        return (place.pk,)

    def _person(self, row: SheetRow) -> Person | None:
        if not any(row.cells[key] for key in ("person", "email", "title")):
            return None
        email = self._clean(row, "email", _EMAIL.clean)
        name = self._clean(row, "person", _PERSON.clean)
        title = self._clean(row, "title", _TITLE.clean)
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
            owner = self.register.by_key.get(key)
            if owner is not None and entry.known and owner == entry.known.pk:
                continue
            if key == entry.key:
                continue
            taken = self._entries_by_key.get(key)
            if owner is not None or (taken is not None and taken is not entry):
                name = self.register.by_id[owner].name if owner else taken.name  # type: ignore[union-attr]
                text = _("“%(alias)s” means %(organisation)s already.")
                self._wrong(row, "aliases", text % {"alias": alias, "organisation": name})
                continue
            entry.aliases[key] = alias
            self._entries_by_key[key] = entry
            if entry.known and "aliases" not in entry.changed:
                entry.changed.append("aliases")

    def _add_person(self, entry: Entry, person: Person) -> None:
        held = self.register.representatives[entry.known.pk] if entry.known else {}
        if person.email in held and person.title in ("", held[person.email]):
            return
        entry.people[person.email] = person
        if entry.known and "person" not in entry.changed:
            entry.changed.append("person")


def template() -> bytes:
    """Return an empty list; a second sheet has the words that may stand in its columns."""
    return _workbook([])


def workbook() -> bytes:
    """Return the register as a list that can be read in again, a row for each representative."""
    rows = Organisation.objects.order_by("sort_key", "pk").select_related("municipality")
    names: dict[int, list[str]] = defaultdict(list)
    for owner, name in OrganisationAlias.objects.values_list("organisation", "name"):
        names[owner].append(name)
    speakers: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    current = Representation.objects.filter(until=None, person__is_active=True)
    for owner, *person in current.order_by("since", "pk").values_list(
        "organisation", "person__name", "person__email", "title"
    ):
        speakers[owner].append((person[0], person[1], person[2]))
    return _workbook(
        [
            *_facts(one, names[one.pk]),
            *person,
        ]
        for one in rows
        for person in speakers[one.pk] or [("", "", "")]
    )


def _facts(one: Organisation, aliases: Iterable[str]) -> list[excel.Cell]:
    place = one.municipality.name if one.municipality else str(OUTSIDE)
    between = f"{BETWEEN_NAMES} "
    # A name with the mark in it would be read as two; it stays on the organisation's own page.
    kept = between.join(name for name in aliases if BETWEEN_NAMES not in name)
    return [one.name, one.number or "", one.get_sector_display(), place, kept]


def _workbook(rows: Iterable[Sequence[excel.Cell]]) -> bytes:
    places = [place.name for place in municipalities()] + [str(OUTSIDE)]
    words = zip_longest(places, (str(label) for label in Sector.labels), fillvalue="")
    return excel.write(
        [
            excel.Sheet(_("Organisations"), [str(label) for label in COLUMNS.values()], rows),
            excel.Sheet(
                _("Words to use"),
                [str(COLUMNS["municipality"]), str(COLUMNS["sector"])],
                [list(pair) for pair in words],
            ),
        ]
    )


def _find_likes(entries: Sequence[Entry], register: _Register) -> None:
    """Say which new organisations are like one that is known, or like another of the list."""
    new = {-number: one for number, one in enumerate(entries, start=1) if one.known is None}
    if not new:
        return
    known = [
        *(
            likeness.Known(
                pk, (one.name, *register.aliases[pk]), numbers.comparable(one.number or "")
            )
            for pk, one in register.by_id.items()
        ),
        *(
            likeness.Known(
                pk, (one.name, *one.aliases.values()), numbers.comparable(one.number or "")
            )
            for pk, one in new.items()
        ),
    ]
    for found in likeness.suspicions(known, new.keys()):
        for pk, other in ((found.first, found.second), (found.second, found.first)):
            if pk in new:
                like = new[other].name if other in new else register.by_id[other].name
                new[pk].like.append(like)


def _number(text: str) -> str:
    return numbers.normalised(_NUMBER.clean(text) or "")


def _aliases(text: str) -> list[str]:
    return [_NAME.clean(name) for name in text.split(BETWEEN_NAMES) if name.strip()]


class _Name(PlainCharField):
    def clean(self, value: Any) -> str:
        name: str = super().clean(value)
        if not organisation_key(name):
            raise ValidationError(_("Write the name with letters or digits."))
        return name


_NAME = _Name(error_messages={"required": gettext_lazy("Write the name.")})
_NUMBER = PlainCharField(max_length=40, required=False)
_PERSON = PlainCharField(required=False)
_TITLE = PlainCharField(max_length=120, required=False)
_EMAIL = PlainEmailField(error_messages={"required": gettext_lazy("Write the e-mail address.")})
