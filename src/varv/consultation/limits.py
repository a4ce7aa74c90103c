"""How often input may be written on the web. Why so often is in ADR 17; a draft costs little."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from varv.people.limits import Limit, take
from varv.people.origin import address_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

_SENT, _STORED = _("Input sent on the web"), _("Files enclosed with input")
FROM_ONE_PLACE = Limit("input_place", _SENT, 400, HOUR)
FROM_ONE_PLACE_A_DAY = Limit("input_place_day", _SENT, 1_500, DAY)
BY_ONE_ADDRESS = Limit("input_address", _SENT, 6, HOUR)
IN_ALL = Limit("input_all", _SENT, 900, HOUR, only_tells=True)
# A file stays for a month even if nothing is sent: a full hall has room, a script has not.
FILES_FROM_ONE_PLACE = Limit("input_files", _STORED, 300, HOUR)
ALL = (FROM_ONE_PLACE, FROM_ONE_PLACE_A_DAY, BY_ONE_ADDRESS, IN_ALL, FILES_FROM_ONE_PLACE)


def sending(request: HttpRequest, *, email: str) -> timedelta | None:
    """Use up one input; return how long to wait, or None to go on."""
    place = address_of(request)
    return take(
        (FROM_ONE_PLACE, place),
        (FROM_ONE_PLACE_A_DAY, place),
        (BY_ONE_ADDRESS, email),
        (IN_ALL, ""),
    )


def storing(request: HttpRequest) -> timedelta | None:
    """Use up one file; return how long to wait, or None to go on."""
    return take((FILES_FROM_ONE_PLACE, address_of(request)))
