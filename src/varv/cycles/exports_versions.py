"""Versions that everybody may read, and their changes, as tables.

CSV is for programs: keys and codes, the same in every language. Excel is for people.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from varv import clock
from varv.cycles import queries
from varv.cycles.models import AreaVersion, ProgrammeVersion, TextChange
from varv.files import excel, plain
from varv.files.excel import Cell, Sheet
from varv.people.queries import the_region
from varv.registry.queries import Knot
from varv.text import voice
from varv.text.dates import moment

FORMS = ("csv", "xlsx")
AnyVersion = AreaVersion | ProgrammeVersion
R = TypeVar("R")


@dataclass(frozen=True)
class Column(Generic[R]):
    """One column: its key for programs, its heading for people, and how it reads to each."""

    key: str
    heading: str
    value: Callable[[R], Cell]
    reads: Callable[[R], Cell] | None = None


@dataclass(frozen=True)
class ChangeRow:
    """One change of a version, and what it came from."""

    version: AnyVersion
    change: TextChange
    sources: Sequence[Knot]


def archive_file(form: str) -> Any:
    """Return all public versions of the programmes and of the areas, in one of the forms."""
    rows: Iterator[AnyVersion] = chain(queries.archive(), queries.areas_archive())
    note = _("There is a row for each version that was out for comment or adopted.")
    return _file(form, _("Versions"), _version_columns(), rows, note)


def changes_file(form: str, version: AnyVersion) -> Any:
    """Return the changes of a version, each with what it came from that everybody may see."""
    found = queries.traces_of_changes(version, AnonymousUser())
    rows = (
        ChangeRow(version, one, found.get(one.pk, ()))
        for one in queries.changes_of(version).order_by("field", "language", "anchor")
    )
    note = _("There is a row for each changed stretch of the text, in each language.")
    return _file(form, _("Changes"), _change_columns(), rows, note)


def _file(form: str, name: str, columns: Sequence[Column[R]], rows: Iterator[R], note: str) -> Any:
    if form == "csv":
        return plain.csv_lines(
            [column.key for column in columns],
            voice.kept([column.value(row) for column in columns] for row in rows),
        )
    told = ([(column.reads or column.value)(row) for column in columns] for row in rows)
    notes = [[_("Taken out %(moment)s.") % {"moment": moment(clock.now())}], [note]]
    return excel.write_long(
        [
            Sheet(name, [column.heading for column in columns], told),
            Sheet(_("About the file"), [name], notes),
        ]
    )


def _version_columns() -> list[Column[AnyVersion]]:
    return [
        Column("of", _("Of what"), lambda one: one.of, _kind),
        Column("key", _("Address word"), _key),
        Column("number", _("Version"), lambda one: one.number),
        Column("state", _("State"), lambda one: one.state, lambda one: one.get_state_display()),
        Column("date", _("Date"), _date),
        Column("based_on", _("Based on version"), lambda one: _number(one.based_on)),
        Column("replaces", _("Took the place of version"), lambda one: _number(one.replaces)),
        Column("body", _("Decided by"), lambda one: str(one.decision.body) if one.decision else ""),
        Column("decided_on", _("Decided"), lambda r: r.decision.decided_on if r.decision else None),
        Column("reference", _("Decision"), lambda r: r.decision.reference if r.decision else ""),
        Column("reason", _("Why"), _why),
        *(column for language in the_region().languages for column in _worded(language)),
        Column("url", _("Address"), lambda one: one.get_absolute_url(), _address),
    ]


def _worded(language: str) -> Iterator[Column[AnyVersion]]:
    for field, heading in (("name", _("Name")), ("summary", _("In short")), ("text", _("Text"))):
        yield Column(
            f"{field}_{language}",
            f"{heading} ({language})",
            lambda one, field=field: _text(one, field, language),  # type: ignore[misc]
        )


def _text(version: AnyVersion, field: str, language: str) -> str:
    """Return one text of a version; what a programme is called is its title."""
    if isinstance(version, ProgrammeVersion):
        field = {"name": "title", "summary": "note"}.get(field, field)
    text: str = getattr(version, field).get(language, "")
    return text


def _change_columns() -> list[Column[ChangeRow]]:
    return [
        Column("version", _("Version"), lambda row: row.version.number),
        Column("base", _("Based on version"), lambda row: _number(row.version.based_on)),
        Column(
            "field",
            _("Where"),
            lambda row: row.change.field,
            lambda row: row.change.get_field_display(),
        ),
        Column("language", _("Language"), lambda row: row.change.language),
        Column("paragraph", _("Paragraph"), lambda row: row.change.anchor + 1),
        Column("before", pgettext("of a change", "Before"), lambda row: row.change.before),
        Column("after", pgettext("of a change", "After"), lambda row: row.change.after),
        Column("comes_from", _("Comes from"), _names),
        Column("comes_from_urls", _("Addresses of what it comes from"), _urls),
        Column(
            "url",
            _("Address"),
            lambda row: f"{row.version.get_absolute_url()}#change-{row.change.pk}",
            lambda row: f"{_address(row.version)}#change-{row.change.pk}",
        ),
    ]


def _kind(version: AnyVersion) -> str:
    return _("Area") if version.of == AreaVersion.of else _("Programme")


def _key(version: AnyVersion) -> str:
    return version.area.slug if isinstance(version, AreaVersion) else version.programme.key


def _date(version: AnyVersion) -> Cell:
    return version.at.date() if isinstance(version, AreaVersion) else version.dated_on


def _number(version: AnyVersion | None) -> int | None:
    return version.number if version else None


def _why(version: AnyVersion) -> str:
    return version.reason if isinstance(version, AreaVersion) else ""


def _names(row: ChangeRow) -> str:
    return "; ".join(knot.thing.name for knot in row.sources)


def _urls(row: ChangeRow) -> str:
    return " ".join(
        f"{settings.BASE_URL}{knot.thing.url}" for knot in row.sources if knot.thing.url
    )


def _address(version: AnyVersion) -> str:
    return f"{settings.BASE_URL}{version.get_absolute_url()}"
