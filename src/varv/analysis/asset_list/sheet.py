"""The sheet of a list of assets."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from varv.bodies.dates import Precision
from varv.files.filled import Layout

BETWEEN = ";"
COLUMNS = {
    "name": _("Name"),
    "kind": _("Kind"),
    "owner": _("Owner"),
    "municipality": _("Municipality"),
    "place": _("Place"),
    "latitude": _("Latitude"),
    "longitude": _("Longitude"),
    "areas": _("Areas"),
    "description": _("Description"),
    "source": _("Source"),
    "source_url": _("Web address of the source"),
    "dated_on": _("As of"),
}
LAYOUT = Layout(
    COLUMNS,
    required=("name",),
    max_rows=2_000,
    nothing=_("There are no assets below the headings."),
)


def dated(day: date, precision: str) -> str:
    """Return a day as a cell has it: 2021, 2021-05 or 2021-05-17.

    >>> dated(date(2021, 5, 1), "month")
    '2021-05'
    """
    length = {Precision.YEAR: 4, Precision.MONTH: 7}.get(Precision(precision), 10)
    return day.isoformat()[:length]
