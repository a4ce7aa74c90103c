"""Writing the mails with the secret link: each person once for each link and date."""

from collections.abc import Iterable

from django.db import transaction

from varv import clock
from varv.meetings import mail, queries
from varv.meetings.models import Meeting, Registration
from varv.people.models import Region
from varv.registry.actions import cancel_pending

# So many mails are written in one transaction: a killed worker loses no more than these.
BATCH = 100


def send_due(
    meeting: Meeting, region: Region, registrations: Iterable[Registration] | None = None
) -> int:
    """Write the link mails that are due, of all or some of those with a place; return how many."""
    if not meeting.link or not queries.link_is_due(meeting, region, clock.now()):
        return 0
    awaiting = queries.awaiting_link(meeting)
    if registrations is not None:
        awaiting = awaiting.filter(pk__in=[registration.pk for registration in registrations])
    return _write(meeting, region, awaiting)


def send_all(meeting: Meeting, region: Region) -> int:
    """Write every link mail that is or was due, batch by batch; safe to be run twice.

    Where the end of the meeting has passed they are written all the same: the outbox finds them
    too late, and so the desk knows whom the link never reached.
    """
    if not meeting.link or clock.now() < queries.link_due_at(meeting, region):
        return 0
    written = 0
    while True:
        with transaction.atomic():
            # Whoever moves, cancels or mends the link meanwhile waits, or is seen by us.
            fresh = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
            if not _same_occasion(fresh, meeting):
                return written
            count = _write(fresh, region, queries.awaiting_link(fresh)[:BATCH])
        if not count:
            return written
        written += count


def correct(meeting: Meeting, region: Region) -> int:
    """Write the changed link at once to everybody who holds an older one."""
    awaiting = queries.awaiting_link(meeting)
    return _write(meeting, region, [one for one in awaiting if queries.holds_older_link(one)])


def supersede(meeting: Meeting) -> int:
    """Cancel the link mails that have not left yet: their link or their time is wrong by now."""
    return cancel_pending(occasion_prefix=queries.link_prefix(meeting))


def _write(meeting: Meeting, region: Region, awaiting: Iterable[Registration]) -> int:
    found = list(awaiting)
    for registration in found:
        registration.meeting = meeting
    return mail.send_links(found, region)


def _same_occasion(fresh: Meeting, known: Meeting) -> bool:
    return (
        fresh.state in queries.AHEAD
        and fresh.online
        and bool(fresh.link)
        and queries.link_occasion(fresh) == queries.link_occasion(known)
    )
