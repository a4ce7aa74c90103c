"""What the site's own running asks of the staff."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from varv.people.desk import DeskItem
from varv.people.models import User
from varv.registry.queries import events
from varv.web.backup import queries, schedule
from varv.web.health import machine


def backups_missing(user: User, now: datetime) -> Iterable[DeskItem]:  # noqa: ARG001 - see below
    """Tell coordinators that there is no fresh backup, or that the last try failed."""
    if schedule.plan() is None or not user.has_perm("web.view_backups"):
        return
    newest = queries.runs().first()
    if newest is None:
        return
    last = queries.last_success()
    # Backups go by the real time.
    late = last is None or timezone.now() - last.started_at > schedule.OLDEST_GOOD
    if late or newest.error:
        yield DeskItem(
            title=_("The backup failed. Tell whoever operates varv."),
            url=reverse("web:desk_backups"),
            urgent=late,
            detail=newest.error[:200],
        )


def machine_unwell(user: User, now: datetime) -> Iterable[DeskItem]:  # noqa: ARG001 - as above
    """Tell coordinators that a disk is nearly full, or that the clock was set back."""
    if not user.has_perm("web.view_backups"):
        return
    if cramped := machine.fullest():
        folder, free = cramped
        yield DeskItem(
            title=_("The disk is nearly full. Tell whoever operates varv."),
            url=reverse("web:desk_backups"),
            urgent=True,
            detail=_("%(room)s are left for %(folder)s. What people send may be refused.")
            % {"room": filesizeformat(free), "folder": folder},
        )
    last = events().values_list("recorded_at", flat=True).first()
    if last is not None and last - timezone.now() > timedelta(seconds=machine.SECONDS_APART):
        yield DeskItem(
            title=_("The machine's clock was set back. Tell whoever operates varv."),
            url=reverse("web:desk_backups"),
            urgent=True,
            detail=_("Something was logged later than the clock says it is now."),
        )
