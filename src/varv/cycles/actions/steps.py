"""Steps: never strictly linear. Any step may start at any time and be reopened with a reason."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv import clock
from varv.cycles import checks
from varv.cycles.actions.areas import check_reason
from varv.cycles.models import Step, StepTransition
from varv.people.models import User
from varv.people.rules import is_staff_member
from varv.registry.actions import log


@transaction.atomic
def start_step(actor: User | None, *, step: Step, reason: str = "") -> Step:
    """Begin work on a step that waits."""
    locked = _locked(step)
    if locked.state == Step.State.DONE:
        raise ValidationError(_("The step is done. Reopen it, with a reason."))
    if locked.is_open:
        raise ValidationError(_("The step is under way already."))
    _change(actor, locked, Step.State.ACTIVE, reason)
    log(actor, "cycles.start_step", locked)
    return locked


@transaction.atomic
def complete_step(actor: User | None, *, step: Step, explanation: str = "") -> Step:
    """Call a step done. Each failed check must be explained; the explanation is kept with it."""
    locked = _locked(step)
    if not locked.is_open:
        raise ValidationError(_("Only a step that is under way can be completed."))
    found = checks.findings(locked)
    failed = [finding for finding in found if not finding.ok]
    if failed and not explanation.strip():
        raise ValidationError(
            {
                "explanation": [
                    _("Not everything is in place. Explain why the step is done even so."),
                    *(f"{finding.label}: {finding.text}" for finding in failed),
                ]
            }
        )
    _change(actor, locked, Step.State.DONE, explanation, found)
    log(actor, "cycles.complete_step", locked, failed_checks=[finding.key for finding in failed])
    return locked


@transaction.atomic
def reopen_step(actor: User | None, *, step: Step, reason: str) -> Step:
    """Take up a step again that was done."""
    locked = _locked(step)
    if locked.state != Step.State.DONE:
        raise ValidationError(_("Only a step that is done can be reopened."))
    check_reason(reason)
    _change(actor, locked, Step.State.REOPENED, reason)
    log(actor, "cycles.reopen_step", locked)
    return locked


@transaction.atomic
def set_step_due(actor: User | None, *, step: Step, due_on: date | None) -> Step:
    """Say by which day the step should be done; None takes the day away."""
    locked = _locked(step)
    locked.due_on = due_on
    locked.save(update_fields=["due_on"])
    log(actor, "cycles.set_step_due", locked, due_on=due_on.isoformat() if due_on else None)
    return locked


@transaction.atomic
def set_step_responsible(actor: User | None, *, step: Step, responsible: User | None) -> Step:
    """Say who on the staff answers for the step; None leaves it to nobody."""
    locked = _locked(step)
    if responsible is not None and not is_staff_member(responsible):
        raise ValidationError({"responsible": _("Choose somebody on the staff.")})
    locked.responsible = responsible
    locked.save(update_fields=["responsible"])
    log(
        actor,
        "cycles.set_step_responsible",
        locked,
        responsible=responsible.pk if responsible else None,
    )
    return locked


def _locked(step: Step) -> Step:
    locked = (
        Step.objects.select_for_update(no_key=True, of=("self",))
        .select_related("lap__programme", "lap__area")
        .get(pk=step.pk)
    )
    if locked.lap.closed_at is not None:
        raise ValidationError(_("The lap is closed. Its steps can only be read."))
    return locked


def _change(
    actor: User | None,
    step: Step,
    state: Step.State,
    reason: str,
    found: Sequence[checks.Finding] = (),
) -> None:
    StepTransition.objects.create(
        step=step,
        from_state=step.state,
        to_state=state,
        reason=reason.strip(),
        findings=[asdict(finding) for finding in found],
        at=clock.now(),
        by=actor,
    )
    step.state = state
    step.save(update_fields=["state"])
