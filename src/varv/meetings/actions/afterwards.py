"""After the meeting: who was there, and what was said."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from varv import clock
from varv.meetings import queries
from varv.meetings.actions import links, seats
from varv.meetings.models import Attendance, Meeting, Minutes, Registration
from varv.people.actions import organisation_for, person_for
from varv.people.models import Municipality, Sector, User
from varv.people.queries import the_region
from varv.registry.actions import log, record, trace
from varv.registry.models import Record

State = Meeting.State


@dataclass(frozen=True)
class WalkIn:
    """Somebody who was there without having signed up; ``id`` of the attendance if noted before."""

    name: str
    sector: str
    organisation: str = ""
    municipality: Municipality | None = None
    email: str = ""
    id: int | None = None


@transaction.atomic
def mark_held(actor: User | None, *, meeting: Meeting) -> Meeting:
    """Say that the meeting took place; saying it twice changes nothing."""
    locked = seats.lock_one(meeting)
    if locked.state != State.HELD:
        _check_begun(locked)
        _hold(actor, locked)
    return locked


@transaction.atomic
def record_attendance(
    actor: User | None,
    *,
    meeting: Meeting,
    present: Collection[int],
    walk_ins: Sequence[WalkIn] = (),
) -> list[Attendance]:
    """Note who was there: exactly those, however often it is noted.

    ``present`` holds the ids of registrations. A meeting that has ended is marked as held.
    """
    locked = seats.lock_one(meeting)
    _check_begun(locked)
    _note_present(locked, set(present))
    _note_walk_ins(actor, locked, walk_ins)
    found = list(queries.attendances(locked))
    log(
        actor,
        "meetings.record_attendance",
        locked,
        present=len(found),
        walk_ins=sum(1 for row in found if row.registration_id is None),
    )
    if locked.state != State.HELD and clock.now() >= locked.ends_at:
        _hold(actor, locked)
    return found


@transaction.atomic
def save_minutes(actor: User | None, *, meeting: Meeting, text: str) -> Minutes:
    """Keep what was written so far; only staff sees it until it is published."""
    locked = seats.lock_one(meeting)
    minutes = Minutes.objects.filter(meeting=locked).first() or Minutes(meeting=locked)
    if minutes.published_at:
        raise ValidationError(_("The minutes are published. Publish a correction instead."))
    _check_begun(locked)
    _write(actor, minutes, text)
    log(actor, "meetings.save_minutes", minutes, meeting=locked.pk)
    return minutes


@transaction.atomic
def publish_minutes(actor: User | None, *, meeting: Meeting) -> Minutes:
    """Let everybody read the minutes, and enter them in the case; there is no way back."""
    locked = seats.lock_one(meeting)
    minutes = Minutes.objects.filter(meeting=locked).first()
    if minutes is None or not minutes.text.strip():
        raise ValidationError({"text": _("Write the minutes first.")})
    if minutes.published_at:
        return minutes
    if clock.now() < locked.ends_at:
        raise ValidationError(_("Minutes are published after the meeting."))
    if locked.state != State.HELD:
        _hold(actor, locked)
    minutes.published_at = clock.now()
    _enter(actor, minutes)
    log(actor, "meetings.publish_minutes", minutes, meeting=locked.pk)
    return minutes


@transaction.atomic
def correct_minutes(actor: User | None, *, meeting: Meeting, text: str) -> Minutes:
    """Replace published minutes by a corrected text: a new record, the former one stays."""
    seats.lock_one(meeting)
    minutes = Minutes.objects.filter(meeting=meeting).select_related("meeting").first()
    if minutes is None or minutes.published_at is None:
        raise ValidationError(_("The minutes are not published yet."))
    if text.strip() == minutes.text:
        return minutes
    _write(actor, minutes, text)
    _enter(actor, minutes, corrected=True)
    log(actor, "meetings.correct_minutes", minutes, meeting=meeting.pk)
    return minutes


def _check_begun(meeting: Meeting) -> None:
    if meeting.state not in {*queries.AHEAD, State.HELD}:
        raise ValidationError(_("The meeting is not one that takes place."))
    if clock.now() < meeting.starts_at:
        raise ValidationError(_("The meeting has not begun."))


def _hold(actor: User | None, meeting: Meeting) -> None:
    # Whoever never got the link is to be seen, and nobody looks for it once the meeting is held.
    if clock.now() >= meeting.ends_at and meeting.online:
        links.send_all(meeting, the_region())
    meeting.state = State.HELD
    meeting.save(update_fields=["state"])
    log(actor, "meetings.mark_held", meeting)


def _note_present(meeting: Meeting, present: set[int]) -> None:
    registrations = {row.pk: row for row in meeting.registrations.filter(pk__in=present)}
    if present - registrations.keys():
        raise ValidationError({"present": _("Somebody marked as present has not signed up.")})
    meeting.attendances.filter(registration__isnull=False).exclude(
        registration__in=present
    ).delete()
    known = set(
        meeting.attendances.filter(registration__in=present).values_list("registration", flat=True)
    )
    Attendance.objects.bulk_create(
        _attendance(meeting, row) for pk, row in registrations.items() if pk not in known
    )


def _attendance(meeting: Meeting, registration: Registration) -> Attendance:
    return Attendance(
        meeting=meeting,
        registration=registration,
        person_id=registration.person_id,
        name=registration.name,
        organisation_id=registration.organisation_id,
        sector=registration.sector,
        municipality_id=registration.municipality_id,
        recorded_at=clock.now(),
    )


def _note_walk_ins(actor: User | None, meeting: Meeting, walk_ins: Sequence[WalkIn]) -> None:
    noted = list(meeting.attendances.filter(registration=None).select_related("organisation"))
    kept: set[int] = set()
    for guest in walk_ins:
        row = _noted_before(noted, guest, kept) or Attendance(
            meeting=meeting, recorded_at=clock.now()
        )
        _fill(actor, row, guest)
        row.save()
        kept.add(row.pk)
    meeting.attendances.filter(registration=None).exclude(pk__in=kept).delete()


def _noted_before(noted: list[Attendance], guest: WalkIn, kept: set[int]) -> Attendance | None:
    """Find the row of a guest by its id, or else by name and organisation."""
    for row in noted:
        organisation = row.organisation.name if row.organisation else ""
        same = (row.name.casefold(), organisation.casefold()) == (
            guest.name.casefold(),
            guest.organisation.casefold(),
        )
        if row.pk not in kept and (row.pk == guest.id or (guest.id is None and same)):
            return row
    return None


def _fill(actor: User | None, row: Attendance, guest: WalkIn) -> None:
    if not guest.name.strip():
        raise ValidationError({"name": _("Write the name.")})
    if guest.sector not in Sector.values:
        raise ValidationError({"sector": _("Choose a sector.")})
    row.name, row.sector, row.municipality = guest.name, guest.sector, guest.municipality
    row.organisation = (
        organisation_for(
            actor,
            name=guest.organisation,
            sector=guest.sector,
            municipality=guest.municipality,
        )
        if guest.organisation
        else None
    )
    if guest.email:
        row.person = person_for(guest.email, guest.name)


def _write(actor: User | None, minutes: Minutes, text: str) -> None:
    if not text.strip():
        raise ValidationError({"text": _("Write the minutes first.")})
    minutes.text = text.strip()
    minutes.written_by = actor
    minutes.updated_at = clock.now()
    minutes.save()


def _enter(actor: User | None, minutes: Minutes, *, corrected: bool = False) -> None:
    """Enter the text in the programme's case and draw the thread from meeting and minutes to it."""
    meeting = minutes.meeting
    before = minutes.record
    region = the_region()
    with override(region.language):
        title = _("Corrected minutes: %(meeting)s") if corrected else _("Minutes: %(meeting)s")
        name = meeting.title.text(region.language)
        minutes.record = record(
            actor,
            case=meeting.programme.case,
            direction=Record.Direction.INTERNAL,
            kind="minutes",
            title=(title % {"meeting": name})[:300],
            text=minutes.text,
            received_at=clock.now(),
            subject=meeting,
            secrecy=before.secrecy if before else "",
        )
    minutes.save()
    trace(actor, source=meeting, target=minutes.record, relation="led_to")
