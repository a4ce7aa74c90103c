"""Laps: one round of the six steps."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from varv import clock
from varv.cycles.actions.areas import check_active, clean, lock_programme
from varv.cycles.models import Area, Lap, Programme, Step, StepKind
from varv.people.models import User
from varv.registry.actions import log


@transaction.atomic
def open_lap(
    actor: User | None,
    *,
    programme: Programme,
    area: Area | None = None,
    title: Mapping[str, str] | None = None,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Lap:
    """Begin a new round, for the whole programme or for one area; its six steps wait."""
    locked = lock_programme(programme)
    starts = starts_on or clock.today()
    if area is not None:
        _check_area(locked, area)
    if ends_on is not None and ends_on < starts:
        raise ValidationError({"ends_on": _("The lap ends before it starts.")})
    if Lap.objects.filter(programme=locked, area=area, closed_at=None).exists():
        raise ValidationError(_("A lap is under way already. Close it first."))
    lap = add_lap(programme=locked, area=area, title=title or {}, starts_on=starts, ends_on=ends_on)
    log(actor, "cycles.open_lap", lap, number=lap.number)
    return lap


@transaction.atomic
def close_lap(actor: User | None, *, lap: Lap) -> Lap:
    """End a round. Steps that never began may be left waiting; those under way must be done."""
    locked = Lap.objects.select_for_update(no_key=True, of=("self",)).get(pk=lap.pk)
    if locked.closed_at is not None:
        raise ValidationError(_("The lap is closed already."))
    under_way = [str(step.name) for step in locked.ordered_steps if step.is_open]
    if under_way:
        raise ValidationError(
            _("These steps are still under way: %(steps)s. Complete them first.")
            % {"steps": get_text_list(under_way, _("and"))}
        )
    locked.closed_at = clock.now()
    locked.save(update_fields=["closed_at"])
    log(actor, "cycles.close_lap", locked, number=locked.number)
    return locked


def add_lap(
    *,
    programme: Programme,
    area: Area | None,
    title: Mapping[str, str],
    starts_on: date,
    ends_on: date | None,
) -> Lap:
    """Write the next lap and its six steps; the programme must be locked by the caller."""
    last = Lap.objects.filter(programme=programme, area=area).aggregate(last=Max("number"))["last"]
    lap = Lap.objects.create(
        programme=programme,
        area=area,
        number=(last or 0) + 1,
        title=clean(title),
        starts_on=starts_on,
        ends_on=ends_on,
    )
    Step.objects.bulk_create(Step(lap=lap, kind=kind) for kind in StepKind)
    return lap


def _check_area(programme: Programme, area: Area) -> None:
    fresh = Area.objects.get(pk=area.pk)
    if fresh.programme_id != programme.pk:
        raise ValidationError({"area": _("The area belongs to another programme.")})
    check_active([fresh])
