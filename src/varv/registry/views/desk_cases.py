"""Cases and records on the desk."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages as flash
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from varv.files.actions import MAX_SIZE, store
from varv.registry import actions, kinds, queries
from varv.registry.channels import kind_name
from varv.registry.forms import ExternalNumberForm, RecordForm
from varv.registry.guard import actor_of, staff
from varv.registry.kinds import Ref, Thing
from varv.registry.models import Case, Record
from varv.registry.paging import NumberedPaginator
from varv.registry.views.desk_secrecy import hint_at_law
from varv.text.translated_forms import add_refusal

CASES_PER_PAGE = 50
RECORDS_PER_PAGE = 20

methods = require_http_methods(["GET", "HEAD", "POST"])


@dataclass(frozen=True)
class _Line:
    record: Record
    kind: str
    subject: Thing | None
    counterpart: Thing | None


@require_safe
@staff("registry.view_case")
def listing(request: HttpRequest) -> HttpResponse:
    """List the cases."""
    page = Paginator(queries.cases(), CASES_PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "registry/cases.html", {"page": page})


@require_safe
@staff("registry.view_case")
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a case; its records, newest first, to those who may read records."""
    found = get_object_or_404(queries.cases(), pk=pk)
    context: dict[str, object] = {"case": found}
    if request.user.has_perm("registry.view_record"):
        records = NumberedPaginator(queries.records_of(found), RECORDS_PER_PAGE, case=found)
        page = records.get_page(request.GET.get("page"))
        context |= {"page": page, "lines": _lines(page, request.user)}
    return render(request, "registry/case.html", context)


@require_safe
@staff("registry.view_record")
def record(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show one record in full."""
    found = _record_or_404(pk, number)
    (line,) = _lines([found], request.user)
    context = {
        "case": found.case,
        "record": found,
        "line": line,
        "destroyed": queries.destroyed("record", [found.pk]).get(found.pk),
        "maskings": queries.maskings_of("record", found.pk),
        "mails": queries.mails_about(found, request.user),
        "thread": queries.beside(kinds.ref(found), request.user),
    }
    return render(request, "registry/record.html", context)


@methods
@staff("registry.change_record")
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a record in a case, with its files."""
    found = get_object_or_404(Case, pk=pk)
    if request.method != "POST":
        return render(request, "registry/record_new.html", {"case": found, "form": RecordForm()})
    form = RecordForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            entry = _enter(request, found, form)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            told = _("The record is entered as %(reference)s.") % {"reference": entry.reference}
            flash.success(request, told)
            hint_at_law(request, entry.secrecy)
            return redirect(found)
    # No browser keeps chosen files in a form that comes back.
    context = {"case": found, "form": form, "files_lost": bool(request.FILES)}
    return render(request, "registry/record_new.html", context, status=422)


@methods
@staff("registry.change_case")
def case_number(request: HttpRequest, pk: int) -> HttpResponse:
    """Note the number that a case has in the official register."""
    return _number_page(request, get_object_or_404(Case, pk=pk))


@methods
@staff("registry.change_record")
def record_number(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Note the number that a record has in the official register."""
    return _number_page(request, _record_or_404(pk, number))


def _record_or_404(pk: int, number: int) -> Record:
    return get_object_or_404(queries.records_of(get_object_or_404(Case, pk=pk)), number=number)


def _lines(records: Iterable[Record], user: object) -> list[_Line]:
    """Name what the records are about, and whom they came from or went to.

    It takes a fixed number of queries.
    """
    entries = list(records)
    pairs = [(_subject(entry), _counterpart(entry)) for entry in entries]
    things = kinds.describe([ref for pair in pairs for ref in pair if ref.id], user)
    return [
        _Line(entry, kind_name(entry.kind), things.get(about), things.get(other))
        for entry, (about, other) in zip(entries, pairs, strict=True)
    ]


def _subject(entry: Record) -> Ref:
    return Ref(entry.subject_kind, entry.subject_id or 0)


def _counterpart(entry: Record) -> Ref:
    return Ref(entry.counterpart_kind, entry.counterpart_id or 0)


@transaction.atomic
def _enter(request: HttpRequest, case: Case, form: RecordForm) -> Record:
    data = form.cleaned_data
    actor = actor_of(request)
    # One byte more than is taken is enough to see that a file is too large.
    files = [store(actor, name=item.name, content=item.read(MAX_SIZE + 1)) for item in data["file"]]
    return actions.record(
        actor,
        case=case,
        direction=data["direction"],
        kind=data["kind"],
        title=data["title"],
        text=data["text"],
        received_at=data["received_at"],
        external_number=data["external_number"],
        secrecy=data["secrecy"],
        files=files,
    )


def _number_page(request: HttpRequest, thing: Case | Record) -> HttpResponse:
    if request.method != "POST":
        form = ExternalNumberForm(initial={"external_number": thing.external_number})
        return render(request, "registry/number.html", {"thing": thing, "form": form})
    form = ExternalNumberForm(request.POST)
    if form.is_valid():
        try:
            actions.set_external_number(
                actor_of(request), thing=thing, number=form.cleaned_data["external_number"]
            )
        except ValidationError as error:
            add_refusal(form, error)
        else:
            flash.success(request, _("The number is saved."))
            return redirect(thing)
    return render(request, "registry/number.html", {"thing": thing, "form": form}, status=422)
