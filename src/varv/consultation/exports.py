"""Input as tables: for everybody what is in the register of a round, for staff all they may read.

What is left out is said in the table itself. Everybody's file has a row for each input in the
register, for that it came is public always; where its text is not, the columns of the text are
empty, and two columns say why. So no row is missing from a file that somebody counts, and CSV,
which has no room for a note that would not be a row to programs, needs neither a second file nor a
header that nobody reads. JSON and Excel sum it up besides.

CSV and JSON are for programs: keys and codes, the same in every language. Excel is for people.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from varv import clock
from varv.consultation import describing
from varv.consultation.models import Contribution, Question, Reply, Round
from varv.consultation.queries import catalogue
from varv.consultation.queries.desk import Wanted, inputs
from varv.cycles.models import Area
from varv.files import excel, plain
from varv.files.excel import Cell, Sheet
from varv.people.models import Sector, User
from varv.registry.actions import log
from varv.text import voice
from varv.text.dates import moment

Row = Contribution


@dataclass(frozen=True)
class Column:
    """One column: its key for programs, its heading for people, and how it reads to each."""

    key: str
    heading: str
    value: Callable[[Row], Cell]
    reads: Callable[[Row], Cell] | None = None
    # Whether it stays empty where everybody may not read the text.
    is_text: bool = False

    def for_programs(self, row: Row) -> Cell:
        """Return the cell in CSV."""
        return None if self._is_closed(row) else self.value(row)

    def for_people(self, row: Row) -> Cell:
        """Return the cell in Excel."""
        return None if self._is_closed(row) else (self.reads or self.value)(row)

    def _is_closed(self, row: Row) -> bool:
        return self.is_text and bool(getattr(row, "left_out", ""))


# -- for everybody -------------------------------------------------------------------------------


def public_csv(round_: Round) -> Iterator[str]:
    """Give the register of a round as CSV."""
    rows = _in_turn(catalogue.registered_contributions(round_))
    return _csv(_public_columns(round_), rows)


def public_json(round_: Round) -> Iterator[str]:
    """Give the register of a round as JSON, with what is left out summed up before it."""
    number = catalogue.left_out(round_)
    about = {
        "round": round_.slug,
        "title": str(round_),
        "case": round_.case.number,
        "url": f"{settings.BASE_URL}{round_.get_absolute_url()}",
        "taken_out_at": clock.now(),
        "left_out": {
            code: {"count": getattr(number, code), "why": why}
            for code, why in describing.reasons().items()
        },
    }
    rows = _in_turn(catalogue.registered_contributions(round_))
    return plain.json_text(about, "contributions", voice.kept(map(_item, rows)))


def public_excel(round_: Round) -> Any:
    """Return the register of a round as a workbook with a sheet about it: a file to be closed."""
    rows = _in_turn(catalogue.registered_contributions(round_))
    return _excel(_public_columns(round_), rows, about=str(round_), notes=_notes(round_))


def _item(row: Row) -> dict[str, Any]:
    code: str = row.left_out  # type: ignore[attr-defined]
    told = describing.facts(row) if code else describing.whole(row)
    return told | {"left_out": code or None, "left_out_reason": describing.why(row, code) or None}


def _notes(round_: Round) -> list[str]:
    number = catalogue.left_out(round_)
    left_out = [
        _("%(number)s without text: %(why)s") % {"number": getattr(number, code), "why": why}
        for code, why in describing.reasons().items()
        if getattr(number, code)
    ]
    return [
        _("Taken out %(moment)s.") % {"moment": moment(clock.now())},
        _(
            "There is a row for everything in the register. People who speak for themselves are "
            "not named, and organisations once their names are checked."
        ),
        *(left_out or [_("No text is left out.")]),
        _long_texts(),
        f"{settings.BASE_URL}{round_.get_absolute_url()}",
    ]


def _long_texts() -> str:
    return _("Excel cuts texts after 32,767 characters. The whole ones are in the JSON file.")


def _public_columns(round_: Round) -> list[Column]:
    return [
        *_facts(),
        Column("sector", _("Sector"), lambda row: row.sector, _sector, is_text=True),
        Column("municipality", _("Municipality"), _code, _municipality, is_text=True),
        Column("outside_region", _("Outside the region"), _outside, _yes(_outside), is_text=True),
        Column("language", _("Language"), lambda row: row.language, is_text=True),
        Column("changed_at", _("Changed"), lambda row: row.changed_at, is_text=True),
        Column("title", _("Title"), lambda row: row.title, is_text=True),
        Column("text", _("Text"), lambda row: row.text, is_text=True),
        *_answers(round_),
        Column("comments", _("Comments"), describing.comments_alone, is_text=True),
        Column("files", _("Files"), lambda row: len(row.files.all()), is_text=True),
        Column("left_out", _("Text left out"), _left_out, _why_left_out),
        Column("left_out_reason", _("Law or reason"), _reason),
    ]


def _answers(round_: Round) -> Iterator[Column]:
    """Give a column for each question, and each area where it is asked for each."""
    for question, area in _asked(round_):
        heading = f"{question} ({area})" if area else str(question)
        key = f"answer_{question.position}_{area.slug}" if area else f"answer_{question.position}"
        yield Column(key, heading, _answer_to(question, area), is_text=True)


def _asked(round_: Round) -> Iterator[tuple[Question, Area | None]]:
    """Return what was asked, also about areas that are no longer in use but were answered about."""
    answered = Reply.objects.filter(question__round=round_).order_by().values("area")
    now = Q(programme=round_.programme_id, state=Area.State.ACTIVE)
    areas = list(Area.objects.filter(now | Q(pk__in=answered)))
    for question in round_.questions.all():
        for area in areas if question.per_area else [None]:
            yield question, area


def _answer_to(question: Question, area: Area | None) -> Callable[[Row], Cell]:
    wanted = (question.pk, area.pk if area else None)

    def answer(row: Row) -> str:
        return "\n".join(
            describing.answer(one)
            for one in row.replies.all()
            if (one.question_id, one.area_id) == wanted
        )

    return answer


# -- for staff -----------------------------------------------------------------------------------


def staff_file(actor: User, form: str, wanted: Wanted) -> Any:
    """Return all input that is asked for, in one of the forms; that it was taken out is logged.

    Of CSV and JSON it is the text bit by bit, of Excel a file to be closed.
    """
    _log(actor, form, wanted)
    columns = _staff_columns()
    rows = _in_turn(catalogue.told_why(inputs(wanted)).order_by("received_at", "pk"))
    if form == "xlsx":
        return _excel(columns, rows, about=_("Input"), notes=_staff_notes())
    if form == "csv":
        return _csv(columns, rows)
    items = ({column.key: column.for_programs(row) for column in columns} for row in rows)
    about = {"taken_out_at": clock.now(), "note": " ".join(_staff_notes())}
    return plain.json_text(about, "contributions", voice.kept(items))


@transaction.atomic
def _log(actor: User, form: str, wanted: Wanted) -> None:
    """Log who took out what by how it was asked for: there may be 50,000 of them."""
    log(
        actor,
        "consultation.export",
        wanted.round,
        form=form,
        count=inputs(wanted).count(),
        asked=wanted.asked,
    )


def _staff_notes() -> list[str]:
    return [
        _("Taken out %(moment)s.") % {"moment": moment(clock.now())},
        _("The file holds personal data. Keep it where only those who need it can read it."),
        _("Input whose sender never confirmed it is left out: it is not in the register."),
        _("The column “Text left out” says what everybody cannot read, and why."),
        _long_texts(),
    ]


def _staff_columns() -> list[Column]:
    return [
        Column("round", _("Round"), lambda row: row.round.slug, lambda r: str(r.round)),
        *_facts(name=lambda row: row.organisation.name if row.organisation else ""),
        Column("state", _("State"), lambda row: row.state, lambda row: row.get_state_display()),
        Column("name", _("Name"), lambda row: row.name),
        Column("email", _("E-mail"), lambda row: row.person.email if row.person else ""),
        Column("sector", _("Sector"), lambda row: row.sector, _sector),
        Column("municipality", _("Municipality"), _code, _municipality),
        Column("outside_region", _("Outside the region"), _outside, _yes(_outside)),
        Column("language", _("Language"), lambda row: row.language),
        Column("title", _("Title"), lambda row: row.title),
        Column("text", _("Text"), lambda row: row.text),
        Column("answers", _("Answers and comments"), describing.answers_and_comments),
        Column("files", _("Files"), lambda row: ", ".join(map(str, row.files.all()))),
        Column("entered_at", _("Entered"), lambda row: row.entered_at),
        Column("changed_at", _("Changed"), lambda row: row.changed_at),
        Column("withdrawn_at", _("Withdrawn"), lambda row: row.withdrawn_at),
        Column("published_at", _("Published"), lambda row: row.published_at),
        Column("left_out", _("Text left out"), _left_out, _why_left_out),
        Column("left_out_reason", _("Law or reason"), _reason),
    ]


# -- files and columns of both -------------------------------------------------------------------


def _csv(columns: Sequence[Column], rows: Iterator[Row]) -> Iterator[str]:
    return plain.csv_lines(
        [column.key for column in columns],
        voice.kept([column.for_programs(row) for column in columns] for row in rows),
    )


def _excel(
    columns: Sequence[Column], rows: Iterator[Row], *, about: str, notes: Iterable[str]
) -> Any:
    return excel.write_long(
        [
            Sheet(
                _("Input"),
                [column.heading for column in columns],
                ([column.for_people(row) for column in columns] for row in rows),
            ),
            Sheet(_("About the file"), [about], [[text] for text in notes]),
        ]
    )


def _facts(name: Callable[[Row], Cell] | None = None) -> list[Column]:
    def told(key: str) -> Callable[[Row], Cell]:
        return lambda row: describing.facts(row)[key]

    return [
        Column("number", _("Number"), lambda row: row.record.number if row.record else None),
        Column("reference", _("Record"), str),
        Column("received_at", _("Received"), lambda row: row.received_at),
        Column("late", _("Late"), lambda row: row.is_late, _yes(lambda row: row.is_late)),
        Column(
            "channel",
            _("Channel"),
            lambda row: row.channel,
            lambda row: row.get_channel_display(),
        ),
        Column("organisation", _("Organisation"), name or told("organisation")),
        Column("answered_at", _("Answered"), told("answered_at")),
    ]


def _sector(row: Row) -> str:
    return str(Sector(row.sector).label) if row.sector else ""


def _code(row: Row) -> str:
    return row.municipality.code if row.municipality else ""


def _municipality(row: Row) -> str:
    return row.municipality.name if row.municipality else ""


def _outside(row: Row) -> bool:
    return bool(row.sector) and row.municipality is None


def _yes(tells: Callable[[Row], bool]) -> Callable[[Row], Cell]:
    return lambda row: _("yes") if tells(row) else ""


def _left_out(row: Row) -> str:
    return str(row.left_out)  # type: ignore[attr-defined]


def _why_left_out(row: Row) -> str:
    return describing.reasons().get(_left_out(row), "")


def _reason(row: Row) -> str:
    return describing.why(row, _left_out(row))


def _in_turn(rows: QuerySet[Contribution]) -> Iterator[Row]:
    """Give the rows as the database does, some hundred at a time with what belongs to them."""
    return iter(rows.iterator(chunk_size=500))
