"""The desk: findings, made of rows and looked at again when newer figures differ."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from varv.analysis import actions
from varv.analysis.actions.findings import CONTRADICTS
from varv.analysis.forms_desk.findings import FindingForm, NoteForm, RewriteForm
from varv.analysis.models import Finding
from varv.analysis.queries import findings as queries
from varv.analysis.results import said, standing, tables
from varv.analysis.results.reading import rows_of
from varv.analysis.results.shapes import SHAPES
from varv.analysis.views.findings import figures_shown
from varv.analysis.views.shared import (
    finding_or_404,
    in_words,
    methods,
    result_or_404,
    run_or_404,
    sent,
    told_of,
)
from varv.people.access import staff
from varv.people.requests import StaffRequest, region_of
from varv.registry import kinds
from varv.registry.queries import beside
from varv.text.refusals import RefusableForm, accepted

PER_PAGE = 30
may_view = staff("analysis.view_finding")
may_change = staff("analysis.change_finding")


@require_safe
@may_view
def findings(request: StaffRequest) -> HttpResponse:
    """List all findings, or those that are to be looked at again."""
    only = request.GET.get("state") == "questioned"
    rows = queries.questioned() if only else queries.findings()
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "findings": tables.named(page.object_list),
        "only": only,
        "questioned": queries.questioned().count(),
    }
    return render(request, "analysis/desk/findings.html", context)


@methods
@may_change
def new(request: StaffRequest, pk: int, kind: str) -> HttpResponse:
    """Say in one sentence what a row of a result shows."""
    found = run_or_404(pk)
    result = result_or_404(found, kind)
    code = request.GET.get("row", "")
    row = SHAPES[kind].by_code(rows_of(result)).get(code)
    if row is None:
        raise Http404
    form = FindingForm(sent(request), languages=region_of(request).languages)
    made: list[Finding] = []

    def make() -> None:
        values = form.values
        made.append(actions.make_finding(request.user, run=found, kind=kind, code=code, **values))

    if form.is_valid() and accepted(form, make):
        messages.success(request, _("The finding is kept. Only staff sees it."))
        return redirect("analysis:desk_finding", made[0].pk)
    context = told_of(found) | {
        "result": result,
        "name": tables.row_name(kind, row),
        "figures": figures_shown(kind, row),
        "said": said.said(found, kind, row | {"years": tables.years_of(result)}),
    }
    return _form(request, form, context | {"heading": _("New finding"), "send": _("Keep it")})


@require_safe
@may_view
def finding(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one finding, and what newer figures say of it."""
    (found,) = tables.named([finding_or_404(pk)])
    context = told_of(found.run) | {
        "finding": found,
        "figures": figures_shown(found.kind, found.figures),
        "reasons": standing.in_words(found.kind, found.reasons),
        "may_change": request.user.has_perm("analysis.change_finding"),
        "thread": beside(kinds.ref(found), request.user),
    }
    return render(request, "analysis/desk/finding.html", context)


@methods
@may_change
def rewrite(request: StaffRequest, pk: int) -> HttpResponse:
    """Word a finding anew."""
    found = finding_or_404(pk)
    languages = region_of(request).languages
    form = RewriteForm(sent(request), languages=languages, finding=found)
    lead = _("The figures of the newer run take the place of the old ones.")
    return _act(
        request,
        found,
        form,
        lambda: actions.rewrite_finding(request.user, finding=found, **form.values),
        heading=_("Word it anew"),
        send=_("Save"),
        lead=lead if found.state == Finding.State.QUESTIONED else "",
    )


@methods
@may_change
def confirm(request: StaffRequest, pk: int) -> HttpResponse:
    """Say that a finding holds although newer figures differ."""
    found = finding_or_404(pk)
    form = NoteForm(sent(request))
    return _act(
        request,
        found,
        form,
        lambda: actions.confirm_finding(
            request.user, finding=found, note=form.cleaned_data["note"]
        ),
        heading=_("It still holds"),
        send=_("Confirm the finding"),
        lead=_("Its figures stay those of the run that it was made of."),
    )


@methods
@may_change
def withdraw(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a finding back."""
    found = finding_or_404(pk)
    form = NoteForm(sent(request))
    return _act(
        request,
        found,
        form,
        lambda: actions.withdraw_finding(
            request.user, finding=found, note=form.cleaned_data["note"]
        ),
        heading=_("Withdraw the finding"),
        send=_("Withdraw it"),
        lead=_("It is shown to nobody but staff, who see why."),
    )


@require_POST
@may_change
def publish(request: StaffRequest, pk: int) -> HttpResponse:
    """Let everybody read a finding, or take it back."""
    found = finding_or_404(pk)
    if found.is_public:
        actions.unpublish_finding(request.user, finding=found)
        messages.success(request, _("Only staff sees the finding now."))
        return redirect("analysis:desk_finding", pk)
    is_sure = "is_sure" in request.POST
    if not is_sure and said.contradicts(found.sentence, found.figures):
        return render(request, "analysis/desk/finding_ask.html", {"finding": found})
    if in_words(
        request, lambda: actions.publish_finding(request.user, finding=found, is_sure=is_sure)
    ):
        messages.success(request, _("Everybody can read the finding."))
    return redirect("analysis:desk_finding", pk)


def _act(
    request: StaffRequest,
    found: Finding,
    form: RefusableForm,
    act: Callable[[], object],
    **texts: Any,
) -> HttpResponse:
    if form.is_valid() and accepted(form, act):
        messages.success(request, _("It is saved."))
        return redirect("analysis:desk_finding", found.pk)
    context = told_of(found.run) | {
        "finding": found,
        "name": tables.row_name(found.kind, found.figures),
        "figures": figures_shown(found.kind, found.figures),
        "reasons": standing.in_words(found.kind, found.reasons),
        "said": said.said_of(found),
    }
    return _form(request, form, context | texts)


def _form(request: StaffRequest, form: RefusableForm, context: dict[str, Any]) -> HttpResponse:
    status = 422 if form.is_bound else 200
    if isinstance(form, FindingForm) and form.ask(CONTRADICTS):
        context = context | {"send": _("Save all the same")}
    context = context | {"form": form}
    return render(request, "analysis/desk/finding_form.html", context, status=status)
