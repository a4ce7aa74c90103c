"""Versions as files: CSV for programs, Excel for people, Parquet as it is kept, JSON-stat."""

import io
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from varv.analysis.datasets import showing
from varv.analysis.datasets.actions.reading import PARQUET
from varv.analysis.models import DatasetVersion
from varv.files import blobs, excel, plain

FORMS = {
    "csv": ("CSV", plain.CSV_TYPE),
    "xlsx": ("Excel", excel.CONTENT_TYPE),
    "parquet": ("Parquet", PARQUET),
    "json": ("JSON-stat", plain.JSON_TYPE),
}
#: As `compute.exports` has them; a cell has a row, or is left out of a cube that is half empty.
_EXCEL_ROWS, _JSON_ROWS = 200_000, 1_000_000


def forms_of(version: DatasetVersion) -> dict[str, str]:
    """Return the kinds of files that a version is given out as, with their names."""
    small = {"csv", "parquet"}
    if version.rows <= _EXCEL_ROWS:
        small.add("xlsx")
    if version.rows <= _JSON_ROWS:
        small.add("json")
    return {form: name for form, (name, _type) in FORMS.items() if form in small}


def as_download(version: DatasetVersion, form: str, *, head: bool = False) -> HttpResponseBase:
    """Return a version as a download, named by what it is and its number."""
    name = f"{version.dataset.key} {version.number}.{form}"
    if head:
        return _named(HttpResponse(content_type=FORMS[form][1]), name)
    if form == "parquet":
        stream = blobs.path_of(version.table.sha256).open("rb")
        return FileResponse(stream, as_attachment=True, filename=name, content_type=PARQUET)
    content = _content(version, form)
    if hasattr(content, "read"):
        kind = FORMS[form][1]
        return FileResponse(content, as_attachment=True, filename=name, content_type=kind)
    lines: Iterable[bytes] = (line.encode() for line in content)
    return _named(StreamingHttpResponse(lines, content_type=FORMS[form][1]), name)


def _content(version: DatasetVersion, form: str) -> Any:
    from varv.analysis.compute import exports  # the numbers take a second to load

    if form == "csv":
        return exports.csv(version)
    if form == "xlsx":
        headings = {name: str(text) for name, text in showing.HEADINGS.items()}
        return exports.workbook(
            version, str(version.dataset.title), headings, showing.about(version)
        )
    url = settings.BASE_URL + version.get_absolute_url()
    return io.BytesIO(exports.json_stat(version, showing.about_for_programs(version, url)))


def _named(response: HttpResponseBase, name: str) -> HttpResponseBase:
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
