"""What the staff reads: what has come in, what waits, and what was just entered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Left

from varv.consultation import standing
from varv.consultation.models import Comment, Contribution, Reply, Round
from varv.consultation.queries.by_round import number_in_round
from varv.consultation.queries.progress import Progress, progress_of
from varv.consultation.queries.splitting import is_unsplit
from varv.consultation.shown import PROGRESS, Shown, input_state
from varv.people.models import Municipality, User
from varv.registry import kinds, log_actions
from varv.registry.kinds import Ref
from varv.registry.models import Event, Record

State = Contribution.State
#: So much of a text stands in the list.
BEGINNING = 160
#: What waits to be read by staff.
UNREAD = standing.stands(standing.UNREAD)
#: What stands, and nobody has said which sector it is from.
# A private person has no sector: where they live is enough.
LACKS_SECTOR = Q(state=State.RECEIVED, sector="", municipality=None)


#: What stands for a sector that nobody has told yet, and for input without points.
LACKING, UNSPLIT = "lacking", "unsplit"


@dataclass(frozen=True)
class Wanted:
    """Which inputs are shown, or taken out; empty is all of them."""

    round: Round | None = None
    channel: str = ""
    state: str = ""
    sector: str = ""
    municipality: Municipality | None = None
    number: int | None = None
    points: str = ""

    @property
    def asked(self) -> dict[str, str | int]:
        """What is asked for, as the log keeps it: ids and codes."""
        asked = {
            "round": self.round.pk if self.round else "",
            "state": self.state,
            "channel": self.channel,
            "sector": self.sector,
            "municipality": self.municipality.code if self.municipality else "",
            "number": self.number or "",
            "points": self.points,
        }
        return {name: value for name, value in asked.items() if value}


def inputs(wanted: Wanted) -> QuerySet[Contribution]:
    """Return what came in: what is to be read oldest first, all else newest first."""
    found = Contribution.objects.exclude(state=State.UNCONFIRMED)
    if wanted.round:
        found = found.filter(round=wanted.round)
    if wanted.channel:
        found = found.filter(channel=wanted.channel)
    if wanted.state:
        found = found.filter(standing.stands(wanted.state))
    if wanted.sector:
        by = LACKS_SECTOR if wanted.sector == LACKING else Q(sector=wanted.sector)
        found = found.filter(by)
    if wanted.municipality:
        found = found.filter(municipality=wanted.municipality)
    if wanted.number:
        found = found.filter(record__number=wanted.number)
    if wanted.points:
        found = found.filter(is_unsplit())
    order = ("received_at", "pk") if wanted.state == standing.UNREAD else ("-received_at", "-pk")
    return found.order_by(*order)


def next_without_sector(found: Contribution) -> Contribution | None:
    """Return the input of the round that came next and stands for no sector, or else the first."""
    rest = Contribution.objects.filter(LACKS_SECTOR, round=found.round_id).exclude(pk=found.pk)
    in_order = rest.order_by("received_at", "pk")
    came_later = Q(received_at__gt=found.received_at) | Q(
        received_at=found.received_at, pk__gt=found.pk
    )
    return in_order.filter(came_later).first() or in_order.first()


@dataclass(frozen=True)
class Line:
    """One input as the list shows it."""

    input: Contribution
    who: str
    title: str
    beginning: str
    files: int
    state: Shown
    progress: Shown | None
    points: int

    @property
    def waits(self) -> bool:
        """Tell whether the list can do anything with it: publish it, or make it one point."""
        is_unread = self.state.key == standing.UNREAD and not standing.is_secret(self.input)
        return is_unread or (self.progress is not None and self.progress.key == UNSPLIT)


def lines(page: Iterable[Contribution]) -> list[Line]:
    """Return the rows of one page with all that stands on them, in a fixed number of queries."""
    ids = [one.pk for one in page]
    rows = (
        Contribution.objects.filter(pk__in=ids)
        .defer("text")
        .annotate(beginning=Left("text", BEGINNING))
        .select_related("round", "record__case", "organisation", "municipality")
    )
    found = {one.pk: one for one in rows}
    said = _said_otherwise(ids)
    files = _files_of(ids)
    progress = progress_of(ids)
    return [
        Line(
            input=one,
            who=str(one.organisation or one.name or ""),
            title=one.title,
            beginning=one.beginning or said.get(pk, ""),
            files=files.get(pk, 0),
            state=input_state(one),
            progress=_shown_progress(one, progress[pk]),
            points=progress[pk].total,
        )
        for pk in ids
        if (one := found.get(pk))
    ]


def _shown_progress(one: Contribution, progress: Progress) -> Shown | None:
    """Return how far its points are; nothing of input that does not stand."""
    return PROGRESS[progress.key] if one.state == State.RECEIVED else None


def _said_otherwise(ids: Sequence[int]) -> dict[int, str]:
    """Return how an input begins that is all answers and comments."""
    said: dict[int, str] = {}
    for model in (Comment, Reply):
        rows = model.objects.filter(contribution__in=ids).exclude(text="")
        first = rows.order_by("contribution", "pk").distinct("contribution")
        said |= dict(first.values_list("contribution", Left("text", BEGINNING)))
    return said


def _files_of(ids: Sequence[int]) -> dict[int, int]:
    through = Contribution.files.through.objects.filter(contribution__in=ids)
    return dict(through.values_list("contribution").annotate(number=Count("pk")))


def inputs_with(ids: Iterable[int]) -> QuerySet[Contribution]:
    """Return the inputs with these numbers that count."""
    return Contribution.objects.exclude(state=State.UNCONFIRMED).filter(pk__in=list(ids))


def input_for_desk(pk: int) -> Contribution | None:
    """Return one input that counts, with what its page shows of it, or None."""
    return (
        Contribution.objects.exclude(state=State.UNCONFIRMED)
        .select_related(
            "round__case", "record__case", "person", "organisation", "municipality", "mail",
            "entered_by",
        )
        .prefetch_related(
            "files",
            "replies__question",
            "replies__area",
            "replies__options",
            "comments__document__area_version",
            "comments__document__programme_version",
        )
        .filter(pk=pk)
        .first()
    )  # fmt: skip


def later_records(one: Contribution) -> QuerySet[Record]:
    """Return the other records about one input: its changes, its withdrawal, what was answered."""
    own = kinds.ref(one)
    return (
        Record.objects.filter(subject_kind=own.kind, subject_id=own.id)
        .exclude(contribution=one)
        .select_related("case")
        .order_by("case", "number")
    )


@dataclass(frozen=True)
class Neighbours:
    """The unread inputs of a round around one of them."""

    before: Contribution | None
    after: Contribution | None


def neighbours(one: Contribution) -> Neighbours:
    """Return the nearest inputs of the round that are to be read, in their order."""
    unread = (
        Contribution.objects.filter(UNREAD, round=one.round_id)
        .select_related("record__case")
        .defer("text")
    )
    earlier = Q(received_at__lt=one.received_at) | Q(received_at=one.received_at, pk__lt=one.pk)
    later = Q(received_at__gt=one.received_at) | Q(received_at=one.received_at, pk__gt=one.pk)
    return Neighbours(
        unread.filter(earlier).order_by("-received_at", "-pk").first(),
        unread.filter(later).order_by("received_at", "pk").first(),
    )


@dataclass(frozen=True)
class Happened:
    """One line of an input's history: when, what, through whom."""

    at: datetime
    what: str
    who: str


