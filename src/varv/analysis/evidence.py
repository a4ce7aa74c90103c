"""What evidence shows on the page of an area, and the check on the step of analysis."""

from typing import Any

from django.http import HttpRequest
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varv.analysis import queries
from varv.cycles.checks import CheckResult
from varv.cycles.models import Area, Step
from varv.cycles.queries import active_areas


def panel(area: Area, request: HttpRequest) -> dict[str, Any]:
    """Return what is claimed of the area and the sources it leans on; nothing is shown as such."""
    claims = queries.claims_about(area, request.user)
    return {
        "claims": queries.tell(claims, request.user),
        "evidence": list(queries.evidence_for(area)),
    }


def is_cited(step: Step) -> CheckResult:
    """Tell whether the area, or every area of the programme, leans on at least one source."""
    if step.lap.area is not None:
        return _for_area(step.lap.area)
    areas = list(active_areas(step.lap.programme))
    bare = queries.areas_without_evidence(areas)
    if not areas:
        return CheckResult(False, _("The programme has no areas yet."))
    if bare:
        names = get_text_list([str(area) for area in bare], _("and"))
        return CheckResult(False, _("No cited evidence yet for: %(areas)s.") % {"areas": names})
    return CheckResult(True, _("Every area leans on cited evidence."))


def _for_area(area: Area) -> CheckResult:
    count = queries.evidence_for(area).count()
    if not count:
        return CheckResult(False, _("The area leans on no cited evidence yet."))
    text = ngettext(
        "The area leans on %(count)s cited source.",
        "The area leans on %(count)s cited sources.",
        count,
    )
    return CheckResult(True, text % {"count": count})
