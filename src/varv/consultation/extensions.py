"""What consultations add to the extension points of the apps below."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from varv.clock import timed
from varv.consultation import due, inventory_entries, limits, mail_texts, rules
from varv.consultation.models import Contribution, IncomingMail, Invitation, Round
from varv.files import access
from varv.files.models import File
from varv.people import belongings
from varv.people.limits import known as known_limits
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
    _register_belongings()
    _register_writing()
    inventory_entries.register()


LOG_ACTIONS = {
    "consultation.write": _("Input written on the web"),
    "consultation.confirm": _("Input confirmed by its sender"),
    "consultation.receive": _("Input received"),
    "consultation.change": _("Input changed by its sender"),
    "consultation.withdraw": _("Input withdrawn by its sender"),
}


def _register_kinds() -> None:
    kinds.register(kinds.Kind("round", "consultation.Round", _("consultation"), describe_rounds))
    kinds.register(
        kinds.Kind(
            "contribution",
            "consultation.Contribution",
            _("contribution"),
            describe_contributions,
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
    access.owners.register("consultation.mails", may_read_mail_file)


def may_read_contribution_file(file: File, reader: access.Reader) -> bool:
    """Let those who work with input read what is enclosed; writers get theirs on their own page."""
    if not reader.has_perm("consultation.view_contribution"):
        return False
    return file.contributions.exclude(state=Contribution.State.UNCONFIRMED).exists()


def may_read_mail_file(file: File, reader: access.Reader) -> bool:
    """Let those who sort mail read it as it came, and what is attached to it."""
    if not reader.has_perm("consultation.view_mail"):
        return False
    return file.mails_attached_to.exists() or file.incoming_mails.exists()


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
        return {one.pk: kinds.Thing(str(one), one.get_absolute_url()) for one in rows}
    return {
        one.pk: kinds.Thing(str(one), reverse("consultation:desk_contribution", args=[one.pk]))
        for one in rows
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


def describe_mails(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:
    """Name incoming mail by its subject to those who may read it."""
    if not may(user, "consultation.view_mail"):
        return {}
    found = IncomingMail.objects.filter(pk__in=ids)
    return {one.pk: kinds.Thing(str(one), one.get_absolute_url()) for one in found}
