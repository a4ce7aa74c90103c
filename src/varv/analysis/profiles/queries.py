"""Reading activity sets, and which figures the profiles are made of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import zip_longest

from django.db.models import Exists, OuterRef, QuerySet

from varv.analysis.models import ActivitySet, DatasetVersion, ProfileSource
from varv.cycles.models import Area
from varv.cycles.queries import areas_to_choose, current_programme, lineages

IN_ORDER = ("position", "pk")


@dataclass(frozen=True)
class Difference:
    """What one version of a set has that the one before has not, and the other way round."""

    added: list[str]
    removed: list[str]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


def areas_in_use() -> QuerySet[Area]:
    """Return the areas of the present programme that are in use."""
    return areas_to_choose(current_programme())


def areas_without_a_set() -> QuerySet[Area]:
    """Return the areas in use of which nobody has said which activities they stand for."""
    held = ActivitySet.objects.filter(area=OuterRef("pk"))
    return areas_in_use().filter(~Exists(held))


def latest_sets() -> QuerySet[ActivitySet]:
    """Return the last version of the set of each area in use, in the order of the areas."""
    last = ActivitySet.objects.order_by("area_id", "-number").distinct("area_id")
    return (
        ActivitySet.objects.filter(pk__in=last.values("pk"), area__state=Area.State.ACTIVE)
        .select_related("area", "decided_by")
        .order_by("area__position", "area_id")
    )


def sets_in_use() -> dict[int, ActivitySet]:
    """Return the set that holds for each area in use, by the area's id."""
    return {one.area_id: one for one in latest_sets()}


def all_versions() -> QuerySet[ActivitySet]:
    """Return every version of the set of every area, the last first."""
    return ActivitySet.objects.select_related("area").order_by(
        "area__position", "area_id", "-number"
    )


def last_of_all() -> dict[int, ActivitySet]:
    """Return the last version of every area, also of those no longer in use."""
    last = ActivitySet.objects.order_by("area_id", "-number").distinct("area_id")
    return {one.area_id: one for one in last}


def versions_of(area: Area) -> list[ActivitySet]:
    """Return all versions of an area's set, the last first."""
    return list(area.activity_sets.select_related("area", "decided_by").order_by("-number"))


def set_of(area: Area) -> ActivitySet | None:
    """Return the set that holds for the area."""
    return area.activity_sets.select_related("area", "decided_by").order_by("-number").first()


def inherited(area: Area) -> tuple[list[str], dict[str, dict[str, str]]]:
    """Return the codes that an area without a set has from what it came of, and why each."""
    line = lineages([area])[area.pk] - {area.pk}
    last = (
        ActivitySet.objects.filter(area_id__in=line)
        .order_by("area_id", "-number")
        .distinct("area_id")
    )
    codes: set[str] = set()
    reasons: dict[str, dict[str, str]] = {}
    for one in last:
        codes.update(one.codes)
        reasons |= one.reasons
    return sorted(codes), reasons


def differences(versions: list[ActivitySet]) -> list[tuple[ActivitySet, Difference | None]]:
    """Return each version, the last first, with what it changed; None of the first."""
    return [
        (one, difference(old.codes, one.codes) if old else None)
        for one, old in zip_longest(versions, versions[1:])
    ]


def difference(before: Iterable[str], after: Iterable[str]) -> Difference:
    """Return what was added and what was removed."""
    old, new = set(before), set(after)
    return Difference(sorted(new - old), sorted(old - new))


def overlaps(sets: Mapping[int, ActivitySet]) -> dict[str, list[Area]]:
    """Return the codes that belong to several areas, with these areas."""
    areas: dict[str, list[Area]] = {}
    for one in sets.values():
        for code in one.codes:
            areas.setdefault(code, []).append(one.area)
    return {code: found for code, found in sorted(areas.items()) if len(found) > 1}


def sources_in_use() -> QuerySet[ProfileSource]:
    """Return the figures that the profiles are made of, in the order that pages show them."""
    return sources().filter(ended_at=None).select_related("version__table").order_by(*IN_ORDER)


def source_in_use() -> ProfileSource | None:
    """Return the first of the figures that the profiles are made of; None where nobody chose."""
    return sources_in_use().first()


def sources() -> QuerySet[ProfileSource]:
    """Return all that the profiles are made of and have been, the last first."""
    return ProfileSource.objects.select_related("version__dataset", "chosen_by")


def versions_to_choose() -> QuerySet[DatasetVersion]:
    """Return the deliveries that profiles can be made of: public ones that have activities.

    Everybody reads the profiles, so they are not made of what not everybody may read.
    """
    return (
        DatasetVersion.objects.filter(dataset__has_activities=True, dataset__is_public=True)
        .select_related("dataset", "table")
        .order_by("dataset__key", "-number")
    )


def newer_than_in_use() -> QuerySet[DatasetVersion]:
    """Return the last delivery of each dataset in use of which there is a later one."""
    used = ProfileSource.objects.filter(
        ended_at=None,
        version__dataset=OuterRef("dataset"),
        version__number__lt=OuterRef("number"),
    )
    return versions_to_choose().filter(Exists(used)).distinct("dataset__key")


def newer_than(source: ProfileSource) -> DatasetVersion | None:
    """Return the last delivery of the same dataset, if it is a later one."""
    return (
        versions_to_choose()
        .filter(dataset=source.version.dataset, number__gt=source.version.number)
        .first()
    )
