"""What a sender sees of their input at any time: each point, and nothing that is not signed."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import get_language

from varv.consultation.answering.content import CHANGED, POINT, Answered, answered
from varv.consultation.models import Contribution, Point
from varv.consultation.queries.points import with_disposition
from varv.registry.queries.traces import targets_of


@dataclass(frozen=True)
class Told:
    """One point as its sender sees it; without ``answered`` it is being worked on."""

    point: Point
    answered: Answered | None


def told(contribution: Contribution) -> Sequence[Told]:
    """Return the points of an input with what is signed about each."""
    points = list(with_disposition(contribution.points.order_by("number")))
    language = get_language() or "en"
    changes = targets_of(POINT, {one.pk for one in points}, CHANGED, AnonymousUser(), language)
    return [Told(one, answered(one, changes.get(one.pk, ()))) for one in points]
