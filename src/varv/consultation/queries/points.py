"""Points with what holds for them now, and which of them everybody may read."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Count, Exists, F, Func, OuterRef, Prefetch, Q, QuerySet
from django.db.models import Value as Literal

from varv.consultation import standing
from varv.consultation.models import Contribution, Disposition, Point, Round, Theme
from varv.cycles.models import Programme
from varv.people.models import Municipality, User
from varv.registry import kinds
from varv.registry.kinds import Ref, Thing
from varv.registry.search.stems import stems_of
from varv.registry.search.wording import terms_of, tsquery, words_of

State = Point.State
#: What was never confirmed has no points; what is withdrawn keeps them, and counts no more.
STANDING = Q(contribution__state=Contribution.State.RECEIVED)
#: What stands for no area and no theme in a filter, and for what a second reader sent back.
NONE, RETURNED = "none", "returned"


@dataclass(frozen=True)
class PointsWanted:
    """Which points are shown or taken out; empty is all of them. A theme or an area may be none."""

    round: Round | None = None
    state: str = ""
    outcome: str = ""
    area: int | str = ""
    theme: int | str = ""
    sector: str = ""
    municipality: Municipality | None = None
    text: str = ""

    @property
    def asked(self) -> dict[str, str | int]:
        """What is asked for, as the log keeps it: ids and codes."""
        asked = {
            "round": self.round.pk if self.round else "",
            "state": self.state,
            "outcome": self.outcome,
            "area": self.area,
            "theme": self.theme,
            "sector": self.sector,
            "municipality": self.municipality.code if self.municipality else "",
        }
        return {name: value for name, value in asked.items() if value}


def public() -> Q:
    """Return the condition under which everybody may read a point and what is answered to it."""
    return Q(state=Point.State.SIGNED) & standing.readable("contribution__")


def with_disposition(found: QuerySet[Point]) -> QuerySet[Point]:
    """Fetch with each point the one disposition that holds now, as ``current`` (a list)."""
    holds = Disposition.objects.filter(replaced_at=None).select_related(
        "made_by", "signed_by", "returned_by"
    )
    return found.prefetch_related(Prefetch("dispositions", queryset=holds, to_attr="current"))


def public_points(round_: Round | None = None) -> QuerySet[Point]:
    """Return the points that everybody may read, in the order of the register."""
    found = Point.objects.filter(public())
    if round_ is not None:
        found = found.filter(round=round_)
    return found.order_by("pk")


def counted_points() -> QuerySet[Point]:
    """Return all points of input that stands."""
    return Point.objects.filter(STANDING)


def points(wanted: PointsWanted) -> QuerySet[Point]:
    """Return the points of input that stands, narrowed as asked, in the order they were made."""
    found = counted_points()
    plain = {
        "round": wanted.round,
        "contribution__sector": wanted.sector,
        "contribution__municipality": wanted.municipality,
    }
    found = found.filter(**{name: value for name, value in plain.items() if value})
    if wanted.state == RETURNED:
        returned = Disposition.objects.filter(replaced_at=None, returned_at__isnull=False)
        found = found.filter(Exists(returned.filter(point=OuterRef("pk"))), state=State.OPEN)
    elif wanted.state:
        found = found.filter(state=wanted.state)
    return _sorted_as(found, wanted).order_by("pk")


def narrowed(found: QuerySet[Point], wanted: PointsWanted) -> QuerySet[Point]:
    """Return those of the public points that are asked for by what became of them, and where."""
    return _sorted_as(found, wanted)


def _sorted_as(found: QuerySet[Point], wanted: PointsWanted) -> QuerySet[Point]:
    for name, value in (("area", wanted.area), ("theme", wanted.theme)):
        if value:
            found = found.filter(**{name: None if value == NONE else value})
    if wanted.outcome:
        holds = Disposition.objects.filter(replaced_at=None, outcome=wanted.outcome)
        found = found.filter(Exists(holds.filter(point=OuterRef("pk"))))
    if wanted.text:
        found = found.filter(has_words(wanted.text))
    return found


def has_words(typed: str) -> Any:
    """Return the condition that a point has the words, in any of their forms; by its own index."""
    terms = terms_of(typed)
    query = tsquery(terms, stems_of(words_of(terms)))
    if not query:
        return Q()
    return Func(
        Literal(query),
        template='"consultation_point"."search" @@ (%(expressions)s)::tsquery',
        output_field=BooleanField(),
    )


def whole(found: QuerySet[Point]) -> QuerySet[Point]:
    """Fetch with each point all that a list shows of it, in a fixed number of queries."""
    return with_disposition(
        found.select_related(
            "contribution__record__case",
            "contribution__organisation",
            "contribution__municipality",
            "contribution__round",
            "area",
            "theme",
            "merged_into__contribution__record__case",
        ).annotate(merged_number=Count("merged"))
    ).defer("contribution__text")


def chosen(ids: Collection[int]) -> QuerySet[Point]:
    """Return the points with these numbers that stand, with all that is shown of them."""
    return whole(counted_points().filter(pk__in=ids)).order_by("pk")


def point_for_desk(pk: int) -> Point | None:
    """Return one point with what its page shows of it, or None."""
    return whole(Point.objects.filter(pk=pk)).select_related("round__programme").first()


def points_of(one: Contribution) -> list[Point]:
    """Return the points of an input in their order, each with its disposition."""
    return list(whole(one.points.all()).order_by("number"))


def public_points_of(one: Contribution) -> list[Point]:
    """Return what everybody may read of the points of an input that everybody may read."""
    found = with_disposition(one.points.filter(public()).select_related("area", "theme"))
    return list(found.order_by("number"))


def last_number(one: Contribution) -> int:
    """Return the number of the last point there is, 0 where there is none."""
    last = one.points.order_by("-number").values_list("number", flat=True).first()
    return last or 0


def holds_for(point: Point) -> Disposition | None:
    """Return the disposition that holds, of a point that was fetched with it."""
    return point.current[0] if point.current else None  # type: ignore[attr-defined]


def history_of(point: Point) -> QuerySet[Disposition]:
    """Return all dispositions that a point has had, the latest first."""
    return point.dispositions.select_related("made_by", "signed_by", "returned_by").order_by("-pk")


def by_ids(found: Iterable[Point], ids: Sequence[int]) -> list[Point]:
    """Put fetched points in the order of these ids; those that are gone are left out."""
    rows = {one.pk: one for one in found}
    return [rows[pk] for pk in ids if pk in rows]


@dataclass(frozen=True)
class PointAnswer:
    """A point with the disposition that holds, and what it changed that the reader may see."""

    point: Point
    holds: Disposition
    changed: Sequence[Thing]


def answers_to(found: Sequence[Point], user: object) -> list[PointAnswer]:
    """Return what was answered to points that were fetched with it; one query for each kind."""
    holds = [(one, one.current[0]) for one in found if one.current]  # type: ignore[attr-defined]
    changed = {one.pk: [Ref(kind, pk) for kind, pk in held.changed] for one, held in holds}
    things = kinds.describe([ref for some in changed.values() for ref in some], user)
    return [
        PointAnswer(one, held, [things[ref] for ref in changed[one.pk] if ref in things])
        for one, held in holds
    ]


# --- how far it is ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Progress:
    """How far one input, or a whole round, is: how many points, and how many of each state."""

    open: int = 0
    proposed: int = 0
    signed: int = 0

    @property
    def total(self) -> int:
        """How many points there are."""
        return self.open + self.proposed + self.signed

    @property
    def key(self) -> str:
        """Say it in one word: unsplit, open, proposed or signed."""
        if not self.total:
            return "unsplit"
        if self.open:
            return "open"
        return "proposed" if self.proposed else "signed"


def progress_of(ids: Collection[int]) -> dict[int, Progress]:
    """Return how far each of these inputs is, in one query; all of them are in the answer."""
    rows = Point.objects.filter(contribution__in=ids).order_by().values("contribution")
    found = {row["contribution"]: row for row in rows.annotate(**_by_state())}
    return {pk: _progress(found.get(pk)) for pk in ids}


def progress_of_round(round_: Round) -> Progress:
    """Return how far the points of a round are, in one query."""
    return _progress(counted_points().filter(round=round_).aggregate(**_by_state()))


def _by_state() -> dict[str, Count]:
    return {state.value: Count("pk", filter=Q(state=state)) for state in State}


def _progress(row: Mapping[str, Any] | None) -> Progress:
    return Progress(**{state.value: row[state.value] for state in State}) if row else Progress()


def unsplit(round_: Round) -> QuerySet[Contribution]:
    """Return the input of a round that stands and has no point yet, the oldest first."""
    none = ~Exists(Point.objects.filter(contribution=OuterRef("pk")))
    return Contribution.objects.filter(
        none, round=round_, state=Contribution.State.RECEIVED
    ).order_by("received_at", "pk")


def next_unsplit(one: Contribution) -> Contribution | None:
    """Return the input that is to be split next after this one, or else the first of all."""
    rest = unsplit(one.round).exclude(pk=one.pk).defer("text")
    later = Q(received_at__gt=one.received_at) | Q(received_at=one.received_at, pk__gt=one.pk)
    return rest.filter(later).first() or rest.first()


@dataclass(frozen=True)
class Around:
    """The inputs before and after one, in the order in which they came."""

    before: Contribution | None
    after: Contribution | None


def around(one: Contribution) -> Around:
    """Return the nearest inputs of the round that stand."""
    standing_ones = Contribution.objects.filter(
        round=one.round_id, state=Contribution.State.RECEIVED
    ).only("pk")
    earlier = Q(received_at__lt=one.received_at) | Q(received_at=one.received_at, pk__lt=one.pk)
    later = Q(received_at__gt=one.received_at) | Q(received_at=one.received_at, pk__gt=one.pk)
    return Around(
        standing_ones.filter(earlier).order_by("-received_at", "-pk").first(),
        standing_ones.filter(later).order_by("received_at", "pk").first(),
    )


@dataclass(frozen=True)
class Waits:
    """What waits in one round: for a second reader, for an answer, and for being split."""

    round: Round
    to_sign: int
    returned: int


def waiting_for(user: User) -> list[Waits]:
    """Return the rounds in which answers wait for this reader, or came back to them."""
    holds = Disposition.objects.filter(
        replaced_at=None, signed_at=None, point__contribution__state=Contribution.State.RECEIVED
    )
    rows = (
        holds.order_by()
        .values(of=F("point__round"))
        .annotate(
            to_sign=Count("pk", filter=Q(returned_at=None) & (Q(made_by=None) | ~Q(made_by=user))),
            returned=Count("pk", filter=Q(returned_at__isnull=False, made_by=user)),
        )
    )
    numbers = {row["of"]: row for row in rows if row["to_sign"] or row["returned"]}
    found = Round.objects.filter(pk__in=numbers).order_by("closes_at", "pk")
    return [Waits(one, numbers[one.pk]["to_sign"], numbers[one.pk]["returned"]) for one in found]


# --- themes -------------------------------------------------------------------------------------


def themes_of(programme: Programme) -> QuerySet[Theme]:
    """Return the themes of a programme in their order."""
    return Theme.objects.filter(programme=programme)


def themes_counted(programme: Programme) -> list[tuple[Theme, int, int]]:
    """Return each theme with how many points it has, and how many of them are signed."""
    rows = (
        counted_points()
        .filter(theme__programme=programme)
        .order_by()
        .values("theme")
        .annotate(total=Count("pk"), signed=Count("pk", filter=Q(state=State.SIGNED)))
    )
    numbers = {row["theme"]: (row["total"], row["signed"]) for row in rows}
    return [(one, *numbers.get(one.pk, (0, 0))) for one in themes_of(programme)]
