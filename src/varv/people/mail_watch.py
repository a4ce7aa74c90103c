"""What the desk says when mail does not go out. The register cannot: the desk is above it."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varv.people.desk import DeskItem
from varv.people.models import User
from varv.people.queries import current_region
from varv.registry import queries
from varv.text import dates


def items(user: User, now: datetime) -> Iterator[DeskItem]:
    """Tell whoever may mend it that mail stands still, or that some of it failed."""
    if not user.has_perm("registry.change_message"):
        return
    if found := queries.standstill(now):
        region = current_region()
        since = dates.moment(found.since, zone=region.tz if region else None)
        yield DeskItem(
            title=_("Mail has not gone out since %(when)s") % {"when": since},
            url=reverse("registry:desk_messages"),
            urgent=True,
            detail=found.error or _("Nothing has tried to send it: the worker does not run."),
        )
    if number := queries.undelivered(now):
        yield DeskItem(
            title=ngettext(
                "%(number)d mail could not be delivered",
                "%(number)d mails could not be delivered",
                number,
            )
            % {"number": number},
            url=reverse("registry:desk_messages") + "?state=failed",
            detail=_("Send it again, reach the person another way, or stop it."),
        )
