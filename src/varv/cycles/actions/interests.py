"""Interests: people who want to take part, whether or not they can come to a meeting."""

import secrets
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import override

from varv import clock
from varv.cycles.actions.areas import check_active
from varv.cycles.models import Area, Interest
from varv.people import identity
from varv.people.actions import for_nobody, organisation_for, person_for, taken_back
from varv.people.models import Municipality, Organisation, Sector, User
from varv.people.queries import current_region, is_known, recipient_of
from varv.people.rules import speaks_for
from varv.registry.actions import log, queue, record
from varv.registry.models import Case, Message, Record

#: The levels of interest from the least to the most.
LEVELS = list(Interest.Level.values)


@dataclass(frozen=True)
class Arrival:
    """How an interest came, as the kind of its record, and when (None: right now)."""

    channel: str = "interest"
    at: datetime | None = None


BY_FORM = Arrival()


class ActorDetails(Protocol):
    """What somebody says about themselves when they sign up or show interest."""

    @property
    def name(self) -> str:
        """The person's name."""

    @property
    def organisation(self) -> Organisation | None:
        """Whom the person speaks for."""

    @property
    def sector(self) -> str:
        """Which of the four sectors the person comes from."""

    @property
    def municipality(self) -> Municipality | None:
        """Where in the region; None from outside it."""


@dataclass(frozen=True)
class Details:
    """``ActorDetails`` on their own."""

    name: str
    organisation: Organisation | None
    sector: str
    municipality: Municipality | None


@dataclass(frozen=True)
class Applicant:
    """Who fills in the form: ``ActorDetails`` with the address, and the organisation by name."""

    name: str
    email: str
    organisation: str
    sector: str
    municipality: Municipality | None


@transaction.atomic
def show_interest(
    actor: User | None,
    *,
    areas: Sequence[Area],
    applicant: Applicant,
    level: str,
    message: str = "",
    language: str = "",
    confirm: bool = True,
    came: Arrival = BY_FORM,
) -> list[Interest]:
    """Note what a form says about somebody's interest; see ``declare_interests``.

    Whether or not the address was known, the work is the same; see ADR 7.
    """
    was_known = is_known(applicant.email)
    person = person_for(applicant.email, applicant.name, language)
    organisation = organisation_for(
        actor,
        name=applicant.organisation,
        sector=applicant.sector,
        municipality=applicant.municipality,
    )
    details = Details(applicant.name, organisation, applicant.sector, applicant.municipality)
    standing = set(
        Interest.objects.filter(person=person, withdrawn_at=None).values_list("area", flat=True)
    )
    interests = declare_interests(
        actor,
        areas=areas,
        person=person,
        details=details,
        level=level,
        message=message,
        confirm=confirm,
        came=came,
    )
    if was_known and not speaks_for(actor, person):
        with for_nobody(language) as nobody:
            for area in areas:
                if area.pk in standing:
                    _declare(None, area, nobody, details, level, message)
    return interests


@transaction.atomic
def declare_interest(
    actor: User | None,
    *,
    area: Area,
    person: User,
    details: ActorDetails,
    level: str,
    message: str = "",
    may_lower: bool = False,
    confirm: bool = True,
) -> Interest:
    """Note that somebody wants to take part in one area; see ``declare_interests``."""
    return declare_interests(
        actor,
        areas=[area],
        person=person,
        details=details,
        level=level,
        message=message,
        may_lower=may_lower,
        confirm=confirm,
    )[0]


@transaction.atomic
def declare_interests(
    actor: User | None,
    *,
    areas: Sequence[Area],
    person: User,
    details: ActorDetails,
    level: str,
    message: str = "",
    may_lower: bool = False,
    confirm: bool = True,
    came: Arrival = BY_FORM,
) -> list[Interest]:
    """Note that somebody wants to take part in areas: one record comes in, one mail goes out.

    A person has one interest in an area: a second time updates it, if the person themselves or
    the staff does it; whoever merely typed a known address changes nothing that stands. The level
    only rises, unless ``may_lower``: whoever signs up for a meeting does not mean to step back.
    ``confirm=False`` is for a caller that confirms in a way of its own; ``came`` is for staff who
    enter what somebody wrote or said.
    """
    _check(areas, level, details.sector)
    # The record will need the case; locked already here it also keeps two forms of one person
    # apart, and an area from being merged away while somebody shows interest in it.
    Case.objects.select_for_update(no_key=True).get(pk=areas[0].programme.case_id)
    check_active(Area.objects.filter(pk__in=[area.pk for area in areas]))
    trusted = speaks_for(actor, person)
    known = {} if trusted else _standing(areas, person)
    interests = [
        known.get(area.pk)
        or _declare(actor, area, person, details, level, message, may_lower, came.at)
        for area in areas
    ]
    news = [one for one in interests if one.area_id not in known]
    entry = _record(actor, interests, details, level, message, came)
    for interest in news:
        interest.record = entry
        interest.save(update_fields=["record"])
    if confirm and news:
        _confirm(news, person, entry)
    elif confirm:
        _tell_already_interested(interests, person)
    return interests


