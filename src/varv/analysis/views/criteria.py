"""The seven fulfilment criteria: which level answers for each, and who finds out by when."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from varv import clock
from varv.analysis import actions
from varv.analysis.forms_assets import CriterionForm
from varv.analysis.models import CriterionInquiry
from varv.analysis.queries import criteria as queries
from varv.analysis.views.shared import done, form_page, methods
from varv.people.access import staff
from varv.people.requests import StaffRequest


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Tell everybody who answers for each criterion, or who is to find out."""
    return render(request, "analysis/criteria.html", {"criteria": _with_lateness()})


def _with_lateness() -> list[tuple[queries.Criterion, bool]]:
    today = clock.today()
    return [(one, one.is_late(today)) for one in queries.criteria()]


@require_safe
@staff("analysis.view_evidence")
def desk(request: StaffRequest) -> HttpResponse:
    """List the criteria for the staff."""
    context = {
        "criteria": _with_lateness(),
        "may_change": request.user.has_perm("analysis.change_criterion"),
    }
    return render(request, "analysis/desk/criteria.html", context)


@methods
@staff("analysis.change_criterion")
def edit(request: StaffRequest, key: str) -> HttpResponse:
    """Say who answers for a criterion, or who is to find out by when."""
    found = queries.criterion_at(key)
    if found is None:
        raise Http404("there is no such criterion")
    form = CriterionForm(request.POST or None, criterion=found)

    def act() -> CriterionInquiry:
        return actions.ask_about_criterion(request.user, criterion=found.item, **form.cleaned_data)

    if done(form, act):
        messages.success(request, _("The criterion is saved."))
        return redirect("analysis:desk_criteria")
    return form_page(
        request,
        form,
        title=found.item.name,
        submit=_("Save"),
        back=reverse("analysis:desk_criteria"),
        back_name=_("Criteria"),
    )
