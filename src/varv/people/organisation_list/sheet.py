"""The sheet of a list of organisations."""

from django.utils.translation import gettext_lazy as _

from varv.files.filled import Layout

COLUMNS = {
    "name": _("Name"),
    "number": _("Organisation number"),
    "sector": _("Sector"),
    "municipality": _("Municipality"),
    "aliases": _("Other names"),
    "person": _("Representative"),
    "email": _("Representative's e-mail"),
    "title": _("Representative's title"),
}
LAYOUT = Layout(
    COLUMNS,
    required=("name",),
    max_rows=25_000,
    nothing=_("There are no organisations below the headings."),
)
BETWEEN_NAMES = ";"
