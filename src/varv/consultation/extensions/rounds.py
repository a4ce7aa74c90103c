"""What rounds add to the extension points of the apps below."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from varv import clock
from varv.consultation import desk, step_checks
from varv.consultation.models import Round
from varv.consultation.queries import public
from varv.cycles import checks, panels
from varv.cycles.models import Area, StepKind
from varv.people import handover
from varv.registry import kinds, log_actions
from varv.registry.guard import may


def register() -> None:
    """Add everything; called once, when the apps are ready."""
    for action, label in LOG_ACTIONS.items():
        log_actions.register(action, label)
    kinds.register(kinds.Kind("round", "consultation.Round", _("round"), describe_rounds))
    panels.point.register(
        "consultation",
        panels.Panel(_("Rounds"), "consultation/_area_panel.html", area_panel),
    )
    handover.point.register(
        "consultation.rounds",
        handover.Responsibility(_("Rounds"), desk.responsible_for, desk.hand_over),
    )
    label = _("A round has been open for input")
    for kind in (StepKind.ANALYSIS, StepKind.GOVERNANCE):
        checks.point.register(
            f"consultation.round_{kind.value}",
            checks.StepCheck(kind, label, step_checks.round_was_open),
        )


LOG_ACTIONS = {
    "consultation.create_round": _("Round planned"),
    "consultation.enter_earlier_round": _("Earlier round entered"),
    "consultation.edit_round": _("Round changed"),
    "consultation.publish_round": _("Round published"),
    "consultation.move_round": _("Days of a round moved"),
    "consultation.cancel_round": _("Round cancelled"),
    "consultation.delete_round": _("Round deleted"),
    "consultation.add_question": _("Question added"),
    "consultation.edit_question": _("Question changed"),
    "consultation.remove_question": _("Question removed"),
    "consultation.order_questions": _("Order of questions changed"),
    "consultation.put_out": _("Texts put out for comment"),
    "consultation.hand_over": _("Rounds handed over"),
}


def area_panel(area: Area, _request: HttpRequest) -> dict[str, Any] | None:
    """Return the open rounds in which input on the area is asked for."""
    found = public.open_rounds_of(area, clock.now())
    return {"rounds": found} if found else None


def describe_rounds(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:
    """Name rounds; drafts only to the staff."""
    found = Round.objects.filter(pk__in=ids)
    if not may(user, "consultation.view_desk"):
        found = found.exclude(state=Round.State.DRAFT)
    return {one.pk: kinds.Thing(str(one), one.get_absolute_url()) for one in found}
