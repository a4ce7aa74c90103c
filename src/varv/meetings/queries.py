"""What can be asked about meetings: which there are, who is coming, when the link goes out."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat

from varv.clock.workdays import working_day_before
from varv.meetings.models import Attendance, Meeting, MeetingChange, Registration
from varv.people.models import Region, User
from varv.people.queries import the_region
from varv.reach import places
from varv.reach.counts import Tally, tally
from varv.registry.models import Message

State = Meeting.State
# A meeting in one of these states will take place, or is taking place.
AHEAD = (State.PUBLISHED, State.CLOSED)
# Who has such a message has read the link in it, or will in a moment.
ON_ITS_WAY = (Message.State.SENDING, Message.State.SENT, Message.State.CAPTURED)
NOT_DELIVERED = (Message.State.MISSED, Message.State.FAILED)
NOT_YET_SENT = (Message.State.QUEUED, Message.State.SENDING)
# From so long before a meeting on, who has no link yet is called instead of waited for; but a mail
# that was due this very moment is not late.
CALL_BEFORE, LATE = timedelta(hours=1), timedelta(minutes=5)
# How far ahead the calendar that one subscribes to goes.
SUBSCRIBED = timedelta(days=183)
# So many meetings the form offers besides the one that somebody came for.
OFFERED = 12
# So many meetings are offered where one says what was said at which.
BEGUN_OFFERED = 100


# --- meetings ------------------------------------------------------------------------------------


def with_counts(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Add ``confirmed``, ``waiting`` and ``attended``, and what a list of meetings shows."""
    return meetings.select_related("area", "programme").annotate(
        confirmed=_number(Registration.objects.filter(state=Registration.State.CONFIRMED)),
        waiting=_number(Registration.objects.filter(state=Registration.State.WAITING)),
        attended=_number(Attendance.objects.all()),
    )


def begun(programme_id: int, now: datetime, number: int = BEGUN_OFFERED) -> QuerySet[Meeting]:
    """Return the meetings of a programme that have begun, the latest first."""
    begun = Meeting.objects.filter(programme=programme_id, starts_at__lte=now)
    hidden = [State.DRAFT, State.CANCELLED]
    return begun.exclude(state__in=hidden).order_by("-starts_at", "-pk")[:number]


def public_meetings() -> QuerySet[Meeting]:
    """Return all meetings that everybody may see, in order of time, with counts and moves."""
    public = Meeting.objects.exclude(state=State.DRAFT)
    return with_moves(with_counts(public)).order_by("starts_at", "pk")


def coming_meetings(now: datetime) -> QuerySet[Meeting]:
    """Return the public meetings that are not over, soonest first."""
    return public_meetings().filter(ends_at__gt=now)


def meetings_to_subscribe_to(now: datetime) -> QuerySet[Meeting]:
    """Return the public meetings of the time that a calendar looks ahead: when, where, and what.

    A calendar asks again and again, so later ones come to it in good time.
    """
    public = Meeting.objects.exclude(state=State.DRAFT)
    return public.filter(ends_at__gt=now, starts_at__lt=now + SUBSCRIBED).order_by(
        "starts_at", "pk"
    )


def past_meetings(now: datetime) -> QuerySet[Meeting]:
    """Return the public meetings that are over, latest first, with their minutes."""
    past = public_meetings().filter(ends_at__lte=now)
    return past.select_related("area", "programme", "minutes__record").order_by("-starts_at", "-pk")


def from_now_on(meetings: QuerySet[Meeting], now: datetime, *, over: Q) -> QuerySet[Meeting]:
    """Return what is to come, soonest first, and then what is ``over``, latest first.

    One order for both, so that a list of years can be cut into pages; ``over`` is on each row.
    """
    distance = Case(When(over, then=Value(now) - F("starts_at")), default=F("starts_at") - now)
    return meetings.annotate(
        over=Case(When(over, then=Value(True)), default=Value(False))
    ).order_by("over", distance, "pk")


def public_from_now_on(now: datetime) -> QuerySet[Meeting]:
    """Return all public meetings, those to come first, those over with their minutes."""
    listed = public_meetings().select_related("area", "programme", "minutes")
    return from_now_on(listed, now, over=Q(ends_at__lte=now))


def in_timetable(now: datetime) -> QuerySet[Meeting]:
    """Return all public meetings in the same order, with no more than that they were moved."""
    public = with_moves(Meeting.objects.exclude(state=State.DRAFT))
    return from_now_on(public, now, over=Q(ends_at__lte=now))


