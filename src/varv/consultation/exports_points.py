"""Points as tables: for everybody what is signed and public, for staff all they ask for.

CSV is for programs: keys and codes, the same in every language. Excel is for people.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from varv import clock
from varv.consultation import describing
from varv.consultation.models import Disposition, Point, Round
from varv.consultation.queries import answered
from varv.consultation.queries import points as queries
from varv.consultation.queries.points import PointsWanted
from varv.files import excel, plain
from varv.files.excel import Cell, Sheet
from varv.people.models import Sector, User
from varv.registry import kinds
from varv.registry.actions import log
from varv.registry.kinds import Ref
from varv.text import voice
from varv.text.dates import moment

FORMS = ("csv", "xlsx")
_AT_ONCE = 500


@dataclass(frozen=True)
class Row:
    """One point, what holds for it, and what it changed."""

    point: Point
    holds: Disposition | None
    changed: str


@dataclass(frozen=True)
class Column:
    """One column: its key for programs, its heading for people, and how it reads to each."""

    key: str
    heading: str
    value: Callable[[Row], Cell]
    reads: Callable[[Row], Cell] | None = None


def public_file(round_: Round, form: str) -> Any:
    """Return the points of a round that everybody may read, in one of the forms."""
    rows = _rows(answered.public_points(round_), _Visitor())
    notes = [
        _("Taken out %(moment)s.") % {"moment": moment(clock.now())},
        _("There is a row for each point that is answered and signed, of input that is public."),
        f"{settings.BASE_URL}{round_.get_absolute_url()}",
    ]
    return _file(form, _public_columns(), rows, about=str(round_), notes=notes)


def staff_file(actor: User, form: str, wanted: PointsWanted) -> Any:
    """Return all points that are asked for; that they were taken out is logged."""
    found = queries.points(wanted)
    _log(actor, form, wanted, found)
    notes = [
        _("Taken out %(moment)s.") % {"moment": moment(clock.now())},
        _("The file holds personal data. Keep it where only those who need it can read it."),
    ]
    return _file(form, _staff_columns(), _rows(found, actor), about=_("Points"), notes=notes)


class _Visitor:
    """Somebody who may see what everybody may."""

    def has_perm(self, _name: str) -> bool:
        """Refuse."""
        return False


@transaction.atomic
def _log(actor: User, form: str, wanted: PointsWanted, found: QuerySet[Point]) -> None:
    log(
        actor,
        "consultation.export_points",
        wanted.round,
        form=form,
        count=found.count(),
        asked=wanted.asked,
    )


def _file(
    form: str, columns: Sequence[Column], rows: Iterator[Row], *, about: str, notes: Sequence[str]
) -> Any:
    if form == "csv":
        return plain.csv_lines(
            [column.key for column in columns],
            voice.kept([column.value(row) for column in columns] for row in rows),
        )
    return excel.write_long(
        [
            Sheet(
                _("Points"),
                [column.heading for column in columns],
                ([(column.reads or column.value)(row) for column in columns] for row in rows),
            ),
            Sheet(_("About the file"), [about], [[text] for text in notes]),
        ]
    )


def _rows(found: QuerySet[Point], user: object) -> Iterator[Row]:
    """Give the rows some hundred at a time, with what belongs to them."""
    some: list[Point] = []
    for point in queries.whole(found).order_by("pk").iterator(chunk_size=_AT_ONCE):
        some.append(point)
        if len(some) == _AT_ONCE:
            yield from _with_changes(some, user)
            some = []
    yield from _with_changes(some, user)


def _with_changes(some: Sequence[Point], user: object) -> Iterator[Row]:
    holds = {one.pk: queries.holds_for(one) for one in some}
    refs = {pk: [Ref(kind, id_) for kind, id_ in h.changed] for pk, h in holds.items() if h}
    things = kinds.describe([ref for each in refs.values() for ref in each], user)
    for one in some:
        names = [things[ref].name for ref in refs.get(one.pk, ()) if ref in things]
        yield Row(one, holds[one.pk], "; ".join(names))


def _public_columns() -> list[Column]:
    return [
        Column("point", _("Point"), lambda row: str(row.point)),
        Column(
            "organisation",
            _("Organisation"),
            lambda row: describing.organisation(row.point.contribution),
        ),
        Column("sector", _("Sector"), lambda row: row.point.contribution.sector, _sector),
        Column("municipality", _("Municipality"), _code, _municipality),
        *_said(),
        Column("signed_at", _("Signed"), lambda row: row.holds.signed_at if row.holds else None),
        Column("url", _("Address"), lambda row: row.point.get_absolute_url(), _address),
    ]


def _staff_columns() -> list[Column]:
    return [
        Column("point", _("Point"), lambda row: str(row.point)),
        Column("round", _("Round"), lambda r: r.point.contribution.round.slug, _round),
        Column(
            "state", _("State"), lambda row: row.point.state, lambda r: r.point.get_state_display()
        ),
        Column("name", _("Name"), lambda row: row.point.contribution.name),
        Column(
            "organisation",
            _("Organisation"),
            lambda row: str(row.point.contribution.organisation or ""),
        ),
        Column("sector", _("Sector"), lambda row: row.point.contribution.sector, _sector),
        Column("municipality", _("Municipality"), _code, _municipality),
        Column("merged_into", _("Merged into"), lambda row: str(row.point.merged_into or "")),
        *_said(),
        Column("answered_at", _("Answered"), lambda row: row.holds.made_at if row.holds else None),
        Column("signed_at", _("Signed"), lambda row: row.holds.signed_at if row.holds else None),
        Column(
            "returned_note",
            _("Why it was returned"),
            lambda row: row.holds.returned_note if row.holds else "",
        ),
    ]


def _said() -> list[Column]:
    return [
        Column("area", _("Area"), lambda r: r.point.area.slug if r.point.area else "", _area),
        Column("theme", _("Theme"), lambda row: str(row.point.theme or "")),
        Column("heading", _("In short"), lambda row: row.point.heading),
        Column("text", _("Text"), lambda row: row.point.text),
        Column(
            "outcome",
            _("Disposition"),
            lambda row: row.holds.outcome if row.holds else "",
            _outcome,
        ),
        Column("reason", _("Reason"), lambda row: row.holds.reason if row.holds else ""),
        Column(
            "changed_text", _("Changed text"), lambda r: r.holds.changed_text if r.holds else ""
        ),
        Column("changed", _("What it changed"), lambda row: row.changed),
    ]


def _sector(row: Row) -> str:
    sector = row.point.contribution.sector
    return str(Sector(sector).label) if sector else ""


def _code(row: Row) -> str:
    place = row.point.contribution.municipality
    return place.code if place else ""


def _municipality(row: Row) -> str:
    place = row.point.contribution.municipality
    return place.name if place else ""


def _round(row: Row) -> str:
    return str(row.point.contribution.round)


def _area(row: Row) -> str:
    return str(row.point.area or "")


def _outcome(row: Row) -> str:
    return str(Disposition.Outcome(row.holds.outcome).label) if row.holds else ""


def _address(row: Row) -> str:
    return f"{settings.BASE_URL}{row.point.get_absolute_url()}"
