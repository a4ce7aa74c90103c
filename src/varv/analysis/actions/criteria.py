"""The fulfilment criteria: asking who answers for each, and writing down what was found out."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv import clock
from varv.analysis.models import CriterionInquiry
from varv.cycles.models import FrameItem
from varv.people.models import User
from varv.registry.actions import log


@transaction.atomic
def ask_about_criterion(
    actor: User | None,
    *,
    criterion: FrameItem,
    answered_by: str,
    role: str = "",
    responsible: User | None = None,
    due_on: date | None = None,
    note: str = "",
) -> CriterionInquiry:
    """Say which level answers for a criterion, or who is to find out by when."""
    if answered_by not in FrameItem.AnsweredBy.values:
        raise ValidationError({"answered_by": _("Choose one from the list.")})
    if (role.strip() or responsible) and due_on is None and answered_by == "unclear":
        raise ValidationError({"due_on": _("Say by when it is to be found out.")})
    if due_on is not None and not (role.strip() or responsible):
        raise ValidationError({"role": _("Say who is to find out.")})
    locked = FrameItem.objects.select_for_update(no_key=True).get(
        pk=criterion.pk, kind=FrameItem.Kind.CRITERION
    )
    _not_passed(locked, due_on)
    before = locked.answered_by
    locked.answered_by = answered_by
    locked.save(update_fields=["answered_by"])
    inquiry, _new = CriterionInquiry.objects.update_or_create(
        criterion=locked,
        defaults={
            "role": role.strip(),
            "responsible": responsible,
            "due_on": due_on,
            "note": note.strip(),
            "changed_at": clock.now(),
        },
    )
    log(
        actor,
        "analysis.ask_about_criterion",
        locked,
        before=before,
        answered_by=answered_by,
        due_on=due_on.isoformat() if due_on else None,
    )
    return inquiry


def _not_passed(criterion: FrameItem, due_on: date | None) -> None:
    """Refuse a day that is over when it is set; one that has passed since stays as it is."""
    if due_on is None or due_on >= clock.today():
        return
    if not CriterionInquiry.objects.filter(criterion=criterion, due_on=due_on).exists():
        raise ValidationError({"due_on": _("The day has passed. Choose one that is to come.")})


@transaction.atomic
def hand_over_criteria(actor: User | None, *, from_user: User, to_user: User) -> int:
    """Let somebody else find out what a person was to find out; return how many criteria."""
    held = CriterionInquiry.objects.filter(responsible=from_user)
    moved = held.update(responsible=to_user)
    if moved:
        log(
            actor,
            "analysis.hand_over_criteria",
            None,
            from_user=from_user.pk,
            to=to_user.pk,
            count=moved,
        )
    return moved
