"""The desk: who is interested in what."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from varv.cycles import actions, queries, sheets
from varv.cycles.forms import EnterInterestForm, InterestFilter
from varv.cycles.models import Interest
from varv.cycles.views.shared import programme_or_404
from varv.files import excel
from varv.people.access import staff
from varv.people.queries import the_region
from varv.people.requests import StaffRequest
from varv.text.translated_forms import add_refusal

PER_PAGE = 50


@require_safe
@staff("cycles.view_interest")
def listing(request: StaffRequest) -> HttpResponse:
    """List interests by area, narrowed by area, level and sector."""
    programme = programme_or_404()
    form = InterestFilter(request.GET or None, areas=queries.areas_to_choose(programme))
    found = queries.interests_for_desk(programme, **form.wanted())
    context = {
        "form": form,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "query": request.GET.urlencode(),
        "may_change": request.user.has_perm("cycles.change_interest"),
    }
    return render(request, "cycles/desk/interests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff("cycles.change_interest")
def enter(request: StaffRequest) -> HttpResponse:
    """Enter the interest of somebody who wrote, called or said so."""
    form = EnterInterestForm(
        request.POST if request.method == "POST" else None,
        areas=queries.areas_to_choose(programme_or_404()),
        languages=the_region().languages,
    )
    if form.is_valid():
        try:
            entered = actions.show_interest(
                request.user,
                areas=list(form.cleaned_data["areas"]),
                applicant=form.applicant(),
                level=form.cleaned_data["level"],
                message=form.cleaned_data["message"],
                language=form.cleaned_data["language"],
                confirm=form.cleaned_data["confirm"],
                came=form.came,
            )
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _entered(entered))
            return redirect("cycles:desk_interests")
    status = 422 if form.is_bound else 200
    return render(request, "cycles/desk/interest_new.html", {"form": form}, status=status)


def _entered(interests: list[Interest]) -> str:
    record = interests[0].record
    return _("The interest is entered as record %(reference)s.") % {
        "reference": record.reference if record else ""
    }


@require_POST
@staff("cycles.view_interest")
def export(request: StaffRequest) -> HttpResponse:
    """Send what the list shows as an Excel file."""
    programme = programme_or_404()
    form = InterestFilter(request.GET or None, areas=queries.areas_to_choose(programme))
    return HttpResponse(
        sheets.export_interests(request.user, programme=programme, **form.wanted()),
        content_type=excel.CONTENT_TYPE,
        headers={"Content-Disposition": 'attachment; filename="interests.xlsx"'},
    )
