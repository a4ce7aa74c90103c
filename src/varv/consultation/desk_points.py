"""What points ask of the staff today: to sign what others answered, to answer what came back."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varv.consultation.queries import progress
from varv.people.desk import DeskItem
from varv.people.models import User


def items(user: User, now: datetime) -> Iterator[DeskItem]:  # noqa: ARG001 - points wait at any time
    """Tell those who answer points what waits for them, round by round."""
    if not user.has_perm("consultation.answer_point"):
        return
    url = reverse("consultation:desk_points")
    for waits in progress.waiting_for(user):
        if waits.to_sign:
            text = ngettext(
                "%(number)d point awaits a second reader: %(round)s",
                "%(number)d points await a second reader: %(round)s",
                waits.to_sign,
            )
            yield DeskItem(
                title=text % {"number": waits.to_sign, "round": waits.round},
                url=f"{url}?round={waits.round.pk}&state=proposed",
                detail=_("Nobody outside sees the answers before somebody else has signed them."),
            )
        if waits.returned:
            text = ngettext(
                "%(number)d answer of yours came back: %(round)s",
                "%(number)d answers of yours came back: %(round)s",
                waits.returned,
            )
            yield DeskItem(
                title=text % {"number": waits.returned, "round": waits.round},
                url=f"{url}?round={waits.round.pk}&state=returned",
                detail=_("The second reader says why."),
            )
