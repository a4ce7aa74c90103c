"""How often tables may be taken out."""

from datetime import timedelta

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from varv.people.limits import Limit, take
from varv.people.origin import address_of

#: A class may take out what it needs; a script that does so for ever would keep others waiting.
EXPORTS = Limit("dataset_export", _("Tables taken out"), 120, timedelta(hours=1))
ALL = (EXPORTS,)


def taken_out(request: HttpRequest) -> timedelta | None:
    """Use up one table; return how long to wait, or None to go on."""
    return take((EXPORTS, address_of(request)))
