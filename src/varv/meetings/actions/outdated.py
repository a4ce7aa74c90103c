"""Mails that have not left when what they say no longer holds: taken back, not sent late."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from varv import clock
from varv.meetings import mail, queries
from varv.meetings.models import Meeting, Registration
from varv.people.models import Region
from varv.registry.actions import UNSENT, cancel_unsent
from varv.registry.models import Event, Message

CONFIRMATION = "meetings.confirmation"
LINKS = ("meetings.link", "meetings.link_corrected")
# What tells of one meeting alone, besides the link.
NEWS = ("meetings.promoted", "meetings.new_place")
MOVED = "meetings.moved"


@dataclass(frozen=True)
class TakenBack:
    """The registrations for other meetings whose confirmation was taken back with the rest."""

    lost: tuple[Registration, ...] = ()

    @property
    def logged(self) -> dict[str, list[int]]:
        """What the event of the act must say, so that the new confirmations lead back to it."""
        return {"registrations": [one.pk for one in self.lost]} if self.lost else {}

    def confirm_anew(self, region: Region, occasion: int) -> None:
        """Confirm what is still to come to each person; ``occasion`` is the act's event."""
        for person in dict.fromkeys(one.person_id for one in self.lost):
            own = [one for one in self.lost if one.person_id == person]
            mail.confirm(own, region, occasion=occasion)


def take_back(
    meeting: Meeting,
    *,
    of: Registration | None = None,
    kinds: Collection[str] = (*LINKS, *NEWS, MOVED),
) -> TakenBack:
    """Cancel the confirmations, and the mails of ``kinds``, about a meeting that have not left.

    Those that failed are cancelled too: sent again they would say what holds no more. ``of`` is
    the one registration it is about, where it is not about all.
    """
    registrations = meeting.registrations.all()
    if of is not None:
        registrations = registrations.filter(pk=of.pk)
    cancel_unsent(
        Message.objects.filter(
            kind__in=kinds, about_kind="registration", about_id__in=registrations.values("pk")
        )
    )
    return _take_back_confirmations(meeting, registrations)


def _take_back_confirmations(meeting: Meeting, registrations: QuerySet[Registration]) -> TakenBack:
    concerned = set(registrations.values_list("pk", flat=True))
    addresses = registrations.values("person__email")
    unsent = Message.objects.filter(kind=CONFIRMATION, recipient__in=addresses, state__in=UNSENT)
    outdated: list[int] = []
    lost: dict[int, Registration] = {}
    for message, confirmed in _with_registrations(list(unsent)):
        if not concerned.isdisjoint(one.pk for one in confirmed):
            outdated.append(message.pk)
            lost |= {one.pk: one for one in confirmed if _still_holds(one, meeting)}
    cancel_unsent(Message.objects.filter(pk__in=outdated))
    return TakenBack(tuple(lost[pk] for pk in sorted(lost)))


def _with_registrations(
    messages: Collection[Message],
) -> Iterator[tuple[Message, list[Registration]]]:
    """Yield each confirmation with what it confirms, which its event tells."""
    events = Event.objects.in_bulk([_event_id(message) for message in messages])
    ids = {pk for event in events.values() for pk in event.data.get("registrations", ())}
    found = Registration.objects.select_related("meeting", "person").in_bulk(ids)
    for message in messages:
        event = events.get(_event_id(message))
        told = event.data.get("registrations", ()) if event else ()
        known = [found[pk] for pk in told if pk in found]
        yield message, [one for one in known if one.person.email == message.recipient]


def _event_id(message: Message) -> int:
    return int(message.occasion.rpartition(":")[2])


def _still_holds(registration: Registration, changed: Meeting) -> bool:
    other = registration.meeting
    return (
        other.pk != changed.pk
        and registration.state != Registration.State.CANCELLED
        and other.state in queries.AHEAD
        and clock.now() < other.ends_at
    )