def next_open_meeting(now: datetime) -> Meeting | None:
    """Return the soonest meeting that people may sign up for."""
    return _open(Meeting.objects.order_by("starts_at", "pk"), now).first()


def may_be_signed_up_for(now: datetime) -> bool:
    """Tell whether there is any meeting that people may sign up for."""
    return _open(Meeting.objects.all(), now).exists()


def open_meetings(now: datetime) -> QuerySet[Meeting]:
    """Return the meetings that people may sign up for at ``now``; ``Meeting.is_open_at`` in SQL."""
    return _open(public_meetings(), now)


def number_open(now: datetime) -> int:
    """Return how many meetings people may sign up for."""
    return _open(Meeting.objects.all(), now).count()


def offered_meetings(now: datetime, wanted: Iterable[str]) -> QuerySet[Meeting]:
    """Return the open meetings that are ``wanted`` (by address) and the soonest of the others."""
    soonest = _open(Meeting.objects.order_by("starts_at", "pk"), now)
    by_address = Q(slug__in=[slug for slug in wanted if "\x00" not in slug])
    return open_meetings(now).filter(by_address | Q(pk__in=soonest.values("pk")[:OFFERED]))


def _open(meetings: QuerySet[Meeting], now: datetime) -> QuerySet[Meeting]:
    return meetings.filter(
        state=State.PUBLISHED, sign_up_opens_at__lte=now, sign_up_closes_at__gt=now
    )


def all_meetings() -> QuerySet[Meeting]:
    """Return every meeting, drafts too, with counts: for the desk."""
    return with_counts(Meeting.objects.all()).order_by("starts_at", "pk")


def seats_left(meeting: Meeting) -> int | None:
    """Return how many places are free; None where there is room for everybody.

    Where people wait, nothing is free even if the number of places was just raised.
    """
    if meeting.capacity is None:
        return None
    confirmed, waiting = _counts(meeting)
    return 0 if waiting else max(0, meeting.capacity - confirmed)


def is_written(occasion: str, email: str) -> bool:
    """Tell whether the mail of this occasion is written to this address, sent or not."""
    return Message.objects.filter(occasion=occasion, recipient=email).exists()


def is_full(meeting: Meeting) -> bool:
    """Tell whether whoever signs up now comes on the waiting list."""
    return seats_left(meeting) == 0


def shown_state(meeting: Meeting, now: datetime) -> str:
    """Return the state in words of the page: as stored, but "full" and "closed" as they are now."""
    if meeting.state != State.PUBLISHED:
        return str(meeting.state)
    if now >= meeting.sign_up_closes_at:
        return str(State.CLOSED)
    return "full" if is_full(meeting) else str(State.PUBLISHED)


def _counts(meeting: Meeting) -> tuple[int, int]:
    """Return confirmed and waiting, without a query where ``with_counts`` has told already."""
    if hasattr(meeting, "confirmed") and hasattr(meeting, "waiting"):
        return meeting.confirmed, meeting.waiting
    found = meeting.registrations.aggregate(
        confirmed=Count("pk", filter=Q(state=Registration.State.CONFIRMED)),
        waiting=Count("pk", filter=Q(state=Registration.State.WAITING)),
    )
    return found["confirmed"], found["waiting"]


def _number(rows: QuerySet[Registration] | QuerySet[Attendance]) -> Coalesce:
    """Return a subquery that counts ``rows`` of each meeting; joins would multiply them."""
    counted = rows.filter(meeting=OuterRef("pk")).order_by().values("meeting")
    return Coalesce(Subquery(counted.annotate(number=Count("pk")).values("number")), 0)


# --- registrations -------------------------------------------------------------------------------


def registrations_of(person: User) -> QuerySet[Registration]:
    """Return what a person is signed up for, in order of time; cancelled ones left out."""
    return (
        Registration.objects.filter(person=person)
        .exclude(state=Registration.State.CANCELLED)
        .exclude(meeting__state=State.DRAFT)
        .select_related("meeting", "meeting__area", "organisation", "municipality")
        .order_by("meeting__starts_at", "pk")
    )


def registrations(meeting: Meeting) -> QuerySet[Registration]:
    """Return who is signed up or waiting, in order of arrival, for the desk."""
    return (
        meeting.registrations.exclude(state=Registration.State.CANCELLED)
        .select_related("person", "organisation", "municipality", "attendance")
        .order_by("registered_at", "pk")
    )


