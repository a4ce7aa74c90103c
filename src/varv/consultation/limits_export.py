"""How often input may be taken out as a file: nothing that visitors can ask for costs more."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from varv.people.limits import Limit

#: A whole class may take it out; a script that does so for ever would keep the others waiting.
EXPORTS = Limit("input_export", _("Files of input taken out"), 60, timedelta(hours=1))
