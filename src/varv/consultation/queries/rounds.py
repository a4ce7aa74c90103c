"""Rounds as staff and the process look at them: what they ask, and how much came."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from varv.consultation import standing
from varv.consultation.models import Contribution, Document, Question, Reply, Round
from varv.consultation.queries.by_round import number_in_round
from varv.consultation.queries.desk import LACKS_SECTOR, UNREAD
from varv.cycles.models import AreaVersion, Programme, ProgrammeVersion
from varv.reach import places
from varv.reach.counts import Tally, tally

State = Contribution.State


def rounds() -> QuerySet[Round]:
    """Return all rounds, the latest first, with ``came`` and ``unread``."""
    counted = Contribution.objects.filter(round=OuterRef("pk")).exclude(state=State.UNCONFIRMED)
    return (
        Round.objects.select_related("case", "responsible")
        .annotate(
            came=number_in_round(counted),
            unread=number_in_round(Contribution.objects.filter(UNREAD, round=OuterRef("pk"))),
        )
        .order_by(Coalesce(F("opens_at"), F("dated_on")).desc(), "-pk")
    )


def rounds_that_take_input() -> QuerySet[Round]:
    """Return the rounds to which something may have come, the latest first."""
    return Round.objects.exclude(state__in=[Round.State.DRAFT, Round.State.EARLIER]).order_by(
        "-opens_at", "-pk"
    )


def round_for_desk(pk: int) -> Round | None:
    """Return one round with its numbers, or None."""
    return rounds().select_related("programme").filter(pk=pk).first()


def questions_of(round: Round) -> QuerySet[Question]:  # noqa: A002 - the word of the house
    """Return what a round asks, in order, each with ``is_answered``."""
    answered = Exists(Reply.objects.filter(question=OuterRef("pk")))
    return round.questions.annotate(is_answered=answered).prefetch_related("options")


def question_of(round: Round, pk: int) -> Question | None:  # noqa: A002
    """Return one question of a round, or None."""
    return questions_of(round).select_related("round").filter(pk=pk).first()


def documents_of(round: Round) -> QuerySet[Document]:  # noqa: A002
    """Return what is out for comment, in order, each with its version and ``comments_made``."""
    return round.documents.select_related(
        "round", "area_version__area", "programme_version"
    ).annotate(comments_made=Count("comments"))


def document_of(round: Round, pk: int) -> Document | None:  # noqa: A002
    """Return one document of a round, or None."""
    return documents_of(round).filter(pk=pk).first()


def programme_versions_to_choose(programme: Programme) -> QuerySet[ProgrammeVersion]:
    """Return the texts of the programme that can be out for comment: those that have a text."""
    return programme.versions.exclude(text={}).order_by("-number")


def area_versions_to_choose(programme: Programme, out: Iterable[int] = ()) -> QuerySet[AreaVersion]:
    """Return of each area in use its wording, its drafts, and what is ``out`` already."""
    return (
        AreaVersion.objects.filter(
            Q(area__programme=programme, area__state="active") & ~Q(state="replaced")
            | Q(pk__in=list(out))
        )
        .select_related("area")
        .order_by("area__position", "area__pk", "-number")
    )


@dataclass(frozen=True)
class Overview:
    """How much came to a round, by which doors, and from where."""

    total: int
    unread: int
    published: int
    hidden: int
    withdrawn: int
    late: int
    lacks_sector: int
    channels: Sequence[tuple[str, int]]
    places: Tally


def overview(round: Round) -> Overview:  # noqa: A002
    """Count what came, in a fixed number of queries; what is not confirmed is counted nowhere."""
    came = round.contributions.exclude(state=State.UNCONFIRMED)
    numbers = came.aggregate(
        total=Count("pk"),
        unread=Count("pk", filter=UNREAD),
        published=Count("pk", filter=standing.stands(standing.PUBLISHED)),
        hidden=Count("pk", filter=standing.stands(standing.HIDDEN)),
        withdrawn=Count("pk", filter=standing.stands(standing.WITHDRAWN)),
        late=Count("pk", filter=Q(is_late=True)),
        lacks_sector=Count("pk", filter=LACKS_SECTOR),
    )
    by_channel = dict(
        came.order_by()
        .values_list("channel")
        .annotate(number=Count("pk"))
        .values_list("channel", "number")
    )
    channels = [
        (str(one.label), by_channel[one.value])
        for one in Contribution.Channel
        if one.value in by_channel
    ]
    known = came.filter(state=State.RECEIVED).exclude(sector="", organisation=None)
    return Overview(
        **numbers, channels=channels, places=tally(places.counted(known, at="received_at"))
    )


def rounds_ahead(now: datetime) -> QuerySet[Round]:
    """Return drafts and rounds that have not closed, with what they ``asked`` and have ``out``."""
    drafts = Q(state=Round.State.DRAFT)
    found = Round.objects.filter(drafts | Q(state=Round.State.PUBLISHED, closes_at__gt=now))
    return found.annotate(
        asked=number_in_round(Question.objects.filter(round=OuterRef("pk"))),
        out=number_in_round(Document.objects.filter(round=OuterRef("pk"))),
    ).order_by("closes_at", "pk")


def rounds_opened(programme: Programme, now: datetime) -> QuerySet[Round]:
    """Return the rounds of a programme that have opened, with how many inputs ``came``."""
    counted = Contribution.objects.filter(round=OuterRef("pk")).exclude(state=State.UNCONFIRMED)
    found = Round.objects.filter(
        programme=programme, state=Round.State.PUBLISHED, opens_at__lte=now
    )
    return found.annotate(came=number_in_round(counted)).order_by("opens_at", "pk")


def rounds_to_enter(now: datetime) -> QuerySet[Round]:
    """Return the rounds that have opened: what comes late is entered too."""
    return Round.objects.filter(state=Round.State.PUBLISHED, opens_at__lte=now).order_by(
        "-closes_at", "-pk"
    )
