"""The desk: citing sources, mending what is said of them, and withdrawing them."""

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from varv.analysis import actions, queries
from varv.analysis.forms import EvidenceForm, WithdrawForm
from varv.analysis.models import Evidence
from varv.analysis.views.shared import done, form_page, methods
from varv.people.access import staff
from varv.people.queries import the_region
from varv.people.requests import StaffRequest


@require_safe
@staff("analysis.view_evidence")
def listing(request: StaffRequest) -> HttpResponse:
    """List all cited sources for the staff."""
    context = {
        "sources": queries.all_evidence(),
        "may_cite": request.user.has_perm("analysis.cite_evidence"),
    }
    return render(request, "analysis/desk/evidence.html", context)


@methods
@staff("analysis.cite_evidence")
def cite(request: StaffRequest) -> HttpResponse:
    """Cite a source."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = EvidenceForm(*sent, languages=the_region().languages)
    source = done(form, lambda: actions.cite_evidence(request.user, **form.values))
    if source:
        messages.success(request, _("%(source)s is cited.") % {"source": source})
        return redirect("analysis:desk_evidence")
    return _page(request, form, title=_("Cite a source"), submit=_("Cite it"))


@methods
@staff("analysis.cite_evidence")
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Mend what is said of a source."""
    found = get_object_or_404(Evidence, pk=pk)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = EvidenceForm(*sent, languages=the_region().languages, evidence=found)

    def act() -> Evidence:
        return actions.edit_evidence(request.user, evidence=found, **form.values)

    if done(form, act):
        messages.success(request, _("The source is saved."))
        return redirect("analysis:desk_evidence")
    return _page(request, form, title=_("Change the source"), submit=_("Save"), source=found)


@methods
@staff("analysis.cite_evidence")
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Say why a source is not to be leaned on any more."""
    found = get_object_or_404(Evidence, pk=pk)
    form = WithdrawForm(request.POST or None)

    def act() -> Evidence:
        reason = form.cleaned_data["reason"]
        return actions.withdraw_evidence(request.user, evidence=found, reason=reason)

    if done(form, act):
        messages.success(request, _("The source is withdrawn. It stays on its page, marked."))
        return redirect("analysis:desk_evidence")
    lead = _("Claims and SWOT that lean on it are marked, so that somebody looks at them again.")
    return _page(request, form, title=_("Withdraw the source"), submit=_("Withdraw it"), lead=lead)


@require_POST
@staff("analysis.cite_evidence")
def restore(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a source be leaned on after all."""
    try:
        actions.restore_evidence(request.user, evidence=get_object_or_404(Evidence, pk=pk))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The source can be leaned on again."))
    return redirect("analysis:desk_evidence")


def _page(request: StaffRequest, form: forms.Form, **context: object) -> HttpResponse:
    return form_page(
        request,
        form,
        back=reverse("analysis:desk_evidence"),
        back_name=_("Evidence"),
        **context,
    )
