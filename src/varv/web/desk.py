"""What the site's own running asks of the staff."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from varv.people.desk import DeskItem
from varv.people.models import User
from varv.web.backup import queries, schedule


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
