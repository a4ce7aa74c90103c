"""The page of the whole county, its files, and the desk where it is commented and signed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from varv.analysis import limits
from varv.analysis.county import actions, exports, queries
from varv.analysis.county.figures import FAR, NEAR, county
from varv.analysis.county.forms import CountyLookForm, CountySeriesForm, CountyTextForm
from varv.analysis.county.pictures import figures_of, of_development, of_reach
from varv.analysis.pictures import ON_A_PAGE, prepare
from varv.files.downloads import as_file, later
from varv.people.access import staff
from varv.people.queries import the_region
from varv.people.requests import StaffRequest
from varv.text.translated_forms import add_refusal

FORMS = ("csv", "xlsx")


@require_safe
def whole(request: HttpRequest) -> HttpResponse:
    """Show reach beside statistics of each municipality, and how uneven they are."""
    found = county()
    figures = figures_of(found)
    prepare(figures.values(), ON_A_PAGE)
    context = {
        "county": found,
        "reach_figures": of_reach(figures),
        "development_figures": of_development(figures),
        "text": queries.text_in_use(),
        "near": NEAR,
        "far": FAR,
    }
    return render(request, "analysis/county/county.html", context)


@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """Send the figures of the whole county."""
    if form not in FORMS:
        raise Http404
    name = _("the whole county")
    if request.method == "HEAD":
        return as_file((), form, name)
    if wait := limits.taken_out(request):
        return later(wait)
    found = county()
    content: Any = exports.csv(found) if form == "csv" else exports.workbook(found)
    return as_file(content, form, name)


@require_http_methods(["GET", "HEAD", "POST"])
@staff("analysis.view_county")
def desk(request: StaffRequest) -> HttpResponse:
    """Show who has looked at the figures, and let editors write what they cannot say."""
    may_write = request.user.has_perm("analysis.write_county_text")
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    held = queries.text_in_use()
    form = CountyTextForm(request.POST or None, languages=the_region().languages, held=held)
    if form.is_valid():
        try:
            actions.write_text(request.user, text=form.text)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The text is saved and shown to everybody."))
            return redirect("analysis:desk_county")
    return _desk(request, form, CountyLookForm())


@require_http_methods(["GET", "HEAD", "POST"])
@staff("analysis.choose_county_series")
def figures(request: StaffRequest) -> HttpResponse:
    """Choose which datasets the figures of the municipalities are taken from."""
    form = CountySeriesForm(request.POST or None)
    if form.is_valid():
        try:
            actions.choose_series(request.user, series=form.cleaned_data)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("The page of the whole county has these figures now."))
            return redirect("analysis:desk_county")
    status = 422 if form.is_bound else 200
    return render(request, "analysis/desk/county_figures.html", {"form": form}, status=status)


@require_POST
@staff("analysis.sign_county")
def sign(request: StaffRequest) -> HttpResponse:
    """Sign that one has looked at the figures in a lap."""
    form = CountyLookForm(request.POST)
    if form.is_valid():
        try:
            actions.sign_county(request.user, **form.cleaned_data)
        except ValidationError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("You have signed that the whole county is looked at."))
            return redirect("analysis:desk_county")
    held = queries.text_in_use()
    return _desk(request, CountyTextForm(languages=the_region().languages, held=held), form)


def _desk(request: StaffRequest, text: CountyTextForm, look: CountyLookForm) -> HttpResponse:
    context = {
        "form": text,
        "look": look,
        "may_write": request.user.has_perm("analysis.write_county_text"),
        "may_choose": request.user.has_perm("analysis.choose_county_series"),
        "may_sign": request.user.has_perm("analysis.sign_county"),
        "looks": queries.looks()[:20],
        "texts": queries.texts()[:20],
        "laps": queries.open_laps().exists(),
    }
    status = 422 if text.is_bound or look.is_bound else 200
    return render(request, "analysis/desk/county.html", context, status=status)
