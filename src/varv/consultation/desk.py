"""What rounds, input, invitations and mail ask of the staff today; what somebody answers for."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varv.consultation.actions.fetching import standstill
from varv.consultation.cautions import cautions
from varv.consultation.invitations.mails import last_day
from varv.consultation.models import Round
from varv.consultation.queries import answers, incoming, invitations, papers
from varv.consultation.queries import desk as queries
from varv.consultation.queries.rounds import rounds_ahead
from varv.people.desk import DeskItem
from varv.people.models import Region, User
from varv.people.queries import current_region
from varv.registry.actions import log
from varv.text import dates

#: So long before the last day it is told of.
CLOSES_SOON = timedelta(days=3)
#: Who wrote expects to see their input soon; after so long it is urgent to read it.
READ_WITHIN = timedelta(days=7)
#: So long before a round closes it is told who has not answered.
REMIND_BEFORE = timedelta(days=7)


def input_items(user: User, now: datetime) -> Iterator[DeskItem]:
    """Tell those who work with input what waits."""
    region = current_region()
    if region is None or not user.has_perm("consultation.view_contribution"):
        return
    yield from _waiting(region, now)
    if user.has_perm("consultation.change_round"):
        yield from _rounds(region, now)


def _waiting(region: Region, now: datetime) -> Iterator[DeskItem]:
    inputs = reverse("consultation:desk_contributions")
    for waits in queries.waiting():
        of_round = f"{inputs}?round={waits.round.pk}"
        if waits.unread and waits.oldest:
            yield DeskItem(
                title=ngettext(
                    "%(number)d input to read: %(round)s",
                    "%(number)d inputs to read: %(round)s",
                    waits.unread,
                )
                % {"number": waits.unread, "round": waits.round},
                url=f"{of_round}&state=unread",
                urgent=now - waits.oldest > READ_WITHIN,
                detail=_("The oldest came %(when)s.")
                % {"when": dates.moment(waits.oldest, zone=region.tz)},
            )
        if waits.lacking:
            yield DeskItem(
                title=ngettext(
                    "%(number)d input lacks a sector: %(round)s",
                    "%(number)d inputs lack a sector: %(round)s",
                    waits.lacking,
                )
                % {"number": waits.lacking, "round": waits.round},
                url=f"{of_round}&sector=lacking",
                detail=_("Without it, nobody sees whom the round has reached."),
            )


def _rounds(region: Region, now: datetime) -> Iterator[DeskItem]:
    for one in rounds_ahead(now):
        url = reverse("consultation:desk_round", args=[one.pk])
        if one.is_open_at(now) and one.closes_at and one.closes_at - now <= CLOSES_SOON:
            yield DeskItem(
                title=_("The round closes soon: %(round)s") % {"round": one},
                url=url,
                due=one.closes_at,
            )
        found = cautions(
            one,
            region,
            questions=one.asked,  # type: ignore[attr-defined]
            documents=one.out,  # type: ignore[attr-defined]
        )
        # What is open can hardly be mended.
        if found and not one.is_open_at(now):
            yield DeskItem(
                title=_("Worth a second thought: %(round)s") % {"round": one},
                url=url,
                due=one.opens_at,
                detail=" ".join(found),
            )


def invitation_items(user: User, now: datetime) -> Iterator[DeskItem]:
    """Tell who may remind them how many have not answered in the rounds that close soon."""
    if not user.has_perm("consultation.change_invitation"):
        return
    for one in invitations.open_rounds(now, now + REMIND_BEFORE):
        number = invitations.unanswered(one).count()
        if not number:
            continue
        text = ngettext(
            "%(n)s who was asked has not answered: %(round)s",
            "%(n)s who were asked have not answered: %(round)s",
            number,
        )
        yield DeskItem(
            title=text % {"n": number, "round": one},
            url=reverse("consultation:desk_invitations_remind", args=[one.pk]),
            due=one.closes_at,
            detail=_("The last day is %(day)s. You can remind them.") % {"day": last_day(one)},
        )


def mail_items(user: User, now: datetime) -> Iterator[DeskItem]:  # noqa: ARG001 - mail waits at any time
    """Tell coordinators that mail waits to be sorted, or that the mailbox cannot be read."""
    if not user.has_perm("consultation.sort_mail"):
        return
    if found := standstill():
        yield DeskItem(
            title=_("The mailbox could not be read since %(when)s")
            % {"when": dates.moment(found.since)},
            url=reverse("consultation:desk_mails"),
            urgent=True,
            detail=found.trouble.label,
        )
    number, first = incoming.waiting_since()
    if number and first:
        yield DeskItem(
            title=ngettext("%(number)d mail to sort", "%(number)d mails to sort", number)
            % {"number": number},
            url=reverse("consultation:desk_mails"),
            detail=_("The first came %(when)s.") % {"when": dates.moment(first)},
        )


def answer_items(user: User, now: datetime) -> Iterator[DeskItem]:  # noqa: ARG001 - it has no day
    """Tell coordinators which answers are ready to be sent, and which could not go."""
    if not user.has_perm("consultation.change_answer"):
        return
    waiting = {row["round"]: row for row in answers.waiting()}
    for one in Round.objects.filter(pk__in=waiting).order_by("closes_at", "pk"):
        numbers, url = waiting[one.pk], reverse("consultation:desk_answers", args=[one.pk])
        if numbers["ready"]:
            text = ngettext(
                "%(n)d answer is ready to be sent: %(round)s",
                "%(n)d answers are ready to be sent: %(round)s",
                numbers["ready"],
            )
            yield DeskItem(
                title=text % {"n": numbers["ready"], "round": one},
                url=reverse("consultation:desk_answers_send", args=[one.pk]),
            )
        if numbers["drafts"]:
            text = ngettext(
                "%(n)d answer to approve: %(round)s",
                "%(n)d answers to approve: %(round)s",
                numbers["drafts"],
            )
            yield DeskItem(
                title=text % {"n": numbers["drafts"], "round": one}, url=f"{url}?stage=draft"
            )
        if numbers["to_post"]:
            text = ngettext(
                "%(n)d letter to print and post: %(round)s",
                "%(n)d letters to print and post: %(round)s",
                numbers["to_post"],
            )
            yield DeskItem(
                title=text % {"n": numbers["to_post"], "round": one},
                url=reverse("consultation:desk_answers_posting", args=[one.pk]),
            )
        if numbers["troubled"]:
            text = ngettext(
                "%(n)d answer could not go: %(round)s",
                "%(n)d answers could not go: %(round)s",
                numbers["troubled"],
            )
            yield DeskItem(
                title=text % {"n": numbers["troubled"], "round": one}, url=url, urgent=True
            )


def paper_items(user: User, now: datetime) -> Iterator[DeskItem]:  # noqa: ARG001 - at any time
    """Tell those who may publish that a paper could not be made."""
    if not user.has_perm("consultation.publish_paper"):
        return
    for one in papers.failed():
        yield DeskItem(
            title=_("A paper could not be made: %(paper)s") % {"paper": one},
            url=one.desk_url,
            urgent=True,
            detail=_("It is a draft again. Look at it and publish it once more."),
        )


def responsible_for(user: User) -> int:
    """Return how many rounds that are not over the user answers for."""
    return _own(user).count()


@transaction.atomic
def hand_over(actor: User | None, *, from_user: User, to_user: User) -> int:
    """Let ``to_user`` answer for the rounds of ``from_user`` that are not over."""
    ids = list(_own(from_user).select_for_update(no_key=True).values_list("pk", flat=True))
    Round.objects.filter(pk__in=ids).update(responsible=to_user)
    if ids:
        log(
            actor, "consultation.hand_over", None, rounds=ids, source=from_user.pk,
            target=to_user.pk,
        )  # fmt: skip
    return len(ids)


def _own(user: User) -> QuerySet[Round]:
    """Return the rounds of somebody; a closed one still has input to read and answer."""
    return user.rounds.filter(state__in=[Round.State.DRAFT, Round.State.PUBLISHED])
