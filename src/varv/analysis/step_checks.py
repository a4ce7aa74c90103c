"""What the step of analysis must show of claims, SWOT and criteria."""

from collections.abc import Iterable

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from varv.analysis import queries
from varv.analysis.queries.criteria import criteria
from varv.analysis.queries.swot_desk import not_founded
from varv.cycles.checks import CheckResult
from varv.cycles.models import Area, Step
from varv.cycles.queries import active_areas


def claims_have_evidence(step: Step) -> CheckResult:
    """Tell whether each area has claims, and each claim has something cited on it that stands."""
    areas = _areas(step)
    counted = queries.areas_with_bare_claims(areas)
    silent = [area for area, (every, _bare) in counted.items() if not every]
    bare = [area for area, (_every, bare) in counted.items() if bare]
    if not areas:
        return CheckResult(False, _("The programme has no areas yet."))
    if bare:
        text = _("There are claims without evidence about: %(areas)s.")
        return CheckResult(False, text % {"areas": _names(bare)})
    if silent:
        text = _("No claim has been made yet about: %(areas)s.")
        return CheckResult(False, text % {"areas": _names(silent)})
    return CheckResult(True, _("Evidence is cited on every claim."))


def swot_is_founded(step: Step) -> CheckResult:
    """Tell whether each area has an adopted SWOT whose sources stand."""
    areas = _areas(step)
    missing, shaky = not_founded(areas)
    if not areas:
        return CheckResult(False, _("The programme has no areas yet."))
    if missing:
        text = _("No SWOT has been adopted yet for: %(areas)s.")
        return CheckResult(False, text % {"areas": _names(missing)})
    if shaky:
        text = _("Sources of the SWOT no longer stand for: %(areas)s.")
        return CheckResult(False, text % {"areas": _names(shaky)})
    return CheckResult(True, _("Every item of the SWOT has a source that stands."))


def criteria_are_asked_about(step: Step) -> CheckResult:
    """Tell whether it is known who answers for each criterion, or who finds out by when."""
    if step.lap.area is not None:
        return CheckResult(True, _("This is asked of the programme as a whole."))
    known = criteria()
    open_ones = [one for one in known if not one.is_clear and not one.is_asked]
    if not known:
        return CheckResult(True, _("The frame has no criteria."))
    if open_ones:
        text = _("For %(count)s of %(all)s criteria nobody is to find out who answers.")
        return CheckResult(False, text % {"count": len(open_ones), "all": len(known)})
    return CheckResult(True, _("For every criterion it is known who answers or who finds out."))


def _areas(step: Step) -> list[Area]:
    if step.lap.area is not None:
        return [step.lap.area]
    return list(active_areas(step.lap.programme))


def _names(areas: Iterable[Area]) -> str:
    return str(get_text_list([str(area) for area in areas], _("and")))