@transaction.atomic
def withdraw_interest(actor: User | None, *, interest: Interest) -> Interest:
    """Take an interest back; doing it twice changes nothing."""
    locked = Interest.objects.select_for_update(no_key=True, of=("self",)).get(pk=interest.pk)
    if locked.withdrawn_at is None:
        locked.withdrawn_at = clock.now()
        locked.save(update_fields=["withdrawn_at"])
        log(actor, "cycles.withdraw_interest", locked)
    return locked


def _check(areas: Sequence[Area], level: str, sector: str) -> None:
    if not areas:
        raise ValidationError({"areas": _("Choose at least one area.")})
    if len({area.programme_id for area in areas}) != 1:
        raise ValidationError({"areas": _("Choose areas of one and the same programme.")})
    if level not in LEVELS:
        raise ValidationError({"level": _("Choose how you want to take part.")})
    if sector not in Sector.values:
        raise ValidationError({"sector": _("Choose a sector.")})


def _standing(areas: Sequence[Area], person: User) -> dict[int, Interest]:
    found = Interest.objects.filter(area__in=areas, person=person, withdrawn_at=None)
    found = found.select_related("area__programme__case", "person")
    return {interest.area_id: interest for interest in found}


def _declare(
    actor: User | None,
    area: Area,
    person: User,
    details: ActorDetails,
    level: str,
    message: str,
    may_lower: bool = False,
    since: datetime | None = None,
) -> Interest:
    interest = Interest.objects.filter(area=area, person=person, withdrawn_at=None).first()
    new = interest is None
    interest = interest or Interest(
        area=area, person=person, created_at=since or clock.now(), level=level
    )
    interest.name = details.name
    interest.organisation = details.organisation
    interest.sector = details.sector
    interest.municipality = details.municipality
    interest.level = level if may_lower else max(interest.level, level, key=LEVELS.index)
    interest.message = message.strip() or interest.message
    interest.save()
    action = "cycles.declare_interest" if new else "cycles.update_interest"
    log(actor, action, interest, area=area.pk, level=interest.level)
    return interest


def _record(
    actor: User | None,
    interests: Sequence[Interest],
    details: ActorDetails,
    level: str,
    message: str,
    came: Arrival,
) -> Record:
    """Enter what came in, as it was said, in the region's language, as readers expect."""
    first = interests[0]
    region = current_region()
    with override(region.language if region else None):
        title = _("Interest in %(areas)s") % {"areas": _names(interests)}
        lines = [
            (_("Name"), details.name),
            (_("E-mail"), first.person.email),
            (_("Organisation"), str(details.organisation or "–")),
            (_("Sector"), str(Sector(details.sector).label)),
            (_("Municipality"), str(details.municipality or _("outside the region"))),
            (_("Wants to"), str(Interest.Level(level).label)),
        ]
        text = "\n".join(f"{label}: {value}" for label, value in lines)
    return record(
        actor,
        case=first.area.programme.case,
        direction=Record.Direction.IN,
        kind=came.channel,
        title=title[:300],
        text=f"{text}\n\n{message}".strip(),
        received_at=came.at,
        subject=first,
        counterpart=details.organisation,
    )


def _confirm(interests: Sequence[Interest], person: User, entry: Record) -> None:
    recipient = recipient_of(person)
    region = current_region()
    with override(recipient.language):
        context = {
            "areas": _names(interests),
            "level": interests[0].get_level_display(),
            "reference": entry.reference,
            "link": identity.my_page_link(person),
            "contact": region.contact_email if region else "",
        }
    queue(
        kind="cycles.interest_confirmed",
        occasion=f"cycles.interest_confirmed:{entry.pk}",
        recipient=recipient,
        context=context,
        about=interests[0],
    )


def _tell_already_interested(interests: Sequence[Interest], person: User) -> None:
    """Say that nothing changed, once a day; later it is written and taken back, see ADR 7."""
    recipient = recipient_of(person)
    region = current_region()
    occasion = f"cycles.already_interested:{person.pk}:{clock.today()}"
    told = Message.objects.filter(occasion=occasion, recipient=recipient.email).exists()
    with override(recipient.language):
        context = {
            "areas": _names(interests),
            "link": identity.my_page_link(person),
            "contact": region.contact_email if region else "",
        }
    with taken_back() if told else nullcontext():
        queue(
            kind="cycles.already_interested",
            occasion=f"{occasion}:{secrets.token_hex(8)}" if told else occasion,
            recipient=recipient,
            context=context,
            about=interests[0],
        )


def _names(interests: Sequence[Interest]) -> str:
    return get_text_list([str(interest.area) for interest in interests], _("and"))
