"""Who has been answered and who has not, as a file: Excel for people, CSV for programs."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from varv import clock
from varv.consultation.answering.senders import Sender, senders
from varv.consultation.models import Answer, Round
from varv.consultation.queries import answers as queries
from varv.consultation.queries.answers import Stage
from varv.files import excel, plain
from varv.files.excel import Cell
from varv.people.models import User
from varv.registry.actions import log
from varv.text.dates import moment

KEYS = (
    "inputs", "name", "email", "organisation", "language", "stage", "way", "missing", "approved_at",
    "sent_at", "posted_at", "record", "mail", "trouble",
)  # fmt: skip


@transaction.atomic
def export_answers(actor: User, *, round: Round, form: str) -> Any:  # noqa: A002 - the word of the house
    """Return a row for each sender of a round, in one of the forms; that it was taken is logged."""
    found = senders(round)
    staged = {one.pk: one for one in queries.answers(round)}
    rows = [(one, staged.get(one.answer.pk) if one.answer else None) for one in found]
    log(actor, "consultation.export_answers", round, form=form, number=len(rows))
    if form == "csv":
        return plain.csv_lines(list(KEYS), (_cells(*row, reads=False) for row in rows))
    return excel.write(
        [
            excel.Sheet(_("Answers"), _headings(), [_cells(*row, reads=True) for row in rows]),
            excel.Sheet(_("About the file"), [str(round)], [[text] for text in _notes()]),
        ]
    )


def _headings() -> list[str]:
    return [
        _("Input"), _("Name"), _("E-mail"), _("Organisation"), _("Language"), _("State"),
        _("How it goes"), _("What is missing"), _("Approved"), _("Sent"), _("Posted"), _("Record"),
        _("Mail"), _("What hinders"),
    ]  # fmt: skip


def _cells(sender: Sender, answer: Answer | None, *, reads: bool) -> Sequence[Cell]:
    first = sender.contributions[0]
    told: list[Cell] = [
        ", ".join(map(str, sender.contributions)),
        first.name,
        sender.person.email if sender.person else "",
        first.organisation.name if first.organisation else "",
        answer.language if answer else first.language,
    ]
    return [*told, *_how_far(answer, sender, reads=reads)]


def _how_far(answer: Answer | None, sender: Sender, *, reads: bool) -> Iterator[Cell]:
    if answer is None:
        yield from ("", "", sender.missing, None, None, None, "", "", "")
        return
    stage = Stage(answer.stage)  # type: ignore[attr-defined]
    message = answer.message
    yield str(stage.label) if reads else stage.value
    yield answer.get_way_display() if reads else answer.way
    yield sender.missing
    yield answer.approved_at
    yield answer.sent_at
    yield answer.posted_at
    yield answer.record.reference if answer.record else ""
    yield (message.get_state_display() if reads else message.state) if message else ""
    yield answer.trouble


def _notes() -> list[str]:
    return [
        _("Taken out %(moment)s.") % {"moment": moment(clock.now())},
        _("The file holds personal data. Keep it where only those who need it can read it."),
        _("There is a row for everybody whose input counts, answered or not."),
    ]
