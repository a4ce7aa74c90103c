"""Signing up, changing and cancelling a registration."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv import clock
from varv.cycles.actions import declare_interests
from varv.cycles.models import Area, Interest
from varv.meetings import mail, queries
from varv.meetings.actions import links, outdated, seats
from varv.meetings.models import Meeting, Registration
from varv.people.actions import for_nobody, organisation_for, person_for, represent
from varv.people.models import Municipality, Organisation, User
from varv.people.queries import is_known, the_region
from varv.people.rules import speaks_for
from varv.registry.actions import log

State = Registration.State
Source = Registration.Source


@dataclass(frozen=True)
class ActorDetails:
    """What somebody says about themselves when signing up; the organisation by its name."""

    name: str
    email: str
    sector: str
    organisation: str = ""
    municipality: Municipality | None = None


@dataclass(frozen=True)
class SignedUp:
    """What came of a sign-up.

    ``full`` holds the ids of the meetings that had no place left when it came. An answer to a
    visitor may be built on it; the registrations would tell whether the address was known.
    """

    person: User
    registrations: tuple[Registration, ...]
    full: frozenset[int]


@transaction.atomic
def sign_up(
    actor: User | None,
    *,
    meetings: Sequence[Meeting],
    person: ActorDetails,
    language: str = "",
    needs: str = "",
    join_partnership: bool = False,
    source: str = Source.WEB,
) -> SignedUp:
    """Sign a person up for one or more meetings; where all places are taken, on the waiting list.

    All or nothing if one of the meetings cannot be signed up for. Who is signed up already keeps
    the place; the person themselves and the staff change the details with it, and mail goes only
    if something is new. Whoever merely typed a known address changes nothing that stands.
    Locks are taken in one order everywhere: person, organisation, meetings by id.
    """
    region = the_region()
    is_new = not is_known(person.email)
    user = _lock_person(person, language)
    trusted = source != Source.WEB or speaks_for(actor, user)
    organisation = _organisation(actor, person)
    if organisation and (is_new or trusted):
        represent(actor, person=user, organisation=organisation)
    locked = seats.lock(meetings)
    _check_open(locked, source)
    full = frozenset(meeting.pk for meeting in locked if queries.is_full(meeting))
    wanted = Registration(
        person=user,
        name=person.name,
        organisation=organisation,
        sector=person.sector,
        municipality=person.municipality,
        language=language if language in region.languages else region.language,
        needs=needs,
        source=source,
        entered_by=actor if source != Source.WEB else None,
    )
    outcome = [
        _take_place(meeting, wanted, full=meeting.pk in full, trusted=trusted) for meeting in locked
    ]
    registrations = tuple(registration for registration, _new in outcome)
    joined = _join_partnerships(actor, locked, wanted, trusted) if join_partnership else []
    if not is_new and not trusted:
        standing = [one.meeting for one, changed in outcome if not changed]
        _work_as_for_a_new_person(wanted, locked if join_partnership else [], standing, joined)
    event = log(
        actor,
        "meetings.sign_up",
        registrations[0],
        registrations=[registration.pk for registration in registrations],
        meetings=[meeting.pk for meeting in locked],
        source=str(source),
    )
    told = mail.is_told_today(registrations[0])  # asked of the new ones too: see ADR 7
    if joined or any(changed for _registration, changed in outcome):
        mail.confirm(registrations, region, occasion=event.pk, joined=joined)
    elif not trusted:
        mail.tell_already_signed_up(registrations, region, told=told)
    for registration in registrations:
        links.send_due(registration.meeting, region, [registration])
    return SignedUp(user, registrations, full)


@transaction.atomic
def change_registration(
    actor: User | None,
    *,
    registration: Registration,
    person: ActorDetails,
    language: str = "",
    needs: str = "",
) -> Registration:
    """Change what somebody said when signing up; the address and the place stay as they are."""
    organisation = _organisation(actor, person)
    if organisation:
        represent(actor, person=registration.person, organisation=organisation)
    locked = _lock_registration(registration)
    _check_ahead(locked)
    region = the_region()
    locked.name, locked.organisation = person.name, organisation
    locked.sector, locked.municipality = person.sector, person.municipality
    locked.needs = needs
    if language in region.languages:
        locked.language = language
    locked.save()
    log(actor, "meetings.change_registration", locked, meeting=locked.meeting_id)
    return locked


@transaction.atomic
def cancel_registration(actor: User | None, *, registration: Registration) -> Registration:
    """Give a place back; it goes to whoever waits first. Cancelling twice changes nothing."""
    region = the_region()
    locked = _lock_registration(registration)
    if locked.state == State.CANCELLED:
        return locked
    _check_ahead(locked)
    had_place = locked.state == State.CONFIRMED
    locked.state, locked.cancelled_at = State.CANCELLED, clock.now()
    locked.save(update_fields=["state", "cancelled_at"])
    meeting = locked.meeting
    # Calendars take a cancellation, and a later sign-up, only with a higher number than before.
    meeting.calendar_sequence += 1
    meeting.save(update_fields=["calendar_sequence"])
    taken_back = outdated.take_back(meeting, of=locked)
    event = log(
        actor, "meetings.cancel_registration", locked, meeting=meeting.pk, **taken_back.logged
    )
    mail.tell_cancelled_by_you(locked, region, had_place=had_place)
    taken_back.confirm_anew(region, event.pk)
    seats.promote(meeting, region)
    return locked


def _lock_person(details: ActorDetails, language: str) -> User:
    """Return the person, locked against a second sign-up at the same time."""
    user = person_for(details.email, details.name, language)
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _organisation(actor: User | None, details: ActorDetails) -> Organisation | None:
    if not details.organisation:
        return None
    return organisation_for(
        actor,
        name=details.organisation,
        sector=details.sector,
        municipality=details.municipality,
    )


def _check_open(meetings: Sequence[Meeting], source: str) -> None:
    if not meetings:
        raise ValidationError({"meetings": _("Choose at least one meeting.")})
    now = clock.now()
    for meeting in meetings:
        by_staff = source != Source.WEB and meeting.state in queries.AHEAD and now < meeting.ends_at
        if not by_staff and not meeting.is_open_at(now):
            raise ValidationError(
                {"meetings": _("“%(meeting)s” cannot be signed up for now.") % {"meeting": meeting}}
            )


def _take_place(
    meeting: Meeting, wanted: Registration, *, full: bool, trusted: bool
) -> tuple[Registration, bool]:
    """Return the registration for one locked meeting, and whether anything about it is new."""
    known = (
        meeting.registrations.exclude(state=State.CANCELLED).filter(person=wanted.person).first()
    )
    if known:
        known.meeting, known.person = meeting, wanted.person
        return known, trusted and _take_over(known, wanted)
    return _register(meeting, wanted, full=full), True


def _register(meeting: Meeting, wanted: Registration, *, full: bool) -> Registration:
    made = Registration(
        meeting=meeting,
        person=wanted.person,
        state=State.WAITING if full else State.CONFIRMED,
        source=wanted.source,
        entered_by=wanted.entered_by,
        registered_at=clock.now(),
        needs=wanted.needs,
    )
    _copy(made, wanted)
    made.save()
    return made


SAID = ("name", "organisation_id", "sector", "municipality_id", "language")


def _copy(target: Registration, wanted: Registration) -> None:
    for name in SAID:
        setattr(target, name, getattr(wanted, name))


def _take_over(known: Registration, wanted: Registration) -> bool:
    """Take over what is new; needs told before are kept where the later form was left empty."""
    needs = wanted.needs or known.needs
    same = all(getattr(known, name) == getattr(wanted, name) for name in SAID)
    if same and needs == known.needs:
        return False
    _copy(known, wanted)
    known.needs = needs
    known.save()
    return True


def _join_partnerships(
    actor: User | None, meetings: Sequence[Meeting], wanted: Registration, trusted: bool
) -> list[Area]:
    """Note the wish to join, where it is new, and return those areas.

    The confirmation of the sign-up tells about it, so no mail of its own is sent.
    """
    ids = {meeting.area_id for meeting in meetings if meeting.area_id}
    standing = Interest.objects.filter(person=wanted.person, withdrawn_at=None)
    if trusted:
        standing = standing.exclude(level=Interest.Level.INFORMATION)
    areas = list(
        Area.objects.filter(pk__in=ids, state=Area.State.ACTIVE)
        .exclude(pk__in=standing.values("area"))
        .select_related("programme__case")
        .order_by("pk")
    )
    if areas:
        declare_interests(
            actor,
            areas=areas,
            person=wanted.person,
            details=wanted,
            level=Interest.Level.PARTNERSHIP,
            confirm=False,
        )
    return areas


def _work_as_for_a_new_person(
    wanted: Registration,
    partnerships_of: Sequence[Meeting],
    standing: Sequence[Meeting],
    joined: Sequence[Area],
) -> None:
    """Do for nobody what a new person would have needed besides; see ADR 7."""
    done = {area.pk for area in joined}
    with for_nobody(wanted.language) as nobody:
        wish = copy.copy(wanted)
        wish.person = nobody
        if wish.organisation:
            represent(None, person=nobody, organisation=wish.organisation)
        for meeting in standing:
            _register(meeting, wish, full=queries.is_full(meeting))
        if rest := [meeting for meeting in partnerships_of if meeting.area_id not in done]:
            _join_partnerships(None, rest, wish, trusted=False)


def _lock_registration(registration: Registration) -> Registration:
    """Lock the meeting first, as everybody does, then read the registration anew."""
    meeting = seats.lock_one(registration.meeting)
    found = Registration.objects.select_for_update(no_key=True, of=("self",))
    locked = found.select_related("person").get(pk=registration.pk)
    locked.meeting = meeting
    return locked


def _check_ahead(registration: Registration) -> None:
    if registration.state == State.CANCELLED:
        raise ValidationError(_("The registration is cancelled."))
    if clock.now() >= registration.meeting.ends_at:
        raise ValidationError(_("The meeting is over."))
