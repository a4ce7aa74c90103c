"""What the desk shows of a meeting at a glance: its state, its link, and the act that is next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import CharField, Count, Exists, F, Func, OuterRef, Q, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from varv.meetings import queries
from varv.meetings.models import Meeting, Registration
from varv.people.models import Region
from varv.registry.models import Message

State = Meeting.State
AHEAD = frozenset(queries.AHEAD)
_CALLED = "called"  # counted beside the states of mail


@dataclass(frozen=True)
class LinkState:
    """How it stands with the secret link.

    ``state`` is "none" (not online), "missing", "planned", "due" (its time has come but nobody was
    there to get it), "sent", or "over" where nothing was sent and nothing will be.
    """

    state: str
    at: datetime | None = None
    sent: int = 0
    missed: int = 0
    waiting: int = 0
    called: int = 0


@dataclass(frozen=True)
class NextAct:
    """What is to be done with a meeting now."""

    name: str
    url: str


@dataclass(frozen=True)
class Line:
    """One meeting as the desk lists it."""

    meeting: Meeting
    state: str
    confirmed: int
    waiting: int
    attended: int
    link: LinkState
    next_act: NextAct | None

    @property
    def is_over(self) -> bool:
        """Tell whether ``for_desk`` puts it among what was."""
        return bool(self.meeting.over)  # type: ignore[attr-defined]


def for_desk(now: datetime) -> QuerySet[Meeting]:
    """Return what is ahead, soonest first, then what is over or cancelled, latest first."""
    over = Q(state__in=[State.HELD, State.CANCELLED]) | Q(ends_at__lte=now)
    return queries.from_now_on(with_lines(queries.all_meetings()), now, over=over)


def line_of(meeting_id: int, region: Region, now: datetime) -> Line | None:
    """Return one meeting as the desk lists it, or None where there is none."""
    lines = lines_of(with_lines(queries.all_meetings().filter(pk=meeting_id)), region, now)
    return lines[0] if lines else None


def with_lines(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Add to ``meetings`` what their lines show."""
    return queries.with_moves(meetings).select_related(
        "area", "programme__case", "responsible", "minutes__record__case"
    )


def lines_of(meetings: Iterable[Meeting], region: Region, now: datetime) -> list[Line]:
    """Return a line for each of ``meetings`` (``with_lines``), by a fixed number of queries."""
    found = list(meetings)
    counts = _link_counts(found)
    return [_line(meeting, counts, region, now) for meeting in found]


def _line(
    meeting: Meeting, counts: Mapping[str, Mapping[str, int]], region: Region, now: datetime
) -> Line:
    link = _link_state(meeting, counts.get(queries.link_occasion(meeting), {}), region, now)
    return Line(
        meeting=meeting,
        state=queries.shown_state(meeting, now),
        confirmed=meeting.confirmed,  # type: ignore[attr-defined]
        waiting=meeting.waiting,  # type: ignore[attr-defined]
        attended=meeting.attended,  # type: ignore[attr-defined]
        link=link,
        next_act=_next_act(meeting, link, now),
    )


def _link_state(
    meeting: Meeting, counts: Mapping[str, int], region: Region, now: datetime
) -> LinkState:
    if not meeting.online or meeting.state == State.CANCELLED:
        return LinkState("none" if not meeting.online else "over")
    called = counts.get(_CALLED, 0)
    sent = sum(counts.get(state, 0) for state in queries.ON_ITS_WAY)
    missed = sum(counts.get(state, 0) for state in queries.NOT_DELIVERED) - called
    waiting = counts.get(Message.State.QUEUED, 0)
    if sent or missed or waiting or called:
        return LinkState("sent", sent=sent, missed=missed, waiting=waiting, called=called)
    if now >= meeting.ends_at:
        return LinkState("over")
    if not meeting.link:
        return LinkState("missing")
    due = queries.link_due_at(meeting, region)
    return LinkState("planned", at=due) if now < due else LinkState("due", at=due)


def _link_counts(meetings: Sequence[Meeting]) -> dict[str, dict[str, int]]:
    """Return how many mails with the link of each state there are for each meeting.

    Each is asked for by the beginning of its mails' occasions, which the index finds; and all in
    one query.
    """
    found = [
        Message.objects.filter(occasion__startswith=occasion)
        .order_by()
        .values_list(Value(occasion), "state")
        .annotate(number=Count("pk"))
        for occasion in map(queries.link_occasion, meetings)
    ]
    if not found:
        return {}
    first, *others = found
    counts: dict[str, dict[str, int]] = {}
    for occasion, state, number in first.union(*others, all=True) if others else first:
        counts.setdefault(occasion, {})[state] = number
    for common, number in _called(meetings):
        if common in counts:
            counts[common][_CALLED] = number
    return counts


