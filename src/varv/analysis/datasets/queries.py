"""Reading datasets, their versions, and deliveries under way."""

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, QuerySet

from varv.analysis.models import Dataset, DatasetVersion, Delivery
from varv.files.models import File

#: What a list of versions does without: thousands of lines of what was found.
_LONG = ("findings", "reading", "difference")


def all_datasets() -> QuerySet[Dataset]:
    """Return all datasets by key, with their versions, the latest first."""
    versions = DatasetVersion.objects.order_by("-number").defer(*_LONG)
    return Dataset.objects.order_by("key").prefetch_related(
        Prefetch("versions", queryset=versions, to_attr="known_versions")
    )


def public_datasets() -> QuerySet[Dataset]:
    """Return the datasets that everybody may read, and that have something to read."""
    has_version = DatasetVersion.objects.filter(dataset=OuterRef("pk"))
    return all_datasets().filter(Exists(has_version), is_public=True)


def searched_datasets() -> QuerySet[Dataset]:
    """Return the datasets that everybody may find."""
    has_version = DatasetVersion.objects.filter(dataset=OuterRef("pk"))
    return Dataset.objects.filter(Exists(has_version), is_public=True)


def dataset_at(key: str) -> Dataset | None:
    """Return the dataset with this key."""
    return Dataset.objects.filter(key=key).first()


def public_dataset_at(key: str) -> Dataset | None:
    """Return the dataset with this key, if everybody may read it."""
    return searched_datasets().filter(key=key).first()


def versions_of(dataset: Dataset) -> QuerySet[DatasetVersion]:
    """Return the versions of a dataset, the latest first."""
    found = DatasetVersion.objects.filter(dataset=dataset).order_by("-number")
    return found.select_related("table", "dataset").defer("findings", "reading")


def version_at(dataset: Dataset, number: int) -> DatasetVersion | None:
    """Return one version."""
    found = DatasetVersion.objects.filter(dataset=dataset, number=number)
    return found.select_related("table", "original", "dataset").first()


def last_years(dataset: Dataset) -> tuple[int, list[int]] | None:
    """Return the number and the years of the last version of a dataset; None where it has none."""
    from varv.analysis.compute import tables  # the numbers take a second to load

    version = versions_of(dataset).first()
    return (version.number, tables.years_in(version.sha256)) if version else None


def public_versions() -> QuerySet[DatasetVersion]:
    """Return the versions that everybody may read."""
    return DatasetVersion.objects.filter(dataset__is_public=True)


def is_table_of_public(file: File) -> bool:
    """Tell whether a file is the table of a version that everybody may read."""
    return public_versions().filter(table=file).exists()


def is_of_dataset(file: File) -> bool:
    """Tell whether a file is a table, the original of one, or on its way to become one."""
    versions = DatasetVersion.objects.all()
    return (
        versions.filter(table=file).exists()
        or versions.filter(original=file).exists()
        or Delivery.objects.filter(file=file).exists()
    )


def deliveries_under_way() -> QuerySet[Delivery]:
    """Return what is not stored yet, the latest first."""
    return (
        Delivery.objects.exclude(state=Delivery.State.STORED)
        .select_related("dataset", "file")
        .defer("preview", "findings", "reading")
        .order_by("-received_at", "-pk")
    )


def delivery_at(pk: int) -> Delivery | None:
    """Return one delivery with what belongs to it."""
    found = Delivery.objects.select_related("dataset", "file", "table", "version__dataset")
    return found.filter(pk=pk).first()


def deliveries_to_read() -> QuerySet[Delivery]:
    """Return those that wait to be read, also what a killed worker left."""
    return Delivery.objects.filter(state=Delivery.State.RECEIVED).order_by("pk")


def to_ask(now: datetime) -> QuerySet[Dataset]:
    """Return the datasets whose service is to be asked by now."""
    return Dataset.objects.filter(fetch_at__lte=now).order_by("fetch_at", "pk")


def datasets_to_choose(*, has_activities: bool) -> QuerySet[Dataset]:
    """Return the datasets that a delivery may be a version of."""
    return Dataset.objects.filter(has_activities=has_activities).order_by("key")


def failing() -> QuerySet[Dataset]:
    """Return the datasets whose service gave nothing when it was asked last."""
    return Dataset.objects.exclude(fetch_error="").order_by("key")


def forgotten_deliveries(before: datetime) -> QuerySet[Delivery]:
    """Return what nobody has stored and that came before a moment."""
    found = Delivery.objects.exclude(state=Delivery.State.STORED)
    return found.filter(received_at__lte=before).order_by("pk")


def catalogued() -> QuerySet[Dataset]:
    """Return the public datasets for the open API."""
    return public_datasets().annotate(version_count=Count("versions"))
