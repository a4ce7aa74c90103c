"""A guest list in Excel: what was read, the check of every row, and the entering of them all.

Nothing is entered while a single row has a problem, so that a list is in or out as a whole.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from varv import clock
from varv.files import excel
from varv.files.filled import SheetRow
from varv.meetings.actions import ActorDetails, sign_up
from varv.meetings.actions.guests import lock_guests
from varv.meetings.forms_desk.participants import MAX_NEEDS
from varv.meetings.models import GuestList, Meeting, Registration
from varv.people.models import Municipality, Organisation, Region, User
from varv.people.queries import organisation_key, organisations_by_key
from varv.people.sheet_words import Words
from varv.text.hostile import PlainCharField, PlainEmailField, PlainTextField

MAX_ROWS = 500
MAX_COLUMNS = 40
MAX_TEXT = 300_000
# Whoever is called away finds the list again; what nobody enters is not kept.
WAITS = timedelta(hours=2)

# The columns, in the order of the template. Their names are also the keys of a checked row.
COLUMNS = {
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
    "organisation": gettext_lazy("Organisation"),
    "sector": gettext_lazy("Sector"),
    "municipality": gettext_lazy("Municipality"),
    "needs": gettext_lazy("Accessibility and language needs"),
}
REQUIRED = ("name", "email")


@dataclass(frozen=True)
class Problem:
    """What is wrong in one column of one row."""

    column: str
    text: str

    @property
    def label(self) -> str:
        """The column's heading."""
        return str(COLUMNS[self.column])


