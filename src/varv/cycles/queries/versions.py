"""Reading versions, their changes, and what the changes came of."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import F, Q, QuerySet

from varv.cycles.models import (
    Area,
    AreaVersion,
    Programme,
    ProgrammeVersion,
    TextChange,
    VersionState,
)
from varv.registry import kinds
from varv.registry.models import Trace
from varv.registry.queries import Knot, sources

#: What everybody may read.
PUBLIC = (VersionState.OUT_FOR_COMMENT, VersionState.ADOPTED, VersionState.REPLACED)
#: What is being worked on: what somebody said can still lead to it.
OPEN = (VersionState.DRAFT, VersionState.OUT_FOR_COMMENT)
AnyVersion = AreaVersion | ProgrammeVersion


@dataclass(frozen=True)
class Grounds:
    """How many changes there are in the adopted wording of some areas, and how many have a source.

    ``versions`` is how many wordings something led to as a whole.
    """

    changes: int
    sourced: int
    versions: int


def area_versions(area: Area) -> QuerySet[AreaVersion]:
    """Return how the area was worded over time and its drafts, newest first."""
    return area.versions.select_related("decision__body", "area", "based_on").order_by("-number")


def public_area_versions(area: Area) -> QuerySet[AreaVersion]:
    """Return what everybody may read of them."""
    return area_versions(area).filter(state__in=PUBLIC)


def programme_versions(programme: Programme) -> QuerySet[ProgrammeVersion]:
    """Return the texts of the programme and its drafts, newest first, each with its decision."""
    found = programme.versions.select_related("decision__body", "programme", "based_on")
    return found.order_by("-number")


def public_programme_versions(programme: Programme) -> QuerySet[ProgrammeVersion]:
    """Return what everybody may read of them."""
    return programme_versions(programme).filter(state__in=PUBLIC)


def archive() -> QuerySet[ProgrammeVersion]:
    """Return the public texts of all programmes there have been, the latest programme first."""
    return (
        ProgrammeVersion.objects.filter(state__in=PUBLIC)
        .select_related("decision__body", "programme", "based_on", "replaces__programme")
        .order_by("-programme__created_at", "programme_id", "-number")
    )


def areas_archive() -> QuerySet[AreaVersion]:
    """Return the public wordings of all areas there have been, area by area, newest first."""
    return (
        AreaVersion.objects.filter(state__in=PUBLIC)
        .select_related("decision__body", "area", "based_on", "replaces")
        .order_by("area__position", "area_id", "-number")
    )


def public_area_version(area: Area, number: int) -> AreaVersion | None:
    """Return one version of an area that everybody may read."""
    return public_area_versions(area).filter(number=number).first()


def public_programme_version(key: str, number: int) -> ProgrammeVersion | None:
    """Return one version of a programme that everybody may read."""
    return archive().filter(programme__key=key, number=number).first()


def version_at(of: str, pk: int) -> AnyVersion | None:
    """Return a version of an area or of a programme, whatever its state: for the desk."""
    if of == AreaVersion.of:
        areas = AreaVersion.objects.select_related("area__programme", "based_on", "decision__body")
        return areas.filter(pk=pk).first()
    programmes = ProgrammeVersion.objects.select_related("programme", "based_on", "decision__body")
    return programmes.filter(pk=pk).first()


def out_for_comment(area: Area) -> QuerySet[AreaVersion]:
    """Return the versions of an area that are out for comment."""
    return area_versions(area).filter(state=VersionState.OUT_FOR_COMMENT)


def present_version(whole: Area | Programme) -> AnyVersion | None:
    """Return the version that holds now."""
    found = whole.versions.filter(state=VersionState.ADOPTED).order_by("-number")
    return found.first()


def basis_of(version: AnyVersion) -> AnyVersion | None:
    """Return what a version is compared with: what it is based on, else the public one before."""
    if version.based_on is not None:
        return version.based_on
    before = version.whole.versions.filter(number__lt=version.number, state__in=PUBLIC)
    return before.order_by("-number").first()


def bases_of(versions: Sequence[AnyVersion]) -> list[AnyVersion | None]:
    """Return what each version is compared with, of versions given newest first, all fetched."""
    public = [one for one in versions if one.is_public]
    older = {one.pk: before for one, before in pairwise(public)}
    return [one.based_on or older.get(one.pk) for one in versions]


def is_on_present(version: AnyVersion) -> bool:
    """Tell whether a version is based on the one that holds now, at whatever remove."""
    present, base = present_version(version.whole), version.based_on
    while present is not None and base is not None and base.number > present.number:
        base = base.based_on
    return present is None or (base is not None and base.pk == present.pk)


def changes_of(version: AnyVersion) -> QuerySet[TextChange]:
    """Return the changes of a version, without those that were undone."""
    return version.changes.exclude(before=F("after"))


def undone_changes(version: AnyVersion) -> QuerySet[TextChange]:
    """Return the changes that something led to and that were undone afterwards."""
    return version.changes.filter(before=F("after"))


def open_changes(programme: Programme) -> QuerySet[TextChange]:
    """Return the changes that one may say something led to: those of drafts, and out for comment.

    In the order of the areas, the programme's own text last.
    """
    of_area = Q(area_version__area__programme=programme, area_version__state__in=OPEN)
    of_programme = Q(programme_version__programme=programme, programme_version__state__in=OPEN)
    return (
        TextChange.objects.filter(of_area | of_programme)
        .exclude(before=F("after"))
        .select_related("area_version__area", "programme_version__programme")
        .order_by(
            F("area_version__area__position").asc(nulls_last=True),
            "area_version_id",
            "programme_version_id",
            "field",
            "language",
            "anchor",
        )
    )


def traces_of_changes(version: AnyVersion, user: object) -> Mapping[int, list[Knot]]:
    """Return what each change of a version comes from, as far as ``user`` may see, by its id."""
    found = changes_of(version)
    refs = [kinds.Ref("change", pk) for pk in found.values_list("pk", flat=True)]
    return {ref.id: knots for ref, knots in sources(refs, user).items()}


def sources_of_versions(versions: Sequence[AnyVersion], user: object) -> Mapping[int, list[Knot]]:
    """Return the same of all changes of several versions, whose changes have been fetched."""
    refs = [kinds.Ref("change", one.pk) for version in versions for one in version.changes.all()]
    return {ref.id: knots for ref, knots in sources(refs, user).items()}


def grounds(areas: Collection[int]) -> Grounds:
    """Tell how much of what is adopted for these areas came of what somebody said."""
    adopted = AreaVersion.objects.filter(area__in=areas, state=VersionState.ADOPTED)
    changes = set(
        TextChange.objects.filter(area_version__in=adopted)
        .exclude(before=F("after"))
        .values_list("pk", flat=True)
    )
    return Grounds(
        changes=len(changes),
        sourced=len(_traced("change", changes)),
        versions=len(_traced("area_version", set(adopted.values_list("pk", flat=True)))),
    )


def _traced(kind: str, ids: Collection[int]) -> set[int]:
    """Return those of the things that something was traced to as what changed them."""
    found = Trace.objects.filter(target_kind=kind, target_id__in=ids, relation="changed")
    return set(found.values_list("target_id", flat=True))
