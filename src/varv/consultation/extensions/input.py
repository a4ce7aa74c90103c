"""What input adds to the extension points of the apps below."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from varv.clock import timed
from varv.consultation import desk, due, limits, mail_texts, reach
from varv.consultation.models import Contribution
from varv.files import access
from varv.files.models import File
from varv.people import belongings
from varv.people import desk as people_desk
from varv.people.limits import known as known_limits
from varv.reach import sources
from varv.registry import kinds, log_actions, mailtexts, relations, retention
from varv.registry.guard import may


def register() -> None:
    """Add everything; called once, when the apps are ready."""
    for action, label in LOG_ACTIONS.items():
        log_actions.register(action, label)
    for mail in mail_texts.KINDS:
        mailtexts.register(mail)
    relations.register(relations.Relation("said_at", _("is where this was said"), _("said at")))
    kinds.register(
        kinds.Kind(
            "contribution",
            "consultation.Contribution",
            _("input"),
            describe_contributions,
            own_titles=True,
        )
    )
    belongings.point.register(
        "consultation.contributions",
        belongings.Belonging(_("input"), "consultation.Contribution"),
    )
    people_desk.items.register("consultation", desk.input_items)
    sources.point.register("consultation.contributions", reach.contributions)
    sources.point.register("consultation.senders", reach.senders)
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
}


def may_read_contribution_file(file: File, reader: access.Reader) -> bool:
    """Let those who work with input read what is enclosed; writers get theirs on their own page."""
    if not reader.has_perm("consultation.view_contribution"):
        return False
    return file.contributions.exclude(state=Contribution.State.UNCONFIRMED).exists()


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
