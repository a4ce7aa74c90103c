"""How many of something there are in each round, asked for together with the rounds."""

from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Subquery
from django.db.models.functions import Coalesce


def number_in_round(rows: QuerySet[Any], by: str = "round") -> Coalesce:
    """Return how many ``rows`` there are of a round that is asked for, which ``by`` leads to."""
    counted = rows.order_by().values(by).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
