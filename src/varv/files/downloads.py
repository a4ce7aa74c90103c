"""Tables as downloads: named by what they are of and the day, streamed, and not too often."""

import math
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.http import FileResponse, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from varv import clock
from varv.files import excel, plain

TYPES = {
    "csv": plain.CSV_TYPE,
    "json": plain.JSON_TYPE,
    "parquet": plain.PARQUET_TYPE,
    "xlsx": excel.CONTENT_TYPE,
}


def as_file(content: Any, form: str, name: str) -> HttpResponseBase:
    """Return a download named by what it is of and the day."""
    return as_it_is(content, form, f"{name} {clock.today().isoformat()}")


def as_it_is(content: Any, form: str, name: str) -> HttpResponseBase:
    """Return a download of what is the same on any day; ``content`` is a file or lines of text."""
    filename = f"{name}.{form}"
    if hasattr(content, "read"):
        return FileResponse(
            content, as_attachment=True, filename=filename, content_type=TYPES[form]
        )
    response = StreamingHttpResponse(_bytes(content), content_type=TYPES[form])
    response["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    return response


def _bytes(lines: Iterable[str]) -> Iterable[bytes]:
    return (line.encode() for line in lines)


def later(wait: timedelta) -> HttpResponse:
    """Ask whoever took out too many files to wait."""
    return HttpResponse(
        _("Too many files were taken out from where you are. Try again in a while."),
        status=429,
        content_type="text/plain; charset=utf-8",
        headers={"Retry-After": str(math.ceil(wait.total_seconds()))},
    )
