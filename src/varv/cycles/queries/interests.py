"""Reading interests: who wants to take part in what."""

from django.db.models import QuerySet

from varv.cycles.models import Area, Interest, Programme
from varv.people.models import User


def standing_interests(programme: Programme | None = None) -> QuerySet[Interest]:
    """Return the interests that hold: not withdrawn, and in an area that is in use."""
    interests = Interest.objects.filter(withdrawn_at=None, area__state=Area.State.ACTIVE)
    return interests.filter(area__programme=programme) if programme else interests


def open_interest(area: Area, person: User) -> Interest | None:
    """Return the person's interest in the area, if it has not been withdrawn."""
    return Interest.objects.filter(area=area, person=person, withdrawn_at=None).first()


def interests_of(person: User) -> QuerySet[Interest]:
    """Return the person's standing interests, in the order of the areas."""
    return (
        standing_interests()
        .filter(person=person)
        .select_related("area", "organisation", "municipality")
        .order_by("area__position", "pk")
    )


def interests_for_desk(
    programme: Programme | None = None,
    *,
    area: Area | None = None,
    level: str = "",
    sector: str = "",
) -> QuerySet[Interest]:
    """Return the standing interests for the desk's list, by area, then by name.

    What hangs on them is fetched for the rows of a page alone: joined, all would be joined before
    the page is cut out.
    """
    interests = standing_interests(programme).select_related("area")
    interests = interests.prefetch_related("person", "organisation", "municipality", "record__case")
    if area:
        interests = interests.filter(area=area)
    if level:
        interests = interests.filter(level=level)
    if sector:
        interests = interests.filter(sector=sector)
    return interests.order_by("area__position", "area__pk", "name", "pk")
