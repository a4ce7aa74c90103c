"""Which points of a round are compared, and what was found; kept until a point changes."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import Count, Max, QuerySet, Sum
from django.db.models.functions import Length

from varv.consultation import similarity
from varv.consultation.models import Point
from varv.consultation.queries.points import PointsWanted, counted_points, points
from varv.consultation.similarity import COMPARED_AT_MOST, Group

#: So long groups are kept; they are found anew as soon as a point is made, merged or reworded.
KEPT_SECONDS = 3600


@dataclass(frozen=True)
class Compared:
    """What comparing came to; with too many points nothing is compared."""

    number: int
    too_many: bool
    groups: Sequence[Group]


def compared(wanted: PointsWanted) -> Compared:
    """Return the groups of points that say much the same, of those asked for and not yet merged."""
    found = points(wanted).filter(merged_into=None)
    mark = _mark(found)
    if mark["number"] > COMPARED_AT_MOST:
        return Compared(mark["number"], True, ())
    told = f"{sorted(wanted.asked.items())}:{wanted.text}:{mark}"
    key = f"points.alike.{hashlib.sha256(told.encode()).hexdigest()}"
    kept = cache.get(key)
    if kept is None:
        words = similarity.words_of(found)
        gathered = similarity.groups(similarity.pairs(words))
        kept = [(one.head, list(one.others)) for one in gathered]
        cache.set(key, kept, KEPT_SECONDS)
    groups = [Group(head, others) for head, others in kept]
    return Compared(mark["number"], False, groups)


def like(one: Point) -> list[tuple[int, float]]:
    """Return the points of the same round that are most like one."""
    found = counted_points().filter(round=one.round_id)
    near = found.filter(area=one.area_id) if found.count() > COMPARED_AT_MOST else found
    return similarity.like(similarity.words_of(near), one.pk)


def _mark(found: QuerySet[Point]) -> dict[str, Any]:
    """Tell by numbers whether anything has changed: how many, which last, and how long in all."""
    return found.order_by().aggregate(
        number=Count("pk"), last=Max("pk"), long=Sum(Length("text") + Length("heading"))
    )
