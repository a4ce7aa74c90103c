"""Reading the programme."""

from django.db.models import Q, QuerySet

from varv.bodies.models import Decision
from varv.cycles.models import Lap, Milestone, Programme


def current_programme() -> Programme | None:
    """Return the programme the region works with now (the latest one), or None."""
    return (
        Programme.objects.select_related("case", "initiated_by__body")
        .order_by("-created_at", "-pk")
        .first()
    )


def programme_decisions(programme: Programme) -> QuerySet[Decision]:
    """Return what bodies decided in the matter of the programme, oldest first."""
    return (
        Decision.objects.filter(
            Q(case=programme.case_id)
            | Q(pk=programme.initiated_by_id)
            | Q(programme_versions__programme=programme)
            | Q(area_versions__area__programme=programme)
        )
        .select_related("body")
        .distinct()
        .order_by("decided_on", "pk")
    )


def programme_lap(programme: Programme) -> Lap | None:
    """Return the programme-wide lap under way (else the latest), with its steps."""
    laps = programme.laps.filter(area=None).prefetch_related("steps")
    return laps.filter(closed_at=None).first() or laps.first()


def timetable(programme: Programme) -> QuerySet[Milestone]:
    """Return the programme's milestones in order of time, each with its area."""
    return programme.milestones.select_related("area").order_by("on", "pk")
