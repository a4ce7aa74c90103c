"""What the staff reads: rounds with their numbers, and what has come in."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import (
    Count,
    Exists,
    F,
    IntegerField,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce, Left

from varv.consultation.models import Comment, Contribution, Document, Question, Reply, Round
from varv.cycles.models import AreaVersion, Programme, ProgrammeVersion
from varv.people.models import User
from varv.reach import places
from varv.reach.counts import Tally, tally
from varv.registry import kinds, log_actions
from varv.registry.kinds import Ref
from varv.registry.models import Event, Record

State = Contribution.State
#: So much of a text stands in the list.
BEGINNING = 160
#: What waits to be read by staff; the index ``contribution_unread`` holds it.
UNREAD = Q(state=State.RECEIVED, published_at=None, hidden_at=None)
#: What stands, and nobody has said which sector it is from.
LACKS_SECTOR = Q(state=State.RECEIVED, sector="")


# --- rounds ---------------------------------------------------------------------------------------


def rounds() -> QuerySet[Round]:
    """Return all rounds, the latest first, with ``came`` and ``unread``."""
    counted = Contribution.objects.filter(round=OuterRef("pk")).exclude(state=State.UNCONFIRMED)
    return (
        Round.objects.select_related("case", "responsible")
        .annotate(
            came=_number(counted),
            unread=_number(Contribution.objects.filter(UNREAD, round=OuterRef("pk"))),
        )
        .order_by(Coalesce(F("opens_at"), F("dated_on")).desc(), "-pk")
    )


def round_for_desk(pk: int) -> Round | None:
    """Return one round with its numbers, or None."""
    return rounds().select_related("programme").filter(pk=pk).first()


def _number(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("round").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def questions_of(round: Round) -> QuerySet[Question]:  # noqa: A002 - the word of the house
    """Return what a round asks, in order, each with ``is_answered``."""
    answered = Exists(Reply.objects.filter(question=OuterRef("pk")))
    return round.questions.annotate(is_answered=answered).prefetch_related("options")


def question_of(round: Round, pk: int) -> Question | None:  # noqa: A002
    """Return one question of a round, or None."""
    return questions_of(round).select_related("round").filter(pk=pk).first()


def documents_of(round: Round) -> QuerySet[Document]:  # noqa: A002
    """Return what is out for comment, in order, each with its version and ``comments_made``."""
    return round.documents.select_related(
        "round", "area_version__area", "programme_version"
    ).annotate(comments_made=Count("comments"))


def document_of(round: Round, pk: int) -> Document | None:  # noqa: A002
    """Return one document of a round, or None."""
    return documents_of(round).filter(pk=pk).first()


def programme_versions_to_choose(programme: Programme) -> QuerySet[ProgrammeVersion]:
    """Return the texts of the programme that can be out for comment: those that have a text."""
    return programme.versions.exclude(text={}).order_by("-number")


def area_versions_to_choose(programme: Programme, out: Iterable[int] = ()) -> QuerySet[AreaVersion]:
    """Return the present wording of each area in use, and what is ``out`` already."""
    present = (
        AreaVersion.objects.filter(area=OuterRef("area")).order_by("-number").values("pk")[:1]
    )
    return (
        AreaVersion.objects.filter(
            Q(pk=Subquery(present), area__programme=programme, area__state="active")
            | Q(pk__in=list(out))
        )
        .select_related("area")
        .order_by("area__position", "area__pk", "-number")
    )


@dataclass(frozen=True)
class Overview:
    """How much came to a round, by which doors, and from where."""

    total: int
    unread: int
    published: int
    hidden: int
    withdrawn: int
    late: int
    lacks_sector: int
    channels: Sequence[tuple[str, int]]
    places: Tally


def overview(round: Round) -> Overview:  # noqa: A002
    """Count what came, in a fixed number of queries; what is not confirmed is counted nowhere."""
    came = round.contributions.exclude(state=State.UNCONFIRMED)
    numbers = came.aggregate(
        total=Count("pk"),
        unread=Count("pk", filter=UNREAD),
        published=Count(
            "pk", filter=Q(state=State.RECEIVED, published_at__isnull=False, hidden_at=None)
        ),
        hidden=Count("pk", filter=Q(state=State.RECEIVED, hidden_at__isnull=False)),
        withdrawn=Count("pk", filter=Q(state=State.WITHDRAWN)),
        late=Count("pk", filter=Q(is_late=True)),
        lacks_sector=Count("pk", filter=LACKS_SECTOR),
    )
    by_channel = dict(
        came.order_by().values_list("channel").annotate(number=Count("pk")).values_list(
            "channel", "number"
        )
    )
    channels = [
        (str(one.label), by_channel[one.value])
        for one in Contribution.Channel
        if one.value in by_channel
    ]
    known = came.filter(state=State.RECEIVED).exclude(sector="", organisation=None)
    return Overview(
        **numbers, channels=channels, places=tally(places.counted(known, at="received_at"))
    )


# --- what came in ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wanted:
    """Which inputs a list shows."""

    round: Round | None = None
    channel: str = ""
    state: str = ""
    sector: str = ""
    number: int | None = None


LACKING = "lacking"
STATES: Mapping[str, Q] = {
    "unread": UNREAD,
    "published": Q(state=State.RECEIVED, published_at__isnull=False, hidden_at=None),
    "hidden": Q(state=State.RECEIVED, hidden_at__isnull=False),
    "withdrawn": Q(state=State.WITHDRAWN),
}


def inputs(wanted: Wanted) -> QuerySet[Contribution]:
    """Return what came in: what is to be read oldest first, all else newest first."""
    found = Contribution.objects.exclude(state=State.UNCONFIRMED)
    if wanted.round:
        found = found.filter(round=wanted.round)
    if wanted.channel:
        found = found.filter(channel=wanted.channel)
    if wanted.state:
        found = found.filter(STATES[wanted.state])
    if wanted.sector:
        by = LACKS_SECTOR if wanted.sector == LACKING else Q(sector=wanted.sector)
        found = found.filter(by)
    if wanted.number:
        found = found.filter(record__number=wanted.number)
    order = ("received_at", "pk") if wanted.state == "unread" else ("-received_at", "-pk")
    return found.order_by(*order)


@dataclass(frozen=True)
class Line:
    """One input as the list shows it."""

    input: Contribution
    who: str
    beginning: str
    files: int
    state: str


def state_of(one: Contribution) -> str:
    """Return where the staff is with one input, as a key of ``STATES``."""
    if one.state == State.WITHDRAWN:
        return "withdrawn"
    if one.hidden_at is not None:
        return "hidden"
    return "published" if one.published_at is not None else "unread"


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
    return [
        Line(
            input=one,
            who=str(one.organisation or one.name or ""),
            beginning=one.title or one.beginning or said.get(pk, ""),
            files=files.get(pk, 0),
            state=state_of(one),
        )
        for pk in ids
        if (one := found.get(pk))
    ]


def _said_otherwise(ids: Sequence[int]) -> dict[int, str]:
    """Return how an input begins that is all answers and comments."""
    said: dict[int, str] = {}
    for model in (Comment, Reply):
        rows = model.objects.filter(contribution__in=ids).exclude(text="")  # type: ignore[attr-defined]
        first = rows.order_by("contribution", "pk").distinct("contribution")
        said |= dict(first.values_list("contribution", Left("text", BEGINNING)))
    return said


def _files_of(ids: Sequence[int]) -> dict[int, int]:
    through = Contribution.files.through.objects.filter(contribution__in=ids)
    counted = through.values("contribution").annotate(number=Count("pk"))
    return dict(counted.values_list("contribution", "number"))


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
        .exclude(pk=one.record_id)
        .select_related("case")
        .order_by("case", "number")
    )


@dataclass(frozen=True)
class Neighbours:
    """The unread inputs of a round around one of them."""

    before: Contribution | None
    after: Contribution | None


def neighbours(one: Contribution) -> Neighbours:
    """Return the nearest inputs of the round that are to be read, in the order in which they came."""
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
    counts: dict[int, dict[str, Any]] = defaultdict(dict)
    rows = (
        Contribution.objects.filter(UNREAD | LACKS_SECTOR)
        .order_by()
        .values("round")
        .annotate(
            unread=Count("pk", filter=UNREAD),
            oldest=Min("received_at", filter=UNREAD),
            lacking=Count("pk", filter=LACKS_SECTOR),
        )
    )
    for row in rows:
        counts[row["round"]] = row
    found = Round.objects.filter(pk__in=counts).order_by("closes_at", "pk")
    return [
        Waiting(one, row["unread"], row["oldest"], row["lacking"])
        for one in found
        for row in [counts[one.pk]]
    ]


# --- quick entry ----------------------------------------------------------------------------------


def rounds_to_enter(now: datetime) -> QuerySet[Round]:
    """Return the rounds that have opened: what comes late is entered too."""
    return Round.objects.filter(state=Round.State.PUBLISHED, opens_at__lte=now).order_by(
        "-closes_at", "-pk"
    )


def just_entered(by: User, number: int = 5) -> QuerySet[Contribution]:
    """Return what somebody on the staff entered last."""
    return (
        Contribution.objects.filter(entered_by=by)
        .exclude(state=State.UNCONFIRMED)
        .select_related("record__case", "organisation", "round")
        .defer("text")
        .order_by("-entered_at", "-pk")[:number]
    )
