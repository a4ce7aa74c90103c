"""What a round asks, and what is out for comment in it."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv.consultation.actions.rounds import put_drafts_out, standing
from varv.consultation.models import Document, Option, Question, Round
from varv.cycles.models import AreaVersion, ProgrammeVersion
from varv.people.models import User
from varv.registry.actions import log
from varv.text.translated import Translated

# --- questions ------------------------------------------------------------------------------------


@transaction.atomic
def add_question(
    actor: User | None,
    *,
    round: Round,  # noqa: A002
    text: Translated,
    kind: str = Question.Kind.TEXT,
    help: Translated | None = None,  # noqa: A002 - the model's word
    options: Sequence[Translated] = (),
    per_area: bool = False,
    required: bool = False,
) -> Question:
    """Ask one thing more, after what is asked already."""
    locked = standing(round)
    _check_options(kind, options)
    last = locked.questions.order_by("-position").first()
    made = Question.objects.create(
        round=locked,
        position=last.position + 1 if last else 1,
        kind=kind,
        text=text,
        help=help or Translated(),
        per_area=per_area,
        required=required,
    )
    _offer(made, options)
    log(actor, "consultation.add_question", locked, question=made.pk)
    return made


@transaction.atomic
def edit_question(
    actor: User | None,
    *,
    question: Question,
    text: Translated,
    kind: str,
    help: Translated,  # noqa: A002
    options: Sequence[Translated],
    per_area: bool,
    required: bool,
) -> Question:
    """Reword a question; once it has been answered, only its help and whether it must be."""
    standing(question.round)
    locked = _lock_question(question)
    _check_options(kind, options)
    offered = [one.text for one in locked.options.all()]
    asks = (text, kind, per_area, list(options))
    if asks != (locked.text, locked.kind, locked.per_area, offered):
        _refuse_answered(locked)
        locked.text, locked.kind, locked.per_area = text, kind, per_area
        locked.options.all().delete()
        _offer(locked, options)
    locked.help, locked.required = help, required
    locked.save()
    log(actor, "consultation.edit_question", locked.round, question=locked.pk)
    return locked


@transaction.atomic
def remove_question(actor: User | None, *, question: Question) -> None:
    """Ask it no more; what has been answered stays asked."""
    standing(question.round)
    locked = _lock_question(question)
    _refuse_answered(locked)
    log(actor, "consultation.remove_question", locked.round, question=locked.pk)
    locked.delete()


@transaction.atomic
def move_question(actor: User | None, *, question: Question, by: int) -> None:
    """Ask a question earlier (-1) or later (+1)."""
    locked = standing(question.round)
    if _shift(list(locked.questions.all()), question.pk, by):
        log(actor, "consultation.order_questions", locked, question=question.pk)


# --- documents ------------------------------------------------------------------------------------


@transaction.atomic
def put_out(
    actor: User | None,
    *,
    round: Round,  # noqa: A002
    versions: Sequence[ProgrammeVersion | AreaVersion],
) -> list[Document]:
    """Let these versions, in this order, be what is out for comment.

    Once something has come in, documents can be added and moved but none taken away: what was said
    is about the text as it stood there.
    """
    locked = standing(round)
    there = {_key(document.version): document for document in locked.documents.all()}
    kept = [_key(version) for version in versions]
    gone = [document for key, document in there.items() if key not in kept]
    if gone and locked.contributions.exists():
        raise ValidationError(
            {
                "versions": _(
                    "Input has come in. What is out for comment can no longer be taken away."
                )
            }
        )
    Document.objects.filter(pk__in=[document.pk for document in gone]).delete()
    documents = []
    for position, version in enumerate(versions, start=1):
        document = there.get(_key(version)) or Document(round=locked, **_as_field(version))
        document.position = position
        document.save()
        documents.append(document)
    if locked.is_public:
        put_drafts_out(actor, versions)
    log(actor, "consultation.put_out", locked, documents=[one.pk for one in documents])
    return documents


@transaction.atomic
def move_document(actor: User | None, *, document: Document, by: int) -> None:
    """Show a document earlier (-1) or later (+1)."""
    locked = standing(document.round)
    if _shift(list(locked.documents.all()), document.pk, by):
        log(actor, "consultation.put_out", locked, documents=[document.pk])


# --- what these acts need ------------------------------------------------------------------------


def _lock_question(question: Question) -> Question:
    return Question.objects.select_for_update(of=("self",)).get(pk=question.pk)


def _refuse_answered(question: Question) -> None:
    if question.replies.exists():
        raise ValidationError(
            {"text": _("This has been answered. What people answered must stay as it was asked.")}
        )


def _check_options(kind: str, options: Sequence[Translated]) -> None:
    if kind == Question.Kind.TEXT and options:
        raise ValidationError({"options": _("A question in own words has no answers to choose.")})
    if kind != Question.Kind.TEXT and len(options) < 2:
        raise ValidationError({"options": _("Write at least two answers to choose from.")})


def _offer(question: Question, options: Sequence[Translated]) -> None:
    Option.objects.bulk_create(
        Option(question=question, position=position, text=text)
        for position, text in enumerate(options, start=1)
    )


def _shift(rows: list[Any], pk: int, by: int) -> bool:
    """Move one of ``rows`` by a place and number all anew; tell whether there was room."""
    at = next((index for index, row in enumerate(rows) if row.pk == pk), None)
    if at is None or not 0 <= at + by < len(rows):
        return False
    rows.insert(at + by, rows.pop(at))
    for position, row in enumerate(rows, start=1):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])
    return True


def _key(version: ProgrammeVersion | AreaVersion) -> tuple[type, int]:
    return type(version), version.pk


def _as_field(version: ProgrammeVersion | AreaVersion) -> dict[str, Any]:
    if isinstance(version, AreaVersion):
        return {"area_version": version}
    return {"programme_version": version}
