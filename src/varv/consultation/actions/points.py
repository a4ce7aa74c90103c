"""Sorting points under areas and themes, and what an act on several of them rests on."""

from collections.abc import Collection, Iterable, Sequence

from django.db import transaction

from varv import clock
from varv.consultation import passages
from varv.consultation.actions.approvals import take_back_approvals
from varv.consultation.models import Contribution, Disposition, Point, Theme
from varv.cycles.models import Area
from varv.people.models import User
from varv.registry.actions import log, log_many, retrace_many
from varv.registry.kinds import Ref

State = Point.State
LONGEST_HEADING = 200


@transaction.atomic
def reword(actor: User | None, *, point: Point, heading: str) -> Point:
    """Say anew, in short, what a point is about."""
    take_back_approvals(actor, points=[point.pk])
    (locked,) = lock([point.pk])
    locked.heading = heading.strip()[:LONGEST_HEADING]
    locked.save(update_fields=["heading"])
    log(actor, "consultation.reword_point", locked)
    return locked


@transaction.atomic
def move_points(
    actor: User | None,
    *,
    points: Collection[int],
    changes: dict[str, Area | Theme | None],
) -> int:
    """Put points under an area, a theme or both; ``changes`` has only what is to change."""
    locked = lock(points)
    if not locked or not changes:
        return 0
    Point.objects.filter(pk__in=[one.pk for one in locked]).update(**changes)
    to = {name: thing.pk if thing else None for name, thing in changes.items()}
    log_many(actor, "consultation.move_point", [(one, to) for one in locked])
    return len(locked)


def leave_changed_words(contribution: Contribution) -> int:
    """Open the points whose words the sender has taken away: they were answered to other words.

    It is part of the sender's change, which is what the log tells about.
    """
    parts = passages.parts_of(Contribution.objects.get(pk=contribution.pk))
    ids = list(contribution.points.values_list("pk", flat=True))
    take_back_approvals(None, points=ids)
    gone = [one.pk for one in lock(ids) if passages.find(parts, one.text) is None]
    Disposition.objects.filter(point__in=gone, replaced_at=None).update(replaced_at=clock.now())
    Point.objects.filter(pk__in=gone).update(state=State.OPEN)
    retrace_many(kind="point", sources=gone, pairs=(), relation="changed")
    return len(gone)


def lock(points: Iterable[int]) -> list[Point]:
    """Lock points in the order of their numbers, as everybody does who works with several."""
    wanted = list(points)
    return list(
        Point.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk__in=wanted)
        .order_by("pk")
    )


def state_with(disposition: Disposition | None) -> str:
    """Return how far a point is for which that holds; what came back is to be answered anew."""
    if disposition is None or disposition.is_returned:
        return State.OPEN
    return State.SIGNED if disposition.signed_at else State.PROPOSED


def refs(changed: Iterable[Sequence[object]]) -> list[Ref]:
    """Return what a disposition changed as references to things."""
    return [Ref(str(kind), int(str(id_))) for kind, id_ in changed]
