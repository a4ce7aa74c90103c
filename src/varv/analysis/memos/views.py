"""Memos as everybody reads them."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from varv.analysis.memos import queries
from varv.analysis.memos.shown import document_of, files_of
from varv.analysis.views.shared import found_or_404
from varv.cycles.models import Area
from varv.registry import kinds
from varv.registry.queries import beside

PER_PAGE = 30


@require_safe
def memos(request: HttpRequest) -> HttpResponse:
    """List the newest edition of every memo."""
    page = Paginator(queries.newest(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "analysis/memos/memos.html", {"page": page})


@require_safe
def memo(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one memo as it was published, with its files and its other editions."""
    found = found_or_404(queries.published_memo(pk))
    context = {
        "memo": found,
        "document": document_of(found),
        "files": files_of([found])[found.pk],
        "fallen": queries.fallen_findings(found),
        "newer": queries.newer_edition(found),
        "before": queries.editions_before(found),
        "thread": beside(kinds.ref(found), request.user),
    }
    return render(request, "analysis/memos/memo.html", context)


def panel(area: Area, request: HttpRequest) -> dict[str, object] | None:  # noqa: ARG001 - public
    """Return the memos on an area for its own page; nothing where there is none."""
    found = list(queries.of_area(area))
    return {"memos": found} if found else None