def history(one: Contribution, user: object) -> list[Happened]:
    """Return what the log tells of one input, the latest first; people to who may see them."""
    own = kinds.ref(one)
    events = list(
        Event.objects.filter(subject_kind=own.kind, subject_id=own.id).order_by("-pk")[:100]
    )
    person = kinds.key_of(User)
    things = kinds.describe([Ref(person, e.actor_id) for e in events if e.actor_id], user)
    return [
        Happened(
            event.at,
            str(log_actions.label(event.action)),
            thing.name if (thing := things.get(Ref(person, event.actor_id or 0))) else "",
        )
        for event in events
    ]


# --- what waits -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Waiting:
    """How much of one round waits, and since when."""

    round: Round
    unread: int
    oldest: datetime | None
    lacking: int


def waiting() -> list[Waiting]:
    """Return the rounds in which something is to be read or completed, in one query."""
    unread = Contribution.objects.filter(UNREAD, round=OuterRef("pk"))
    lacking = Contribution.objects.filter(LACKS_SECTOR, round=OuterRef("pk"))
    found = Round.objects.annotate(
        unread=number_in_round(unread),
        oldest=Subquery(unread.order_by("received_at").values("received_at")[:1]),
        lacking=number_in_round(lacking),
    ).filter(Q(unread__gt=0) | Q(lacking__gt=0))
    return [
        Waiting(one, one.unread, one.oldest, one.lacking)
        for one in found.order_by("closes_at", "pk")
    ]


# --- quick entry ----------------------------------------------------------------------------------


def just_entered(by: User, number: int = 5) -> QuerySet[Contribution]:
    """Return what somebody on the staff entered last."""
    return (
        Contribution.objects.filter(entered_by=by)
        .exclude(state=State.UNCONFIRMED)
        .select_related("record__case", "organisation", "round")
        .defer("text")
        .order_by("-entered_at", "-pk")[:number]
    )
