"""What incoming mail asks of the staff today."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varv.consultation.actions.fetching import standstill
from varv.consultation.queries import incoming
from varv.people.desk import DeskItem
from varv.people.models import User
from varv.people.queries import current_region
from varv.text import dates


def items(user: User, now: datetime) -> Iterator[DeskItem]:  # noqa: ARG001 - mail waits at any time
    """Tell coordinators that mail waits to be sorted, or that the mailbox cannot be read."""
    if not user.has_perm("consultation.sort_mail"):
        return
    region = current_region()
    zone = region.tz if region else None
    if found := standstill():
        yield DeskItem(
            title=_("The mailbox could not be read since %(when)s")
            % {"when": dates.moment(found.since, zone=zone)},
            url=reverse("consultation:desk_mails"),
            urgent=True,
            detail=found.trouble.label,
        )
    number, first = incoming.waiting_since()
    if number and first:
        yield DeskItem(
            title=ngettext("%(number)d mail to sort", "%(number)d mails to sort", number)
            % {"number": number},
            url=reverse("consultation:desk_mails"),
            detail=_("The first came %(when)s.") % {"when": dates.moment(first, zone=zone)},
        )
