"""How often meetings may be signed up for. Why so often is in ADR 17."""

from collections.abc import Iterable
from datetime import timedelta

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from varv.meetings.models import Meeting
from varv.people.limits import Limit, take
from varv.people.origin import address_of

_LABEL = _("Sign-ups for meetings")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

FROM_ONE_PLACE = Limit("sign_up_place", _LABEL, 400, HOUR)
FROM_ONE_PLACE_A_DAY = Limit("sign_up_place_day", _LABEL, 1_500, DAY)
BY_ONE_ADDRESS = Limit("sign_up_address", _LABEL, 6, HOUR)
FOR_ONE_MEETING = Limit("sign_up_meeting", _LABEL, 600, HOUR)
IN_ALL = Limit("sign_up_all", _LABEL, 900, HOUR, only_tells=True)
ALL = (FROM_ONE_PLACE, FROM_ONE_PLACE_A_DAY, BY_ONE_ADDRESS, FOR_ONE_MEETING, IN_ALL)


def sign_up(request: HttpRequest, *, email: str, meetings: Iterable[Meeting]) -> timedelta | None:
    """Use up one sign-up; return how long to wait, or None to go on."""
    place = address_of(request)
    return take(
        (FROM_ONE_PLACE, place),
        (FROM_ONE_PLACE_A_DAY, place),
        (BY_ONE_ADDRESS, email),
        *((FOR_ONE_MEETING, str(meeting.pk)) for meeting in meetings),
        (IN_ALL, ""),
    )
