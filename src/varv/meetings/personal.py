"""What meetings hold about a person: a copy of it, and its erasure.

Erasing keeps the numbers (who came from which sector and municipality) and what the public record
rests on; names, addresses, organisations and needs go.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from varv import clock
from varv.meetings.actions import seats
from varv.meetings.models import Attendance, Registration
from varv.meetings.queries import AHEAD
from varv.people.models import Sector
from varv.people.queries import current_region
from varv.registry import rights
from varv.registry.rights import Consequence, Fate
from varv.text.translated_forms import language_name

WORDS = {
    "registrations": _("Your registrations"),
    "attendances": _("Meetings you came to"),
    "meeting": _("Meeting"),
    "starts_at": _("Begins"),
    "name": _("Name"),
    "organisation": _("Organisation"),
    "sector": _("Sector"),
    "municipality": _("Municipality"),
    "state": _("State"),
    "source": _("How it came"),
    "language": _("Language"),
    "needs": _("Accessibility and language needs"),
    "registered_at": _("Signed up"),
    "called_about": _("What we called you about"),
    "called_at": _("When we called you"),
    "promoted_at": _("Got a place"),
    "cancelled_at": _("Cancelled"),
    "recorded_at": _("Noted"),
}
READINGS: dict[str, rights.Reading] = {
    "language": language_name,
    "sector": rights.labels(Sector),
    "state": rights.labels(Registration.State),
    "source": rights.labels(Registration.Source),
    # Which link it was stands there as the outbox writes it.
    "called_about": lambda _occasion: gettext("The link to the meeting"),
}


def register() -> None:
    """Add what meetings hold about persons."""
    rights.point.register("meetings", rights.PersonData(export, erase, preview, WORDS, READINGS))


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
                "source": one.source,
                "promoted_at": one.promoted_at.isoformat() if one.promoted_at else None,
                "called_about": one.called_about,
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


def preview(person_id: int) -> Iterable[Consequence]:
    """Tell what becomes of places at coming meetings, and of the rest."""
    active = _coming(person_id).count()
    registrations = Registration.objects.filter(person=person_id).count()
    attendances = Attendance.objects.filter(person=person_id).count()
    why = _("Sector and municipality stay: the figures about meetings rest on them.")
    yield Consequence(
        _("Places at coming meetings"), active, Fate.ERASED, _("They go to those who wait.")
    )
    yield Consequence(_("Registrations for meetings"), registrations, Fate.NAMELESS, why)
    yield Consequence(_("Attendance at meetings"), attendances, Fate.NAMELESS, why)


def _coming(person_id: int) -> QuerySet[Registration]:
    return Registration.objects.filter(
        person=person_id, meeting__state__in=AHEAD, meeting__ends_at__gt=clock.now()
    ).exclude(state=Registration.State.CANCELLED)


def _give_up_places(person_id: int) -> None:
    """Cancel without a word to the person, and let whoever waits have the places."""
    active = _coming(person_id)
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
