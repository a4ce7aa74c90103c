"""Runs, what they gave, and what can be computed with."""

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from varv.analysis.models import Dataset, DatasetVersion, Run, RunResult
from varv.people.models import Region

State = Run.State


def runs() -> QuerySet[Run]:
    """Return all runs, the latest first, with what a list shows of each."""
    return Run.objects.select_related("version__dataset").order_by("-asked_at", "-pk")


def public_runs() -> QuerySet[Run]:
    """Return what everybody may read: not what was computed from figures that are secret now."""
    return runs().filter(is_public=True, state=State.DONE, version__dataset__is_public=True)


def run_at(pk: int) -> Run | None:
    """Return one run with what its page shows."""
    return runs().select_related("repeats", "version__table").filter(pk=pk).first()


def public_run(pk: int) -> Run | None:
    """Return one run as everybody reads it."""
    return public_runs().select_related("version__table").filter(pk=pk).first()


def newest_strengths(region: Region) -> Run | None:
    """Return the newest public run that shows strengths of our region, or of what it lies in."""
    ours = [region.nuts[:length] for length in range(3, len(region.nuts) + 1)]
    found = public_runs().filter(
        results__kind=RunResult.Kind.STRENGTHS, parameters__region__in=[*ours, region.code]
    )
    return found.order_by("-done_at", "-pk").first()


def under_way() -> QuerySet[Run]:
    """Return what waits for the worker, or is with it."""
    return Run.objects.filter(state__in=[State.WAITING, State.RUNNING]).order_by("pk")


def failed_of(user_id: int) -> QuerySet[Run]:
    """Return the runs of a person that failed and that nobody has asked for again since."""
    again = Run.objects.filter(
        version=OuterRef("version"), parameters=OuterRef("parameters"), pk__gt=OuterRef("pk")
    )
    return Run.objects.filter(state=State.FAILED, asked_by=user_id).exclude(Exists(again))


def results_of(run: Run) -> list[RunResult]:
    """Return the results in the order of the steps; none of a run that is not done."""
    if run.state != State.DONE:
        return []
    order = {kind: place for place, kind in enumerate(RunResult.Kind.values)}
    found = list(run.results.select_related("table"))
    return sorted(found, key=lambda one: order[one.kind])


def result_of(run: Run, kind: str) -> RunResult | None:
    """Return one result of a finished run."""
    if run.state != State.DONE:
        return None
    return run.results.select_related("table").filter(kind=kind).first()


def same_run(
    version: DatasetVersion, input_sha256: str, parameters: dict[str, object]
) -> QuerySet[Run]:
    """Return the runs that ask the same of the same figures and did not fail, the latest first."""
    return Run.objects.filter(
        version__dataset=version.dataset_id,
        version__classification=version.classification,
        input_sha256=input_sha256,
        parameters=parameters,
        state__in=[State.WAITING, State.RUNNING, State.DONE],
    ).order_by("-pk")


def versions_to_compute() -> QuerySet[DatasetVersion]:
    """Return the newest version of each dataset that has activities."""
    newest = DatasetVersion.objects.filter(dataset=OuterRef("dataset")).order_by("-number")
    return (
        DatasetVersion.objects.filter(dataset__has_activities=True)
        .filter(pk=Subquery(newest.values("pk")[:1]))
        .select_related("dataset", "table")
        .order_by("dataset__key")
    )


def earlier_versions(version: DatasetVersion) -> QuerySet[DatasetVersion]:
    """Return the versions before one that can be put together with it, the latest first."""
    found = DatasetVersion.objects.select_related("table").filter(
        dataset=version.dataset_id,
        classification=version.classification,
        number__lt=version.number,
    )
    return found.order_by("-number")


def version_at(pk: int) -> DatasetVersion | None:
    """Return a version that can be computed with."""
    found = DatasetVersion.objects.select_related("dataset", "table")
    return found.filter(pk=pk, dataset__has_activities=True).first()


def newest_version(dataset: Dataset) -> DatasetVersion:
    """Return the newest version of a dataset that has been computed with, so that there is one."""
    return dataset.versions.select_related("dataset", "table").latest("number")


def has_newer_figures(run: Run) -> bool:
    """Tell whether the dataset has a newer version than the run was computed with."""
    return DatasetVersion.objects.filter(
        dataset=run.version.dataset_id, number__gt=run.version.number
    ).exists()


def comparable_with(run: Run) -> QuerySet[Run]:
    """Return finished runs that are about the same region of the same dataset, the latest first."""
    found = runs().filter(state=State.DONE, version__dataset=run.version.dataset_id)
    return found.filter(parameters__region=run.parameters["region"]).exclude(pk=run.pk)


def repeated_before(run: Run) -> set[int]:
    """Return the runs that this one repeats, and those that they repeat in their turn."""
    found: set[int] = set()
    at = run.repeats_id
    while at is not None and at not in found:
        found.add(at)
        at = Run.objects.filter(pk=at).values_list("repeats", flat=True).first()
    return found


def catalogued() -> QuerySet[Run]:
    """Return what the API tells of runs."""
    return public_runs().prefetch_related("results__table")


def newer_repeat_of(run: Run) -> Run | None:
    """Return the latest finished run that repeats this one."""
    found = run.repeated_by.filter(
        state=State.DONE, version__number__gt=F("repeats__version__number")
    )
    return found.order_by("-pk").first()
