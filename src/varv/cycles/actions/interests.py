"""Interests: people who want to take part, whether or not they can come to a meeting."""

from collections.abc import Sequence
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
from varv.people.models import Municipality, Organisation, Sector, User
from varv.people.queries import current_region, recipient_of
from varv.registry.actions import log, queue, record
from varv.registry.models import Case, Record

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

    A person has one interest in an area: a second time updates it. The level then only rises,
    unless ``may_lower``, because whoever signs up for a meeting does not mean to step back.
    ``confirm=False`` is for a caller that confirms in a way of its own; ``came`` is for staff who
    enter what somebody wrote or said.
    """
    _check(areas, level, details.sector)
    # The record will need the case; locked already here it also keeps two forms of one person
    # apart, and an area from being merged away while somebody shows interest in it.
    Case.objects.select_for_update(no_key=True).get(pk=areas[0].programme.case_id)
    check_active(Area.objects.filter(pk__in=[area.pk for area in areas]))
    interests = [
        _declare(actor, area, person, details, level, message, may_lower, came.at) for area in areas
    ]
    entry = _record(actor, interests, person, came)
    for interest in interests:
        interest.record = entry
        interest.save(update_fields=["record"])
    if confirm:
        _confirm(interests, person, entry)
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


def _declare(
    actor: User | None,
    area: Area,
    person: User,
    details: ActorDetails,
    level: str,
    message: str,
    may_lower: bool,
    since: datetime | None,
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
    actor: User | None, interests: Sequence[Interest], person: User, came: Arrival
) -> Record:
    """Enter what came in, in the region's language, as the register's readers expect."""
    first = interests[0]
    region = current_region()
    with override(region.language if region else None):
        title = _("Interest in %(areas)s") % {"areas": _names(interests)}
        lines = [
            (_("Name"), first.name),
            (_("E-mail"), person.email),
            (_("Organisation"), str(first.organisation or "–")),
            (_("Sector"), first.get_sector_display()),
            (_("Municipality"), str(first.municipality or _("outside the region"))),
            (_("Wants to"), first.get_level_display()),
        ]
        text = "\n".join(f"{label}: {value}" for label, value in lines)
    return record(
        actor,
        case=first.area.programme.case,
        direction=Record.Direction.IN,
        kind=came.channel,
        title=title[:300],
        text=f"{text}\n\n{first.message}".strip(),
        received_at=came.at,
        subject=first,
    )


def _confirm(interests: Sequence[Interest], person: User, entry: Record) -> None:
    recipient = recipient_of(person)
    region = current_region()
    with override(recipient.language):
        context = {
            "name": interests[0].name,
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


def _names(interests: Sequence[Interest]) -> str:
    return get_text_list([str(interest.area) for interest in interests], _("and"))
