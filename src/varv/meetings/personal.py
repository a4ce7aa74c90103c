"""What meetings hold about a person: a copy of it, and its erasure.

Erasing keeps the numbers (who came from which sector and municipality) and what the public record
rests on; names, addresses, organisations and needs go.
"""

from typing import Any

from django.db import transaction

from varv.meetings.models import Attendance, Registration


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
    """Make the person's registrations and attendances nameless; return how many rows changed.

    Places at coming meetings are given up first by whoever leads the erasure; a row that stays is
    one that only counts.
    """
    registrations = Registration.objects.filter(person=person_id).update(
        name="", organisation=None, needs=""
    )
    attendances = Attendance.objects.filter(person=person_id).update(
        name="", organisation=None, person=None
    )
    return registrations + attendances


def _about(one: Registration | Attendance) -> dict[str, Any]:
    return {
        "meeting": str(one.meeting),
        "starts_at": one.meeting.starts_at.isoformat(),
        "name": one.name,
        "organisation": str(one.organisation) if one.organisation else None,
        "sector": one.sector,
        "municipality": str(one.municipality) if one.municipality else None,
    }
