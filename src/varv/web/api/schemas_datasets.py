"""What the API says of tables of statistics."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from ninja import Schema

from varv.analysis import models
from varv.analysis.datasets import csvw, downloads, showing
from varv.web.api.schemas import Listing


class Dataset(Schema):
    """One table of statistics; ``version`` is the number of its latest."""

    key: str
    title: str
    about: str
    unit: str
    publisher: str
    source_url: str
    licence: str
    has_activities: bool
    version: int
    versions: int
    rows: int
    first_year: int
    last_year: int
    stored_at: datetime
    url: str

    @classmethod
    def of(cls, row: models.Dataset) -> "Dataset":
        """Describe one dataset of ``queries.catalogued``."""
        latest = showing.latest(row)
        assert latest is not None  # noqa: S101 - a dataset without a version is not public
        return cls(
            key=row.key,
            title=str(row.title),
            about=str(row.about),
            unit=str(row.unit),
            publisher=row.publisher,
            source_url=row.source_url,
            licence=str(row.licence),
            has_activities=row.has_activities,
            version=latest.number,
            versions=row.version_count,  # type: ignore[attr-defined]
            rows=latest.rows,
            first_year=latest.first_year,
            last_year=latest.last_year,
            stored_at=latest.stored_at,
            url=row.get_absolute_url(),
        )


class DatasetVersion(Schema):
    """One version, which never changes; ``files`` are its addresses by form.

    ``csv_metadata`` is where the CSV is described as CSV on the Web has it, with its licence.
    """

    number: int
    stored_at: datetime
    rows: int
    first_year: int
    last_year: int
    format: str
    classification: str
    sha256: str
    difference: dict[str, Any]
    url: str
    files: dict[str, str]
    csv_metadata: str

    @classmethod
    def of(cls, row: models.DatasetVersion) -> "DatasetVersion":
        """Describe one version."""
        return cls(
            number=row.number,
            stored_at=row.stored_at,
            rows=row.rows,
            first_year=row.first_year,
            last_year=row.last_year,
            format=row.format,
            classification=row.classification,
            sha256=row.sha256,
            difference=row.difference,
            url=row.get_absolute_url(),
            files={
                form: reverse("analysis:dataset_file", args=[row.dataset.key, row.number, form])
                for form in downloads.forms_of(row)
            },
            csv_metadata=csvw.address(row),
        )


class Datasets(Listing):
    """A page of datasets."""

    items: list[Dataset]


class DatasetVersions(Listing):
    """A page of versions."""

    items: list[DatasetVersion]
