"""From rows to what entering them would do, or to what is wrong in which cell."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from varv.analysis.asset_list.sheet import BETWEEN, COLUMNS, LAYOUT, dated
from varv.analysis.models import Asset, AssetImport
from varv.analysis.queries.assets import all_assets, asset_key
from varv.analysis.queries.coordinates import box, doubt
from varv.bodies.dates import Precision
from varv.cycles.models import Area
from varv.files import excel
from varv.files.filled import Sheet, SheetRow
from varv.people.models import Organisation
from varv.people.queries import organisation_key, organisations_by_key, the_region
from varv.people.sheet_words import Words
from varv.text.days import refuse_far_off
from varv.text.hostile import PlainCharField, PlainTextField
from varv.text.sorting import sort_key
from varv.text.translated import Translated

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?: 00:00:00)?)?)?")
_LIMITS = {"latitude": 90, "longitude": 180}
_NAME = PlainCharField()
_LINE = PlainCharField(required=False, max_length=300)
_PLACE = PlainCharField(required=False, max_length=120)
_TEXT = PlainTextField(required=False)
_DOUBTS = {
    "swapped": gettext_lazy("Latitude and longitude are the other way round."),
    "outside": gettext_lazy(
        "The coordinates are far from the region. Mend them, or leave them out and enter them by "
        "hand."
    ),
}
_WEB = URLValidator(schemes=["https", "http"])


@dataclass(frozen=True)
class Problem:
    """What is wrong in one cell, with its address such as "C17"."""

    row: int
    cell: str
    text: str
    typed: str


@dataclass
class Entry:
    """One asset of the list, and what entering it would do: ``values`` are for the action."""

    row: int
    name: str
    values: dict[str, Any]
    known: Asset | None = None
    changed: list[str] = field(default_factory=list)

    @property
    def state(self) -> str:
        """``new``, ``changed`` or ``known``."""
        if self.known is None:
            return "new"
        return "changed" if self.changed else "known"

    @property
    def changes(self) -> str:
        """What would change, in words."""
        return ", ".join(str(COLUMNS[key]) for key in self.changed)


@dataclass(frozen=True)
class Plan:
    """What entering the list would do, and what stands in the way."""

    entries: tuple[Entry, ...]
    problems: tuple[Problem, ...]

    def of(self, state: str) -> list[Entry]:
        """Return the assets in one state."""
        return [one for one in self.entries if one.state == state]

    def told(self) -> list[list[Any]]:
        """Return what somebody is shown, and says yes to."""
        return [[one.row, one.name, one.state, one.changed] for one in self.entries]


def planned_again(draft: AssetImport) -> Plan:
    """Return what entering a list that waits would do, as the register is now."""
    return plan(LAYOUT.from_json(draft.rows or {}), the_region().languages)


def plan(sheet: Sheet, languages: Iterable[str]) -> Plan:
    """Return what entering the sheet would do, as the register is now."""
    planner = _Planner(sheet, list(languages))
    for row in sheet.rows:
        planner.take(row)
    return Plan(tuple(planner.entries), tuple(planner.problems))


class _Planner:
    """Takes the rows one by one and gathers assets and problems."""

    def __init__(self, sheet: Sheet, languages: list[str]) -> None:
        self.entries: list[Entry] = []
        self.problems: list[Problem] = []
        self._columns = sheet.columns
        self._language = languages[0]
        self._box = box()
        self._known = {one.sort_key: one for one in all_assets()}
        self._owners = organisations_by_key(row.cells["owner"] for row in sheet.rows)
        self._words = Words.of(languages)
        self._kinds = {
            sort_key(text): key
            for key, texts in excel.in_all_languages(dict(Asset.Kind.choices), languages)
            for text in (*texts, key)
        }
        self._areas: dict[str, Area] = {
            sort_key(text): area
            # Where an area in use has the name of a retired one, the one in use is meant.
            for area in Area.objects.order_by("-state", "position", "pk")
            for text in (*area.name.values(), area.slug)
        }
        self._seen: dict[str, int] = {}

    def take(self, row: SheetRow) -> None:
        """Check one row, column by column, and say what entering it would do."""
        before = len(self.problems)
        name = self._clean(row, "name", _NAME.clean)
        key = asset_key(name or "")
        if name and not key:
            self._wrong(row, "name", _("Write the name with letters or digits."))
        elif key in self._seen:
            text = _("The same name stands in row %(row)s.") % {"row": self._seen[key]}
            self._wrong(row, "name", text)
        said = {
            column: self._clean(row, column, clean)
            for column, clean in self._cleaners().items()
            if row.cells[column]
        }
        known = self._known.get(key)
        if known is None:
            for column in ("kind", "source", "dated_on"):
                if not row.cells[column]:
                    self._wrong(row, column, _("Fill this in for a new asset."))
        if len(self.problems) > before:
            return
        self._seen[key] = row.number
        self.entries.append(self._entry(row, name, said, known))

    def _cleaners(self) -> Mapping[str, Callable[[str], Any]]:
        return {
            "kind": self._kind,
            "owner": self._owner,
            "municipality": self._words.municipality,
            "place": _PLACE.clean,
            "latitude": lambda text: _degrees(text, "latitude"),
            "longitude": lambda text: _degrees(text, "longitude"),
            "areas": self._some_areas,
            "description": _TEXT.clean,
            "source": _LINE.clean,
            "source_url": _address,
            "dated_on": _day,
        }

    def _entry(self, row: SheetRow, name: str, said: dict[str, Any], known: Asset | None) -> Entry:
        values: dict[str, Any] = _values_of(known) if known else {"name": name, "areas": []}
        before = dict(values)
        if known and row.cells["dated_on"] == dated(known.dated_on, known.precision):
            said = {column: value for column, value in said.items() if column != "dated_on"}
        for column, value in said.items():
            if column == "dated_on":
                values["dated_on"], values["precision"] = value
            elif column == "description":
                values["description"] = Translated(
                    {**before.get("description", {}), self._language: value}
                )
            else:
                values[column] = value
        if (values.get("latitude") is None) != (values.get("longitude") is None):
            self._wrong(row, "latitude", _("Give both coordinates, or none."))
        place = (values.get(name) for name in ("municipality", "latitude", "longitude"))
        if (why := doubt(self._box, *place)) and {"latitude", "longitude"} & said.keys():
            self._wrong(row, "latitude", str(_DOUBTS[why]))
        # A date that is still there is another one, or known more or less exactly.
        changed = [
            column
            for column in said
            if column == "dated_on" or values[column] != before.get(column)
        ]
        return Entry(row.number, known.name if known else name, values, known, changed)

    def _clean(self, row: SheetRow, key: str, clean: Callable[[str], Any]) -> Any:
        try:
            return clean(row.cells[key])
        except ValidationError as error:
            self._wrong(row, key, " ".join(error.messages))
            return None

    def _wrong(self, row: SheetRow, key: str, text: str) -> None:
        cell = excel.cell(row.number, self._columns.get(key, self._columns["name"]))
        self.problems.append(Problem(row.number, cell, text, row.cells[key]))

    def _kind(self, text: str) -> str:
        try:
            return self._kinds[sort_key(text)]
        except KeyError:
            raise _one_of(Asset.Kind.labels) from None

    def _owner(self, text: str) -> Organisation:
        try:
            return self._owners[organisation_key(text)]
        except KeyError:
            raise ValidationError(
                _("No organisation has this name. Add it under Organisations first.")
            ) from None

    def _some_areas(self, text: str) -> list[Area]:
        names = [name for name in text.split(BETWEEN) if name.strip()]
        if any(sort_key(name) not in self._areas for name in names):
            raise _one_of({area.pk: str(area) for area in self._areas.values()}.values())
        found = {area.pk: area for area in (self._areas[sort_key(name)] for name in names)}
        return sorted(found.values(), key=lambda area: (area.position, area.pk))


def _values_of(known: Asset) -> dict[str, Any]:
    names = ["name", "kind", "owner", "municipality", "place", "latitude", "longitude"]
    names += ["description", "source", "source_url", "dated_on", "precision"]
    areas = sorted(known.areas.all(), key=lambda area: (area.position, area.pk))
    return {name: getattr(known, name) for name in names} | {"areas": areas}


def _one_of(labels: Iterable[Any]) -> ValidationError:
    choices = ", ".join(str(label) for label in labels)
    return ValidationError(_("Write one of: %(choices)s.") % {"choices": choices})


def _degrees(text: str, which: str) -> Decimal:
    try:
        value = Decimal(text.replace(",", ".")).quantize(Decimal("0.00001"))
    except InvalidOperation:
        value = None
    if value is None or not value.is_finite() or abs(value) > _LIMITS[which]:
        raise ValidationError(
            _("Write degrees as a number, such as 63.17700 (at most %(most)s).")
            % {"most": _LIMITS[which]}
        )
    return value


def _address(text: str) -> str:
    line: str = PlainCharField(max_length=200).clean(text)
    try:
        _WEB(line)
    except ValidationError:
        raise ValidationError(_("Write a web address that begins with https://.")) from None
    return line


def _day(text: str) -> tuple[date, str]:
    """Return a day and how exactly it is known: 2021, 2021-05 or 2021-05-17."""
    found = _DAY.fullmatch(text)
    year, month, day = found.groups() if found else ("0", "", "")  # there is no year 0
    try:
        value = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise ValidationError(_("Write a date as 2021, 2021-05 or 2021-05-17.")) from None
    refuse_far_off(value)
    return value, Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
