"""What the register itself lets people search.

Everybody finds cases by number and title, and a record by its number alone: what it is called and
what it says is for the staff, as is mail.
"""

import re

from django.db.models import Q
from django.utils.translation import pgettext_lazy

from varv.registry.models import Case, Message, Record
from varv.registry.search.sources import Source, register
from varv.text import dates

_REFERENCE = re.compile(r"\s*(.*\w)\s*-\s*([0-9]{1,6})\s*")


def register_all() -> None:
    """Add the sources; called once, when the apps are ready."""
    register(
        Source(
            "case",
            called=pgettext_lazy("words searched for", "case cases"),
            everybody=Case.objects.all,
            dated="opened_on",
            when=_opened,
            weight=1.5,
        )
    )
    register(
        Source(
            "record",
            called=pgettext_lazy("words searched for", "record records"),
            staff=Record.objects.all,
            permission="registry.view_record",
            by_name=Record.objects.all,
            texts=("text",),
            dated="received_at",
            when=lambda row: dates.in_full(row.received_at),
            personal=True,
            named=_by_reference,
        )
    )
    register(
        Source(
            "message",
            called=pgettext_lazy("words searched for", "message messages mail"),
            staff=Message.objects.all,
            permission="registry.view_message",
            texts=("recipient",),
            dated="due_at",
            when=lambda row: dates.in_full(row.due_at),
            weight=0.5,
            personal=True,
        )
    )


def _opened(case: Case) -> str:
    return dates.in_full(case.opened_on) if case.opened_on else ""


def _by_reference(typed: str) -> Q | None:
    """Return which record is called ``S3/12/2026-3``: its case's number and its own."""
    reference = _REFERENCE.fullmatch(typed)
    if reference is None:
        return None
    case, number = reference.groups()
    return Q(case__number__iexact=case, number=int(number))
