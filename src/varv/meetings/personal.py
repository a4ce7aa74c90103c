"""What meetings hold about a person: a copy of it, and its erasure.

Erasing keeps the numbers (who came from which sector and municipality) and what the public record
rests on; names, addresses, organisations and needs go.
"""

from typing import Any

from django.db import transaction

from varv import clock
from varv.meetings.actions import seats
from varv.meetings.models import Attendance, Registration
from varv.meetings.queries import AHEAD
from varv.people.queries import current_region


def export(person_id: int) -> dict[str, Any]:
    """Return the person's registrations and attendances."""
    registrations = Registration.objects.filter(person=person_id).select_related(
        "meeting", "organisation", "municipality"
    )
    attendances = Attendance.objects.filter(person=person_id).select_related(
        "meeting", "organisation", "municipality"
    )
    return {
        "registrations": [
            _about(one)
            | {
                "state": one.state,
                "language": one.language,
                "needs": one.needs,
                "registered_at": one.registered_at.isoformat(),
                "called_at": one.called_at.isoformat() if one.called_at else None,
                "cancelled_at": one.cancelled_at.isoformat() if one.cancelled_at else None,
            }
            for one in registrations
        ],
        "attendances": [
            _about(one) | {"recorded_at": one.recorded_at.isoformat()} for one in attendances
        ],
    }


@transaction.atomic
def erase(person_id: int) -> int:
    """Give up places at coming meetings and make all rows nameless; return how many changed.

    What stays of a row is what it counts for: the meeting, the sector and the municipality.
    """
    _give_up_places(person_id)
    registrations = Registration.objects.filter(person=person_id).update(
        name="", organisation=None, needs=""
    )
    attendances = Attendance.objects.filter(person=person_id).update(
        name="", organisation=None, person=None
    )
    return registrations + attendances


def _give_up_places(person_id: int) -> None:
    """Cancel without a word to the person, and let whoever waits have the places."""
    active = Registration.objects.filter(
        person=person_id, meeting__state__in=AHEAD, meeting__ends_at__gt=clock.now()
    ).exclude(state=Registration.State.CANCELLED)
    region = current_region()
    for meeting in seats.lock(row.meeting for row in active.select_related("meeting")):
        active.filter(meeting=meeting).update(
            state=Registration.State.CANCELLED, cancelled_at=clock.now()
        )
        if region:
            seats.promote(meeting, region)


def _about(one: Registration | Attendance) -> dict[str, Any]:
    return {
        "meeting": str(one.meeting),
        "starts_at": one.meeting.starts_at.isoformat(),
        "name": one.name,
        "organisation": str(one.organisation) if one.organisation else None,
        "sector": one.sector,
        "municipality": str(one.municipality) if one.municipality else None,
    }
