"""Cases and their records as staff read them."""

from django.db.models import F, Prefetch, QuerySet

from varv.registry import masking
from varv.registry.guard import may
from varv.registry.models import Case, Message, Record

MAILS_AT_MOST = 20


def cases() -> QuerySet[Case]:
    """Return all cases by number, each with its ``record_count``: as its last number says."""
    return Case.objects.annotate(record_count=F("last_number")).order_by("number")


def records_of(case: Case) -> QuerySet[Record]:
    """Return the records of a case with their files, newest first."""
    files = Prefetch("files", masking.files_to_show())
    return case.records.select_related("case").prefetch_related(files).order_by("-number")


def mails_about(record: Record, user: object) -> QuerySet[Message]:
    """Return the mail that answered what came in, or that a record is of, to who may read mail.

    Answers are about the same thing as what came in, such as an input; oldest first.
    """
    if not may(user, "registry.view_message"):
        return Message.objects.none()
    found = Message.objects.filter(record=record)
    if record.direction == Record.Direction.IN and record.subject_id:
        found = Message.objects.filter(
            about_kind=record.subject_kind,
            about_id=record.subject_id,
            created_at__gte=record.received_at,
        )
    return found.select_related("record__case").order_by("created_at", "pk")[:MAILS_AT_MOST]
