"""The points that everybody may read, and what was answered to them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from varv.consultation import standing
from varv.consultation.models import Contribution, Disposition, Point, Round
from varv.consultation.queries.points import with_disposition
from varv.registry import kinds
from varv.registry.kinds import Ref, Thing


def public() -> Q:
    """Return the condition under which everybody may read a point and what is answered to it."""
    return Q(state=Point.State.SIGNED) & standing.readable("contribution__")


def public_points(round_: Round | None = None) -> QuerySet[Point]:
    """Return the points that everybody may read, in the order of the register."""
    found = Point.objects.filter(public())
    if round_ is not None:
        found = found.filter(round=round_)
    return found.order_by("pk")


def public_points_of(one: Contribution) -> list[Point]:
    """Return what everybody may read of the points of an input that everybody may read."""
    found = with_disposition(one.points.filter(public()).select_related("area", "theme"))
    return list(found.order_by("number"))


@dataclass(frozen=True)
class PointAnswer:
    """A point with the disposition that holds, and what it changed that the reader may see."""

    point: Point
    holds: Disposition
    changed: Sequence[Thing]


def answers_to(found: Sequence[Point], user: object) -> list[PointAnswer]:
    """Return what was answered to points that were fetched with it; one query for each kind."""
    holds = [(one, one.current[0]) for one in found if one.current]  # type: ignore[attr-defined]
    changed = changed_by([held for _one, held in holds], user)
    return [PointAnswer(one, held, changed[held.pk]) for one, held in holds]


def changed_by(found: Iterable[Disposition], user: object) -> Mapping[int, Sequence[Thing]]:
    """Return what each disposition changed that the reader may see; one query for each kind."""
    refs = {one.pk: [Ref(kind, pk) for kind, pk in one.changed] for one in found}
    things = kinds.describe([ref for some in refs.values() for ref in some], user)
    return {pk: [things[ref] for ref in some if ref in things] for pk, some in refs.items()}