def cancelled_registrations(meeting: Meeting) -> QuerySet[Registration]:
    """Return who has cancelled, latest first."""
    return (
        meeting.registrations.filter(state=Registration.State.CANCELLED)
        .select_related("person", "organisation", "municipality")
        .order_by("-cancelled_at", "-pk")
    )


def waiting_list(meeting: Meeting) -> QuerySet[Registration]:
    """Return who waits for a place, first come first.

    Numbers are given under the lock of the meeting, so their order is that in which sign-ups were
    accepted. The moment of arrival is not: who came a blink earlier may have got the lock later,
    and would then stand before somebody who was told first that they wait.
    """
    return meeting.registrations.filter(state=Registration.State.WAITING).order_by("pk")


# --- the secret link -----------------------------------------------------------------------------


def link_due_at(meeting: Meeting, region: Region) -> datetime:
    """Return when the link goes out: the region's hour on the last working day before the meeting.

    "The day before" is a date in the region, so the rule holds across the change to summer time.
    """
    day = working_day_before(
        meeting.starts_at.astimezone(region.tz).date(),
        country=region.country,
        subdivision=region.subdivision,
    )
    return datetime.combine(day, region.links_go_out_at, tzinfo=region.tz)


def link_is_due(meeting: Meeting, region: Region, now: datetime) -> bool:
    """Tell whether those with a place should have the link at ``now``, and can still use it."""
    return (
        meeting.online
        and meeting.state in AHEAD
        and link_due_at(meeting, region) <= now < meeting.ends_at
    )


def visible_link(registration: Registration, now: datetime, region: Region | None = None) -> str:
    """Return the link as far as this person may see it: with a place, once due, until the end.

    ``region`` saves a query where several are asked for.
    """
    meeting = registration.meeting
    if registration.state != Registration.State.CONFIRMED or not meeting.link:
        return ""
    return meeting.link if link_is_due(meeting, region or the_region(), now) else ""


def link_occasion(meeting: Meeting) -> str:
    """Return what the mails with this link for this date have in common.

    A corrected link and a new date each make a new occasion, so that the mail goes out again,
    once. Each message adds the registration: who cancels and comes back gets the link anew.
    """
    moves = getattr(meeting, "moves", None)
    if moves is None:
        moves = meeting.changes.filter(kind=MeetingChange.Kind.MOVED).count()
    return f"{link_prefix(meeting)}{meeting.link_version}:{moves}:"


def link_prefix(meeting: Meeting) -> str:
    """Return what all mails with a link to this meeting begin their occasion with."""
    return f"meetings.link:{meeting.pk}:"


def link_messages(meeting: Meeting) -> QuerySet[Message]:
    """Return every mail with a link to the meeting, whatever became of it."""
    return Message.objects.filter(occasion__startswith=link_prefix(meeting))


def awaiting_link(meeting: Meeting) -> QuerySet[Registration]:
    """Return those with a place for whom no mail with this link for this date is written yet.

    ``holds_older_link`` tells who is to get a correction.
    """
    written = Message.objects.filter(occasion=OuterRef("occasion"))
    held = (
        link_messages(meeting)
        .filter(recipient=OuterRef("person__email"), state__in=ON_ITS_WAY)
        .exclude(occasion__startswith=f"{link_prefix(meeting)}{meeting.link_version}:")
    )
    current = f"{link_prefix(meeting)}{meeting.link_version}:"
    told_older = ~Q(called_about="") & ~Q(called_about__startswith=current)
    return (
        meeting.registrations.filter(state=Registration.State.CONFIRMED)
        .annotate(occasion=_own_occasion(meeting, "pk"))
        .filter(~Exists(written))
        .annotate(got_earlier=Q(Exists(held)) | told_older)
        .select_related("person")
        .order_by("pk")
    )


def awaiting_link_counts(meetings: Iterable[Meeting]) -> dict[int, int]:
    """Return how many each meeting's ``awaiting_link`` are, by one query for all."""
    counted = [
        meeting.registrations.order_by()
        .filter(state=Registration.State.CONFIRMED)
        .annotate(occasion=_own_occasion(meeting, "pk"))
        .filter(~Exists(Message.objects.filter(occasion=OuterRef("occasion"))))
        .values_list("meeting")
        .annotate(number=Count("pk"))
        for meeting in meetings
    ]
    if not counted:
        return {}
    first, *others = counted
    return dict(first.union(*others, all=True) if others else first)


