"""The desk: the list of points, and one point with all that is known of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBadRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from varv.consultation import actions, exports_points, passages
from varv.consultation.actions.dispositions import MOST_AT_ONCE
from varv.consultation.forms_desk.point_list import PointFilter, chosen_ids
from varv.consultation.forms_desk.points import MoveForm, PointForm
from varv.consultation.models import Point
from varv.consultation.queries import desk as desk_queries
from varv.consultation.queries import points as queries
from varv.consultation.queries import progress, splitting
from varv.consultation.queries.rounds import rounds_that_take_input
from varv.consultation.shown import point_state
from varv.consultation.views import desk_dispositions, desk_signing, desk_similar
from varv.consultation.views.desk_splitting import may_answer, methods
from varv.cycles.views.shared import programme_or_404
from varv.files.downloads import as_file
from varv.people.access import staff
from varv.people.requests import StaffRequest
from varv.registry import kinds
from varv.registry.paging import BoundedPaginator
from varv.registry.queries import beside
from varv.text.refusals import accepted

PER_PAGE = 50


@require_safe
@staff("consultation.view_contribution")
def listing(request: StaffRequest) -> HttpResponse:
    """List the points of a round, narrowed as asked."""
    rounds = rounds_that_take_input()
    first = rounds.first()
    asked = request.GET.copy()
    if not asked and first is not None:
        asked["round"] = str(first.pk)
    form = PointFilter(asked, programme=programme_or_404(), rounds=rounds)
    wanted = form.wanted()
    paginator = BoundedPaginator(queries.points(wanted), PER_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    found = queries.by_ids(queries.chosen([one.pk for one in page]), [one.pk for one in page])
    context = {
        "form": form,
        "page": page,
        "lines": [(one, queries.holds_for(one), point_state(one)) for one in found],
        "round": wanted.round,
        "progress": progress.progress_of_round(wanted.round) if wanted.round else None,
        "unsplit": splitting.unsplit(wanted.round).first() if wanted.round else None,
        "asked": asked.urlencode(),
        "here": request.get_full_path(),
        "too_many": paginator.counted > MOST_AT_ONCE,
        "may_answer": request.user.has_perm("consultation.answer_point"),
    }
    return render(request, "consultation/desk_points.html", context)


@require_POST
@may_answer
def chosen(request: StaffRequest) -> HttpResponse:
    """Begin what is to be done with the ticked points, or with all that the list shows."""
    programme = programme_or_404()
    ids = chosen_ids(request.POST, programme, rounds_that_take_input())
    if not ids:
        messages.error(request, _("Tick the points first."))
        return back(request)
    if len(ids) > MOST_AT_ONCE:
        text = _("That is more than %(most)s points. Narrow the list.")
        messages.error(request, text % {"most": MOST_AT_ONCE})
        return back(request)
    act = request.POST.get("act")
    if act == "move":
        return _show_move(request, MoveForm(programme=programme, initial=_moving(ids)), ids)
    if act == "sign":
        return desk_signing.show_sign(request, ids)
    if act == "side":
        query = urlencode({"point": ids[: desk_similar.SIDE_AT_MOST]}, doseq=True)
        return redirect(f"{reverse('consultation:desk_points_side')}?{query}")
    return desk_dispositions.show_dispose(request, ids)


@require_POST
@may_answer
def move(request: StaffRequest) -> HttpResponse:
    """Put the chosen points under another area or theme."""
    form = MoveForm(request.POST, programme=programme_or_404())
    done: list[int] = []

    def put() -> None:
        done.append(actions.move_points(request.user, points=form.ids(), changes=form.changes()))

    if form.is_valid() and accepted(form, put):
        text = ngettext("%(n)s point is moved.", "%(n)s points are moved.", done[0])
        messages.success(request, text % {"n": done[0]})
        return back(request)
    ids = form.ids() if "points" in form.cleaned_data else []
    return _show_move(request, form, ids)


def _show_move(request: StaffRequest, form: MoveForm, ids: list[int]) -> HttpResponse:
    context = {
        "form": form,
        "count": len(ids),
        "next": request.POST.get("next", ""),
        "some": queries.chosen(ids[:5]),
    }
    status = 422 if form.is_bound else 200
    return render(request, "consultation/desk_points_move.html", context, status=status)


def _moving(ids: list[int]) -> dict[str, str]:
    return {"points": ",".join(map(str, ids)), "area": "keep", "theme": "keep"}


@methods
@staff("consultation.view_contribution")
def point(request: StaffRequest, pk: int) -> HttpResponse:
    """Show one point: its words, what was answered and why; say in short what it is about."""
    found = point_or_404(pk)
    form = PointForm(
        request.POST if request.method == "POST" else None,
        programme=found.round.programme,
        initial=PointForm.initial_of(found),
    )
    may = request.user.has_perm("consultation.answer_point")

    def save() -> None:
        values = form.values()
        actions.reword(request.user, point=found, heading=values.pop("heading"))
        actions.move_points(request.user, points=[found.pk], changes=values)

    if may and form.is_valid() and accepted(form, save):
        messages.success(request, _("The point is saved."))
        return redirect("consultation:desk_point", pk)
    context = _page_of(request, found) | {"form": form, "may_answer": may}
    status = 422 if form.is_bound else 200
    return render(request, "consultation/desk_point.html", context, status=status)


@never_cache
@require_POST
@staff("consultation.view_contribution")
def export(request: StaffRequest, form: str) -> HttpResponseBase:
    """Send staff all points that they ask for; that they took them out is logged."""
    if form not in exports_points.FORMS:
        raise Http404
    rounds = rounds_that_take_input()
    narrowed = PointFilter(request.GET, programme=programme_or_404(), rounds=rounds)
    if not narrowed.is_valid():
        return HttpResponseBadRequest(_("There is nothing like that to take out."))
    content = exports_points.staff_file(request.user, form, narrowed.wanted())
    return as_file(content, form, _("points"))


def point_or_404(pk: int) -> Point:
    """Return a point with what its page shows of it."""
    found = queries.point_for_desk(pk)
    if found is None:
        raise Http404
    return found


def back(request: StaffRequest) -> HttpResponse:
    """Go back to the list as it was narrowed; never to another site."""
    to = request.POST.get("next", "")
    if to.startswith("/desk/") and url_has_allowed_host_and_scheme(to, allowed_hosts=None):
        return redirect(to)
    return redirect("consultation:desk_points")


def _page_of(request: StaffRequest, found: Point) -> dict[str, Any]:
    one = desk_queries.input_for_desk(found.contribution_id)
    place = passages.place_of(passages.parts_of(one), found) if one else None
    holds = queries.holds_for(found)
    siblings = list(found.contribution.points.order_by("number").values_list("pk", flat=True))
    at = siblings.index(found.pk)
    return {
        "point": found,
        "input": found.contribution,
        "round": found.round,
        "place": place,
        "holds": holds,
        "state": point_state(found),
        "is_own": holds is not None and holds.made_by_id == request.user.pk,
        "history": list(queries.history_of(found)),
        "may_mask": request.user.has_perm("registry.mask"),
        "merged": list(queries.whole(found.merged.order_by("pk"))),
        "before": siblings[at - 1] if at else None,
        "after": siblings[at + 1] if at + 1 < len(siblings) else None,
        "thread": beside(kinds.ref(found), request.user),
    }
