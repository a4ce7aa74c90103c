"""Which input is split into points next, and which points an act made of whole inputs."""

import uuid
from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from varv.consultation.models import Contribution, Disposition, Point, Round


def is_unsplit() -> Q:
    """Return the condition under which input stands and has no point yet."""
    has_points = Exists(Point.objects.filter(contribution=OuterRef("pk")))
    return Q(~has_points, state=Contribution.State.RECEIVED)


def unsplit(round_: Round) -> QuerySet[Contribution]:
    """Return the input of a round that stands and has no point yet, the oldest first."""
    return Contribution.objects.filter(is_unsplit(), round=round_).order_by("received_at", "pk")


def next_unsplit(one: Contribution) -> Contribution | None:
    """Return the input that is to be split next after this one, or else the first of all."""
    rest = unsplit(one.round).exclude(pk=one.pk).defer("text")
    later = Q(received_at__gt=one.received_at) | Q(received_at=one.received_at, pk__gt=one.pk)
    return rest.filter(later).first() or rest.first()


@dataclass(frozen=True)
class Around:
    """The inputs before and after one, in the order in which they came."""

    before: Contribution | None
    after: Contribution | None


def around(one: Contribution) -> Around:
    """Return the nearest inputs of the round that stand."""
    standing_ones = Contribution.objects.filter(
        round=one.round_id, state=Contribution.State.RECEIVED
    ).only("pk")
    earlier = Q(received_at__lt=one.received_at) | Q(received_at=one.received_at, pk__lt=one.pk)
    later = Q(received_at__gt=one.received_at) | Q(received_at=one.received_at, pk__gt=one.pk)
    return Around(
        standing_ones.filter(earlier).order_by("-received_at", "-pk").first(),
        standing_ones.filter(later).order_by("received_at", "pk").first(),
    )


def last_number(one: Contribution) -> int:
    """Return the number of the last point there is, 0 where there is none."""
    last = one.points.order_by("-number").values_list("number", flat=True).first()
    return last or 0


def made_whole(batch: uuid.UUID) -> QuerySet[Point]:
    """Return the points that are left of one act that made whole inputs a point each."""
    return Point.objects.filter(batch=batch).order_by("pk")


def untouched(batch: uuid.UUID) -> QuerySet[Point]:
    """Return those of an act that nobody has answered, named, moved or merged since."""
    asked_of = Q(area=F("reply__area")) | Q(area=F("comment__document__area_version__area"))
    has_had = Exists(Disposition.objects.filter(point=OuterRef("pk")))
    has_like = Exists(Point.objects.filter(merged_into=OuterRef("pk")))
    as_made = Q(heading="", theme=None, merged_into=None) & (Q(area=None) | asked_of)
    return made_whole(batch).filter(as_made, ~has_had, ~has_like)
