"""What happens to meetings when its time has come, and what mail that will bring."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from itertools import islice

from django.db.models import Exists, Min, OuterRef

from varv.meetings import mail, queries
from varv.meetings.actions.links import send_all
from varv.meetings.actions.sign_up_period import close_sign_up_in_time
from varv.meetings.guest_list import WAITS
from varv.meetings.models import GuestList, Meeting, Registration
from varv.people.models import Region
from varv.people.queries import current_region
from varv.registry import kinds
from varv.registry.forecast import Planned, Sending

# So much mail is looked at in one go when forecasting.
CHUNK = 500
# So many times as many meetings are looked at as are wanted: some have no mail to come.
LOOKED_AT = 6


def send_links(now: datetime) -> int:
    """Write all link mails that are due at ``now``; ``clock.timed`` holds the clock there."""
    region = current_region()
    if region is None:
        return 0
    meetings = queries.meetings_with_links_to_send()
    return _each(
        (meeting for meeting in meetings if queries.link_due_at(meeting, region) <= now),
        lambda meeting: send_all(meeting, region),
    )


def next_links(after: datetime) -> datetime | None:
    """Return the first moment later than ``after`` at which links go out to somebody."""
    region = current_region()
    if region is None:
        return None
    someone = Registration.objects.filter(
        meeting=OuterRef("pk"), state=Registration.State.CONFIRMED
    )
    ahead = queries.meetings_with_links_to_send().filter(Exists(someone), starts_at__gt=after)
    moments = (queries.link_due_at(meeting, region) for meeting in ahead)
    return min((moment for moment in moments if moment > after), default=None)


def close_sign_ups(now: datetime) -> int:
    """Close sign-up where its time has passed; pages have said so since that very moment."""
    due = Meeting.objects.filter(state=Meeting.State.PUBLISHED, sign_up_closes_at__lte=now)
    return _each(due.order_by("pk"), lambda meeting: close_sign_up_in_time(meeting=meeting))


def next_closing(after: datetime) -> datetime | None:
    """Return the first moment later than ``after`` at which sign-up for a meeting closes."""
    ahead = Meeting.objects.filter(state=Meeting.State.PUBLISHED, sign_up_closes_at__gt=after)
    first: datetime | None = ahead.aggregate(first=Min("sign_up_closes_at"))["first"]
    return first


def drop_guest_lists(now: datetime) -> int:
    """Forget the guest lists that were read and never entered."""
    count, _by_model = GuestList.objects.filter(read_at__lte=now - WAITS).delete()
    return count


def next_guest_list(after: datetime) -> datetime | None:
    """Return the first moment later than ``after`` at which a guest list is forgotten."""
    waiting = GuestList.objects.filter(read_at__gt=after - WAITS)
    first: datetime | None = waiting.aggregate(first=Min("read_at"))["first"]
    return first + WAITS if first else None


def planned_links(now: datetime) -> Iterator[Planned]:
    """Tell of every link mail that is still to be written if nothing more happens.

    A meeting whose link is not entered yet is among them, so that the gap is seen in time.
    """
    region = current_region()
    if region is None:
        return
    due = _links_due_later(region, now)
    later = {meeting.pk: meeting for meeting in due}
    awaiting = queries.together([queries.awaiting_link(meeting) for meeting in later.values()])
    for registration in awaiting.iterator(chunk_size=CHUNK):
        meeting = registration.meeting = later[registration.meeting_id]
        yield Planned(
            kind=mail.link_kind(registration),
            occasion=queries.link_occasion(meeting),
            at=due[meeting],
            recipient=mail.recipient(registration),
            context=mail.link_context(registration, region),
            about=kinds.ref(registration),
        )


def soonest_links(now: datetime, number: int) -> Iterator[Sending]:
    """Tell how much link mail goes out next, at the first ``number`` meetings that have any."""
    region = current_region()
    if region is None:
        return
    due = _links_due_later(region, now)
    waiting = iter(sorted(due, key=lambda meeting: (due[meeting], meeting.pk)))
    told = 0
    while told < number and (some := list(islice(waiting, number * LOOKED_AT))):
        counts = queries.awaiting_link_counts(some)
        for meeting in some:
            if (count := counts.get(meeting.pk)) and told < number:
                told += 1
                yield Sending(due[meeting], queries.link_occasion(meeting), count)


def _links_due_later(region: Region, now: datetime) -> dict[Meeting, datetime]:
    """Return the online meetings whose link is due later than ``now``, and when."""
    ahead = queries.with_moves(
        Meeting.objects.filter(state__in=queries.AHEAD, online=True, ends_at__gt=now)
    )
    due = {meeting: queries.link_due_at(meeting, region) for meeting in ahead}
    return {meeting: at for meeting, at in due.items() if at > now}


def _each(meetings: Iterable[Meeting], work: Callable[[Meeting], int]) -> int:
    """Do the work of each meeting and return how much it was in all.

    A meeting whose work fails holds up no other: what failed is raised as one group at the end.
    """
    done, errors = 0, []
    for meeting in meetings:
        try:
            done += work(meeting)
        except Exception as error:  # noqa: BLE001 - raised below, when all the rest is done
            error.add_note(f"in the meeting {meeting.pk}")
            errors.append(error)
    if errors:
        raise ExceptionGroup("work of meetings failed", errors)
    return done
