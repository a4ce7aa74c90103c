"""A contact list: what was read, and what entering it would do, row by row.

A row is new, known already, or wrong. Its organisation is one of the register, under whichever of
its names or numbers it was written, or a new one that may be like another.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from varv.consultation.invitations.invitees import Invitee, Key, key_of
from varv.consultation.models import Invitation, Round
from varv.files import excel, tables
from varv.files.filled import SheetRow
from varv.people.actions import NewOrganisation
from varv.people.models import Municipality, Organisation, Region
from varv.people.organisation_list import cells
from varv.people.organisation_list.known import Register
from varv.people.queries import organisation_key
from varv.registry.mail_stops import fingerprint
from varv.registry.models import MailStop
from varv.text.hostile import PlainCharField, PlainEmailField, PlainTextField

MAX_ROWS = 5_000
MAX_COLUMNS = 40
MAX_TEXT = 2_000_000

# The columns, in the order of the template. Their names are also the keys of a row.
COLUMNS: dict[str, str | Promise] = {
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
    "organisation": gettext_lazy("Organisation"),
    "number": gettext_lazy("Organisation number"),
    "sector": gettext_lazy("Sector"),
    "municipality": gettext_lazy("Municipality"),
    "address": gettext_lazy("Postal address"),
}
#: Other headings that contact lists have.
ALSO = {
    "name": ("Kontaktperson", "Kontakt", "Contact", "Contact person", "Förnamn och efternamn"),
    "email": ("epost", "e-postadress", "epostadress", "mejl", "mail", "e-mail address", "email"),
    "organisation": ("Organisation", "Företag", "Organisationens namn", "Organization", "Company"),
    "number": ("Organisationsnr", "Org.nr", "Orgnr", "Org nr", "Organization number"),
    "municipality": ("Kommunnamn", "Kommunkod"),
    "address": ("Adress", "Postadress", "Address"),
}


@dataclass(frozen=True)
class Problem:
    """What is wrong in one column of one row."""

    column: str
    text: str

    @property
    def label(self) -> str:
        """The column's heading."""
        return str(COLUMNS[self.column])


@dataclass
class Line:
    """One row with what it means, and what entering it would do."""

    number: int
    cells: Mapping[str, str]
    invitee: Invitee | None = None
    known: bool = False
    problems: tuple[Problem, ...] = ()
    notes: list[str] = field(default_factory=list)
    like: Sequence[str] = ()

    @property
    def state(self) -> str:
        """``new``, ``known`` or ``wrong``."""
        if self.problems:
            return "wrong"
        return "known" if self.known else "new"

    @property
    def is_merged(self) -> bool:
        """Tell whether the row goes to an organisation that is called something else."""
        one = self.invitee.organisation if self.invitee else None
        written = organisation_key(self.cells["organisation"])
        return isinstance(one, Organisation) and one.sort_key != written

    @property
    def shown(self) -> list[str]:
        """The cells in the order of the columns."""
        return [self.cells[key] for key in COLUMNS]


@dataclass(frozen=True)
class Plan:
    """What entering the list would do."""

    lines: Sequence[Line]

    def of(self, state: str) -> list[Line]:
        """Return the rows in one state; ``merged`` and ``doubtful`` are among the new ones."""
        if state == "merged":
            return [one for one in self.lines if one.state == "new" and one.is_merged]
        if state == "doubtful":
            return [one for one in self.lines if one.state == "new" and one.like]
        return [one for one in self.lines if one.state == state]

    @property
    def digest(self) -> str:
        """A sum of what would be done; whom a new organisation is like is a matter of opinion."""
        seen = [[one.number, one.state, _as_seen(one.invitee)] for one in self.lines]
        return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:32]


def read(content: bytes, region: Region) -> list[SheetRow]:
    """Return the rows of an uploaded list; what makes it unreadable is told on ``file``."""
    try:
        rows = tables.read(content, max_rows=MAX_ROWS + 1, max_columns=MAX_COLUMNS)
        places = excel.columns(_header(rows), COLUMNS, region.languages, (), ALSO)
        _refuse_unreasonable(rows[1:], places)
    except ValidationError as error:
        raise ValidationError({"file": error}) from error
    blank = dict.fromkeys(COLUMNS, "")
    return [
        SheetRow(row.number, blank | {key: row.text(place) for key, place in places.items()})
        for row in rows[1:]
    ]


