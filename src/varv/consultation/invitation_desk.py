"""What invitations ask of the staff today."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varv.consultation.invitations.mails import last_day
from varv.consultation.queries import invitations as queries
from varv.people.desk import DeskItem
from varv.people.models import User

#: So long before a round closes the desk tells who has not answered.
BEFORE = timedelta(days=7)


def items(user: User, now: datetime) -> Iterator[DeskItem]:
    """Tell who may remind them how many have not answered in the rounds that close soon."""
    if not user.has_perm("consultation.change_invitation"):
        return
    for one in queries.open_rounds(now, now + BEFORE):
        number = queries.unanswered(one).count()
        if not number:
            continue
        text = ngettext(
            "%(n)s who was asked has not answered: %(round)s",
            "%(n)s who were asked have not answered: %(round)s",
            number,
        )
        yield DeskItem(
            title=text % {"n": number, "round": one},
            url=reverse("consultation:desk_invitations_remind", args=[one.pk]),
            due=one.closes_at,
            detail=_("The last day is %(day)s. You can remind them.") % {"day": last_day(one)},
        )
