"""Reading steps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, prefetch_related_objects

from varv.cycles.models import Area, Lap, Programme, Step, StepGuide, StepKind, StepTransition
from varv.cycles.queries.areas import active_areas
from varv.cycles.queries.programme import programme_lap


@dataclass(frozen=True)
class StepRow:
    """One row of the desk's matrix: the programme itself (area None) or an area, and its steps."""

    area: Area | None
    lap: Lap | None
    steps: list[Step]


def steps_in_order(lap: Lap) -> list[Step]:
    """Return the steps of a lap in the order of the process."""
    return lap.ordered_steps


def guides() -> dict[str, StepGuide]:
    """Return what each kind of step asks, by kind."""
    return {guide.kind: guide for guide in StepGuide.objects.all()}


def current_step(kind: StepKind, *, programme: Programme, area: Area | None = None) -> Step | None:
    """Return the step of this kind in the lap under way (else the latest lap)."""
    steps = Step.objects.filter(lap__programme=programme, lap__area=area, kind=kind)
    steps = steps.select_related("lap__programme", "lap__area", "responsible")
    return steps.filter(lap__closed_at=None).first() or steps.order_by("-lap__number").first()


def step_history(step: Step) -> QuerySet[StepTransition]:
    """Return how the state of the step changed and why, newest first."""
    return step.transitions.order_by("-at", "-pk")


def area_steps_of_kind(kind: StepKind, programme: Programme) -> list[tuple[Area, Step]]:
    """Return each active area with its step of this kind, where it has begun a lap."""
    return [
        (area, step)
        for area in active_areas(programme)
        for step in area.current_steps
        if step.kind == kind
    ]


def step_matrix(programme: Programme) -> list[StepRow]:
    """Return the programme and its active areas with their steps and who answers for them.

    In a fixed number of queries.
    """
    lap = programme_lap(programme)
    rows = [StepRow(None, lap, lap.ordered_steps if lap else [])]
    rows += [
        StepRow(area, area.current_lap, area.current_steps) for area in active_areas(programme)
    ]
    prefetch_related_objects([step for row in rows for step in row.steps], "responsible")
    return rows


def late_steps(today: date) -> QuerySet[Step]:
    """Return the steps of open laps whose due date has passed."""
    return _in_open_laps().exclude(state=Step.State.DONE).filter(due_on__lt=today)


def unassigned_open_steps() -> QuerySet[Step]:
    """Return the steps under way that nobody is responsible for."""
    return _in_open_laps().filter(
        Q(responsible=None) | Q(responsible__is_active=False),
        state__in=[Step.State.ACTIVE, Step.State.REOPENED],
    )


def open_steps_of(users: Iterable[int]) -> QuerySet[Step]:
    """Return the steps of open laps that these users answer for and that are not done."""
    return _in_open_laps().filter(responsible__in=users).exclude(state=Step.State.DONE)


def _in_open_laps() -> QuerySet[Step]:
    return (
        Step.objects.filter(lap__closed_at=None)
        .select_related("lap__area", "lap__programme", "responsible")
        .order_by("due_on", "pk")
    )
