"""The points of a round and what was answered to them, as everybody sees them."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from varv.consultation import exports_points, limits
from varv.consultation.forms_desk.point_list import PublicPointFilter
from varv.consultation.models import Round
from varv.consultation.queries import answered, outcomes
from varv.consultation.queries import points as queries
from varv.consultation.queries.public import public_round, public_rounds
from varv.files.downloads import as_file, later
from varv.people.requests import VisitorRequest

PER_PAGE = 30


@require_safe
def listing(request: HttpRequest, slug: str) -> HttpResponse:
    """List the points that were answered, narrowed by outcome, area and theme."""
    found = _round_or_404(slug)
    form = PublicPointFilter(request.GET or None, programme=found.programme)
    rows = queries.narrowed(answered.public_points(found), form.wanted())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    ids = [one.pk for one in page]
    shown = queries.by_ids(queries.chosen(ids), ids)
    context = {
        "round": found,
        "form": form,
        "page": page,
        "answers": answered.answers_to(shown, request.user),
        "outcomes": outcomes.outcomes_of(found),
        "is_narrowed": bool(request.GET),
    }
    return render(request, "consultation/points.html", context)


@require_safe
def export(request: VisitorRequest, slug: str, form: str) -> HttpResponseBase:
    """Send everybody the answered points of a round."""
    round_ = get_object_or_404(public_rounds().select_related("case"), slug=slug)
    if form not in exports_points.FORMS:
        raise Http404
    if request.method == "HEAD":
        return as_file((), form, round_.slug)
    if wait := limits.taken_out(request):
        return later(wait)
    return as_file(exports_points.public_file(round_, form), form, round_.slug)


def _round_or_404(slug: str) -> Round:
    found = public_round(slug)
    if found is None:
        raise Http404("no public round has this address")
    return found
