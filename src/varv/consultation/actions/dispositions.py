"""Answering points: for one or for many at once, taken back as one, signed by a second reader.

A point has one disposition that holds. To replace a signed one takes the answer off the web until
somebody else has signed the new one: what everybody reads is never older than what holds.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from varv import clock
from varv.consultation.actions.approvals import take_back_approvals
from varv.consultation.actions.points import lock, refs, state_with
from varv.consultation.models import Contribution, Disposition, Point
from varv.people.models import User
from varv.registry.actions import log_many, retrace_many
from varv.registry.kinds import Ref

State = Point.State
#: More at once than anybody can answer for in one act.
MOST_AT_ONCE = 5_000


class MeanwhileError(ValidationError):
    """Somebody else has acted on these points since the page was opened; nothing was saved."""

    def __init__(self, points: Sequence[int]) -> None:
        super().__init__(
            _("Meanwhile somebody else has worked with this. Nothing is saved. See what they did.")
        )
        self.points = points


@dataclass(frozen=True)
class Disposed:
    """One act: its batch, how many points it answers, and how many answers left the web by it."""

    batch: uuid.UUID
    count: int
    unpublished: int


@dataclass(frozen=True)
class Undone:
    """How many points have what they had before, and how many were signed or answered anew."""

    count: int
    signed: int
    replaced: int


@dataclass(frozen=True)
class Signed:
    """How many were signed, and how many were one's own or no longer what was read."""

    count: int
    own: int
    changed: int


@transaction.atomic
def dispose(
    actor: User | None,
    *,
    points: Collection[int],
    outcome: str,
    reason: str,
    changed_text: str = "",
    changed: Iterable[Ref] = (),
    seen: Mapping[int, str] | None = None,
) -> Disposed:
    """Give points one disposition, and all that are merged with them; all of them or none.

    ``seen`` is what held for each point when the page was opened, by ``token_of``: where anything
    else holds now, nothing is saved. However many there are, it takes a fixed number of queries.
    """
    _check(outcome, reason, points)
    locked = _lock_groups(actor, points)
    holds = _holding(locked)
    _check_seen(seen, locked, holds)
    targets, batch, now = [list(one) for one in changed], uuid.uuid4(), clock.now()
    Disposition.objects.filter(pk__in=[one.pk for one in holds.values()]).update(replaced_at=now)
    made = [
        Disposition(
            point=one,
            outcome=outcome,
            reason=reason.strip(),
            changed_text=changed_text.strip(),
            changed=targets,
            batch=batch,
            replaces=holds.get(one.pk),
            made_by=actor,
        )
        for one in locked
    ]
    Disposition.objects.bulk_create(made, batch_size=1000)
    ids = [one.pk for one in locked]
    Point.objects.filter(pk__in=ids).update(state=State.PROPOSED)
    _retrace(made, ids)
    data = {"batch": str(batch), "outcome": outcome}
    log_many(actor, "consultation.dispose", [(one, data) for one in locked])
    return Disposed(batch, len(locked), sum(one.state == State.SIGNED for one in locked))


@transaction.atomic
def undo(actor: User | None, *, batch: uuid.UUID) -> Undone:
    """Take one act back: each point has again what it had before.

    What was signed or answered anew since is left as it is, and told.
    """
    ids = list(Disposition.objects.filter(batch=batch).values_list("point", flat=True).distinct())
    locked = lock(ids)
    if not locked:
        raise ValidationError(_("There is nothing like that to take back."))
    of_batch = Disposition.objects.filter(batch=batch, replaced_at=None).select_related("replaces")
    holds = {one.point_id: one for one in of_batch}
    back = [one for one in locked if one.pk in holds and holds[one.pk].signed_at is None]
    if not back and _is_taken_back(batch):
        raise ValidationError(_("This has been taken back already."))
    taken = [holds[one.pk] for one in back]
    Disposition.objects.filter(pk__in=[one.pk for one in taken]).update(replaced_at=clock.now())
    earlier = [one.replaces for one in taken if one.replaces is not None]
    Disposition.objects.filter(pk__in=[one.pk for one in earlier]).update(replaced_at=None)
    _restate(back, {one.point_id: one for one in earlier})
    _retrace(earlier, [one.pk for one in back])
    data = {"batch": str(batch)}
    log_many(actor, "consultation.undo_disposition", [(one, data) for one in back])
    return Undone(len(back), len(holds) - len(back), len(locked) - len(holds))


@transaction.atomic
def sign(actor: User, *, dispositions: Collection[int]) -> Signed:
    """Let everybody read answers that somebody else wrote; what changed since is left as it is."""
    locked = _lock_of(dispositions)
    waiting = _awaiting(locked, dispositions)
    others = [one for one in waiting if one.made_by_id != actor.pk]
    now = clock.now()
    Disposition.objects.filter(pk__in=[one.pk for one in others]).update(
        signed_at=now, signed_by=actor
    )
    points = {one.pk: one for one in locked}
    Point.objects.filter(pk__in=[one.point_id for one in others]).update(state=State.SIGNED)
    log_many(
        actor,
        "consultation.sign_disposition",
        [(points[one.point_id], {"disposition": one.pk}) for one in others],
    )
    return Signed(len(others), len(waiting) - len(others), len(set(dispositions)) - len(waiting))


