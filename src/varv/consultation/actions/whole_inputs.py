"""Making each of many inputs one point in one act, and taking that act back as one."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet, prefetch_related_objects
from django.utils.translation import gettext as _

from varv.consultation import wording
from varv.consultation.actions.points import lock
from varv.consultation.actions.splitting import as_one_point
from varv.consultation.models import Contribution, Point
from varv.consultation.queries.splitting import untouched
from varv.people.models import User
from varv.registry.actions import log_many

#: More at once than anybody can answer for in one act.
MOST_AT_ONCE = 5_000
_AT_A_TIME = 1_000
#: What points are made of, read for all inputs together.
_PARTS = ("replies__area", "comments__document__area_version__area")


@dataclass(frozen=True)
class Wholes:
    """One act: its batch, how many inputs became a point, and how many were left, and why."""

    batch: uuid.UUID
    count: int
    has_points: int
    does_not_stand: int
    only_files: int


@dataclass(frozen=True)
class TakenBack:
    """How many points are gone again, and how many stay because somebody has worked with them."""

    count: int
    stay: int


@transaction.atomic
def split_wholes(actor: User | None, *, contributions: Collection[int]) -> Wholes:
    """Let all that each input says be one point; all that can be so, or none.

    What has points already, is withdrawn, or says nothing but its files is left as it is, and
    told. However many there are, it takes a fixed number of queries.
    """
    wanted = set(contributions)
    if not wanted:
        raise ValidationError(_("Tick the inputs first."))
    if len(wanted) > MOST_AT_ONCE:
        raise ValidationError(
            _("That is more than %(most)s inputs. Narrow the list.") % {"most": MOST_AT_ONCE}
        )
    standing = _lock_inputs(wanted)
    rest = _without_points(standing)
    prefetch_related_objects(rest, *_PARTS)
    contents, batch = wording.contents_of(rest), uuid.uuid4()
    made = [point for one in rest if (point := as_one_point(one, contents[one.pk]))]
    for point in made:
        point.number = point.contribution.last_point + 1
        point.batch, point.made_by = batch, actor
    of = [point.contribution_id for point in made]
    Contribution.objects.filter(pk__in=of).update(last_point=F("last_point") + 1)
    Point.objects.bulk_create(made, batch_size=_AT_A_TIME)
    log_many(
        actor,
        "consultation.split",
        [(one, {"contribution": one.contribution_id, "batch": str(batch)}) for one in made],
    )
    return Wholes(
        batch,
        count=len(made),
        has_points=len(standing) - len(rest),
        does_not_stand=len(wanted) - len(standing),
        only_files=len(rest) - len(made),
    )


@transaction.atomic
def take_back_wholes(actor: User | None, *, batch: uuid.UUID) -> TakenBack:
    """Take one act back: its points are gone, save those that somebody has worked with since."""
    of_batch = Point.objects.filter(batch=batch)
    _lock_inputs(of_batch.values_list("contribution", flat=True))
    locked = lock(of_batch.values_list("pk", flat=True))
    if not locked:
        raise ValidationError(_("There is nothing like that to take back."))
    free = set(untouched(batch).values_list("pk", flat=True))
    gone = [one for one in locked if one.pk in free]
    data = {"batch": str(batch)}
    log_many(
        actor,
        "consultation.take_back_split",
        [(one, data | {"contribution": one.contribution_id}) for one in gone],
    )
    Point.objects.filter(pk__in=[one.pk for one in gone]).delete()
    return TakenBack(len(gone), len(locked) - len(gone))


def _lock_inputs(ids: Collection[int] | QuerySet[Contribution, int]) -> list[Contribution]:
    """Lock those that stand, in the order of their numbers, as everybody does with several."""
    return list(
        Contribution.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk__in=list(ids), state=Contribution.State.RECEIVED)
        .order_by("pk")
    )


def _without_points(found: Sequence[Contribution]) -> list[Contribution]:
    """Return those that have none, asked after the lock: somebody may just have made one."""
    ids = [one.pk for one in found]
    split = set(Point.objects.filter(contribution__in=ids).values_list("contribution", flat=True))
    return [one for one in found if one.pk not in split]