def plan(round: Round, rows: Sequence[SheetRow], region: Region, *, likes: bool = False) -> Plan:  # noqa: A002 - the word of the house
    """Return what entering the rows would do as things are now."""
    planner = _Planner(round, Register.of(region.languages))
    lines = [planner.take(row) for row in rows]
    planner.note_stopped(lines)
    if likes:
        planner.find_likes(lines)
    return Plan(lines)


def _header(rows: Sequence[excel.Row]) -> excel.Row:
    if not rows:
        raise ValidationError(_("The sheet is empty. Start from the template."))
    return rows[0]


def _refuse_unreasonable(rows: Sequence[excel.Row], places: Mapping[str, int]) -> None:
    if not {"email", "address"} & places.keys():
        raise ValidationError(
            _("The first row must hold the headings. Missing: %(headings)s.")
            % {"headings": COLUMNS["email"]}
        )
    if not rows:
        raise ValidationError(_("There is nobody below the headings."))
    if sum(len(str(cell)) for row in rows for cell in row.cells) > MAX_TEXT:
        raise ValidationError(_("There is far too much text in the cells of the sheet."))


def _as_seen(one: Invitee | None) -> list[Any]:
    if one is None:
        return []
    known = one.organisation.pk if isinstance(one.organisation, Organisation) else None
    place = one.municipality.pk if one.municipality else None
    return [*one.key, one.organisation_key, known, one.sector, place]


_NAME = PlainCharField(required=False)
_EMAIL = PlainEmailField(required=False)
_ADDRESS = PlainTextField(required=False, max_length=500)


