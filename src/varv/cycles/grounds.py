"""The check on vision and prioritisation: does the text of the area rest on input?"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varv.cycles.checks import CheckResult
from varv.cycles.models import Area, Step
from varv.cycles.queries.versions import grounds


def text_rests_on_input(step: Step) -> CheckResult:
    """Tell how many changes in the adopted wording somebody's words led to."""
    lap = step.lap
    areas = Area.objects.filter(programme=lap.programme_id, state=Area.State.ACTIVE)
    if lap.area_id:
        areas = areas.filter(pk=lap.area_id)
    found = grounds(list(areas.values_list("pk", flat=True)))
    if not found.sourced and not found.versions:
        return CheckResult(False, _("No change in the text can be followed back to input yet."))
    if not found.sourced:
        return CheckResult(True, _("The wording as a whole can be followed back to input."))
    text = ngettext(
        "%(sourced)s of %(number)s change in the text can be followed back to input.",
        "%(sourced)s of %(number)s changes in the text can be followed back to input.",
        found.changes,
    )
    return CheckResult(True, text % {"sourced": found.sourced, "number": found.changes})
