"""The mail that came, as the fetcher and the desk ask for it."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Max, Min, QuerySet

from varv.consultation.models import IncomingMail, Round
from varv.registry.paging import count_up_to

Where = IncomingMail.Where
#: What a tab of the desk shows; None is all.
TABS: dict[str, str | None] = {"": Where.TRIAGE, "aside": Where.IGNORED, "all": None}
MOST_OF_SENDER = 20


def stored_uids(mailbox: str, uid_validity: int, uids: Collection[int]) -> dict[int, bool]:
    """Return which mails of a mailbox are stored, and of each whether its original is kept here.

    All between the first and the last of ``uids`` are in the answer.
    """
    if not uids:
        return {}
    rows = IncomingMail.objects.filter(
        mailbox=mailbox, uid_validity=uid_validity, uid__gte=min(uids), uid__lte=max(uids)
    )
    found = rows.values_list("uid", "original")
    return {uid: original is not None for uid, original in found if uid is not None}


def last_uid(mailbox: str, uid_validity: int) -> int | None:
    """Return the number of the last mail that is stored of a mailbox, or None."""
    rows = IncomingMail.objects.filter(mailbox=mailbox, uid_validity=uid_validity)
    last: int | None = rows.aggregate(last=Max("uid"))["last"]
    return last


def latest_of(mailbox: str) -> datetime | None:
    """Return when the latest mail came that is stored of a mailbox, whatever its number was."""
    rows = IncomingMail.objects.filter(mailbox=mailbox, uid__isnull=False)
    latest: datetime | None = rows.aggregate(latest=Max("received_at"))["latest"]
    return latest


def listed(tab: str) -> QuerySet[IncomingMail]:
    """Return the mails of a tab with what its list shows; those to sort in the order they came."""
    rows = IncomingMail.objects.select_related("contribution__record__case").defer(
        "text", "full_text"
    )
    where = TABS[tab]
    if where is not None:
        rows = rows.filter(where=where)
    order = ("received_at", "pk") if where == Where.TRIAGE else ("-received_at", "-pk")
    return rows.order_by(*order)


def counts() -> dict[str, int]:
    """Return how many mails each tab holds, up to one more than is counted."""
    return {tab: count_up_to(listed(tab)) for tab in TABS}


def to_sort() -> QuerySet[IncomingMail]:
    """Return the mails that wait for somebody to sort them, the oldest first."""
    return IncomingMail.objects.filter(where=Where.TRIAGE).order_by("received_at", "pk")


def waiting_since() -> tuple[int, datetime | None]:
    """Return how many mails wait to be sorted, and since when the first of them does."""
    found = to_sort().order_by().aggregate(number=Count("pk"), first=Min("received_at"))
    return found["number"], found["first"]


def next_to_sort(after: IncomingMail) -> IncomingMail | None:
    """Return the mail to sort next: the next one that came, else the first that waits."""
    rest = to_sort().exclude(pk=after.pk)
    later = rest.filter(received_at__gte=after.received_at)
    return later.first() or rest.first()


def with_everything() -> QuerySet[IncomingMail]:
    """Return mails with what the page of one shows."""
    return IncomingMail.objects.select_related(
        "original", "duplicate_of", "sorted_by", "contribution__record__case"
    ).prefetch_related("files", "suggested")


def others_of_sender(mail: IncomingMail) -> QuerySet[IncomingMail]:
    """Return the mails that one may be a double of: of the same sender, the latest first."""
    rows = IncomingMail.objects.exclude(pk=mail.pk).exclude(where=Where.DUPLICATE)
    latest = rows.filter(sender_email=mail.sender_email).order_by("-received_at", "-pk")
    found = latest.values_list("pk", flat=True)[:MOST_OF_SENDER] if mail.sender_email else []
    return IncomingMail.objects.filter(pk__in=found).order_by("-received_at", "-pk")


def rounds_taking(moment: datetime) -> QuerySet[Round]:
    """Return the rounds that what came at ``moment`` can be sorted into, the latest first."""
    return (
        Round.objects.filter(state=Round.State.PUBLISHED, opens_at__lte=moment)
        .select_related("case", "programme")
        .order_by("-closes_at", "-pk")
    )
