"""The desk: from where a round has heard nothing, and whom one could ask there."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from varv.consultation.forms_desk.invitations import AmongForm
from varv.consultation.queries import unheard as queries
from varv.consultation.queries.unheard import Among
from varv.consultation.views import invitation_pages as shared
from varv.people.access import staff
from varv.people.models import Sector
from varv.people.requests import StaffRequest

#: How many silent people and how many organisations a page names; the lists have all.
NAMED = 30


@require_safe
@staff("consultation.view_invitation")
def unheard(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the sectors of each municipality with how much was heard from them; and one closer."""
    round_ = shared.round_or_404(pk)
    found = queries.unheard(round_)
    context: dict[str, Any] = shared.page_of(request, round_) | {
        "found": found,
        "sectors": Sector.labels,
        "among": None,
    }
    if among := among_of(request):
        silent = queries.silent_among(round_, among)
        organisations = queries.organisations_to_ask(round_, among)
        context |= {
            "among": among,
            "silent": silent[:NAMED],
            "organisations": organisations[:NAMED],
            "cell": next(
                cell
                for _place, cells in found.rows
                for cell in cells
                if cell.among.place == among.place
            ),
        }
    return render(request, "consultation/desk/unheard.html", context)


def among_of(request: HttpRequest) -> Among | None:
    """Return which sector and municipality is meant; none where none is said, 404 where wrong."""
    given = request.POST if request.method == "POST" else request.GET
    if not given.get("sector") and not given.get("municipality"):
        return None
    form = AmongForm(given)
    if not form.is_valid():
        raise Http404
    return form.among
