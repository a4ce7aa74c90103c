"""What invitations add to the extension points of the apps below."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from varv.clock import timed
from varv.consultation import desk, reach
from varv.consultation.invitations import check, kept_lists, mails
from varv.consultation.models import Invitation
from varv.cycles import checks
from varv.cycles.models import StepKind
from varv.people import belongings
from varv.people import desk as people_desk
from varv.reach import sources
from varv.registry import kinds, log_actions, mailtexts, retention
from varv.registry.guard import may


def register() -> None:
    """Add everything; called once, when the apps are ready."""
    for action, label in LOG_ACTIONS.items():
        log_actions.register(action, label)
    for kind in mails.KINDS:
        mailtexts.register(kind)
    kinds.register(
        kinds.Kind("invitation", "consultation.Invitation", _("invitation"), describe_invitations)
    )
    belongings.point.register(
        "consultation.invitations",
        belongings.Belonging(_("invitations"), "consultation.Invitation"),
    )
    timed.work.register(
        "consultation.invitation_lists",
        timed.TimedWork(kept_lists.drop_old, kept_lists.next_to_drop),
    )
    retention.passing.register(
        "consultation.invitation_lists",
        retention.Passing(_("Contact lists that were read but not entered"), _("After two hours.")),
    )
    people_desk.items.register("consultation.invitations", desk.invitation_items)
    sources.point.register("consultation.invited", reach.invited)
    checks.point.register(
        "consultation.all_asked",
        checks.StepCheck(
            StepKind.GOVERNANCE,
            _("Every sector and municipality has been asked"),
            check.all_asked,
        ),
    )
    checks.point.register(
        "consultation.all_heard",
        checks.StepCheck(
            StepKind.GOVERNANCE,
            _("Every sector and municipality has been heard"),
            check.all_heard,
        ),
    )


LOG_ACTIONS = {
    "consultation.add_invitations": _("Added to those who are asked"),
    "consultation.send_invitations": _("Invitations sent"),
    "consultation.post_invitations": _("Invitations posted"),
    "consultation.remind_invited": _("Reminders sent"),
    "consultation.remove_invitation": _("Invitation removed"),
    "consultation.export_invitations": _("List of invitations taken out"),
    "consultation.open_invitation": _("Link in an invitation opened"),
    "consultation.decline": _("Invitation declined"),
    "consultation.take_back_decline": _("Declining taken back"),
}


def describe_invitations(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:
    """Name whom was asked to those who may see it."""
    if not may(user, "consultation.view_invitation"):
        return {}
    found = Invitation.objects.filter(pk__in=ids).select_related("round", "organisation")
    return {
        one.pk: kinds.Thing(str(one), reverse("consultation:desk_invitations", args=[one.round_id]))
        for one in found
    }
