"""What consultations do when its time has come: what nobody sent or confirmed is forgotten."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Min, Model, QuerySet

from varv.consultation.models import Contribution, Draft
from varv.files.actions import destroy

#: As long as the link holds by which an address is confirmed.
KEPT = timedelta(days=30)


def forget_unsent(now: datetime) -> int:
    """Delete drafts that nobody has touched and input that nobody confirmed, with their files."""
    return _forget(_drafts().filter(updated_at__lte=now - KEPT)) + _forget(
        _unconfirmed().filter(entered_at__lte=now - KEPT)
    )


def next_forgetting(after: datetime) -> datetime | None:
    """Return when the next of them is to be forgotten."""
    begun = _drafts().filter(updated_at__gt=after - KEPT).aggregate(at=Min("updated_at"))["at"]
    sent = _unconfirmed().filter(entered_at__gt=after - KEPT).aggregate(at=Min("entered_at"))["at"]
    return min((at + KEPT for at in (begun, sent) if at), default=None)


def _drafts() -> QuerySet[Draft]:
    return Draft.objects.order_by("pk")


def _unconfirmed() -> QuerySet[Contribution]:
    return Contribution.objects.filter(state=Contribution.State.UNCONFIRMED).order_by("pk")


def _forget(found: QuerySet[Draft] | QuerySet[Contribution]) -> int:
    return sum(_forget_one(found, pk) for pk in list(found.values_list("pk", flat=True)))


@transaction.atomic
def _forget_one(found: "QuerySet[Model]", pk: int) -> int:
    """Delete one, unless it was sent, touched or confirmed since it was found."""
    row = found.select_for_update().filter(pk=pk).first()
    if row is None:
        return 0
    for file in row.files.all():  # type: ignore[attr-defined]
        destroy(file)
    row.delete()
    return 1
