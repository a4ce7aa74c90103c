"""Rounds: from the draft to the last day, what they ask, and what is out for comment."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv import clock
from varv.bodies.dates import Precision
from varv.consultation.models import Document, Option, Question, Round
from varv.cycles.models import AreaVersion, Programme, ProgrammeVersion
from varv.people.models import User
from varv.registry.actions import log
from varv.registry.models import Case
from varv.text.slugs import slug
from varv.text.translated import Translated

State = Round.State
# What may stand at the public addresses of rounds besides rounds.
RESERVED = frozenset({"new", "confirm", "sent", "draft", "earlier"})


@transaction.atomic
def create_round(
    actor: User | None,
    *,
    programme: Programme,
    case: Case,
    title: Translated,
    opens_at: datetime,
    closes_at: datetime,
    summary: Translated | None = None,
    mail_subject: Translated | None = None,
    concerns_sami: bool = False,
    responsible: User | None = None,
) -> Round:
    """Begin a round as a draft, which only staff sees."""
    _check_period(opens_at, closes_at)
    made = Round.objects.create(
        programme=programme,
        case=case,
        slug=_free_slug(title),
        title=title,
        summary=summary or Translated(),
        mail_subject=mail_subject or Translated(),
        opens_at=opens_at,
        closes_at=closes_at,
        concerns_sami=concerns_sami,
        responsible=responsible,
    )
    log(actor, "consultation.create_round", made)
    return made


@transaction.atomic
def enter_earlier_round(
    actor: User | None,
    *,
    programme: Programme,
    case: Case,
    title: Translated,
    dated_on: date,
    precision: str = Precision.DAY,
    note: Translated | None = None,
) -> Round:
    """Enter a round that was held before varv, with what is known of it and no more."""
    _check_past(dated_on)
    made = Round.objects.create(
        programme=programme,
        case=case,
        slug=_free_slug(title),
        title=title,
        state=State.EARLIER,
        dated_on=dated_on,
        precision=precision,
        note=note or Translated(),
    )
    log(actor, "consultation.enter_earlier_round", made)
    return made


@transaction.atomic
def edit_earlier_round(
    actor: User | None,
    *,
    round: Round,  # noqa: A002 - the word of the house
    title: Translated,
    dated_on: date,
    precision: str,
    note: Translated,
) -> Round:
    """Correct what is known of an earlier round."""
    locked = lock(round)
    if locked.state != State.EARLIER:
        raise ValidationError(_("This is no earlier round."))
    _check_past(dated_on)
    locked.title, locked.note = title, note
    locked.dated_on, locked.precision = dated_on, precision
    locked.save()
    log(actor, "consultation.edit_round", locked)
    return locked


@transaction.atomic
def edit_round(actor: User | None, *, round: Round, **values: Any) -> Round:  # noqa: A002
    """Change what is said about a round; the days of a published one are moved instead."""
    locked = _standing(round)
    if locked.state != State.DRAFT:
        values = {name: values[name] for name in values if name not in {"opens_at", "closes_at"}}
        if values.get("case", locked.case) != locked.case and locked.contributions.exists():
            raise ValidationError(
                {"case": _("Input has come in and has its number in the present case.")}
            )
    for name, value in values.items():
        setattr(locked, name, value)
    assert locked.opens_at is not None and locked.closes_at is not None  # noqa: S101, PT018 - the constraint holds it
    _check_period(locked.opens_at, locked.closes_at)
    locked.save()
    log(actor, "consultation.edit_round", locked)
    return locked


@transaction.atomic
def publish_round(actor: User | None, *, round: Round) -> Round:  # noqa: A002
    """Let everybody see the round; it takes input from the moment it opens."""
    locked = lock(round)
    if locked.state != State.DRAFT:
        raise ValidationError(_("Only a draft can be published."))
    if locked.closes_at is None or locked.closes_at <= clock.now():
        raise ValidationError(_("The last day is over. Choose a coming day first."))
    locked.state = State.PUBLISHED
    locked.save(update_fields=["state"])
    log(actor, "consultation.publish_round", locked)
    return locked


@transaction.atomic
def move_round(
    actor: User | None,
    *,
    round: Round,  # noqa: A002
    opens_at: datetime,
    closes_at: datetime,
) -> Round:
    """Move the days of a published round; nobody is mailed, and what was late may be in time.

    Once it has opened, its beginning is a fact. The end may be any moment that has not come: a
    round that is closed opens again.
    """
    locked = lock(round)
    now = clock.now()
    if locked.state != State.PUBLISHED or locked.opens_at is None or locked.closes_at is None:
        raise ValidationError(_("Only a published round can be moved."))
    if opens_at != locked.opens_at and locked.opens_at <= now:
        raise ValidationError({"opens_at": _("The round has opened; only its end can be moved.")})
    _check_period(opens_at, closes_at)
    if closes_at <= now:
        raise ValidationError({"closes_at": _("This moment is over. Choose a coming one.")})
    moved = {
        "opens": [locked.opens_at.isoformat(), opens_at.isoformat()],
        "closes": [locked.closes_at.isoformat(), closes_at.isoformat()],
    }
    locked.opens_at, locked.closes_at = opens_at, closes_at
    locked.save(update_fields=["opens_at", "closes_at"])
    locked.contributions.filter(received_at__lt=closes_at, is_late=True).update(is_late=False)
    locked.contributions.filter(received_at__gte=closes_at, is_late=False).update(is_late=True)
    log(actor, "consultation.move_round", locked, **moved)
    return locked


@transaction.atomic
def cancel_round(actor: User | None, *, round: Round, reason: str) -> Round:  # noqa: A002
    """Call a round off for good; what has come in stays in the register."""
    locked = lock(round)
    if locked.state != State.PUBLISHED:
        raise ValidationError(_("Only a published round can be cancelled."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    locked.state, locked.cancel_reason = State.CANCELLED, reason.strip()
    locked.save(update_fields=["state", "cancel_reason"])
    log(actor, "consultation.cancel_round", locked)
    return locked


@transaction.atomic
def delete_round(actor: User | None, *, round: Round) -> None:  # noqa: A002
    """Throw a draft away, or an earlier round that was entered by mistake."""
    locked = lock(round)
    if locked.state not in {State.DRAFT, State.EARLIER}:
        raise ValidationError(_("Only a draft can be deleted. Cancel the round instead."))
    log(actor, "consultation.delete_round", locked)
    locked.delete()


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
    locked = _standing(round)
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
    _standing(question.round)
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
    _standing(question.round)
    locked = _lock_question(question)
    _refuse_answered(locked)
    log(actor, "consultation.remove_question", locked.round, question=locked.pk)
    locked.delete()


@transaction.atomic
def move_question(actor: User | None, *, question: Question, by: int) -> None:
    """Ask a question earlier (-1) or later (+1)."""
    locked = _standing(question.round)
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
    locked = _standing(round)
    there = {_key(document.version): document for document in locked.documents.all()}
    kept = [_key(version) for version in versions]
    gone = [document for key, document in there.items() if key not in kept]
    if gone and locked.contributions.exists():
        raise ValidationError(
            {"versions": _("Input has come in. What is out for comment can no longer be taken away.")}
        )
    Document.objects.filter(pk__in=[document.pk for document in gone]).delete()
    documents = []
    for position, version in enumerate(versions, start=1):
        document = there.get(_key(version)) or Document(round=locked, **_as_field(version))
        document.position = position
        document.save()
        documents.append(document)
    log(actor, "consultation.put_out", locked, documents=[one.pk for one in documents])
    return documents


@transaction.atomic
def move_document(actor: User | None, *, document: Document, by: int) -> None:
    """Show a document earlier (-1) or later (+1)."""
    locked = _standing(document.round)
    if _shift(list(locked.documents.all()), document.pk, by):
        log(actor, "consultation.put_out", locked, documents=[document.pk])


# --- what all of them need ------------------------------------------------------------------------


def lock(round: Round) -> Round:  # noqa: A002
    """Lock a round so that nothing can come in meanwhile: input refers to it by a foreign key."""
    return Round.objects.select_for_update(of=("self",)).select_related("case").get(pk=round.pk)


def _standing(round: Round) -> Round:  # noqa: A002
    locked = lock(round)
    if locked.state not in {State.DRAFT, State.PUBLISHED}:
        raise ValidationError(_("This round is over for good and stays as it was."))
    return locked


def _lock_question(question: Question) -> Question:
    return Question.objects.select_for_update(of=("self",)).get(pk=question.pk)


def _refuse_answered(question: Question) -> None:
    if question.replies.exists():
        raise ValidationError(
            {"text": _("This has been answered. What people answered must stay as it was asked.")}
        )


def _check_period(opens_at: datetime, closes_at: datetime) -> None:
    if closes_at <= opens_at:
        raise ValidationError({"closes_at": _("The round must close after it opens.")})


def _check_past(day: date) -> None:
    if day > clock.today():
        raise ValidationError({"dated_on": _("An earlier round has been held already.")})


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


def _free_slug(title: Translated) -> str:
    taken = set(Round.objects.values_list("slug", flat=True)) | RESERVED
    return slug(str(title) or "round", taken=taken)
