"""What answers hold about a person: a copy of it, and its erasure.

An answer that has gone is a public record, which is masked at once and destroyed only under a
decision. One that has not gone is nothing but a draft, and goes.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from varv.consultation.models import Answer, AnswerCorrection
from varv.registry import kinds, rights
from varv.registry.actions import mask
from varv.registry.kinds import Ref
from varv.registry.masking import files_to_show
from varv.registry.models import Masking, Record
from varv.registry.rights import Consequence, Fate
from varv.text.translated_forms import language_name

WORDS = {
    "answers": _("Answers to your input"),
    "corrections": _("Corrections of answers"),
    "records": _("Answers in the register"),
    "round": _("Round"),
    "record": _("Record"),
    "inputs": _("Your input"),
    "state": _("State"),
    "language": _("Language"),
    "way": _("How it goes"),
    "postal_address": _("Postal address"),
    "subject": _("Subject"),
    "opening": _("Before the points"),
    "closing": _("After the points"),
    "letter": _("Letter"),
    "sent_at": _("Sent"),
    "posted_at": _("Posted"),
    "reason": _("Reason"),
    "title": _("Title"),
    "text": _("Text"),
    "received_at": _("Sent"),
    "files": _("Files"),
}
READINGS: dict[str, rights.Reading] = {
    "state": rights.labels(Answer.State),
    "way": rights.labels(Answer.Way),
    "language": language_name,
}
_WORDED = {"subject": "", "opening": "", "closing": "", "postal_address": ""}


def export(person_id: int) -> dict[str, Any]:
    """Return what the person was answered, and what is being drafted for them."""
    return {
        "answers": [_answer(one) for one in _answers(person_id)],
        "corrections": [_correction(one) for one in _corrections(person_id)],
        "records": rights.export_records(_records(person_id)),
    }


def erase(person_id: int) -> int:
    """Mask what has gone, delete what has not; return how many changed."""
    # First: what is masked in a record is masked in what it was made of, where that still stands.
    blank_worded(_answers(person_id), _corrections(person_id))
    records = list(_records(person_id))
    for entry in records:
        there = files_to_show().filter(records=entry, destroyed_at=None)
        enclosed = [file.pk for file in there if not file.withheld]
        mask(
            None,
            thing=entry,
            fields=("title", "text"),
            files=enclosed,
            ground=Masking.Ground.ERASURE,
        )
    drafts = list(_answers(person_id).exclude(state=Answer.State.SENT))
    for draft in drafts:
        draft.delete()
    return len(records) + len(drafts)


def blank_worded(answers: "QuerySet[Answer]", corrections: "QuerySet[AnswerCorrection]") -> None:
    """Take out what the answers themselves keep; the words that went are in their records."""
    answers.update(**_WORDED, trouble="")
    corrections.update(reason="", text="")


def preview(person_id: int) -> Iterable[Consequence]:
    """Tell what becomes of answers."""
    yield Consequence(
        _("Answers to input in the register, with letters"),
        _records(person_id).count(),
        Fate.MASKED,
        _(
            "They are public records. They are masked at once, and destroyed only under a "
            "disposal decision."
        ),
    )
    yield Consequence(
        _("Answers that have not been sent"),
        _answers(person_id).exclude(state=Answer.State.SENT).count(),
        Fate.ERASED,
        _("They are drafts."),
    )


def register() -> None:
    """Add what answers hold about persons."""
    rights.point.register(
        "consultation.answers",
        rights.PersonData(export, erase, preview, WORDS, READINGS, _reached),
    )


def _reached(person_id: int) -> Iterable[Ref]:
    yield from map(kinds.ref, _records(person_id))
    yield from map(kinds.ref, _answers(person_id))


def _answers(person_id: int) -> QuerySet[Answer]:
    rows = Answer.objects.filter(person_id=person_id).order_by("pk")
    return rows.select_related("round", "record__case", "letter")


def _corrections(person_id: int) -> QuerySet[AnswerCorrection]:
    rows = AnswerCorrection.objects.filter(answer__person_id=person_id).order_by("pk")
    return rows.select_related("record__case", "letter")


def _records(person_id: int) -> QuerySet[Record]:
    own = Q(answer__person_id=person_id) | Q(answer_correction__answer__person_id=person_id)
    return Record.objects.filter(own).order_by("pk")


def _answer(one: Answer) -> dict[str, Any]:
    return {
        "round": str(one.round),
        "record": one.record.reference if one.record else "",
        "inputs": ", ".join(
            str(given) for given in one.contributions.select_related("record__case")
        ),
        "state": one.state,
        "language": one.language,
        "way": one.way,
        "postal_address": one.postal_address,
        "subject": one.subject,
        "opening": one.opening,
        "closing": one.closing,
        "letter": one.letter.name if one.letter else "",
        "sent_at": one.sent_at.isoformat() if one.sent_at else None,
        "posted_at": one.posted_at.isoformat() if one.posted_at else None,
    }


def _correction(one: AnswerCorrection) -> dict[str, Any]:
    return {
        "record": one.record.reference if one.record else "",
        "reason": one.reason,
        "text": one.text,
        "letter": one.letter.name if one.letter else "",
        "sent_at": one.sent_at.isoformat(),
    }
