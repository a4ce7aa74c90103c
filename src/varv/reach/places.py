"""Where somebody who took part is counted: under their organisation as it was on the day.

A sector belongs to the organisation, so every entry follows it. Where an entry said the
organisation's own municipality, or one that was once said of it, it follows too; whoever said
another, because they work there, is counted there. Nothing is stored twice, so a correction in the
register shows in every figure at once.
"""

from typing import Any

from django.db.models import (
    BigIntegerField,
    Case,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.functions import Coalesce, TruncDate

from varv.people.models import FormerPlace
from varv.reach.sources import Place


def counted(entries: QuerySet[Any], *, at: str) -> "QuerySet[Any, Place]":
    """Return municipality and sector of each entry, as its organisation was at the moment ``at``.

    ``entries`` have an ``organisation``, a ``sector`` and a ``municipality``; ``at`` names the
    field with the moment that counts.
    """
    of_same = FormerPlace.objects.filter(organisation=OuterRef("organisation"))
    then = of_same.filter(until__gt=OuterRef("counted_on")).order_by("until")
    entries = entries.annotate(counted_on=TruncDate(at))
    return (
        entries.order_by()
        .annotate(
            counted_sector=Coalesce(
                Subquery(then.values("sector")[:1]), F("organisation__sector"), F("sector")
            ),
            counted_municipality=Case(
                When(
                    _where_the_organisation_is(of_same),
                    then=Case(
                        When(Exists(then), then=Subquery(then.values("municipality")[:1])),
                        default=F("organisation__municipality"),
                        output_field=BigIntegerField(),
                    ),
                ),
                default=F("municipality"),
                output_field=BigIntegerField(),
            ),
        )
        .values_list("counted_municipality", "counted_sector")
    )


def _where_the_organisation_is(of_same: QuerySet[FormerPlace]) -> Q:
    """Return the condition that an entry said what is or once was said of its organisation."""
    now = Q(municipality=F("organisation__municipality"))
    outside = Q(municipality=None, organisation__municipality=None)
    once = Exists(of_same.filter(municipality=OuterRef("municipality")))
    once_outside = Q(Exists(of_same.filter(municipality=None)), municipality=None)
    return Q(organisation__isnull=False) & (now | outside | Q(once) | once_outside)
