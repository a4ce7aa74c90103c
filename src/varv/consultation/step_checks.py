"""What steps must show about consulting: that people could have their say."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varv import clock
from varv.consultation.answering.senders import senders, unanswered
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
    total, left = rounds_with_open_points(closed, areas)
    if not total:
        return CheckResult(False, _("No input has been split into points yet."))
    if left:
        text = ngettext(
            "%(number)s point has no signed disposition yet.",
            "%(number)s points have no signed disposition yet.",
            left,
        )
        return CheckResult(False, text % {"number": left})
    text = ngettext(
        "%(number)s point has a signed disposition.",
        "%(number)s points have a signed disposition.",
        total,
    )
    return CheckResult(True, text % {"number": total})


def all_answered(step: Step) -> CheckResult:
    """Look in the rounds that have closed for somebody who has had no answer to all they sent."""
    lap, now = step.lap, clock.now()
    found = rounds_opened(lap.programme, now).filter(closes_at__lte=now)
    if lap.area:
        found = found.filter(documents__area_version__area__in=lineage(lap.area)).distinct()
    asked = senders(*found)
    if not asked:
        return CheckResult(False, _("No round with input has closed."))
    left = len(unanswered(asked))
    if left:
        text = ngettext(
            "%(number)s of %(all)s who wrote waits for an answer.",
            "%(number)s of %(all)s who wrote wait for an answer.",
            left,
        )
        return CheckResult(False, text % {"number": left, "all": len(asked)})
    text = ngettext("%(number)s has had an answer.", "%(number)s have had an answer.", len(asked))
    return CheckResult(True, text % {"number": len(asked)})
