"""Paging through what grows for ever, without counting it all."""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet

COUNTED = 10_000


def count_up_to(rows: QuerySet[Any]) -> int:
    """Count ``rows``, but not further than one more than ``COUNTED``: that takes the same time."""
    return rows.order_by()[: COUNTED + 1].count()


class BoundedPaginator(Paginator):
    """The first ``COUNTED`` rows in pages; who wants one further back narrows the list."""

    @cached_property
    def counted(self) -> int:
        """How many rows there are, up to one more than is shown."""
        return count_up_to(self.object_list)  # type: ignore[arg-type]

    @cached_property
    def count(self) -> int:
        """How many rows are shown."""
        return min(self.counted, COUNTED)

    @property
    def is_cut(self) -> bool:
        """Tell whether there are more rows than are shown."""
        return self.counted > COUNTED
