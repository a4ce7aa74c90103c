"""SWOT of an area: what everybody reads, and the board where its partners propose and vote."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from varv import clock
from varv.analysis import actions
from varv.analysis.forms_swot import ProposalForm
from varv.analysis.models import SwotItem, SwotVersion
from varv.analysis.queries import swot as queries
from varv.analysis.queries.partners import is_partner
from varv.analysis.views.shared import done
from varv.cycles.models import Area
from varv.people.identity import person_of
from varv.registry import kinds
from varv.registry.queries import beside


@require_safe
def current(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the SWOT that holds, and how to take part in the next one."""
    area = get_object_or_404(Area, slug=slug)
    version = queries.whole(queries.versions_of(area), request.user).first()
    return _version_page(request, area, version)


@require_safe
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show one version, and what it changed from the one before."""
    area = get_object_or_404(Area, slug=slug)
    found = queries.whole(queries.versions_of(area), request.user).filter(number=number).first()
    if found is None:
        raise Http404("there is no such version")
    return _version_page(request, area, found)


def _version_page(request: HttpRequest, area: Area, shown: SwotVersion | None) -> HttpResponse:
    versions = list(queries.versions_of(area))
    before = None
    if shown is not None:
        earlier = queries.whole(queries.versions_of(area), request.user)
        before = earlier.filter(number__lt=shown.number).first()
    board = queries.board_of(area)
    context = {
        "area": area,
        "version": shown,
        "is_latest": shown is not None and shown.number == versions[0].number,
        "versions": versions,
        "fields": queries.by_kind(shown) if shown else [],
        "differences": queries.differences(shown, before) if shown and before else None,
        "before": before,
        "board": board if board and board.is_open_at(clock.now()) else None,
        "thread": beside(kinds.ref(shown), request.user) if shown else None,
    }
    return render(request, "analysis/swot.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def board(request: HttpRequest, slug: str) -> HttpResponse:
    """Let the partners of an area propose and vote; tell others how to become one."""
    area, person = get_object_or_404(Area, slug=slug), person_of(request)
    if person is None or not is_partner(person, area):
        return render(request, "analysis/swot_join.html", {"area": area})
    form = ProposalForm(request.POST or None)

    def act() -> SwotItem:
        sentence = form.sentence(get_language() or "sv")
        kind = form.cleaned_data["kind"]
        return actions.propose(person, area=area, kind=kind, sentence=sentence)

    if done(form, act):
        messages.success(request, _("Thank you. The staff read your sentence and answer you here."))
        return redirect("analysis:swot_board", slug=slug)
    context = {
        "area": area,
        "form": form,
        "board": queries.board_of(area),
        "is_open": _is_open(area),
        "fields": queries.board(area, person),
        "own": queries.own_proposals(area, person),
    }
    status = 422 if form.is_bound else 200
    return render(request, "analysis/swot_board.html", context, status=status)


@never_cache
@require_POST
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a partner's vote on one item; the same button may be pressed again and again."""
    item = get_object_or_404(SwotItem.objects.select_related("area"), pk=pk)
    person = person_of(request)
    if person is None or not is_partner(person, item.area):
        raise Http404("no partner of this area")
    try:
        actions.vote(person, item=item, value=request.POST.get("value", ""))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(f"{item.board_url}#item-{item.pk}")


def _is_open(area: Area) -> bool:
    found = queries.board_of(area)
    return found is not None and found.is_open_at(clock.now())