@dataclass(frozen=True)
class CheckedRow:
    """One row with what it means, and with what is wrong in it."""

    number: int
    cells: Mapping[str, str]
    problems: tuple[Problem, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def shown(self) -> list["ShownCell"]:
        """The cells with what is wrong in each, for the check page."""
        return [
            ShownCell(
                self.cells[key],
                " ".join(problem.text for problem in self.problems if problem.column == key),
            )
            for key in COLUMNS
        ]


@dataclass(frozen=True)
class ShownCell:
    """One cell of the check page."""

    text: str
    problem: str


def read(content: bytes, region: Region) -> list[SheetRow]:
    """Return the guests in an uploaded workbook; what makes it unreadable is told on ``file``."""
    try:
        rows = excel.read(content, max_rows=MAX_ROWS + 1, max_columns=MAX_COLUMNS)
    except ValidationError as error:
        raise ValidationError({"file": error}) from error
    if not rows:
        raise ValidationError({"file": _("The sheet is empty. Start from the template.")})
    places = _places(rows[0], region)
    guests = [_sheet_row(row, places) for row in rows[1:]]
    _refuse_unreasonable(guests)
    return guests


def check(meeting: Meeting, rows: Sequence[SheetRow], region: Region) -> list[CheckedRow]:
    """Return every row with what it means and what is wrong in it, as things are now."""
    checker = _Checker.of(meeting, rows, region)
    return [checker.check(row) for row in rows]


@transaction.atomic
def enter(actor: User, *, meeting: Meeting, rows: Sequence[CheckedRow], region: Region) -> int:
    """Sign all the guests up, or none; return how many."""
    guests = [_guest(row) for row in rows]
    people = [person for person, _needs in guests]
    lock_guests(actor, people=people, language=region.language)
    for person, needs in guests:
        sign_up(
            actor,
            meetings=[meeting],
            person=person,
            language=region.language,
            needs=needs,
            source=Registration.Source.IMPORT,
        )
    return len(rows)


def _guest(row: CheckedRow) -> tuple[ActorDetails, str]:
    """Return who the guest is, and what they need."""
    values = dict(row.values)
    needs = values.pop("needs")
    return ActorDetails(**values), needs


def _places(header: excel.Row, region: Region) -> dict[str, int]:
    """Return which column holds what, by headings in any of the region's languages."""
    try:
        return excel.columns(header, COLUMNS, region.languages, REQUIRED)
    except ValidationError as error:
        raise ValidationError({"file": error}) from error


def _sheet_row(row: excel.Row, places: Mapping[str, int]) -> SheetRow:
    found = {key: row.text(place) for key, place in places.items()}
    return SheetRow(row.number, dict.fromkeys(COLUMNS, "") | found)


def _refuse_unreasonable(guests: Sequence[SheetRow]) -> None:
    if not guests:
        raise ValidationError({"file": _("There are no guests below the headings.")})
    if len(guests) > MAX_ROWS:
        raise ValidationError(
            {"file": _("The largest list we take has %(rows)s guests.") % {"rows": MAX_ROWS}}
        )
    if sum(len(cell) for guest in guests for cell in guest.cells.values()) > MAX_TEXT:
        raise ValidationError({"file": _("There is far too much text in the cells of the sheet.")})


@dataclass
class _Checker:
    """What rows are checked against, fetched once for the whole list."""

    words: Words
    organisations: dict[str, Organisation]
    registered: set[str]
    first_row: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, meeting: Meeting, rows: Sequence[SheetRow], region: Region) -> "_Checker":
        """Fetch all that the rows may refer to."""
        taken = meeting.registrations.exclude(state=Registration.State.CANCELLED)
        return cls(
            words=Words.of(region.languages),
            organisations=organisations_by_key(row.cells["organisation"] for row in rows),
            registered=set(taken.values_list("person__email", flat=True)),
        )

    def check(self, row: SheetRow) -> CheckedRow:
        """Check one row, column by column."""
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for column, clean in self._columns().items():
            try:
                values[column] = clean(row, values)
            except ValidationError as error:
                problems += [Problem(column, str(text)) for text in error.messages]
        return CheckedRow(row.number, row.cells, tuple(problems), values)

    def _columns(self) -> dict[str, Callable[[SheetRow, dict[str, Any]], Any]]:
        return {
            "name": lambda row, _values: _NAME.clean(row.cells["name"]),
            "email": lambda row, _values: self._email(row),
            "organisation": lambda row, _values: _ORGANISATION.clean(row.cells["organisation"]),
            "sector": self._sector,
            "municipality": self._municipality,
            "needs": lambda row, _values: _NEEDS.clean(row.cells["needs"]),
        }

    def _email(self, row: SheetRow) -> str:
        email = str(_EMAIL.clean(row.cells["email"]))
        if email in self.registered:
            raise ValidationError(_("Is already signed up for the meeting. Remove the row."))
        first = self.first_row.setdefault(email, row.number)
        if first != row.number:
            raise ValidationError(
                _("The same address stands in row %(row)s. Remove one of them.") % {"row": first}
            )
        return email

    def _sector(self, row: SheetRow, values: dict[str, Any]) -> str:
        text = row.cells["sector"]
        known = self._organisation(values)
        if not text and known:
            return known.sector
        return self.words.sector(text)

    def _municipality(self, row: SheetRow, values: dict[str, Any]) -> Municipality | None:
        text = row.cells["municipality"]
        known = self._organisation(values)
        if not text and known:
            return known.municipality
        return self.words.municipality(text)

    def _organisation(self, values: dict[str, Any]) -> Organisation | None:
        return self.organisations.get(organisation_key(values.get("organisation") or ""))


_NAME = PlainCharField(error_messages={"required": gettext_lazy("Write the name.")})
_EMAIL = PlainEmailField(error_messages={"required": gettext_lazy("Write the e-mail address.")})
_ORGANISATION = PlainCharField(required=False)
_NEEDS = PlainTextField(required=False, max_length=MAX_NEEDS)


def keep(actor: User, meeting: Meeting, rows: Sequence[SheetRow]) -> None:
    """Let what was read wait until it is entered, in place of an earlier list of the same actor."""
    GuestList.objects.update_or_create(
        meeting=meeting,
        by=actor,
        defaults={
            "upload": secrets.token_urlsafe(12),
            "rows": [[row.number, row.cells] for row in rows],
            "read_at": clock.now(),
        },
    )


def kept(actor: User, meeting: Meeting) -> tuple[str, list[SheetRow]] | None:
    """Return the list that waits, with the name of its upload; None where there is none."""
    waiting = GuestList.objects.filter(
        meeting=meeting, by=actor, read_at__gt=clock.now() - WAITS
    ).first()
    if waiting is None:
        return None
    return waiting.upload, [SheetRow(number, cells) for number, cells in waiting.rows]


def drop(actor: User, meeting: Meeting) -> None:
    """Forget the list that waits."""
    GuestList.objects.filter(meeting=meeting, by=actor).delete()
