"""Contact lists that were read and wait to be entered, for a short while."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import Min

from varv import clock
from varv.consultation.models import InvitationList, Round
from varv.files.actions import clean_name
from varv.files.filled import SheetRow
from varv.people.models import User

# Whoever is called away finds the list again; what nobody enters is not kept.
WAITS = timedelta(hours=2)


def keep(actor: User, round: Round, name: str, rows: Sequence[SheetRow]) -> None:  # noqa: A002
    """Let what was read wait until it is entered, in place of an earlier list of the same actor."""
    InvitationList.objects.update_or_create(
        round=round,
        by=actor,
        defaults={
            "upload": secrets.token_urlsafe(12),
            "name": clean_name(name),
            "rows": [[row.number, row.cells] for row in rows],
            "read_at": clock.now(),
        },
    )


def kept(actor: User, round: Round) -> InvitationList | None:  # noqa: A002
    """Return the list that waits; None where there is none, or none any more."""
    since = clock.now() - WAITS
    return InvitationList.objects.filter(round=round, by=actor, read_at__gt=since).first()


def drop_old(now: datetime) -> int:
    """Forget the lists that were read and never entered; timed work."""
    return InvitationList.objects.filter(read_at__lte=now - WAITS).delete()[0]


def next_to_drop(after: datetime) -> datetime | None:
    """Return the first moment later than ``after`` at which a list is forgotten."""
    waiting = InvitationList.objects.filter(read_at__gt=after - WAITS)
    first: datetime | None = waiting.aggregate(first=Min("read_at"))["first"]
    return first + WAITS if first else None


def rows_of(waiting: InvitationList) -> list[SheetRow]:
    """Return the rows of a list that waits."""
    return [SheetRow(number, kept) for number, kept in waiting.rows]
