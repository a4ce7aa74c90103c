"""What an approval of an answer rests on: where that changes, somebody reads the answer again."""

from collections.abc import Collection

from varv.consultation.models import Answer
from varv.people.models import User
from varv.registry.actions import log_many

State = Answer.State
#: What takes an approval back when it changes.
UNAPPROVED = {
    "state": State.DRAFT, "approved_at": None, "approved_by": None, "approved_digest": "",
    "ordered_at": None,
}  # fmt: skip


def take_back_approvals(actor: User | None, *, points: Collection[int]) -> None:
    """Make the approved answers that tell of these points drafts again; part of a larger act.

    It comes before the points are locked, as whoever sends locks an answer before its points.
    Drafts are locked too: nobody approves meanwhile what is about to change.
    """
    told = Answer.contributions.through.objects.filter(contribution__points__in=points)
    rows = Answer.objects.select_for_update(no_key=True, of=("self",)).exclude(state=State.SENT)
    unsent = list(rows.filter(pk__in=told.values("answer")).order_by("pk"))
    approved = [one for one in unsent if one.state == State.APPROVED]
    if not approved:
        return
    Answer.objects.filter(pk__in=[one.pk for one in approved]).update(**UNAPPROVED)
    log_many(actor, "consultation.take_back_answer", [(one, {}) for one in approved])
