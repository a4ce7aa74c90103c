"""What consultations add to the extension points of the apps below."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from varv import clock
from varv.clock import timed
from varv.consultation import (
    desk,
    due,
    extensions_mail,
    folder,
    inventory_entries,
    invitation_check,
    invitation_desk,
    invitation_mails,
    limits,
    mail_texts,
    registrations,
    rules,
    step_checks,
    waiting_lists,
)
from varv.consultation.models import Contribution, IncomingMail, Invitation, Round
from varv.consultation.queries import invitations, public
from varv.cycles import checks, panels
from varv.cycles.models import Area, StepKind
from varv.files import access
from varv.files.models import File
from varv.people import belongings, handover
from varv.people import desk as people_desk
from varv.people.folder import sections
from varv.people.limits import known as known_limits
from varv.reach import sources
from varv.registry import kinds, log_actions, mailtexts, relations, retention
from varv.registry.guard import may

__all__ = ["register", "rules"]  # the rules register themselves


def register() -> None:
    """Add everything; called once, when the apps are ready."""
    for action, label in LOG_ACTIONS.items():
        log_actions.register(action, label)
    for kind in mail_texts.KINDS:
        mailtexts.register(kind)
    relations.register(relations.Relation("said_at", _("is where this was said"), _("said at")))
    _register_kinds()
    panels.point.register(
        "consultation",
        panels.Panel(_("Consultations"), "consultation/_area_panel.html", area_panel),
    )
    _register_belongings()
    registrations.register()
    _register_invitations()
    _register_desk()
    sections.register(folder.section())
    _register_writing()
    inventory_entries.register()
    extensions_mail.register()


LOG_ACTIONS = {
    "consultation.write": _("Input written on the web"),
    "consultation.confirm": _("Input confirmed by its sender"),
    "consultation.receive": _("Input received"),
    "consultation.change": _("Input changed by its sender"),
    "consultation.withdraw": _("Input withdrawn by its sender"),
    "consultation.export": _("List of input taken out"),
    "consultation.publish": _("Input published"),
    "consultation.unpublish": _("Text of an input taken off the web"),
    "consultation.hide": _("Input hidden"),
    "consultation.show_again": _("Input shown again"),
    "consultation.identify": _("Who an input is from completed"),
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


INVITATION_LOG_ACTIONS = {
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


def _register_invitations() -> None:
    for action, label in INVITATION_LOG_ACTIONS.items():
        log_actions.register(action, label)
    for kind in invitation_mails.KINDS:
        mailtexts.register(kind)
    timed.work.register(
        "consultation.invitation_lists",
        timed.TimedWork(waiting_lists.drop_old, waiting_lists.next_to_drop),
    )
    retention.passing.register(
        "consultation.invitation_lists",
        retention.Passing(_("Contact lists that were read but not entered"), _("After two hours.")),
    )
    people_desk.items.register("consultation.invitations", invitation_desk.items)
    sources.point.register(
        "consultation.invited",
        sources.Source(_("Asked to take part"), invitations.places_for_reach),
    )
    checks.point.register(
        "consultation.all_asked",
        checks.StepCheck(
            StepKind.GOVERNANCE,
            _("Every sector and municipality has been asked"),
            invitation_check.all_asked,
        ),
    )


def _register_kinds() -> None:
    kinds.register(kinds.Kind("round", "consultation.Round", _("consultation"), describe_rounds))
    kinds.register(
        kinds.Kind(
            "contribution",
            "consultation.Contribution",
            _("contribution"),
            describe_contributions,
            own_titles=True,
        )
    )
    kinds.register(
        kinds.Kind("invitation", "consultation.Invitation", _("invitation"), describe_invitations)
    )
    kinds.register(
        kinds.Kind(
            "incoming_mail", "consultation.IncomingMail", _("incoming e-mail"), describe_mails
        )
    )


def _register_belongings() -> None:
    for name, label in (("Contribution", _("contributions")), ("Invitation", _("invitations"))):
        belongings.point.register(
            f"consultation.{name.lower()}s",
            belongings.Belonging(label, f"consultation.{name}"),
        )


def area_panel(area: Area, _request: HttpRequest) -> dict[str, Any] | None:
    """Return the open rounds in which input on the area is asked for."""
    found = public.open_rounds_of(area, clock.now())
    return {"rounds": found} if found else None


def _register_desk() -> None:
    people_desk.items.register("consultation", desk.items)
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


def _register_writing() -> None:
    for limit in limits.ALL:
        known_limits.register(limit.name, limit)
    timed.work.register(
        "consultation.forget_unsent", timed.TimedWork(due.forget_unsent, due.next_forgetting)
    )
    retention.passing.register(
        "consultation.drafts",
        retention.Passing(_("Input begun on the web"), _("30 days after it was last touched.")),
    )
    retention.passing.register(
        "consultation.unconfirmed",
        retention.Passing(
            _("Input on the web whose address nobody confirmed"),
            _("30 days after it was sent, with its files."),
        ),
    )
    access.owners.register("consultation.contributions", may_read_contribution_file)


def may_read_contribution_file(file: File, reader: access.Reader) -> bool:
    """Let those who work with input read what is enclosed; writers get theirs on their own page."""
    if not reader.has_perm("consultation.view_contribution"):
        return False
    return file.contributions.exclude(state=Contribution.State.UNCONFIRMED).exists()


def describe_rounds(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:
    """Name rounds; drafts only to the staff."""
    found = Round.objects.filter(pk__in=ids)
    if not may(user, "consultation.view_desk"):
        found = found.exclude(state=Round.State.DRAFT)
    return {one.pk: kinds.Thing(str(one), one.get_absolute_url()) for one in found}


def describe_contributions(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:
    """Name contributions by their number; what is not confirmed is known to nobody."""
    found = Contribution.objects.filter(pk__in=ids).exclude(state=Contribution.State.UNCONFIRMED)
    rows = found.select_related("record__case", "round")
    if not may(user, "consultation.view_contribution"):
        return {one.pk: kinds.Thing(_named(one), one.get_absolute_url()) for one in rows}
    return {
        one.pk: kinds.Thing(_named(one), reverse("consultation:desk_contribution", args=[one.pk]))
        for one in rows
    }


def _named(one: Contribution) -> str:
    """Name input by more than its number, which beside that of its record says nothing."""
    return gettext("Input %(number)s") % {"number": one}


def describe_invitations(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:
    """Name whom was asked to those who may see it."""
    if not may(user, "consultation.view_invitation"):
        return {}
    found = Invitation.objects.filter(pk__in=ids).select_related("round", "organisation")
    return {
        one.pk: kinds.Thing(str(one), reverse("consultation:desk_invitations", args=[one.round_id]))
        for one in found
    }


def describe_mails(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:
    """Name incoming mail by its subject to those who may read it."""
    if not may(user, "consultation.view_mail"):
        return {}
    found = IncomingMail.objects.filter(pk__in=ids)
    return {one.pk: kinds.Thing(str(one), one.get_absolute_url()) for one in found}
