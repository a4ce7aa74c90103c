"""The themes of a programme, with how many points each has."""

from django.db.models import Count, Q, QuerySet

from varv.consultation.models import Point, Theme
from varv.consultation.queries.points import counted_points
from varv.cycles.models import Programme


def themes_of(programme: Programme) -> QuerySet[Theme]:
    """Return the themes of a programme in their order."""
    return Theme.objects.filter(programme=programme)


def themes_counted(programme: Programme) -> list[tuple[Theme, int, int]]:
    """Return each theme with how many points it has, and how many of them are signed."""
    rows = (
        counted_points()
        .filter(theme__programme=programme)
        .order_by()
        .values("theme")
        .annotate(total=Count("pk"), signed=Count("pk", filter=Q(state=Point.State.SIGNED)))
    )
    numbers = {row["theme"]: (row["total"], row["signed"]) for row in rows}
    return [(one, *numbers.get(one.pk, (0, 0))) for one in themes_of(programme)]
