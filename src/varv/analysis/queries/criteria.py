"""Reading the fulfilment criteria, and who is to find out about each."""

from dataclasses import dataclass
from datetime import date

from varv.analysis.models import CriterionInquiry
from varv.cycles.models import FrameItem
from varv.cycles.queries import criteria as frame_criteria
from varv.people.models import User


@dataclass(frozen=True)
class Criterion:
    """One criterion, and what is being found out about it."""

    item: FrameItem
    inquiry: CriterionInquiry | None

    @property
    def is_clear(self) -> bool:
        """Tell whether it is known who answers for it."""
        return bool(self.item.answered_by) and self.item.answered_by != "unclear"

    @property
    def is_asked(self) -> bool:
        """Tell whether somebody is to find out by a day."""
        one = self.inquiry
        return one is not None and one.due_on is not None

    def is_late(self, today: date) -> bool:
        """Tell whether it should have been found out by now."""
        if self.is_clear or self.inquiry is None or self.inquiry.due_on is None:
            return False
        return self.inquiry.due_on < today


def criteria() -> list[Criterion]:
    """Return the criteria in their order, in one query."""
    items = frame_criteria().select_related("inquiry__responsible")
    return [Criterion(item, getattr(item, "inquiry", None)) for item in items]


def criterion_at(key: str) -> Criterion | None:
    """Return the criterion with this key."""
    return next((one for one in criteria() if one.item.key == key), None)


def asked_of(user: User) -> int:
    """Return how many criteria the person is to find out about."""
    held = CriterionInquiry.objects.filter(responsible=user)
    return held.filter(criterion__answered_by__in=["", "unclear"]).count()
