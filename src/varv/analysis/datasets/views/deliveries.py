"""The desk: a table on its way: received, read, asked about, and stored."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from varv.analysis import words
from varv.analysis.datasets import actions, queries
from varv.analysis.datasets.actions.reading import how_of, read_if_small
from varv.analysis.datasets.actions.saying import ANSWERS
from varv.analysis.datasets.forms import (
    AboutForm,
    FileForm,
    HowForm,
    NextVersionForm,
    TypedForm,
)
from varv.analysis.datasets.views.desk import dataset_or_404, may_import, may_view
from varv.analysis.models import Dataset, Delivery
from varv.analysis.views.shared import in_words
from varv.files import blobs
from varv.people.queries import the_region
from varv.people.requests import StaffRequest
from varv.text.refusals import RefusableForm, accepted

State = Delivery.State
#: A typed table is shown again as it was typed, up to so much.
TYPED = 500_000


@require_http_methods(["GET", "HEAD", "POST"])
@may_import
def receive(request: StaffRequest, key: str = "") -> HttpResponse:
    """Take a file, or a table that was typed, for a new dataset or the next version of one."""
    dataset = dataset_or_404(key) if key else None
    if dataset is not None and dataset.origin == Dataset.Origin.SERVICE:
        raise Http404("its versions come from a service")
    is_typed = request.method == "POST" and "text" in request.POST
    is_file = request.method == "POST" and not is_typed
    file_form = FileForm(*((request.POST, request.FILES) if is_file else ()))
    typed_form = TypedForm(request.POST if is_typed else None, auto_id="typed_%s")
    form = typed_form if is_typed else file_form
    made: list[Delivery] = []
    if form.is_valid() and accepted(form, lambda: made.append(_take(request, form, dataset))):
        read_if_small(made[0])
        return redirect(made[0].desk_url)
    context = {"file_form": file_form, "typed_form": typed_form, "dataset": dataset}
    status = 422 if form.is_bound else 200
    return render(request, "analysis/datasets/desk/receive.html", context, status=status)


@require_safe
@may_view
def delivery(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what was understood of a delivery, and what is to be said of it."""
    return _show(request, _delivery_or_404(pk))


@require_safe
@may_view
def progress(request: StaffRequest, pk: int) -> HttpResponse:
    """Tell how far the worker has come; the page is shown anew when it is done."""
    found = _delivery_or_404(pk)
    if found.state != State.RECEIVED:
        return HttpResponseClientRefresh()
    return render(request, "analysis/datasets/desk/_progress.html", {"delivery": found})


@require_POST
@may_import
def say(request: StaffRequest, pk: int) -> HttpResponse:
    """Say how the file is to be read, and read it so."""
    found = _delivery_or_404(pk)
    form = _how_form(found, request.POST)
    if form.is_valid() and accepted(
        form, lambda: actions.say_how(request.user, delivery=found, how=form.how)
    ):
        read_if_small(found)
        return redirect(found.desk_url)
    return _show(request, found, how_form=form)


@require_POST
@may_import
def retype(request: StaffRequest, pk: int) -> HttpResponse:
    """Put a typed table right."""
    found = _delivery_or_404(pk)
    form = TypedForm(request.POST, auto_id="typed_%s")
    if form.is_valid() and accepted(
        form,
        lambda: actions.change_text(request.user, delivery=found, text=form.cleaned_data["text"]),
    ):
        read_if_small(_delivery_or_404(pk))
        return redirect(found.desk_url)
    return _show(request, found, typed_form=form)


@require_POST
@may_import
def read_again(request: StaffRequest, pk: int) -> HttpResponse:
    """Read a file again that could not be read."""
    found = _delivery_or_404(pk)
    if in_words(request, lambda: actions.read_again(request.user, delivery=found)):
        read_if_small(found)
    return redirect(found.desk_url)


