"""What belongs to whoever writes: their drafts and their own input."""

from uuid import UUID

from django.db.models import QuerySet

from varv.consultation.models import Contribution, Draft, Round
from varv.people.models import User


def draft_of(key: UUID, found: Round) -> Draft | None:
    """Return what was kept under ``key`` for a round."""
    return Draft.objects.filter(key=key.hex, round=found).prefetch_related("files").first()


def is_sent(key: UUID) -> bool:
    """Tell whether what was begun under ``key`` has been sent."""
    return Contribution.objects.filter(key=key).exists()


def own_contributions(person: User) -> QuerySet[Contribution]:
    """Return what somebody has sent, the latest first; what is not confirmed too."""
    rows = Contribution.objects.filter(person=person)
    return rows.select_related(
        "round__case", "round__programme", "record__case", "organisation", "municipality"
    ).order_by("-received_at", "-pk")


def latest_of(person: User) -> Contribution | None:
    """Return the latest that somebody has sent themselves, to fill in who they are."""
    own = own_contributions(person).exclude(state=Contribution.State.UNCONFIRMED)
    return own.filter(channel=Contribution.Channel.WEB).first()
