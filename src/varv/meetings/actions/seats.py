"""Places at a meeting: the locked row of the meeting decides who has one."""

from collections.abc import Iterable

from varv import clock
from varv.meetings import mail, queries
from varv.meetings.actions import links
from varv.meetings.models import Meeting, Registration
from varv.people.models import Region


def lock(meetings: Iterable[Meeting]) -> list[Meeting]:
    """Lock the meetings and read them anew, in one order for all, so that nobody waits in a ring.

    The lock leaves the key alone: rows that only point at a meeting need not wait.
    """
    ids = {meeting.pk for meeting in meetings}
    rows = Meeting.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True)
    return list(rows)


def lock_one(meeting: Meeting) -> Meeting:
    """Lock one meeting and read it anew."""
    return Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)


def promote(meeting: Meeting, region: Region) -> list[Registration]:
    """Give free places of a locked meeting to those who wait, first come first.

    After the meeting has begun nobody is promoted: a place they hear of too late is no place.
    """
    now = clock.now()
    if meeting.state not in queries.AHEAD or now >= meeting.starts_at:
        return []
    waiting = queries.waiting_list(meeting).select_related("person")
    if meeting.capacity is not None:
        taken = meeting.registrations.filter(state=Registration.State.CONFIRMED).count()
        waiting = waiting[: max(0, meeting.capacity - taken)]
    promoted = list(waiting)
    for registration in promoted:
        registration.state = Registration.State.CONFIRMED
        registration.promoted_at = now
        registration.meeting = meeting
    Registration.objects.bulk_update(promoted, ["state", "promoted_at"])
    if promoted:
        mail.tell_promoted(promoted, region)
        links.send_due(meeting, region, promoted)
    return promoted
