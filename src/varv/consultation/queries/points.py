"""Points with what holds for them now, as staff look for them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField, Count, Exists, Func, OuterRef, Prefetch, Q, QuerySet
from django.db.models import Value as Literal

from varv.consultation.models import Contribution, Disposition, Point, Round
from varv.people.models import Municipality
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
    return narrowed(found, wanted).order_by("pk")


def narrowed(found: QuerySet[Point], wanted: PointsWanted) -> QuerySet[Point]:
    """Return those of the points that are asked for by what became of them, where, and words."""
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


def with_disposition(found: QuerySet[Point]) -> QuerySet[Point]:
    """Fetch with each point the one disposition that holds now, as ``current`` (a list)."""
    holds = Disposition.objects.filter(replaced_at=None).select_related(
        "made_by", "signed_by", "returned_by"
    )
    return found.prefetch_related(Prefetch("dispositions", queryset=holds, to_attr="current"))


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