class _Planner:
    """Takes the rows one by one; all that they are checked against is fetched once."""

    def __init__(self, round: Round, register: Register) -> None:  # noqa: A002
        self.register = register
        listed = Invitation.objects.filter(round=round).select_related("person", "organisation")
        self._asked: set[Key] = {key_of(one) for one in listed}
        self._first_row: dict[Key, int] = {}
        self._new: dict[str, NewOrganisation] = {}
        self._new_by_number: dict[str, NewOrganisation] = {}
        self._row_of_new: dict[str, int] = {}

    def take(self, row: SheetRow) -> Line:
        """Check one row, column by column, and tell what it means."""
        line = Line(row.number, row.cells)
        problems: list[Problem] = []
        values: dict[str, Any] = {}
        for column, clean in self._columns().items():
            try:
                values[column] = clean(row, values)
            except ValidationError as error:
                problems += [Problem(column, str(text)) for text in error.messages]
        line.problems = tuple(problems)
        if not problems:
            line.invitee = self._invitee(values)
            self._compare(line)
        return line

    def note_stopped(self, lines: Sequence[Line]) -> None:
        """Tell of those who want no mail: they may stand on the list, and get a letter."""
        prints = {
            fingerprint(one.invitee.email): one
            for one in lines
            if one.invitee and one.invitee.email and one.state == "new"
        }
        stops = MailStop.objects.filter(fingerprint__in=prints)
        for seen in stops.values_list("fingerprint", flat=True):
            prints[seen].notes.append(_("Has stopped all mail from us, and gets none."))

    def find_likes(self, lines: Sequence[Line]) -> None:
        """Tell which new organisations are like one that is known, or like another of the list."""
        new = list(self._new.values())
        found = self.register.likes([((one.name,), one.number or "") for one in new])
        by_key = {one.key: like for one, like in zip(new, found, strict=True)}
        for line in lines:
            if line.invitee and isinstance(line.invitee.organisation, NewOrganisation):
                line.like = by_key[line.invitee.organisation.key]

    def _columns(self) -> dict[str, Callable[[SheetRow, dict[str, Any]], Any]]:
        """Return how each column is read; what it leans on stands before it."""
        return {
            "name": lambda row, _values: _NAME.clean(row.cells["name"]) or "",
            "email": self._email,
            "address": lambda row, _values: _ADDRESS.clean(row.cells["address"]) or "",
            "number": lambda row, _values: cells.number(row.cells["number"]),
            "sector": self._sector,
            "municipality": self._municipality,
            "organisation": self._organisation,
        }

    def _email(self, row: SheetRow, _values: dict[str, Any]) -> str:
        email = str(_EMAIL.clean(row.cells["email"]) or "")
        if not email and not row.cells["address"]:
            raise ValidationError(_("Write an e-mail address, or a postal address."))
        return email

    def _sector(self, row: SheetRow, _values: dict[str, Any]) -> str:
        text = row.cells["sector"]
        return self.register.words.sector(text) if text else ""

    def _municipality(
        self, row: SheetRow, _values: dict[str, Any]
    ) -> tuple[Municipality | None] | None:
        """Return the municipality in a tuple, or None where the cell says nothing."""
        text = row.cells["municipality"]
        return (self.register.words.municipality(text),) if text else None

    def _organisation(
        self, row: SheetRow, values: dict[str, Any]
    ) -> Organisation | NewOrganisation | None:
        number = values.get("number") or ""
        known = self._known(row, number)
        if known is not None:
            return known
        if not row.cells["organisation"]:
            if number:
                raise ValidationError(_("No organisation has this number. Write its name too."))
            if not values.get("name") and not values.get("email"):
                raise ValidationError(_("Write a name, or an organisation."))
            return None
        return self._added(row, values, number)

    def _known(self, row: SheetRow, number: str) -> Organisation | None:
        register = self.register
        by_name = register.by_key.get(organisation_key(row.cells["organisation"]))
        by_number = register.by_number.get(number) if number else None
        if by_name and by_number and by_name != by_number:
            names = [register.by_id[pk].name for pk in (by_number, by_name)]
            text = _("The number is that of %(one)s, but the name is that of %(other)s.")
            raise ValidationError(text % {"one": names[0], "other": names[1]})
        pk = by_name or by_number
        known = register.by_id[pk] if pk else None
        if known and number and known.number and known.number != number:
            text = _("%(organisation)s has the number %(number)s. Change it on its own page.")
            raise ValidationError(text % {"organisation": known.name, "number": known.number})
        return known

    def _added(self, row: SheetRow, values: dict[str, Any], number: str) -> NewOrganisation:
        """Return the new organisation that a row names; the first row that does decides."""
        name = cells.NAME.clean(row.cells["organisation"])
        key = organisation_key(name)
        other = self._new_by_number.get(number)
        if other and other.key != key:
            text = _("The same number stands in row %(row)s, for %(organisation)s.")
            raise ValidationError(
                text % {"row": self._row_of_new[other.key], "organisation": other.name}
            )
        made = self._new.get(key)
        if made is None:
            sector = values.get("sector") or ""
            return self._first(
                row, values, NewOrganisation(key, name, sector, number=number or None)
            )
        if values.get("sector") not in ("", None, made.sector):
            text = _("Row %(row)s says otherwise of the same organisation.")
            raise ValidationError(text % {"row": self._row_of_new[key]})
        return made

    def _first(
        self, row: SheetRow, values: dict[str, Any], made: NewOrganisation
    ) -> NewOrganisation:
        """Take the first row of a new organisation, which must say what is to be known of it."""
        if not {"sector", "municipality"} <= values.keys():
            return made  # the row is wrong, and what is wrong in it is told already
        place = values["municipality"]
        said = {"sector": made.sector, "municipality": place}
        missing = [str(COLUMNS[column]) for column, text in said.items() if not text]
        if missing:
            text = _("The organisation is new here. Write this of it too: %(missing)s.")
            raise ValidationError(text % {"missing": ", ".join(missing)})
        made = replace(made, municipality_id=place[0].pk if place[0] else None)
        self._new[made.key] = made
        self._row_of_new[made.key] = row.number
        if made.number:
            self._new_by_number[made.number] = made
        return made

    def _invitee(self, values: dict[str, Any]) -> Invitee:
        organisation, place = values["organisation"], values["municipality"]
        return Invitee(
            name=values["name"],
            email=values["email"],
            organisation=organisation,
            sector=organisation.sector if organisation else values["sector"],
            municipality=place[0] if place else self._place_of(organisation),
            postal_address=values["address"],
        )

    def _place_of(self, one: Organisation | NewOrganisation | None) -> Municipality | None:
        return self.register.words.by_id(one.municipality_id) if one else None

    def _compare(self, line: Line) -> None:
        """Tell whether the same is on the list already, or stands in a row above."""
        assert line.invitee is not None  # noqa: S101 - nothing is wrong in the row
        key = line.invitee.key
        first = self._first_row.setdefault(key, line.number)
        if key in self._asked:
            line.known = True
            line.notes.append(_("Is on the list already."))
        elif first != line.number:
            line.known = True
            line.notes.append(_("Stands in row %(row)s already.") % {"row": first})
