"""Numbers that the authority's own diary gave, read from a list: all of it right, or nothing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from varv.files import excel, tables
from varv.registry.diary.entries import LABELS
from varv.registry.models import Record
from varv.text.hostile import AtMost, one_line, refuse_hostile

MAX_ROWS = 20_000
SHOWN = 50
COLUMNS = {key: LABELS[key] for key in ("reference", "external_number")}
LONGEST = Record._meta.get_field("external_number").max_length
_REFERENCE = re.compile(r"(.*\S)\s*-\s*([0-9]{1,9})")


@dataclass(frozen=True)
class Line:
    """One row of the list: the number of which record."""

    row: int
    reference: str
    number: str


def read(content: bytes) -> list[Line]:
    """Return the rows that have a number; ValidationError on ``file`` says what cannot be read."""
    languages = [code for code, _name in settings.LANGUAGES]
    try:
        rows = tables.read(content, max_rows=MAX_ROWS + 1)
        header = rows[0] if rows else excel.Row(1, ())
        columns = excel.columns(header, COLUMNS, languages, COLUMNS)
    except ValidationError as error:
        raise ValidationError({"file": error.messages}) from error
    reference, number = columns["reference"], columns["external_number"]
    lines = [Line(row.number, row.text(reference), row.text(number)) for row in rows[1:]]
    numbered = [line for line in lines if line.number]
    if not numbered:
        raise ValidationError({"file": _("No row has a number from the official register.")})
    return numbered


def matched(lines: Iterable[Line]) -> list[tuple[Record, str]]:
    """Return which record gets which number; ValidationError names every row that is wrong."""
    chosen = list(lines)
    known = _records(chosen)
    problems: list[str] = []
    found: dict[int, tuple[Record, str]] = {}
    rows: dict[int, int] = {}
    for line in chosen:
        record = known.get(_key(line.reference) or ("", 0))
        problem = _problem(line, record, rows)
        if problem:
            problems.append(_("Row %(row)s: %(problem)s") % {"row": line.row, "problem": problem})
        elif record:
            found[record.pk] = (record, line.number)
            rows[record.pk] = line.row
    if problems:
        more = len(problems) - SHOWN
        told = problems[:SHOWN]
        if more > 0:
            told.append(_("And %(count)s more rows are wrong.") % {"count": more})
        raise ValidationError({"file": told})
    return list(found.values())


def _problem(line: Line, record: Record | None, rows: dict[int, int]) -> str:
    if not line.reference:
        return _("The number of the record is missing.")
    if record is None:
        return _("There is no record %(reference)s.") % {"reference": line.reference[:80]}
    if record.pk in rows:
        return _("The record %(reference)s stands in row %(row)s too.") % {
            "reference": record.reference,
            "row": rows[record.pk],
        }
    try:
        one_line(line.number)
        refuse_hostile(line.number)
        AtMost(LONGEST)(line.number)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _records(lines: list[Line]) -> dict[tuple[str, int], Record]:
    keys = {key for line in lines if (key := _key(line.reference))}
    found = (
        Record.objects.select_related("case")
        .defer("text")
        .annotate(case_key=Lower("case__number"))
        .filter(
            case_key__in={case.lower() for case, _number in keys},
            number__in={number for _case, number in keys},
        )
    )
    return {(one.case.number.lower(), one.number): one for one in found}


def _key(reference: str) -> tuple[str, int] | None:
    match = _REFERENCE.fullmatch(reference.strip())
    return (match.group(1).lower(), int(match.group(2))) if match else None
