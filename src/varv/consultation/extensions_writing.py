"""What writing on the web adds to the extension points: limits, what is forgotten, who may read."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from varv.clock import timed
from varv.consultation import actions, limits
from varv.files import access
from varv.files.models import File
from varv.people.limits import known as known_limits
from varv.registry import retention


def register() -> None:
    """Add it; called once, when the apps are ready."""
    for limit in limits.ALL:
        known_limits.register(limit.name, limit)
    timed.work.register(
        "consultation.forget_unsent", timed.TimedWork(actions.forget_unsent, _never)
    )
    retention.passing.register(
        "consultation.drafts",
        retention.Passing(
            _("Input that somebody has begun to write on the web"),
            _("30 days after it was last changed"),
        ),
    )
    retention.passing.register(
        "consultation.unconfirmed",
        retention.Passing(
            _("Input whose sender never confirmed the address"), _("30 days after it was sent")
        ),
    )
    access.owners.register("consultation.contributions", _may_read_file)


def _never(_after: datetime) -> None:
    """Let no rehearsal halt for it: what is forgotten can wait for the next tick."""


def _may_read_file(file: File, reader: access.Reader) -> bool:
    return reader.has_perm("consultation.view_contribution") and file.contributions.exists()
