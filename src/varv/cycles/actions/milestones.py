"""Milestones: dates that matter to all."""

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv.bodies.dates import Precision
from varv.cycles.actions.areas import clean, lock_programme
from varv.cycles.models import Area, Milestone, Programme
from varv.people.models import User
from varv.people.queries import current_region
from varv.registry.actions import log
from varv.text.slugs import slug as make_slug

KEY_LENGTH = 45


@transaction.atomic
def create_milestone(
    actor: User | None,
    *,
    programme: Programme,
    title: Mapping[str, str],
    on: date,
    kind: str = Milestone.Kind.OTHER,
    text: Mapping[str, str] | None = None,
    area: Area | None = None,
    precision: str = Precision.DAY,
) -> Milestone:
    """Put a date into the programme's timetable."""
    lock_programme(programme)
    _check(programme, title, area)
    region = current_region()
    name = clean(title).text(region.language if region else None)
    taken = set(Milestone.objects.values_list("key", flat=True))
    milestone = Milestone.objects.create(
        programme=programme,
        key=make_slug(name, taken, KEY_LENGTH),
        title=clean(title),
        text=clean(text or {}),
        on=on,
        kind=kind,
        area=area,
        precision=precision,
    )
    log(actor, "cycles.create_milestone", milestone, on=on.isoformat())
    return milestone


@transaction.atomic
def edit_milestone(
    actor: User | None,
    *,
    milestone: Milestone,
    title: Mapping[str, str],
    on: date,
    kind: str,
    text: Mapping[str, str],
    area: Area | None = None,
    precision: str = Precision.DAY,
) -> Milestone:
    """Change a date in the timetable; the log keeps the day it was before."""
    locked = Milestone.objects.select_for_update(no_key=True, of=("self",)).get(pk=milestone.pk)
    _check(locked.programme, title, area)
    before = locked.on
    locked.title, locked.text = clean(title), clean(text)
    locked.on, locked.precision = on, precision
    locked.kind, locked.area = kind, area
    locked.save()
    log(
        actor,
        "cycles.edit_milestone",
        locked,
        on=on.isoformat(),
        before=before.isoformat(),
    )
    return locked


@transaction.atomic
def delete_milestone(actor: User | None, *, milestone: Milestone) -> None:
    """Take a date out of the timetable; the log keeps its key and its day. Twice is once."""
    locked = Milestone.objects.select_for_update().filter(pk=milestone.pk).first()
    if locked is None:
        return
    log(actor, "cycles.delete_milestone", locked, key=locked.key, on=locked.on.isoformat())
    locked.delete()


def _check(programme: Programme, title: Mapping[str, str], area: Area | None) -> None:
    if not clean(title):
        raise ValidationError({"title": _("Give the milestone a title.")})
    if area is not None and area.programme_id != programme.pk:
        raise ValidationError({"area": _("The area belongs to another programme.")})
