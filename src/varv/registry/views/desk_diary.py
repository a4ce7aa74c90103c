"""The desk: out to the authority's own diary, and numbers back from it."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages as flash
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from varv import clock
from varv.files import excel, plain
from varv.registry import actions, queries
from varv.registry.diary import package
from varv.registry.forms_diary import ExportFilter, HandOverForm, NumbersForm
from varv.registry.guard import actor_of, staff
from varv.registry.models import Case, Event, Record
from varv.registry.paging import BoundedPaginator
from varv.text import voice
from varv.text.translated_forms import add_refusal

PER_PAGE = 50
HAND_OVERS_SHOWN = 10
LARGEST_LIST = excel.MAX_BYTES

methods = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class _Choice:
    """What an address asks for: what waits, all of some days, or an earlier hand-over again."""

    records: QuerySet[Record]
    case: Case | None
    is_waiting: bool
    again: Event | None = None


@methods
@staff("registry.change_record")
def export(request: HttpRequest) -> HttpResponse:
    """Show what would be handed over; mark it as handed over when somebody presses the button."""
    filters = ExportFilter(request.GET)
    chosen = _chosen(request, filters)
    if request.method != "POST":
        return _page(request, filters, chosen)
    form = HandOverForm(request.POST)
    if chosen.is_waiting and form.is_valid():
        last, expected = form.cleaned_data["last"], form.cleaned_data["expected"]
        records = queries.to_hand_over(chosen.case, last)
        try:
            actions.hand_over(actor_of(request), records=records, expected=expected)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            told = ngettext(
                "%(n)s record is marked as handed over.",
                "%(n)s records are marked as handed over.",
                expected,
            )
            flash.success(request, told % {"n": expected})
            return redirect("registry:desk_export")
    return _page(request, filters, chosen, refused=form, status=422)


@require_POST
@staff("registry.change_record")
def download_list(request: HttpRequest) -> HttpResponseBase:
    """Send the records as a list."""
    return _download(request, "csv", plain.CSV_TYPE, as_package=False)


@require_POST
@staff("registry.change_record")
def download_package(request: HttpRequest) -> HttpResponseBase:
    """Send the records as mails in a zip."""
    return _download(request, "zip", package.CONTENT_TYPE, as_package=True)


@methods
@staff("registry.change_record")
def numbers(request: HttpRequest) -> HttpResponse:
    """Take the numbers that the official register gave."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = NumbersForm(*sent)
    if form.is_valid():
        # One byte more than is taken is enough to see that a file is too large.
        content = form.cleaned_data["file"].read(LARGEST_LIST + 1)
        try:
            changed, known = actions.set_external_numbers(actor_of(request), content=content)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            texts = [
                ngettext("%(n)s number is set.", "%(n)s numbers are set.", changed)
                % {"n": changed},
                ngettext("%(n)s was there already.", "%(n)s were there already.", known)
                % {"n": known},
            ]
            flash.success(request, " ".join(texts))
            return redirect("registry:desk_cases")
    status = 422 if form.is_bound else 200
    return render(request, "registry/numbers.html", {"form": form}, status=status)


def _chosen(request: HttpRequest, filters: ExportFilter) -> _Choice:
    again = request.GET.get("again", "")
    if again:
        pk = int(again) if again.isascii() and again.isdecimal() and len(again) < 19 else 0
        event = get_object_or_404(queries.hand_overs(), pk=pk)
        return _Choice(queries.handed_over(event), None, is_waiting=False, again=event)
    case = filters.chosen_case()
    if days := filters.days():
        return _Choice(queries.records_of_days(days, case), case, is_waiting=False)
    last = request.GET.get("last", "")
    upto = int(last) if last.isascii() and last.isdecimal() and len(last) < 19 else None
    return _Choice(queries.to_hand_over(case, upto), case, is_waiting=True)


def _page(
    request: HttpRequest,
    filters: ExportFilter,
    chosen: _Choice,
    *,
    refused: HandOverForm | None = None,
    status: int = 200,
) -> HttpResponse:
    waiting = queries.tally(chosen.records)
    asked = {key: value for key, value in request.GET.items() if key != "page" and value}
    if chosen.is_waiting:
        asked["last"] = str(waiting.last)
    query = urlencode(asked)
    context = {
        "filters": filters,
        "chosen": chosen,
        "waiting": waiting,
        "page": BoundedPaginator(queries.as_listed(chosen.records), PER_PAGE).get_page(
            request.GET.get("page")
        ),
        "form": HandOverForm(initial={"last": waiting.last, "expected": waiting.count}),
        "refused": refused,
        "package_url": f"{reverse('registry:desk_export_package')}?{query}",
        "list_url": f"{reverse('registry:desk_export_list')}?{query}",
        "hand_overs": queries.hand_overs()[:HAND_OVERS_SHOWN],
    }
    return render(request, "registry/export.html", context, status=status)


def _download(
    request: HttpRequest, ending: str, content_type: str, *, as_package: bool
) -> HttpResponseBase:
    chosen = _chosen(request, ExportFilter(request.GET))
    content = actions.take_out_records(
        actor_of(request), records=chosen.records, as_package=as_package
    )
    response = StreamingHttpResponse(voice.kept(content), content_type=content_type)
    name = f"{_('Register')} {clock.today().isoformat()}.{ending}"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
