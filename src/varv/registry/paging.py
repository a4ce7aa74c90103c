"""Paging through what grows for ever, without counting it all."""

from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from varv.registry.models import Case

COUNTED = 10_000


def count_up_to(rows: QuerySet[Any]) -> int:
    """Count ``rows``, but not further than one more than ``COUNTED``: that takes the same time."""
    return rows.order_by()[: COUNTED + 1].count()


def up_to(count: int) -> str:
    """Return a number in words of the page; beyond what is counted, "more than" that."""
    shown = number_format(min(count, COUNTED), force_grouping=True)
    return _("more than %(number)s") % {"number": shown} if count > COUNTED else shown


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


class NumberedPaginator(Paginator):
    """All records of a case in pages, found by their numbers: none is ever missing among them.

    So neither counting nor turning to the last page takes longer in a large case.
    """

    def __init__(
        self, records: QuerySet[Any], per_page: int, *, case: Case, oldest_first: bool = False
    ) -> None:
        self._records = records.order_by("number" if oldest_first else "-number")
        super().__init__(self._records, per_page)
        self._last, self._oldest_first = case.last_number, oldest_first

    @cached_property
    def count(self) -> int:
        """How many there are: as many as the last one's number says."""
        return self._last

    def page(self, number: int | str) -> Page:
        """Return the page with the numbers that belong on it."""
        valid = self.validate_number(number)
        first = (valid - 1) * self.per_page + 1
        last = min(first + self.per_page - 1, self._last)
        if not self._oldest_first:
            first, last = self._last - last + 1, self._last - first + 1
        return Page(self._records.filter(number__gte=first, number__lte=last), valid, self)
