"""What points ask of the staff today: to sign what others answered, to answer what came back."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varv.consultation.queries import progress
from varv.people.desk import DeskItem
from varv.people.models import User


def items(user: User, now: datetime) -> Iterator[DeskItem]:
    """Tell those who answer points what waits for them, round by round."""
    if not user.has_perm("consultation.answer_point"):
        return
    yield from _left(now)
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


def _left(now: datetime) -> Iterator[DeskItem]:
    """Tell what closed rounds still owe those who wrote."""
    for left in progress.left_in_closed(now):
        if left.points:
            text = ngettext(
                "%(number)d point of a closed round waits for an answer: %(round)s",
                "%(number)d points of a closed round wait for an answer: %(round)s",
                left.points,
            )
            yield DeskItem(
                title=text % {"number": left.points, "round": left.round},
                url=f"{reverse('consultation:desk_points')}?round={left.round.pk}&state=open",
            )
        if left.inputs:
            text = ngettext(
                "%(number)d input of a closed round is not split into points: %(round)s",
                "%(number)d inputs of a closed round are not split into points: %(round)s",
                left.inputs,
            )
            inputs = reverse("consultation:desk_contributions")
            yield DeskItem(
                title=text % {"number": left.inputs, "round": left.round},
                url=f"{inputs}?round={left.round.pk}&points=unsplit",
            )
