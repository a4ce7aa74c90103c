"""How often figures may be taken out as files. Why so often is in ADR 17."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from varv.people.limits import Limit, take
from varv.people.origin import address_of

#: A class may take out what it needs; a script that does so for ever would keep others waiting.
EXPORTS = Limit("figures_export", _("Files of figures taken out"), 120, timedelta(hours=1))
ALL = (EXPORTS,)


def taken_out(request: HttpRequest) -> timedelta | None:
    """Use up one file; return how long to wait, or None to go on."""
    return take((EXPORTS, address_of(request)))
