"""What the register itself lets people search: cases, records and mail, for the staff."""

from django.db.models import F, QuerySet
from django.db.models.functions import TruncDate

from varv.registry.guard import may
from varv.registry.models import Case, Message, Record
from varv.registry.search.sources import Source, register
from varv.text import dates


def register_all() -> None:
    """Add the sources; called once, when the apps are ready."""
    register(Source("case", _cases, day=F("opened_on"), when=_opened, weight=1.5))
    register(
        Source(
            "record",
            _records,
            texts=("text",),
            day=TruncDate("received_at"),
            when=lambda row: dates.in_full(row.received_at),
            personal=True,
        )
    )
    register(
        Source(
            "message",
            _messages,
            texts=("recipient",),
            day=TruncDate("due_at"),
            when=lambda row: dates.in_full(row.due_at),
            weight=0.5,
            personal=True,
        )
    )


def _opened(case: Case) -> str:
    return dates.in_full(case.opened_on) if case.opened_on else ""


def _cases(user: object) -> QuerySet[Case]:
    return Case.objects.all() if may(user, "registry.view_case") else Case.objects.none()


def _records(user: object) -> QuerySet[Record]:
    return Record.objects.all() if may(user, "registry.view_record") else Record.objects.none()


def _messages(user: object) -> QuerySet[Message]:
    return Message.objects.all() if may(user, "registry.view_message") else Message.objects.none()
