"""What the fulfilment criteria add to the extension points of the apps below."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from varv.analysis import desk_items, step_checks
from varv.analysis.actions import hand_over_criteria
from varv.analysis.models import CriterionInquiry
from varv.analysis.queries.criteria import asked_of
from varv.cycles import checks
from varv.cycles.models import StepKind
from varv.people import desk, handover
from varv.registry import kinds, log_actions, masking

LOG_ACTIONS = {
    "analysis.ask_about_criterion": _("Criterion: who answers, or who finds out"),
    "analysis.hand_over_criteria": _("Criteria handed over"),
}


def register() -> None:
    """Add everything; called once, when the apps are ready."""
    for action, label in LOG_ACTIONS.items():
        log_actions.register(action, label)
    kinds.register(
        kinds.Kind(
            "criterion_inquiry",
            "analysis.CriterionInquiry",
            _("inquiry about a criterion"),
            describe_inquiries,
        )
    )
    checks.point.register(
        "analysis.criteria",
        checks.StepCheck(
            StepKind.ANALYSIS,
            _("It is known or being found out who answers for each criterion"),
            step_checks.criteria_are_asked_about,
        ),
    )
    desk.items.register("analysis.criteria", desk_items.criteria_items)
    handover.point.register(
        "analysis.criteria",
        handover.Responsibility(_("Criteria to find out about"), asked_of, hand_over_criteria),
    )
    masking.point.register(
        "criterion_inquiry",
        masking.Maskable({"role": _("Who is to find out"), "note": _("What is known so far")}),
    )


def describe_inquiries(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:  # noqa: ARG001 - public
    """Name inquiries by their criteria; everybody may read them."""
    rows = CriterionInquiry.objects.filter(pk__in=ids).select_related("criterion")
    url = reverse("analysis:criteria")
    return {one.pk: kinds.Thing(str(one), f"{url}#{one.criterion.key}") for one in rows}
