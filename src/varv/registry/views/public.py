"""The public register: which cases there are, and that their records exist."""

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from varv.registry import kinds, queries
from varv.registry.forms_register import CaseFilter, RecordFilter
from varv.registry.models import Case
from varv.registry.outbox import current_sender
from varv.registry.paging import BoundedPaginator, NumberedPaginator

PER_PAGE = 50


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """List the cases, or those that have all the words."""
    form = CaseFilter(request.GET)
    found = Paginator(queries.public_cases(form.wanted()), PER_PAGE)
    context = {
        "form": form,
        "is_narrowed": bool(form.wanted()),
        "page": found.get_page(request.GET.get("page")),
    }
    return render(request, "registry/register.html", context)


@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """List the records of a case, newest first unless asked otherwise, all or some of them."""
    found = _case_or_404(pk)
    form = RecordFilter(request.GET, kinds=queries.kinds_in(found))
    wanted, oldest_first = form.wanted(), form.oldest_first()
    records = queries.public_records(found)
    pages: Paginator = NumberedPaginator(records, PER_PAGE, case=found, oldest_first=oldest_first)
    if wanted:
        records = records.filter(**wanted).order_by("number" if oldest_first else "-number")
        pages = BoundedPaginator(records, PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "case": found,
        "form": form,
        "is_narrowed": bool(wanted),
        "page": page,
        "records": queries.as_public(page),
        "contact": current_sender().address,
    }
    return render(request, "registry/register_case.html", context)


@require_safe
def record(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Tell that one record exists, and how to ask for it."""
    found = _case_or_404(pk)
    shown = queries.public_record(found, number)
    if shown is None:
        raise Http404
    context = {
        "case": found,
        "record": shown,
        "contact": current_sender().address,
        "thread": queries.beside(kinds.Ref("record", shown.pk), AnonymousUser()),
    }
    return render(request, "registry/register_record.html", context)


def _case_or_404(pk: int) -> Case:
    return get_object_or_404(queries.public_cases(), pk=pk)
