"""Reading bodies, their seats and decisions."""

from datetime import date

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from varv.bodies.models import Body, Decision, Seat
from varv.registry import models as registry


def bodies() -> QuerySet[Body]:
    """Return the bodies, the council first, each with the one it stands under."""
    return (
        Body.objects.annotate(rank=_rank("kind", Body.Kind.values))
        .select_related("parent")
        .order_by("rank", "key")
    )


def bodies_with_counts(today: date) -> QuerySet[Body]:
    """Return the bodies with how many sit there now (``seated``) and how much they decided."""
    return bodies().annotate(
        seated=Count("seats", filter=_held_on(today, "seats__"), distinct=True),
        decided=Count("decisions", distinct=True),
    )


def body_at(key: str) -> Body | None:
    """Return the body with this key."""
    return Body.objects.select_related("parent").filter(key=key).first()


def seats_now(body: Body, today: date) -> QuerySet[Seat]:
    """Return who sits in the body, the chair first."""
    return _seats(body).filter(_held_on(today))


def former_seats(body: Body, today: date) -> QuerySet[Seat]:
    """Return who sat in the body before, the latest first."""
    return _seats(body).filter(until__lt=today).order_by("-until", "holder")


def coming_seats(body: Body, today: date) -> QuerySet[Seat]:
    """Return who will sit in the body from a later day."""
    return _seats(body).filter(since__gt=today).order_by("since", "holder")


def decisions_of(body: Body) -> QuerySet[Decision]:
    """Return what the body decided, the latest first."""
    return body.decisions.select_related("body", "case", "record").order_by("-decided_on", "-pk")


def cases() -> QuerySet[registry.Case]:
    """Return the cases that a decision can belong to."""
    return registry.Case.objects.order_by("number")


def _seats(body: Body) -> QuerySet[Seat]:
    return (
        body.seats.annotate(rank=_rank("role", Seat.Role.values))
        .select_related("organisation")
        .order_by("rank", "holder", "pk")
    )


def _held_on(day: date, prefix: str = "") -> Q:
    begun = Q(**{f"{prefix}since__isnull": True}) | Q(**{f"{prefix}since__lte": day})
    lasts = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gte": day})
    # Without the key a body with no seat at all, joined from the left, would count as one held.
    return begun & lasts & Q(**{f"{prefix}pk__isnull": False})


def _rank(field: str, values: list[str]) -> Case:
    """Return an expression that sorts ``field`` in the order in which its choices are declared."""
    return Case(
        *(When(**{field: value}, then=Value(place)) for place, value in enumerate(values)),
        default=Value(len(values)),
        output_field=IntegerField(),
    )
