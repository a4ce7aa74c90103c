"""How often interest in areas may be shown, and versions taken out. Why so often is in ADR 17."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from varv.people.limits import Limit, take
from varv.people.origin import address_of

_LABEL = _("Interests shown")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

FROM_ONE_PLACE = Limit("interest_place", _LABEL, 400, HOUR)
FROM_ONE_PLACE_A_DAY = Limit("interest_place_day", _LABEL, 1_500, DAY)
BY_ONE_ADDRESS = Limit("interest_address", _LABEL, 6, HOUR)
IN_ALL = Limit("interest_all", _LABEL, 900, HOUR, only_tells=True)
EXPORTS = Limit("versions_export", _("Files of versions taken out"), 60, HOUR)
ALL = (FROM_ONE_PLACE, FROM_ONE_PLACE_A_DAY, BY_ONE_ADDRESS, IN_ALL, EXPORTS)


def interest(request: HttpRequest, *, email: str) -> timedelta | None:
    """Use up one interest; return how long to wait, or None to go on."""
    place = address_of(request)
    return take(
        (FROM_ONE_PLACE, place),
        (FROM_ONE_PLACE_A_DAY, place),
        (BY_ONE_ADDRESS, email),
        (IN_ALL, ""),
    )


def taken_out(request: HttpRequest) -> timedelta | None:
    """Use up one file of versions; return how long to wait, or None to go on."""
    return take((EXPORTS, address_of(request)))
