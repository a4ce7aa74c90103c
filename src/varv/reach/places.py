"""Where somebody who took part is counted: under their organisation as it was on the day.

A sector belongs to the organisation, so every entry follows it. Where an entry said the
organisation's own municipality, or one that was once said of it, it follows too; whoever said
another, because they work there, is counted there. Nothing is stored twice, so a correction in the
register shows in every figure at once.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
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
from django.db.models.functions import Coalesce, TruncDate

from varv.people.models import FormerPlace
from varv.reach.sources import Group, Place


def counted(entries: QuerySet[Any], *, at: str) -> "QuerySet[Any, Place]":
    """Return municipality and sector of each entry, as its organisation was at the moment ``at``.

    ``entries`` have an ``organisation``, a ``sector`` and a ``municipality``; ``at`` names the
    field with the moment that counts.
    """
    return _placed(entries, at).values_list("counted_municipality", "counted_sector")


def grouped(
    entries: QuerySet[Any], *, at: str, occasion: str = "", is_open: Q | None = None
) -> Iterator[Group]:
    """Count the same entries, those that are alike together.

    ``occasion`` names the field with what they took part in, ``is_open`` is the condition under
    which everybody may know of an entry. The database adds up, so many entries are few groups.
    """
    rows = (
        _placed(entries, at)
        .annotate(
            counted_alone=_told(Q(organisation__checked_at__isnull=True)),
            counted_open=_told(is_open) if is_open is not None else Value(value=True),
            counted_at=F(occasion) if occasion else Value(None, output_field=BigIntegerField()),
        )
        .values_list(
            "counted_municipality",
            "counted_sector",
            "counted_alone",
            "counted_at",
            "counted_open",
        )
        .annotate(counted_number=Count("pk"))
    )
    return (Group(*row) for row in rows)


def _placed(entries: QuerySet[Any], at: str) -> QuerySet[Any]:
    of_same = FormerPlace.objects.filter(organisation=OuterRef("organisation"))
    then = of_same.filter(until__gt=OuterRef("counted_on")).order_by("until")
    entries = entries.annotate(counted_on=TruncDate(at))
    # Few organisations ever move: for all others nothing has to be looked up entry by entry.
    moved = Q(organisation__in=FormerPlace.objects.values("organisation"))
    return entries.order_by().annotate(
        counted_sector=Case(
            When(moved, then=Coalesce(Subquery(then.values("sector")[:1]), _SECTOR)),
            default=_SECTOR,
            output_field=CharField(),
        ),
        counted_municipality=Case(
            When(moved, then=_place_of_moved(of_same, then)),
            default=F("municipality"),
            output_field=BigIntegerField(),
        ),
    )


def _told(condition: Q) -> Case:
    return Case(
        When(condition, then=Value(value=True)),
        default=Value(value=False),
        output_field=BooleanField(),
    )


_SECTOR = Coalesce(F("organisation__sector"), F("sector"))


def _place_of_moved(of_same: QuerySet[FormerPlace], then: QuerySet[FormerPlace]) -> Case:
    """Return where its organisation was then, if the entry says what is or once was said of it."""
    now = Q(municipality=F("organisation__municipality"))
    outside = Q(municipality=None, organisation__municipality=None)
    once = Exists(of_same.filter(municipality=OuterRef("municipality")))
    once_outside = Q(Exists(of_same.filter(municipality=None)), municipality=None)
    return Case(
        When(
            now | outside | Q(once) | once_outside,
            then=Case(
                When(Exists(then), then=Subquery(then.values("municipality")[:1])),
                default=F("organisation__municipality"),
                output_field=BigIntegerField(),
            ),
        ),
        default=F("municipality"),
        output_field=BigIntegerField(),
    )
