"""Rounds and input as everybody may see them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from varv.consultation.models import Comment, Contribution, Document, Question, Reply, Round
from varv.consultation.queries.answers import answered_at
from varv.cycles.models import Area, Programme
from varv.cycles.queries import lineage

_State, _Received = Round.State, Contribution.State


@dataclass(frozen=True)
class Rounds:
    """All public rounds, sorted by what one can do about them now."""

    open: list[Round]
    coming: list[Round]
    closed: list[Round]
    earlier: list[Round]


@dataclass(frozen=True)
class Figures:
    """How much has come in, and from how many municipalities of the region."""

    contributions: int
    municipalities: int


def public_rounds() -> QuerySet[Round]:
    """Return the rounds that everybody may see."""
    return Round.objects.exclude(state=_State.DRAFT)


def public_round(slug: str) -> Round | None:
    """Return the round at an address, if everybody may see it, with its case and programme."""
    return public_rounds().select_related("case", "programme").filter(slug=slug).first()


def rounds_at(now: datetime) -> Rounds:
    """Return the public rounds: open by their last day, coming by their first, others latest first.

    One that was cancelled stands where it would have stood. Each has the number of input that
    counts as ``received``.
    """
    counted = Count("contributions", filter=Q(contributions__state=_Received.RECEIVED))
    found = list(public_rounds().select_related("case", "programme").annotate(received=counted))
    dated = [one for one in found if one.opens_at and one.closes_at]
    return Rounds(
        open=sorted((one for one in dated if one.is_open_at(now)), key=_closing),
        coming=sorted((one for one in dated if one.opens_at and one.opens_at > now), key=_opening),
        closed=[one for one in dated if _has_begun(one, now) and not one.is_open_at(now)],
        earlier=[one for one in found if one.state == _State.EARLIER],
    )


def open_rounds(now: datetime, programme: Programme | None = None) -> list[Round]:
    """Return the rounds that are open, those first that close first."""
    found = Round.objects.filter(state=_State.PUBLISHED, opens_at__lte=now, closes_at__gt=now)
    if programme is not None:
        found = found.filter(programme=programme)
    return list(found.order_by("closes_at", "pk"))


def open_rounds_of(area: Area, now: datetime) -> list[Round]:
    """Return the open rounds of the area's programme, those first that have its text in them."""
    rounds = Round.objects.filter(
        programme=area.programme_id, state=_State.PUBLISHED, opens_at__lte=now, closes_at__gt=now
    )
    own = Count("documents", filter=Q(documents__area_version__area__in=lineage(area)))
    return list(rounds.annotate(own=own).order_by("-own", "closes_at", "pk"))


def documents_of(found: Round) -> list[Document]:
    """Return what is out for comment, in its order."""
    return list(found.documents.select_related("programme_version", "area_version__area"))


def questions_of(found: Round) -> QuerySet[Question]:
    """Return what is asked, in its order, with the answers to choose from."""
    return found.questions.prefetch_related("options")


def figures(found: Round) -> Figures:
    """Count the input that is received, and where it came from."""
    numbers = found.contributions.filter(state=_Received.RECEIVED).aggregate(
        contributions=Count("pk"), municipalities=Count("municipality", distinct=True)
    )
    return Figures(**numbers)


def contributions_of(found: Round) -> QuerySet[Contribution]:
    """Return all that is counted, in the order of the register, as rows for the public list.

    It holds also what nobody may read yet: that it came is public.
    """
    return (
        found.contributions.exclude(state=_Received.UNCONFIRMED)
        .select_related("record__case", "organisation", "municipality")
        .annotate(files_number=Count("files"))
        .order_by("record__number")
    )


def contribution_of(found: Round, number: int) -> Contribution | None:
    """Return one contribution of a round by the number of its record, with all that it says."""
    replies = Reply.objects.select_related("question", "area").prefetch_related("options")
    comments = Comment.objects.select_related(
        "document__programme_version", "document__area_version"
    )
    rows = contributions_of(found).filter(record__number=number).annotate(answered_at=answered_at())
    return rows.prefetch_related(
        Prefetch("replies", replies), Prefetch("comments", comments), "files"
    ).first()


def _closing(one: Round) -> tuple[datetime, int]:
    assert one.closes_at is not None  # noqa: S101 - only dated rounds are sorted
    return one.closes_at, one.pk


def _opening(one: Round) -> tuple[datetime, int]:
    assert one.opens_at is not None  # noqa: S101
    return one.opens_at, one.pk


def _has_begun(one: Round, now: datetime) -> bool:
    return one.opens_at is not None and one.opens_at <= now
