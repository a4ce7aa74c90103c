"""Merging points that say the same, and parting them again."""

from collections.abc import Collection, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from varv import clock
from varv.consultation.actions.approvals import take_back_approvals
from varv.consultation.actions.points import lock, refs
from varv.consultation.models import Disposition, Point
from varv.people.models import User
from varv.registry.actions import log, log_many, retrace_many

State = Point.State


@transaction.atomic
def merge_points(actor: User | None, *, head: Point, points: Collection[int]) -> int:
    """Let points say the same as ``head``: its disposition holds for them too, once it is signed.

    Each keeps its words, its input and its place. What it was answered before holds no longer; the
    disposition of the head is its own from now on, and a second reader signs it for this point.
    """
    wanted = set(points) | {head.pk}
    rows = Point.objects.filter(Q(pk__in=wanted) | Q(merged_into__in=wanted))
    touched = set(rows.values_list("pk", flat=True))
    take_back_approvals(actor, points=touched)
    locked = {one.pk: one for one in lock(touched)}
    first = locked.get(head.pk)
    if len(wanted) > 1 and len({one.merged_into_id or one.pk for one in locked.values()}) == 1:
        raise ValidationError(_("These points are merged already."))
    if first is not None and first.merged_into_id:
        raise ValidationError(_("This point is itself merged into another. Choose that one."))
    if first is None or any(locked[pk].round_id != first.round_id for pk in locked):
        raise ValidationError(_("Only points of the same round can be merged."))
    moved = [
        one for one in locked.values() if one.pk != first.pk and one.merged_into_id != first.pk
    ]
    if not moved:
        raise ValidationError(_("Tick at least two points."))
    ids = [one.pk for one in moved]
    Point.objects.filter(pk__in=ids).update(merged_into=first)
    _take_over(actor, first, ids)
    log_many(actor, "consultation.merge_point", [(one, {"into": first.pk}) for one in moved])
    return len(moved)


@transaction.atomic
def part_point(actor: User | None, *, point: Point) -> Point:
    """Let a merged point stand for itself again; it keeps the disposition that it has."""
    (locked,) = lock([point.pk])
    if locked.merged_into_id is None:
        raise ValidationError(_("This point is not merged into another."))
    before, locked.merged_into = locked.merged_into_id, None
    locked.save(update_fields=["merged_into"])
    log(actor, "consultation.part_point", locked, source=before)
    return locked


def _take_over(actor: User | None, head: Point, ids: Sequence[int]) -> None:
    """Give merged points the disposition of their head, or none; what they had holds no longer."""
    now = clock.now()
    before = dict(
        Disposition.objects.filter(point__in=ids, replaced_at=None).values_list("point", "pk")
    )
    Disposition.objects.filter(pk__in=before.values()).update(replaced_at=now)
    holds = Disposition.objects.filter(point=head, replaced_at=None).first()
    made = (
        []
        if holds is None or holds.is_returned
        else [_copy(actor, holds, pk, before) for pk in ids]
    )
    Disposition.objects.bulk_create(made, batch_size=1000)
    Point.objects.filter(pk__in=ids).update(state=State.PROPOSED if made else State.OPEN)
    changed = [(one.point_id, passed) for one in made for passed in refs(one.changed)]
    retrace_many(kind="point", sources=ids, pairs=changed, relation="changed")


def _copy(
    actor: User | None, holds: Disposition, point: int, before: dict[int, int]
) -> Disposition:
    return Disposition(
        point_id=point,
        outcome=holds.outcome,
        reason=holds.reason,
        changed_text=holds.changed_text,
        changed=holds.changed,
        batch=holds.batch,
        replaces_id=before.get(point),
        made_by=actor,
    )