@require_POST
@may_import
def store_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Make a dataset of the delivery; what was typed is kept whatever happens."""
    found = _delivery_or_404(pk)
    form = _about_form(found, request.POST)
    is_right = form.is_valid()
    if is_right and accepted(
        form, lambda: actions.store_as_new(request.user, delivery=found, about=form.about)
    ):
        return _stored(request, found)
    actions.keep_answers(delivery=found, answers=form.about)
    return _show(request, found, about_form=form)


@require_POST
@may_import
def store_next(request: StaffRequest, pk: int) -> HttpResponse:
    """Store the delivery as the next version of a dataset."""
    found = _delivery_or_404(pk)
    form = _next_form(found, request.POST)
    if form.is_valid() and accepted(
        form,
        lambda: actions.store_delivery(
            request.user,
            delivery=found,
            dataset=form.cleaned_data["dataset"],
            add_years=bool(form.cleaned_data.get("add_years")),
        ),
    ):
        return _stored(request, found)
    return _show(request, found, next_form=form)


@require_POST
@may_import
def drop(request: StaffRequest, pk: int) -> HttpResponse:
    """Throw the delivery away."""
    found = _delivery_or_404(pk)
    if in_words(request, lambda: actions.drop_delivery(request.user, delivery=found)):
        messages.success(request, _("It is thrown away. Nothing was stored."))
        return redirect("analysis:desk_datasets")
    return redirect(found.desk_url)


def _take(request: StaffRequest, form: RefusableForm, dataset: Dataset | None) -> Delivery:
    if isinstance(form, TypedForm):
        text, name = form.cleaned_data["text"], form.cleaned_data["name"]
        return actions.receive_text(request.user, text=text, name=name, dataset=dataset)
    sent = form.cleaned_data["file"]
    return actions.receive_file(
        request.user,
        name=sent.name or "",
        size=sent.size or 0,
        pieces=sent.chunks(),
        dataset=dataset,
    )


def _stored(request: StaffRequest, found: Delivery) -> HttpResponse:
    fresh = _delivery_or_404(found.pk)
    assert fresh.version is not None  # noqa: S101 - it was stored just now
    messages.success(request, _("Stored as version %(number)s.") % {"number": fresh.version.number})
    return redirect(fresh.version.dataset.desk_url)


def _show(request: StaffRequest, found: Delivery, **bound: Any) -> HttpResponse:
    """Show a delivery; a form that was refused stands there as it was typed."""
    context: dict[str, Any] = {
        "delivery": found,
        "preview": found.preview,
        "rows": _rows(found),
        "findings": words.told(found.findings),
        "errors": sum(one["severity"] == "error" for one in found.findings),
        "refusal": words.refusal(found.error) if found.error else "",
        "is_clean": found.state == State.READ and found.table is not None,
        "may_import": request.user.has_perm("analysis.import_dataset"),
    }
    if context["may_import"] and found.is_open:
        context |= _forms(found)
    refused = any(form is not None and not form.is_valid() for form in bound.values())
    context |= bound
    status = 422 if bound and refused else 200
    return render(request, "analysis/datasets/desk/delivery.html", context, status=status)


def _forms(found: Delivery) -> dict[str, Any]:
    forms: dict[str, Any] = {}
    if found.preview.get("columns") or how_of(found.reading):
        forms["how_form"] = _how_form(found)
    if found.is_typed and found.file.size <= TYPED:
        text = blobs.read(found.file.sha256).decode("utf-8", "replace")
        forms["typed_form"] = TypedForm(initial={"text": text}, auto_id="typed_%s")
    if found.state == State.READ and found.table is not None:
        forms["next_form"] = _next_form(found)
        if found.dataset is None:
            forms["about_form"] = _about_form(found)
    return forms


def _how_form(found: Delivery, data: Any = None) -> HowForm:
    return HowForm(data, preview=found.preview, reading=found.reading, auto_id="how_%s")


def _about_form(found: Delivery, data: Any = None) -> AboutForm:
    answers = found.reading.get(ANSWERS) or {}
    languages = the_region().languages
    return AboutForm(data, languages=languages, answers=answers, auto_id="about_%s")


def _next_form(found: Delivery, data: Any = None) -> NextVersionForm:
    places_only = bool(found.preview.get("places_only"))
    datasets = queries.datasets_to_choose(has_activities=not places_only)
    if found.dataset_id:
        datasets = datasets.filter(pk=found.dataset_id)
    initial = {"dataset": found.dataset.key} if found.dataset else {}
    return NextVersionForm(
        data,
        datasets=datasets,
        years=found.preview.get("years_read") or (),
        before=queries.last_years(found.dataset) if found.dataset else None,
        initial=initial,
        auto_id="next_%s",
    )


def _rows(found: Delivery) -> list[tuple[int, list[str]]]:
    """Return the first rows with the number of each in the file."""
    numbers, rows = found.preview.get("numbers") or [], found.preview.get("first") or []
    return list(zip(numbers, rows, strict=False))


def _delivery_or_404(pk: int) -> Delivery:
    found = queries.delivery_at(pk)
    if found is None:
        raise Http404("there is no such delivery")
    return found
