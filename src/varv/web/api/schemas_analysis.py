"""What the API says of runs and findings."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from ninja import Schema

from varv.analysis import models
from varv.analysis.names.regions import region_note
from varv.analysis.results import exports, standing, tables
from varv.web.api.schemas import Listing


class Figures(Schema):
    """Where the figures come from, and on what terms they may be used."""

    dataset: str
    title: str
    version: int
    publisher: str
    licence: str
    unit: str

    @classmethod
    def of(cls, version: models.DatasetVersion) -> "Figures":
        """Describe the figures that something was computed from."""
        dataset = version.dataset
        return cls(
            dataset=dataset.key,
            title=str(dataset.title),
            version=version.number,
            publisher=dataset.publisher,
            licence=str(dataset.licence),
            unit=str(dataset.unit),
        )


class Result(Schema):
    """One table that came of a run."""

    kind: str
    title: str
    rows: int
    sha256: str
    csv_url: str
    xlsx_url: str
    parquet_url: str

    @classmethod
    def of(cls, row: models.RunResult) -> "Result":
        """Describe one result."""
        urls = {
            f"{form}_url": reverse("analysis:run_download", args=[row.run_id, row.kind, form])
            for form in exports.FORMS
        }
        return cls(
            kind=row.kind,
            title=str(row.get_kind_display()),
            rows=row.rows,
            sha256=row.table.sha256,
            **urls,
        )


class Run(Schema):
    """One computed analysis."""

    number: int
    title: str
    region: str
    region_note: str
    parameters: dict[str, Any]
    figures: Figures
    input_sha256: str
    computed_at: datetime
    results: list[Result]
    url: str

    @classmethod
    def of(cls, row: models.Run) -> "Run":
        """Describe one published run, which is done."""
        return cls(
            number=row.pk,
            title=str(row),
            region=row.parameters["region"],
            region_note=region_note(row.parameters["region"]),
            parameters=row.parameters,
            figures=Figures.of(row.version),
            input_sha256=row.input_sha256,
            computed_at=row.done_at,  # type: ignore[arg-type]
            results=[Result.of(one) for one in row.results.all()],
            url=row.get_absolute_url(),
        )


class Finding(Schema):
    """What somebody read out of one row of a result."""

    number: int
    sentence: str
    kind: str
    code: str
    name: str
    region: str
    region_note: str
    values: dict[str, Any]
    area: str | None
    state: str
    questioned_why: list[str]
    figures: Figures
    run: int
    made_at: datetime
    url: str

    @classmethod
    def of(cls, row: models.Finding) -> "Finding":
        """Describe one published finding."""
        region = row.run.parameters["region"]
        return cls(
            number=row.pk,
            sentence=str(row.sentence),
            kind=row.kind,
            code=row.code,
            name=tables.row_name(row.kind, row.figures),
            region=region,
            region_note=region_note(region),
            values=row.figures,
            area=row.area.slug if row.area else None,
            state=row.state,
            questioned_why=standing.in_words(row.kind, row.reasons),
            figures=Figures.of(row.run.version),
            run=row.run_id,
            made_at=row.made_at,
            url=row.get_absolute_url(),
        )


class Runs(Listing):
    """A list of runs."""

    items: list[Run]


class Findings(Listing):
    """A list of findings."""

    items: list[Finding]