def _called(meetings: Sequence[Meeting]) -> Iterable[tuple[str, int]]:
    """Return how many of those whom the mail did not reach were called instead, by occasion."""
    undelivered = Message.objects.filter(
        occasion=OuterRef("called_about"), state__in=queries.NOT_DELIVERED
    )
    called = Registration.objects.filter(meeting__in=meetings).exclude(called_about="")
    found = called.filter(Exists(undelivered), state=Registration.State.CONFIRMED)
    return (
        found.annotate(common=_without_person("called_about"))
        .order_by()
        .values_list("common")
        .annotate(number=Count("pk"))
    )


def _without_person(field: str) -> Func:
    """Return the occasion without what is of one registration."""
    return Func(
        F(field),
        Value("[^:]*$"),
        Value(""),
        function="regexp_replace",
        output_field=CharField(),
    )


def _next_act(meeting: Meeting, link: LinkState, now: datetime) -> NextAct | None:
    """Return the one thing that the meeting waits for, most pressing first."""
    if meeting.state == State.CANCELLED:
        return None
    if meeting.state == State.DRAFT:
        return _to("desk_meeting", _("Publish"), meeting)
    if now < meeting.ends_at:
        missing = link.state == "missing"
        return _to("desk_meeting_link", _("Set the link"), meeting) if missing else None
    if meeting.state != State.HELD:
        return _to("desk_attendance", _("Record attendance"), meeting)
    minutes = getattr(meeting, "minutes", None)
    if minutes is None:
        return _to("desk_minutes", _("Write the minutes"), meeting)
    if minutes.published_at is None:
        return _to("desk_minutes_publish", _("Publish the minutes"), meeting)
    return None


def _to(page: str, name: str, meeting: Meeting) -> NextAct:
    return NextAct(name, reverse(f"meetings:{page}", args=[meeting.pk]))


@dataclass(frozen=True)
class Acts:
    """Which acts a meeting is ready for; the actions have the last word."""

    publish: bool
    delete: bool
    edit: bool
    close: bool
    reopen: bool
    link: bool
    move: bool
    cancel: bool
    register: bool
    attendance: bool
    minutes: bool


def acts_open(meeting: Meeting, now: datetime) -> Acts:
    """Return what the desk offers to do with a meeting at ``now``."""
    draft = meeting.state == State.DRAFT
    ahead = meeting.state in AHEAD and now < meeting.ends_at
    begun = meeting.state in {*AHEAD, State.HELD} and now >= meeting.starts_at
    return Acts(
        publish=draft,
        delete=draft,
        edit=meeting.state != State.CANCELLED,
        close=ahead and meeting.is_open_at(now),
        reopen=ahead and meeting.state == State.CLOSED,
        link=meeting.online and (draft or ahead),
        move=(draft or ahead) and now < meeting.starts_at,
        cancel=ahead,
        register=ahead,
        attendance=begun,
        minutes=begun,
    )


@dataclass(frozen=True)
class Compared:
    """How many of one sector or municipality had signed up, and how many came."""

    label: str
    signed_up: int
    came: int


@dataclass(frozen=True)
class Comparison:
    """Who had signed up against who came, in numbers only."""

    signed_up: int
    came: int
    by_municipality: tuple[Compared, ...]
    by_sector: tuple[Compared, ...]


def comparison(meeting: Meeting) -> Comparison:
    """Compare those who had signed up with those who came."""
    before = queries.turnout(queries.registrations(meeting))
    after = queries.turnout(queries.attendances(meeting))
    places = zip(before.rows, after.rows, strict=True)
    sectors = zip(before.sectors, before.totals, after.totals, strict=True)
    return Comparison(
        signed_up=before.total,
        came=after.total,
        by_municipality=tuple(Compared(one.name, one.total, two.total) for one, two in places),
        by_sector=tuple(Compared(*sector) for sector in sectors),
    )


def next_reference(meeting: Meeting) -> str:
    """Return what the next record of the meeting's case will be called."""
    case = meeting.programme.case
    return f"{case.number}-{case.last_number + 1}"
