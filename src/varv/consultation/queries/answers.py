"""Reading answers: how far each has come, what hinders it, and what a sender has been told."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    Exists,
    Max,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    Value,
    When,
)
from django.utils.translation import pgettext_lazy

from varv.consultation.models import (
    Answer,
    AnswerCorrection,
    Contribution,
    Point,
    Round,
)
from varv.files.models import File
from varv.registry.masking import files_to_show
from varv.registry.models import Message, Record

State, Way = Answer.State, Answer.Way
#: A mail in one of these states reached nobody.
LOST = (Message.State.FAILED, Message.State.CANCELLED, Message.State.MISSED)


class Stage(TextChoices):
    """Where an answer is, as the desk shows it."""

    HINDERED = "hindered", pgettext_lazy("of an answer", "Cannot go yet")
    DRAFT = "draft", pgettext_lazy("of an answer", "To be approved")
    APPROVED = "approved", pgettext_lazy("of an answer", "Ready to be sent")
    SENDING = "sending", pgettext_lazy("of an answer", "Being sent")
    TO_POST = "to_post", pgettext_lazy("of an answer", "To be posted")
    SENT = "sent", pgettext_lazy("of an answer", "Sent")
    LOST = "lost", pgettext_lazy("of an answer", "Did not arrive")


def answers(round: Round) -> QuerySet[Any]:  # noqa: A002 - the word of the house
    """Return the answers of a round with their ``stage``, in the order in which they were made."""
    inputs = Contribution.objects.select_related("record__case", "organisation").defer("text")
    return (
        staged(round.answers.all())
        .select_related("round", "person", "record__case", "message", "letter")
        .prefetch_related(Prefetch("contributions", inputs.order_by("received_at", "pk")))
        .order_by("pk")
    )


def staged(rows: QuerySet[Answer]) -> QuerySet[Any]:
    """Add where each answer is, as ``stage``."""
    return rows.annotate(
        stage=Case(
            When(state=State.SENT, message__state__in=LOST, then=Value(Stage.LOST.value)),
            When(_waits_for_the_post(), then=Value(Stage.TO_POST.value)),
            When(state=State.SENT, then=Value(Stage.SENT.value)),
            When(_is_hindered(), then=Value(Stage.HINDERED.value)),
            When(state=State.DRAFT, then=Value(Stage.DRAFT.value)),
            When(ordered_at__isnull=False, then=Value(Stage.SENDING.value)),
            default=Value(Stage.APPROVED.value),
            output_field=CharField(),
        )
    )


def counts(round: Round) -> dict[str, int]:  # noqa: A002
    """Return how many answers of a round are in each stage, in the order of the stages."""
    rows = staged(round.answers.all()).order_by().values_list("stage")
    found = dict(rows.annotate(Count("pk")))
    return {stage: found.get(stage, 0) for stage in Stage.values}


def narrowed(
    rows: QuerySet[Any], *, text: str = "", stage: str = "", way: str = ""
) -> QuerySet[Any]:
    """Return those of ``rows`` that a list shows."""
    if text:
        given = Contribution.objects.filter(answers=OuterRef("pk"))
        named = given.filter(Q(name__icontains=text) | Q(organisation__name__icontains=text))
        rows = rows.filter(Q(person__email__icontains=text) | Exists(named))
    if stage:
        rows = rows.filter(stage=stage)
    return rows.filter(way=way) if way else rows


def drafts(round: Round) -> QuerySet[Answer]:  # noqa: A002
    """Return the answers that can be approved now."""
    return staged(round.answers.all()).filter(stage=Stage.DRAFT)


def to_send(round: Round) -> QuerySet[Answer]:  # noqa: A002
    """Return the approved answers that nothing hinders and nobody has ordered yet."""
    rows = staged(round.answers.all()).filter(stage=Stage.APPROVED)
    return rows.select_related("person").order_by("pk")


def without_address(round: Round) -> int:  # noqa: A002
    """Return how many letters wait for a postal address."""
    return round.answers.exclude(state=State.SENT).filter(_lacks_address()).count()


def letters(round: Round) -> QuerySet[Answer]:  # noqa: A002
    """Return the answers that went as letters, with the letter."""
    rows = round.answers.filter(state=State.SENT, letter__isnull=False, letter__destroyed_at=None)
    return rows.select_related("letter", "record__case").order_by("pk")


def letters_to_post(round: Round) -> QuerySet[Answer]:  # noqa: A002
    """Return the answers whose letter nobody has posted yet, in the order they were made."""
    inputs = Contribution.objects.select_related("record__case", "organisation").defer("text")
    return (
        round.answers.filter(_waits_for_the_post())
        .select_related("person", "record__case")
        .prefetch_related(Prefetch("contributions", inputs.order_by("received_at", "pk")))
        .order_by("pk")
    )


def postings(round: Round) -> Sequence[Mapping[str, Any]]:  # noqa: A002
    """Return what was noted as posted, the latest first: how many, when, who said so."""
    rows = round.answers.filter(posted_at__isnull=False).order_by("-posting_noted_at")
    return list(
        rows.values("posting_noted_at", "posted_by__name", "posted_by__email").annotate(
            number=Count("pk"), posted_at=Max("posted_at"), answer=Min("pk")
        )
    )


def letters_to_print(round: Round) -> QuerySet[File]:  # noqa: A002
    """Return the letters of a round that are to be posted and may be shown, in their order."""
    waiting = letters(round).filter(_waits_for_the_post())
    sent = Q(answers__in=waiting.order_by().values("pk"))
    return files_to_show().filter(sent, withheld=False).order_by("answers")


def answer_for_desk(round_id: int, pk: int) -> Answer | None:
    """Return one answer of a round with all that its page shows, or None."""
    rows = staged(Answer.objects.filter(round=round_id, pk=pk)).select_related(
        "round__case", "round__programme", "person", "record__case", "message", "letter",
        "approved_by", "sent_by",
    )  # fmt: skip
    inputs = Contribution.objects.select_related("record__case", "organisation").defer("text")
    corrections = AnswerCorrection.objects.select_related(
        "record__case", "message", "letter", "sent_by"
    )
    return rows.prefetch_related(
        Prefetch("contributions", inputs.order_by("received_at", "pk")),
        Prefetch("corrections", corrections),
    ).first()


def neighbours(answer: Answer) -> tuple[Answer | None, Answer | None]:
    """Return the answers of the round before and after one of them."""
    rows = Answer.objects.filter(round=answer.round_id)
    before = rows.filter(pk__lt=answer.pk).order_by("-pk").first()
    return before, rows.filter(pk__gt=answer.pk).order_by("pk").first()


def next_draft(answer: Answer) -> Answer | None:
    """Return the next answer of the round that can be approved, or else the first."""
    rows = drafts(answer.round).exclude(pk=answer.pk).order_by("pk")
    return rows.filter(pk__gt=answer.pk).first() or rows.first()


# -- for the sender, and for everybody -------------------------------------------------------------


def sent_to(contribution: Contribution) -> Answer | None:
    """Return the answer that was sent to an input, with its corrections, or None."""
    corrections = AnswerCorrection.objects.select_related("record__case", "letter")
    return (
        Answer.objects.filter(contributions=contribution, state=State.SENT)
        .select_related("record__case", "letter")
        .prefetch_related(Prefetch("corrections", corrections))
        .first()
    )


def letter_to(contribution: Contribution, number: int) -> File | None:
    """Return the letter in which an input was answered (0), or a correction; None where gone."""
    answer = sent_to(contribution)
    found: Sequence[Any] = [answer] if answer and number == 0 else []
    if answer and number:
        found = [one for one in answer.corrections.all() if one.number == number]
    letters = [one.letter for one in found if one.letter and not one.letter.destroyed_at]
    return next(iter(letters), None)


def answered_at(of: str = "pk") -> Subquery:
    """Return when each input was answered; ``of`` is the way to the input from the row.

    By a letter it is answered when that is posted.
    """
    sent = Answer.objects.filter(contributions=OuterRef(of), state=State.SENT)
    went = sent.annotate(went_at=Case(When(way=Way.LETTER, then="posted_at"), default="sent_at"))
    return Subquery(went.values("went_at")[:1], output_field=DateTimeField())


def open_record_of(contribution: Contribution) -> Record | None:
    """Return the record of the answer to an input, where everybody may see that it is."""
    answer = sent_to(contribution) if contribution.answered_at else None  # type: ignore[attr-defined]
    return answer.record if answer and covers_one_sender_openly(answer) else None


def covers_one_sender_openly(answer: Answer) -> bool:
    """Tell whether its record may stand beside an input for everybody to see.

    Where it answers several inputs of a private person, that would tell that one person wrote them.
    """
    given = [one.organisation_id for one in answer.contributions.all()]
    return len(given) == 1 or (len(set(given)) == 1 and given[0] is not None)


# -- what waits ------------------------------------------------------------------------------------


def waiting() -> Sequence[Mapping[str, Any]]:
    """Return by round how many answers are ready to be sent, or lie in trouble; in one query."""
    unsent = Q(state__in=[State.DRAFT, State.APPROVED])
    rows = staged(Answer.objects.filter(unsent | _waits_for_the_post()))
    return list(
        rows.order_by()
        .values("round")
        .annotate(
            ready=Count("pk", filter=Q(stage=Stage.APPROVED)),
            drafts=Count("pk", filter=Q(stage=Stage.DRAFT)),
            to_post=Count("pk", filter=Q(stage=Stage.TO_POST)),
            troubled=Count("pk", filter=~Q(trouble="")),
        )
        .order_by("round")
    )


def _waits_for_the_post() -> Q:
    """Return the condition that it is a letter that nobody has posted yet."""
    return Q(state=State.SENT, way=Way.LETTER, posted_at=None)


def _lacks_address() -> Q:
    """Return the condition that it is a letter without an address; see ``Answer.lacks_address``."""
    return Q(way=Way.LETTER) & ~Q(postal_address__contains="\n")


def _is_hindered() -> Q:
    """Return the condition that something of what it answers lacks a signed disposition.

    Or that it is a letter to nowhere.
    """
    points = Point.objects.filter(
        contribution__answers=OuterRef("pk"),
        contribution__state=Contribution.State.RECEIVED,
    )
    given = Contribution.objects.filter(answers=OuterRef("pk"), state=Contribution.State.RECEIVED)
    whole = given.filter(points=None)
    return (
        _lacks_address()
        | Q(Exists(points.exclude(state=Point.State.SIGNED)))
        | Q(Exists(whole))
        | ~Q(Exists(given))
    )