def holds_older_link(registration: Registration) -> bool:
    """Tell whether somebody out of ``awaiting_link`` has got a link that holds no more."""
    return bool(registration.got_earlier)  # type: ignore[attr-defined]


def not_reached(meeting: Meeting, now: datetime) -> QuerySet[Registration]:
    """Return those with a place who must be called: the mail with the link failed or was too late.

    When the meeting is near, also those whose mail should have left and has not.
    """
    undelivered = Q(state__in=NOT_DELIVERED)
    if now >= meeting.starts_at - CALL_BEFORE:
        undelivered |= Q(state__in=NOT_YET_SENT, due_at__lte=now - LATE)
    current = Message.objects.filter(undelivered, occasion=_own_occasion(meeting, OuterRef("pk")))
    return (
        meeting.registrations.filter(Exists(current), state=Registration.State.CONFIRMED)
        .exclude(called_about=_own_occasion(meeting, "pk"))
        .annotate(
            mail_state=Subquery(current.values("state")[:1]),
            mail_error=Subquery(current.values("error")[:1]),
        )
        .select_related("person", "organisation")
        .order_by("name", "pk")
    )


def told_by_phone(meeting: Meeting) -> QuerySet[Registration]:
    """Return those with a place who were called about the link that holds now."""
    confirmed = meeting.registrations.filter(state=Registration.State.CONFIRMED)
    return confirmed.filter(called_about=_own_occasion(meeting, "pk")).order_by("name", "pk")


def own_link_occasion(registration: Registration) -> str:
    """Return the occasion of the mail with the link to this person."""
    return f"{link_occasion(registration.meeting)}{registration.pk}"


def undelivered_link(registration: Registration) -> Message | None:
    """Return the mail with the link to this person that did not arrive."""
    found = Message.objects.filter(
        occasion=own_link_occasion(registration), state__in=NOT_DELIVERED
    )
    return found.order_by("-pk").first()


def withdrawn_on_the_way(meeting: Meeting) -> QuerySet[Message]:
    """Return the mails about a meeting that were being sent when they were to be taken back.

    They may have arrived, with what holds no more. Those that did not are cancelled.
    """
    return (
        Message.objects.filter(
            about_kind="registration",
            about_id__in=meeting.registrations.values("pk"),
            withdrawn_at__isnull=False,
        )
        .exclude(state=Message.State.CANCELLED)
        .order_by("-withdrawn_at", "pk")
    )


def together(found: Sequence[QuerySet[Registration]]) -> QuerySet[Registration]:
    """Return what was found for several meetings by one query instead of one for each."""
    if not found:
        return Registration.objects.none()
    first, *others = found
    return first.union(*others, all=True) if others else first


def _own_occasion(meeting: Meeting, registration: str | OuterRef) -> Concat:
    return Concat(
        Value(link_occasion(meeting)), Cast(registration, CharField()), output_field=CharField()
    )


def with_moves(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Add ``moves``, which ``link_occasion`` otherwise asks for by one query a meeting."""
    moved = MeetingChange.objects.filter(meeting=OuterRef("pk"), kind=MeetingChange.Kind.MOVED)
    counted = moved.order_by().values("meeting").annotate(number=Count("pk")).values("number")
    return meetings.annotate(moves=Coalesce(Subquery(counted), 0))


def meetings_with_links_to_send() -> QuerySet[Meeting]:
    """Return the online meetings that have a link and are not yet held or cancelled.

    Those whose end has passed are among them: who never got the link must still show as missed.
    """
    return with_moves(
        Meeting.objects.filter(state__in=AHEAD, online=True).exclude(link="")
    ).order_by("starts_at", "pk")


# --- afterwards ----------------------------------------------------------------------------------


def turnout(people: QuerySet[Attendance] | QuerySet[Registration]) -> Tally:
    """Count ``people`` by municipality and sector, in numbers only."""
    return tally(places.counted(people, at="meeting__starts_at"))


def confirmed_registrations(meeting: Meeting) -> QuerySet[Registration]:
    """Return those with a place."""
    return meeting.registrations.filter(state=Registration.State.CONFIRMED)


def attendances(meeting: Meeting) -> QuerySet[Attendance]:
    """Return who was there, for the desk."""
    return meeting.attendances.select_related(
        "registration", "person", "organisation", "municipality"
    ).order_by("name", "pk")
