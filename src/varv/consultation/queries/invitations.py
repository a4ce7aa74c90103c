"""Reading invitations: who is asked, what became of it, and whom to write to now."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    TextChoices,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils.translation import pgettext_lazy

from varv.consultation.models import Contribution, Invitation, Round
from varv.people.models import User
from varv.people.queries import OUTSIDE
from varv.reach import places
from varv.reach.sources import Place
from varv.registry.mail_stops import fingerprint
from varv.registry.models import MailStop, Message

KIND, REMINDER = "consultation.invitation", "consultation.reminder"


class State(TextChoices):
    """What became of an invitation; the later a line stands here, the more it says."""

    WAITING = "waiting", pgettext_lazy("of an invitation", "Not yet asked")
    ASKED = "asked", pgettext_lazy("of an invitation", "Asked")
    OPENED = "opened", pgettext_lazy("of an invitation", "Opened the link")
    ANSWERED = "answered", pgettext_lazy("of an invitation", "Answered")
    DECLINED = "declined", pgettext_lazy("of an invitation", "Declined")
    UNREACHABLE = "unreachable", pgettext_lazy("of an invitation", "Not reached")


def invitations(round: Round) -> QuerySet[Invitation]:  # noqa: A002 - the word of the house
    """Return who is on the round's list, with ``mail_state``, ``mail_error`` and ``shown_state``.

    An invitation is answered when the same person, or anybody of the same organisation, has input
    that counts in the round: that is looked up, never stored.
    """
    rows = _with_mail(Invitation.objects.filter(round=round))
    return (
        rows.annotate(shown_state=_shown_state(round))
        .select_related("person", "organisation", "municipality", "round")
        .order_by("organisation__sort_key", "name", "pk")
    )


def narrowed(
    rows: QuerySet[Any],
    *,
    text: str = "",
    state: str = "",
    sector: str = "",
    municipality: str = "",
) -> QuerySet[Any]:
    """Return those of ``rows`` that a list shows; ``municipality`` is an id, or ``OUTSIDE``."""
    if text:
        rows = rows.filter(
            Q(name__icontains=text)
            | Q(person__email__icontains=text)
            | Q(organisation__name__icontains=text)
        )
    if state:
        rows = rows.filter(shown_state=state)
    if sector:
        rows = rows.filter(sector=sector)
    if municipality == OUTSIDE:
        return rows.filter(municipality=None)
    return rows.filter(municipality=int(municipality)) if municipality else rows


def counts(rows: QuerySet[Any]) -> dict[str, int]:
    """Return how many are in each state, in the order of the states."""
    found = dict(rows.order_by().values_list("shown_state").annotate(Count("pk")))
    return {state: found.get(state, 0) for state in State.values}


def answers(found: Sequence[Invitation]) -> dict[int, Contribution]:
    """Return by invitation the first input that answers it: the person's own before another's."""
    people = {one.person_id for one in found if one.person_id}
    organisations = {one.organisation_id for one in found if one.organisation_id}
    rounds = {one.round_id for one in found}
    rows = (
        _counted(Contribution.objects.filter(round__in=rounds))
        .filter(Q(person__in=people) | Q(organisation__in=organisations))
        .select_related("record__case", "round")
        .order_by("-received_at", "-pk")
    )
    by_person: dict[tuple[int, int], Contribution] = {}
    by_organisation: dict[tuple[int, int], Contribution] = {}
    for row in rows:  # the latest first, so that the first one stays
        if row.person_id:
            by_person[row.round_id, row.person_id] = row
        if row.organisation_id:
            by_organisation[row.round_id, row.organisation_id] = row
    given = {}
    for one in found:
        own = by_person.get((one.round_id, one.person_id or 0))
        answer = own or by_organisation.get((one.round_id, one.organisation_id or 0))
        if answer:
            given[one.pk] = answer
    return given


def stopped(found: Iterable[Invitation]) -> set[int]:
    """Return which of them have an address whose owner has stopped all mail."""
    prints = {one.pk: fingerprint(one.person.email) for one in found if one.person}
    stops = MailStop.objects.filter(fingerprint__in=prints.values())
    known = set(stops.values_list("fingerprint", flat=True))
    return {pk for pk, seen in prints.items() if seen in known}


def letters(round: Round) -> QuerySet[Invitation]:  # noqa: A002
    """Return who waits for a letter: has a postal address, and no mail reaches them."""
    rows: QuerySet[Any] = invitations(round)
    return rows.filter(
        Q(shown_state=State.UNREACHABLE) | Q(shown_state=State.WAITING, person=None),
        ~Q(postal_address=""),
    )


def earlier_rounds(round: Round) -> QuerySet[Round]:  # noqa: A002
    """Return the other rounds in which somebody was asked, the latest first."""
    asked = Invitation.objects.filter(round=OuterRef("pk"), invited_at__isnull=False)
    return Round.objects.filter(Exists(asked)).exclude(pk=round.pk)


def invitation_for(round: Round, person: User) -> Invitation | None:  # noqa: A002
    """Return the person's invitation to the round, if there is one."""
    rows = Invitation.objects.select_related("organisation", "municipality")
    return rows.filter(round=round, person=person).first()


