"""Everything public of the process, whole lists with all they show: for the open API."""

from django.db.models import Case, F, Prefetch, QuerySet, Value, When

from varv.cycles.models import (
    Area,
    AreaVersion,
    FrameItem,
    Programme,
    ProgrammeVersion,
    Step,
    StepKind,
)
from varv.cycles.queries.versions import PUBLIC, archive, public_area_versions


def all_programmes() -> QuerySet[Programme]:
    """Return the programmes with their case, public versions and milestones."""
    public = ProgrammeVersion.objects.filter(state__in=PUBLIC)
    return (
        Programme.objects.select_related("case")
        .prefetch_related(Prefetch("versions", public), "milestones")
        .order_by("key")
    )


def all_areas() -> QuerySet[Area]:
    """Return all areas, retired ones too, with what became of them."""
    return (
        Area.objects.select_related("programme")
        .prefetch_related("successions__successor")
        .order_by("position", "pk")
    )


def all_area_versions(area: Area) -> QuerySet[AreaVersion]:
    """Return the public versions of an area with their changes, the latest first."""
    found = public_area_versions(area).select_related("replaces")
    return found.prefetch_related("changes")


def all_programme_versions() -> QuerySet[ProgrammeVersion]:
    """Return the public versions of all programmes with their changes, the latest first."""
    return archive().select_related("based_on").prefetch_related("changes")


def all_steps() -> QuerySet[Step]:
    """Return the steps of all laps, programme-wide laps first, in the order of the process."""
    in_order = Case(*(When(kind=kind, then=Value(kind.order)) for kind in StepKind))
    return Step.objects.select_related("lap__area", "lap__programme").order_by(
        F("lap__area_id").asc(nulls_first=True), "lap__number", "lap_id", in_order
    )


def frame_items() -> QuerySet[FrameItem]:
    """Return the frame as a flat list, each item with the one above it."""
    return FrameItem.objects.select_related("parent").order_by("position", "pk")
