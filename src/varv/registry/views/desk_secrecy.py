"""Making a record secret on the desk, and lifting it."""

from django.contrib import messages as flash
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from varv.registry import actions
from varv.registry.forms import LiftSecrecyForm, SecrecyForm
from varv.registry.guard import actor_of, staff
from varv.registry.models import Record
from varv.text.translated_forms import add_refusal


@require_http_methods(["GET", "HEAD", "POST"])
@staff("registry.change_record")
def secrecy(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Say under which law a record is secret."""
    record = _record_or_404(pk, number)
    if request.method != "POST":
        form: Form = SecrecyForm(initial={"reference": record.secrecy})
        return _page(request, record, form, LiftSecrecyForm())
    form = SecrecyForm(request.POST)
    if form.is_valid():
        try:
            done = actions.set_secrecy(actor_of(request), record=record, **form.cleaned_data)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            flash.success(request, _("The record is secret. Only its existence is public."))
            hint_at_law(request, done.secrecy)
            return redirect(done)
    return _page(request, record, form, LiftSecrecyForm(), status=422)


@require_POST
@staff("registry.change_record")
def lift(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Say that a record is secret no more."""
    record = _record_or_404(pk, number)
    form = LiftSecrecyForm(request.POST)
    if form.is_valid():
        try:
            done = actions.lift_secrecy(actor_of(request), record=record, **form.cleaned_data)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            flash.success(request, _("The record is secret no more."))
            return redirect(done)
    first = SecrecyForm(initial={"reference": record.secrecy})
    return _page(request, record, first, form, status=422)


def hint_at_law(request: HttpRequest, reference: str) -> None:
    """Tell that a reference does not look like one; it stands all the same."""
    if reference and not actions.looks_like_a_law(reference):
        flash.warning(
            request,
            _(
                "“%(reference)s” does not look like a law, such as OSL 21 kap. 1 §. "
                "It is saved as you wrote it."
            )
            % {"reference": reference},
        )


def _record_or_404(pk: int, number: int) -> Record:
    found = Record.objects.select_related("case").defer("text")
    return get_object_or_404(found, case=pk, number=number)


def _page(
    request: HttpRequest, record: Record, form: Form, lifting: Form, status: int = 200
) -> HttpResponse:
    context = {"record": record, "form": form, "lifting": lifting}
    return render(request, "registry/secrecy.html", context, status=status)
