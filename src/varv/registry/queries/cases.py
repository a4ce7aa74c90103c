"""Cases and their records as staff read them."""

from django.db.models import Count, Prefetch, QuerySet

from varv.registry import masking
from varv.registry.models import Case, Record


def cases() -> QuerySet[Case]:
    """Return all cases by number, each with its ``record_count``."""
    return Case.objects.annotate(record_count=Count("records")).order_by("number")


def records_of(case: Case) -> QuerySet[Record]:
    """Return the records of a case with their files, newest first."""
    files = Prefetch("files", masking.files_to_show())
    return case.records.select_related("case").prefetch_related(files).order_by("-number")