@transaction.atomic
def give_back(actor: User, *, dispositions: Collection[int], note: str) -> Signed:
    """Return answers to who wrote them, and say why; the points are open again."""
    if not note.strip():
        raise ValidationError({"note": _("Say what is to be changed.")})
    locked = _lock_of(dispositions)
    waiting = _awaiting(locked, dispositions)
    others = [one for one in waiting if one.made_by_id != actor.pk]
    Disposition.objects.filter(pk__in=[one.pk for one in others]).update(
        returned_at=clock.now(), returned_by=actor, returned_note=note.strip()
    )
    points = {one.pk: one for one in locked}
    Point.objects.filter(pk__in=[one.point_id for one in others]).update(state=State.OPEN)
    log_many(
        actor,
        "consultation.return_disposition",
        [(points[one.point_id], {"disposition": one.pk}) for one in others],
    )
    return Signed(len(others), len(waiting) - len(others), len(set(dispositions)) - len(waiting))


def _is_taken_back(batch: uuid.UUID) -> bool:
    """Tell whether some of an act holds no longer though nothing came in its place."""
    gone = Disposition.objects.filter(batch=batch, replaced_at__isnull=False, replaced_by=None)
    return gone.filter(point__merged_into=None).exists()


def token_of(holds: Disposition | None) -> str:
    """Return what a page remembers of the disposition it showed, to notice that another holds.

    >>> token_of(None)
    '0'
    """
    if holds is None:
        return "0"
    mark = "s" if holds.signed_at else "r" if holds.returned_at else ""
    return f"{holds.pk}{mark}"


def _check(outcome: str, reason: str, points: Collection[int]) -> None:
    if outcome not in Disposition.Outcome.values:
        raise ValidationError({"outcome": _("Choose a disposition.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    if not points:
        raise ValidationError(_("Choose at least one point."))
    if len(points) > MOST_AT_ONCE:
        raise ValidationError(
            _("That is more than %(most)s points. Narrow the list.") % {"most": MOST_AT_ONCE}
        )


def _check_seen(
    seen: Mapping[int, str] | None, locked: Sequence[Point], holds: Mapping[int, Disposition]
) -> None:
    if seen is None:
        return
    now = {one.pk: token_of(holds.get(one.pk)) for one in locked}
    other = [pk for pk in now.keys() | seen.keys() if now.get(pk) != seen.get(pk)]
    if other:
        raise MeanwhileError(sorted(other))


def _lock_groups(actor: User | None, points: Collection[int]) -> list[Point]:
    """Lock the points and all that share their disposition: heads with what is merged into them.

    Answers that tell of them are to be approved anew.
    """
    ids = group_of(points)
    take_back_approvals(actor, points=ids)
    locked = lock(ids)
    if group_of(points) != ids:  # somebody merged or parted them before they were locked
        raise MeanwhileError(sorted(ids))
    if not locked:
        raise ValidationError(_("Choose at least one point."))
    if withdrawn := _withdrawn(locked):
        raise ValidationError(
            _("%(number)s of these are points of input that was withdrawn.") % {"number": withdrawn}
        )
    return locked


def group_of(points: Collection[int]) -> set[int]:
    """Return the points together with those that share their disposition; two queries."""
    rows = Point.objects.filter(pk__in=points).values_list("pk", "merged_into")
    heads = {into or pk for pk, into in rows}
    return set(
        Point.objects.filter(Q(pk__in=heads) | Q(merged_into__in=heads)).values_list(
            "pk", flat=True
        )
    )


def _withdrawn(locked: Sequence[Point]) -> int:
    of = {one.contribution_id for one in locked}
    return Contribution.objects.filter(pk__in=of).exclude(state=Contribution.State.RECEIVED).count()


def _holding(locked: Sequence[Point]) -> dict[int, Disposition]:
    found = Disposition.objects.filter(point__in=[one.pk for one in locked], replaced_at=None)
    return {one.point_id: one for one in found}


def _lock_of(dispositions: Collection[int]) -> list[Point]:
    of = Disposition.objects.filter(pk__in=dispositions).values_list("point", flat=True)
    return lock(of)


def _awaiting(locked: Sequence[Point], dispositions: Collection[int]) -> list[Disposition]:
    """Return which of those a second reader is awaited for; asked after the lock."""
    rows = Disposition.objects.filter(
        pk__in=dispositions,
        point__in=[one.pk for one in locked],
        replaced_at=None,
        signed_at=None,
        returned_at=None,
    )
    return list(rows.order_by("point"))


def _restate(points: Sequence[Point], holds: Mapping[int, Disposition]) -> None:
    by_state: dict[str, list[int]] = {state: [] for state in State.values}
    for one in points:
        by_state[state_with(holds.get(one.pk))].append(one.pk)
    for state, ids in by_state.items():
        Point.objects.filter(pk__in=ids).update(state=state)


def _retrace(holds: Iterable[Disposition], points: Collection[int]) -> None:
    pairs = [(one.point_id, target) for one in holds for target in refs(one.changed)]
    retrace_many(kind="point", sources=points, pairs=pairs, relation="changed")
