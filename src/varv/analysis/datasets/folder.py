"""The datasets of a region's folder: ``datasets.toml``, with the tables as CSV beside it.

A table that is changed in the folder becomes a new version; what was loaded before stays.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Annotated, Any, Literal

from django.core.exceptions import ValidationError
from pydantic import Field

from varv.analysis.datasets.actions.storing import Table, add_version
from varv.analysis.models import Dataset
from varv.files.actions import keep_made, keep_table
from varv.files.plain import PARQUET_TYPE
from varv.people.folder.load import Loader, Row
from varv.people.folder.read import Folder
from varv.people.folder.sections import Section
from varv.people.folder.types import (
    ANY,
    AnyLanguage,
    FileModel,
    Key,
    KeyText,
    Line,
    Lines,
    Texts,
    WebAddress,
)
from varv.text.translated import Translated

if TYPE_CHECKING:
    from varv.analysis.compute.reading import Look

FILE = "datasets.toml"
LARGEST = 5_000_000
"""Bytes that a table in the folder may have; larger ones are imported on the desk."""


class Columns(FileModel):
    """Which column of the table is which; an activity of "" says that there is none."""

    region: str = "region"
    activity: str = "activity"
    year: str = "year"
    value: str = "value"


class DatasetTable(FileModel):
    """A ``[[dataset]]``: a table of statistics, whose it is, and how its file is read.

    ``whole`` keeps the row of the country beside the level of the regions, to hold them against.
    """

    key: Annotated[KeyText, Field(max_length=45), Key("dataset")]
    title: Lines
    unit: Lines
    about: Texts = Field(default_factory=dict)
    publisher: Line
    source_url: WebAddress = ""
    licence: AnyLanguage
    file: Line
    public: bool = True
    columns: Columns = Columns()
    only: dict[str, str] = Field(default_factory=dict)
    region_level: Literal["", "country", "county", "municipality", "NUTS 0", "NUTS 1", "NUTS 2",
                          "NUTS 3"] = ""  # fmt: skip
    whole: bool = False
    level: Literal["", "section", "division", "group", "class"] = ""
    classification: Literal["", "NACE Rev. 2", "NACE Rev. 2.1", "SNI 2007", "SNI 2025"] = ""

    @property
    def how(self) -> dict[str, Any]:
        """How its file is read, as a delivery has it."""
        said = {
            "columns": self.columns.model_dump(),
            "only": self.only,
            "region_level": self.region_level,
            "whole": self.whole,
            "level": self.level,
            "classification": self.classification,
        }
        return {name: value for name, value in said.items() if value}


class DatasetsFile(FileModel):
    """``datasets.toml``: tables of statistics about the region."""

    dataset: list[DatasetTable] = Field(default_factory=list)


def check(parsed: DatasetsFile, folder: Folder) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Tell what is wrong with the tables, with row and column."""
    for place, table in enumerate(parsed.dataset):
        where = ("dataset", place, "file")
        try:
            look = _look(folder.path, table)
        except OSError:
            yield where, f"there is no {table.file} in the folder, or it cannot be read"
        except ValueError as error:
            yield where, f"{table.file}: {error}"
        else:
            if look.problem:
                yield where, f"{table.file}: {look.problem}"
            for one in look.findings:
                if one["severity"] == "error":
                    rows = ", ".join(str(row) for row in one["rows"])
                    at = f" (column {one['column']}, rows {rows})" if rows else ""
                    yield where, f"{table.file}: {one['message']}{at}"


def load(parsed: DatasetsFile, loader: Loader) -> None:
    """Load the datasets, and a new version of each whose table is another than the last one's."""
    for table in parsed.dataset:
        dataset = _load_dataset(loader, table)
        if dataset is not None:
            _load_version(loader, table, dataset)


def _load_dataset(loader: Loader, table: DatasetTable) -> Dataset | None:
    texts = {name: Translated(getattr(table, name)) for name in ("title", "unit", "about")}
    texts["licence"] = _by_language(table.licence, loader)
    return loader.sync(
        Row(
            Dataset,
            table.key,
            {
                **texts,
                "publisher": table.publisher,
                "source_url": table.source_url,
                "is_public": table.public,
            },
            find=Dataset.objects.filter(key=table.key),
            once={
                "key": table.key,
                "origin": Dataset.Origin.REGION,
                "has_activities": bool(table.columns.activity),
            },
        )
    )


def _by_language(texts: Mapping[str, str], loader: Loader) -> Translated:
    """Return a text; where it is the same in all languages, it is kept under the first one."""
    first = loader.folder["region.toml"].languages[0]
    return Translated({first if code == ANY else code: text for code, text in texts.items()})


def _load_version(loader: Loader, table: DatasetTable, dataset: Dataset) -> None:
    content = (loader.folder.path / table.file).read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    before = dataset.versions.select_related("table").order_by("-number").first()
    if before is not None and (before.original_sha256, before.reading) == (sha256, table.how):
        return
    if dataset.origin != Dataset.Origin.REGION:
        loader.report.released.append(
            f"{FILE}, dataset {table.key}: its versions come from elsewhere; the table is left out"
        )
        return
    from varv.analysis.compute import tables  # the numbers take a second to load

    look = _look(loader.folder.path, table)
    assert look.frame is not None  # noqa: S101 - the folder was checked
    parquet = tables.parquet(look.frame)
    if before is not None and before.table.sha256 == hashlib.sha256(parquet).hexdigest():
        return  # written in another way, and the same table
    kept = keep_made(name=f"{table.key}.parquet", content=parquet, content_type=PARQUET_TYPE)
    original = keep_table(None, name=table.file, size=len(content), pieces=[content])
    try:
        add_version(
            None,
            dataset=dataset,
            table=Table(
                kept,
                look.format,
                sha256,
                original=original,
                classification=look.classification,
                findings=look.findings,
                reading=table.how,
            ),
        )
    except ValidationError as error:
        raise loader.refuse(f"dataset {table.key}", " ".join(error.messages)) from error
    else:
        loader.report.updated.append(f"{FILE}, dataset {table.key}: a version of {table.file}")


def _look(root: FilePath, table: DatasetTable) -> "Look":
    from varv.analysis.compute import reading  # the numbers take a second to load

    path = root / table.file
    if not path.resolve().is_relative_to(root.resolve()):
        raise ValueError("lies outside the folder; put the file itself here")
    if path.stat().st_size > LARGEST:
        raise ValueError(f"should be at most {LARGEST // 1_000_000} MB; import it on the desk")
    # There is nobody to ask whether what is odd is meant: who wrote the folder was not hurried.
    how = {**table.how, **dict.fromkeys(reading.ASKED.values(), "apart")}
    return reading.look_at_small(path.read_bytes(), json.dumps(how, sort_keys=True))


def section() -> Section:
    """Return the file that datasets own."""
    return Section(FILE, DatasetsFile, load, after=("region.toml",), required=False, check=check)