def asked(rounds: Iterable[Round] | None = None) -> QuerySet[Invitation]:
    """Return who has been asked, by mail that was not refused or by letter."""
    rows = _with_mail(Invitation.objects.filter(invited_at__isnull=False))
    rows = rows.exclude(_not_delivered())
    return rows if rounds is None else rows.filter(round__in=rounds)


def places_asked(rounds: Iterable[Round] | None = None) -> "QuerySet[Any, Place]":
    """Return municipality and sector of each who has been asked; nobody may know the sector."""
    return places.counted(asked(rounds), at="invited_at")


def asked_with_sector() -> QuerySet[Invitation]:
    """Return who has been asked and whose sector is known."""
    found = asked().exclude(sector="", organisation=None)
    # What was looked up to find them would be looked up again for each when they are counted.
    return Invitation.objects.filter(pk__in=found.order_by().values("pk"))


def places_waiting(round: Round) -> "QuerySet[Any, Place]":  # noqa: A002
    """Return municipality and sector of each who is on the list and has not been asked."""
    return places.counted(Invitation.objects.filter(round=round, invited_at=None), at="added_at")


def unanswered(round: Round) -> QuerySet[Invitation]:  # noqa: A002
    """Return who was asked and has neither answered nor declined."""
    rows: QuerySet[Any] = invitations(round)
    return rows.filter(shown_state__in=(State.ASKED, State.OPENED))


def open_rounds(now: datetime, until: datetime) -> QuerySet[Round]:
    """Return the rounds that are open now and close by a moment, the first to close first."""
    published = Round.objects.filter(state=Round.State.PUBLISHED, opens_at__lte=now)
    return published.filter(closes_at__gt=now, closes_at__lte=until).order_by("closes_at", "pk")


def _counted(rows: QuerySet[Contribution]) -> QuerySet[Contribution]:
    return rows.exclude(state=Contribution.State.UNCONFIRMED)


def _with_mail(rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
    """Add the latest invitation by mail; a reminder that fails changes nothing of that."""
    sent = Message.objects.filter(
        kind=KIND, about_kind="invitation", about_id=OuterRef("pk")
    ).order_by("-created_at", "-pk")
    return rows.annotate(
        mail_id=Subquery(sent.values("pk")[:1]),
        mail_state=Coalesce(Subquery(sent.values("state")[:1]), Value("")),
        mail_error=Coalesce(
            Subquery(sent.values("error")[:1]), Value(""), output_field=TextField()
        ),
        mailed_at=Subquery(sent.values("created_at")[:1]),
    )


def _not_delivered() -> Q:
    """Return the condition that the mail failed, and no letter was posted after it."""
    lost = (Message.State.FAILED, Message.State.CANCELLED, Message.State.MISSED)
    posted_later = Q(invited_at__gt=F("mailed_at"))
    return Q(mail_state__in=lost) & ~posted_later


def _shown_state(round: Round) -> Case:  # noqa: A002
    given = _counted(Contribution.objects.filter(round=round))
    answered = Q(Exists(given.filter(person=OuterRef("person")))) | Q(
        Exists(given.filter(organisation=OuterRef("organisation")))
    )
    return Case(
        When(answered, then=Value(State.ANSWERED.value)),
        When(declined_at__isnull=False, then=Value(State.DECLINED.value)),
        When(_not_delivered() | _cannot_be_mailed(round), then=Value(State.UNREACHABLE.value)),
        When(opened_at__isnull=False, then=Value(State.OPENED.value)),
        When(invited_at__isnull=False, then=Value(State.ASKED.value)),
        default=Value(State.WAITING.value),
        output_field=CharField(),
    )


def _cannot_be_mailed(round: Round) -> Q:  # noqa: A002
    """Return the condition that who is not asked yet wants no mail, or has been erased."""
    waiting = Invitation.objects.filter(round=round, invited_at=None, person__isnull=False)
    ids = stopped(waiting.select_related("person"))
    return Q(invited_at=None) & (Q(pk__in=ids) | Q(person__is_active=False))
