"""The check on the step of analysis that somebody has looked at what is reached."""

from django.utils.translation import gettext as _

from varv.analysis.county.queries import last_look
from varv.analysis.county.statistics import fingerprint
from varv.cycles.checks import CheckResult
from varv.cycles.models import Step
from varv.text.dates import day


def is_looked_at(step: Step) -> CheckResult:
    """Tell whether somebody has signed that they looked at the whole county in this lap."""
    look = last_look(step.lap)
    if look is None:
        return CheckResult(
            False, _("Nobody has signed yet that the figures of the whole county are looked at.")
        )
    when = day(look.signed_at, this_year=0)
    if look.figures_sha256 != fingerprint():
        text = _("The whole county was looked at %(day)s; newer statistics have come since.")
        return CheckResult(False, text % {"day": when})
    return CheckResult(True, _("The whole county was looked at %(day)s.") % {"day": when})
