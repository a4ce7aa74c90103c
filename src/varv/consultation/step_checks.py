"""What steps must show about consulting: that people could have their say."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varv import clock
from varv.consultation.queries.outcomes import rounds_with_open_points
from varv.consultation.queries.rounds import rounds_opened
from varv.cycles.checks import CheckResult
from varv.cycles.models import Step
from varv.cycles.queries import lineage


def round_was_open(step: Step) -> CheckResult:
    """Look for a round of the programme, or one in which the area was out for comment."""
    lap = step.lap
    found = rounds_opened(lap.programme, clock.now())
    if lap.area:
        found = found.filter(documents__area_version__area__in=lineage(lap.area)).distinct()
    came = [one.came for one in found]  # type: ignore[attr-defined]
    if not came:
        missing = (
            _("The area has not been out for comment in any round.")
            if lap.area
            else _("No round has been open for input.")
        )
        return CheckResult(False, missing)
    text = ngettext("%(number)s input has come in.", "%(number)s inputs have come in.", sum(came))
    return CheckResult(True, text % {"number": sum(came)})


def points_are_answered(step: Step) -> CheckResult:
    """Look for points without a signed disposition in the rounds that have closed."""
    lap, now = step.lap, clock.now()
    closed = [one for one in rounds_opened(lap.programme, now) if one.is_late_at(now)]
    areas = sorted(lineage(lap.area)) if lap.area else []
    total, unanswered = rounds_with_open_points(closed, areas)
    if not total:
        return CheckResult(False, _("No input has been split into points yet."))
    if unanswered:
        text = ngettext(
            "%(number)s point has no signed disposition yet.",
            "%(number)s points have no signed disposition yet.",
            unanswered,
        )
        return CheckResult(False, text % {"number": unanswered})
    text = ngettext(
        "%(number)s point has a signed disposition.",
        "%(number)s points have a signed disposition.",
        total,
    )
    return CheckResult(True, text % {"number": total})
