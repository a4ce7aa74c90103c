"""How often input may be written on the web, and taken out of it. Why so often is in ADR 17."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from varv.people.limits import Limit, take
from varv.people.origin import address_of

_LABEL = _("Input written on the web")
_FILES = _("Files enclosed with input")
_DRAFTS = _("Drafts of input begun")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

FROM_ONE_PLACE = Limit("input_place", _LABEL, 400, HOUR)
FROM_ONE_PLACE_A_DAY = Limit("input_place_day", _LABEL, 1_500, DAY)
BY_ONE_ADDRESS = Limit("input_address", _LABEL, 6, HOUR)
IN_ALL = Limit("input_all", _LABEL, 900, HOUR, only_tells=True)
FILES_FROM_ONE_PLACE = Limit("input_files", _FILES, 200, HOUR)
DRAFTS_FROM_ONE_PLACE = Limit("input_drafts", _DRAFTS, 400, HOUR)
#: Nothing that visitors can ask for costs more. A whole class may take it out; a script that does
#: so for ever would keep the others waiting.
EXPORTS = Limit("input_export", _("Files of input taken out"), 60, HOUR)
ALL = (
    FROM_ONE_PLACE,
    FROM_ONE_PLACE_A_DAY,
    BY_ONE_ADDRESS,
    IN_ALL,
    FILES_FROM_ONE_PLACE,
    DRAFTS_FROM_ONE_PLACE,
    EXPORTS,
)


def written(request: HttpRequest, *, email: str) -> timedelta | None:
    """Use up one input; return how long to wait, or None to go on."""
    place = address_of(request)
    return take(
        (FROM_ONE_PLACE, place),
        (FROM_ONE_PLACE_A_DAY, place),
        (BY_ONE_ADDRESS, email),
        (IN_ALL, ""),
    )


def enclosed(request: HttpRequest) -> timedelta | None:
    """Use up one sending of files; return how long to wait, or None to go on."""
    return take((FILES_FROM_ONE_PLACE, address_of(request)))


def taken_out(request: HttpRequest) -> timedelta | None:
    """Use up one file of input; return how long to wait, or None to go on."""
    return take((EXPORTS, address_of(request)))


def begun(request: HttpRequest) -> timedelta | None:
    """Use up one new draft; return how long to wait, or None to go on."""
    return take((DRAFTS_FROM_ONE_PLACE, address_of(request)))
