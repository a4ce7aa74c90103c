"""Who draws up the SWOT of an area: those who have said that they want to be its partners."""

from django.db.models import QuerySet

from varv.cycles.models import Area, Interest
from varv.cycles.queries import standing_interests
from varv.people.models import User

#: To get information is not yet to take part.
LEVELS = (Interest.Level.PARTNERSHIP, Interest.Level.STEERING_GROUP)


def is_partner(person: User | None, area: Area) -> bool:
    """Tell whether the person has a standing interest in the partnership of the area."""
    if person is None or not person.is_active:
        return False
    return _interests().filter(area=area, person=person).exists()


def partner_count(area: Area) -> int:
    """Return how many partners the area has."""
    return _interests().filter(area=area).count()


def partner_names(area: Area) -> list[tuple[int, str]]:
    """Return the partners of the area, each with a name, in the order in which they came."""
    found = _interests().filter(area=area).select_related("person").order_by("created_at", "pk")
    return [(one.person_id, one.name or str(one.person)) for one in found]


def _interests() -> QuerySet[Interest]:
    return standing_interests().filter(level__in=LEVELS)
