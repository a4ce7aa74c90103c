"""Points with what holds for them now, and which of them everybody may read."""

from django.db.models import Prefetch, Q, QuerySet

from varv.consultation import standing
from varv.consultation.models import Contribution, Disposition, Point

#: What was never confirmed has no points; what is withdrawn keeps them, and counts no more.
STANDING = Q(contribution__state=Contribution.State.RECEIVED)


def public() -> Q:
    """Return the condition under which everybody may read a point and what is answered to it."""
    return Q(state=Point.State.SIGNED) & standing.readable("contribution__")


def with_disposition(found: QuerySet[Point]) -> QuerySet[Point]:
    """Fetch with each point the one disposition that holds now, as ``current`` (a list)."""
    holds = Disposition.objects.filter(replaced_at=None).select_related("made_by", "signed_by")
    return found.prefetch_related(Prefetch("dispositions", queryset=holds, to_attr="current"))
