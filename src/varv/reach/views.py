"""Pages of reach: with small numbers hidden for everybody, whole on the desk."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from varv import clock
from varv.files import excel, plain
from varv.people.access import staff
from varv.people.requests import StaffRequest
from varv.reach import files
from varv.reach.counting import Numbers, all_numbers, public_numbers
from varv.reach.figures import figures
from varv.reach.forms import ReachFilter
from varv.reach.sources import Occasion, Source, point

Count = Callable[[Source], Numbers]


@require_safe
def reach(request: HttpRequest) -> HttpResponse:
    """Show everybody who takes part, compared with the region."""
    return render(request, "reach/reach.html", _page(request, public_numbers))


@require_safe
def export(request: HttpRequest, form: str) -> HttpResponse:
    """Send everybody the figures of one source."""
    return _file(request, public_numbers, form)


@require_safe
@staff("reach.view_all")
def desk(request: StaffRequest) -> HttpResponse:
    """Show staff the same with nothing hidden."""
    page = _page(request, all_numbers)
    return render(request, "reach/desk/reach.html", page | {"onward": _onward(request, page)})


@never_cache
@require_safe
@staff("reach.view_all")
def desk_export(request: StaffRequest, form: str) -> HttpResponse:
    """Send staff the figures of one source, whole."""
    return _file(request, all_numbers, form)


def _page(request: HttpRequest, count: Count) -> dict[str, Any]:
    key, source, numbers = _chosen(request, count)
    form = ReachFilter(request.GET, source=key, numbers=numbers)
    found = figures(numbers, **form.wanted())
    return {
        "form": form,
        "figures": found,
        "source": source,
        "source_key": key,
        "who": dict(found.columns)[found.who],
    }


def _onward(request: StaffRequest, page: dict[str, Any]) -> Occasion | None:
    """Return the occasion from which one can go on: the chosen one, else the latest."""
    chosen = page["form"].wanted().get("occasion")
    for one in reversed(page["figures"].numbers.occasions):
        if chosen in (None, one.id) and one.desk_url and request.user.has_perm(one.permission):
            return one
    return None


def _chosen(request: HttpRequest, count: Count) -> tuple[str, Source, Numbers]:
    """Return the source that is asked for, else the first that has anything to show."""
    known, asked = dict(point.items()), request.GET.get("source", "")
    if not known:
        raise Http404("nothing is counted here")
    if asked in known:
        return asked, known[asked], count(known[asked])
    for key, source in known.items():
        numbers = count(source)
        if any(numbers.counts.values()):
            return key, source, numbers
    key, source = next(iter(known.items()))
    return key, source, count(source)


def _file(request: HttpRequest, count: Count, form: str) -> HttpResponse:
    key, source, numbers = _chosen(request, count)
    if form == "csv":
        content: Any = "".join(files.csv(key, numbers)).encode()
        content_type = plain.CSV_TYPE
    elif form == "xlsx":
        content, content_type = files.workbook(str(source.label), numbers), excel.CONTENT_TYPE
    else:
        raise Http404
    response = HttpResponse(content, content_type=content_type)
    name = f"{_('who takes part')} {key.partition('.')[2]} {clock.today().isoformat()}.{form}"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
