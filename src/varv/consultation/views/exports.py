"""Input as files: for everybody from a round's page, for staff from the desk."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from varv.consultation import exports, limits
from varv.consultation.forms_desk.exports import ExportFilter
from varv.consultation.models import Round
from varv.consultation.queries.public import public_rounds
from varv.files.downloads import TYPES, as_file, later
from varv.people.access import staff
from varv.people.requests import StaffRequest, VisitorRequest

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
        return as_file((), form, round_.slug)
    if wait := limits.taken_out(request):
        return later(wait)
    return as_file(_PUBLIC[form](round_), form, round_.slug)


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
    return as_file(content, form, _("input"))
