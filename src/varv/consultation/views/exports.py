"""Input as files: for everybody from a round's page, for staff from the desk."""

import math
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.http import (
    FileResponse,
    Http404,
    HttpResponse,
    HttpResponseBadRequest,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from varv import clock
from varv.consultation import exports, limits
from varv.consultation.forms_desk.exports import ExportFilter
from varv.consultation.models import Round
from varv.consultation.queries.public import public_rounds
from varv.files import excel, plain
from varv.people.access import staff
from varv.people.requests import StaffRequest, VisitorRequest

TYPES = {"csv": plain.CSV_TYPE, "json": plain.JSON_TYPE, "xlsx": excel.CONTENT_TYPE}
_PUBLIC: dict[str, Callable[[Round], Any]] = {
    "csv": exports.public_csv,
    "json": exports.public_json,
    "xlsx": exports.public_excel,
}


@require_safe
def public(request: VisitorRequest, slug: str, form: str) -> HttpResponseBase:
    """Send everybody what is in the register of a round."""
    round_ = get_object_or_404(public_rounds().select_related("case"), slug=slug)
    if form not in TYPES:
        raise Http404
    if request.method == "HEAD":
        return _as_file((), form, round_.slug)
    if wait := limits.taken_out(request):
        return later(wait)
    return _as_file(_PUBLIC[form](round_), form, round_.slug)


@never_cache
@require_POST
@staff("consultation.view_contribution")
def desk(request: StaffRequest, form: str) -> HttpResponseBase:
    """Send staff all input that they ask for; that they took it out is logged."""
    if form not in TYPES:
        raise Http404
    narrowed = ExportFilter(request.GET)
    if not narrowed.is_valid():
        return HttpResponseBadRequest(_("There is nothing like that to take out."))
    content = exports.staff_file(request.user, form, narrowed.wanted())
    return _as_file(content, form, _("input"))


def _as_file(content: Any, form: str, name: str) -> HttpResponseBase:
    """Return a download named by what it is of and the day."""
    filename = f"{name} {clock.today().isoformat()}.{form}"
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
    """Say when to try again to who has taken out too many files."""
    return HttpResponse(
        _("Too many files were taken out from where you are. Try again in a while."),
        status=429,
        content_type="text/plain; charset=utf-8",
        headers={"Retry-After": str(math.ceil(wait.total_seconds()))},
    )
