"""The desk: who is interested in what."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from varv.cycles import queries
from varv.cycles.forms import InterestFilter
from varv.cycles.views.desk_areas import the_programme
from varv.files import excel
from varv.people.access import staff
from varv.people.requests import StaffRequest

PER_PAGE = 50


@require_safe
@staff("cycles.view_interest")
def listing(request: StaffRequest) -> HttpResponse:
    """List interests by area, narrowed by area, level and sector."""
    programme = the_programme()
    form = InterestFilter(request.GET or None, areas=queries.active_areas(programme))
    found = queries.interests_for_desk(programme, **form.wanted())
    context = {
        "form": form,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "query": request.GET.urlencode(),
    }
    return render(request, "cycles/desk/interests.html", context)


@require_safe
@staff("cycles.view_interest")
def export(request: StaffRequest) -> HttpResponse:
    """Return what the list shows as an Excel file."""
    programme = the_programme()
    form = InterestFilter(request.GET or None, areas=queries.active_areas(programme))
    sheet = excel.Sheet(
        _("Interests"),
        [
            _("Area"),
            _("Name"),
            _("E-mail"),
            _("Organisation"),
            _("Sector"),
            _("Municipality"),
            _("Wants to"),
            _("Message"),
            _("Record"),
            _("Since"),
        ],
        (
            [
                str(one.area),
                one.name,
                one.person.email,
                str(one.organisation or ""),
                one.get_sector_display(),
                str(one.municipality or ""),
                one.get_level_display(),
                one.message,
                one.record.reference if one.record else "",
                timezone.localtime(one.created_at).date(),
            ]
            for one in queries.interests_for_desk(programme, **form.wanted())
        ),
    )
    return HttpResponse(
        excel.write([sheet]),
        content_type=excel.CONTENT_TYPE,
        headers={"Content-Disposition": 'attachment; filename="interests.xlsx"'},
    )
