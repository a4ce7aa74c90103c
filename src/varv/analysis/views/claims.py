"""Public pages of claims: what is said, and what speaks for and against it."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from varv.analysis import queries
from varv.registry import kinds
from varv.registry.queries import beside

PER_PAGE = 30


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """List all claims, each with what its sources say together."""
    found = queries.every_claim(request.user)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    claims = queries.tell(page.object_list, request.user)
    return render(request, "analysis/claims.html", {"claims": claims, "page": page})


@require_safe
def claim(request: HttpRequest, key: str) -> HttpResponse:
    """Show one claim with all that is cited on it."""
    found = queries.claim_at(key, request.user)
    if found is None:
        raise Http404("there is no such claim")
    (told,) = queries.tell([found], request.user)
    context = {"told": told, "thread": beside(kinds.ref(found), request.user)}
    return render(request, "analysis/claim.html", context)
