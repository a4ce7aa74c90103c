"""Versions as files: CSV for programs, Excel for people, Parquet as it is kept, JSON-stat."""

import io
from typing import Any

from django.conf import settings
from django.http.response import HttpResponseBase

from varv.analysis.datasets import csvw, showing
from varv.analysis.models import DatasetVersion
from varv.files import blobs
from varv.files.downloads import as_it_is

FORMS = {"csv": "CSV", "xlsx": "Excel", "parquet": "Parquet", "json": "JSON-stat"}
#: As `compute.exports` has them; a cell has a row, or is left out of a cube that is half empty.
_EXCEL_ROWS, _JSON_ROWS = 200_000, 1_000_000


def forms_of(version: DatasetVersion) -> dict[str, str]:
    """Return the kinds of files that a version is given out as, with their names."""
    small = {"csv", "parquet"}
    if version.rows <= _EXCEL_ROWS:
        small.add("xlsx")
    if version.rows <= _JSON_ROWS:
        small.add("json")
    return {form: name for form, name in FORMS.items() if form in small}


def as_download(version: DatasetVersion, form: str, *, head: bool = False) -> HttpResponseBase:
    """Return a version as a download, named by what it is and its number."""
    content = () if head else _content(version, form)
    response = as_it_is(content, form, f"{version.dataset.key} {version.number}")
    response["Link"] = csvw.links(version, form)
    return response


def _content(version: DatasetVersion, form: str) -> Any:
    from varv.analysis.compute import exports  # the numbers take a second to load

    if form == "parquet":
        return blobs.path_of(version.table.sha256).open("rb")
    if form == "csv":
        return exports.csv(version)
    if form == "xlsx":
        headings = {name: str(text) for name, text in showing.HEADINGS.items()}
        return exports.workbook(
            version, str(version.dataset.title), headings, showing.about(version)
        )
    url = settings.BASE_URL + version.get_absolute_url()
    return io.BytesIO(exports.json_stat(version, showing.about_for_programs(version, url)))
