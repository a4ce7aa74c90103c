"""Public pages of the register of assets."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from varv.analysis.forms_assets import AssetFilter
from varv.analysis.queries import assets as queries
from varv.registry import kinds
from varv.registry.queries import beside

PER_PAGE = 30


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """List the assets by area, kind and municipality, and show them on the map."""
    form = AssetFilter(request.GET)
    found = queries.assets_like(**form.wanted())
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    tiles = queries.tiles(found)
    context = {
        "form": form,
        "page": page,
        "tiles": tiles,
        "placed": sum(int(tile.value or 0) for tile in tiles),
    }
    return render(request, "analysis/assets.html", context)


@require_safe
def asset(request: HttpRequest, key: str) -> HttpResponse:
    """Show one asset."""
    found = queries.asset_at(key)
    if found is None:
        raise Http404("there is no such asset")
    context = {"asset": found, "thread": beside(kinds.ref(found), request.user)}
    return render(request, "analysis/asset.html", context)
