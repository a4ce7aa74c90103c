"""The desk: splitting one input after the other into its points."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from varv.consultation import actions, passages
from varv.consultation.forms_desk.points import SplitForm
from varv.consultation.models import Contribution
from varv.consultation.queries import desk as desk_queries
from varv.consultation.queries import points as queries
from varv.consultation.queries import splitting
from varv.consultation.shown import input_state
from varv.people.access import staff
from varv.people.requests import StaffRequest
from varv.text.refusals import accepted

methods = require_http_methods(["GET", "HEAD", "POST"])
may_answer = staff("consultation.answer_point")


@methods
@may_answer
def split(request: StaffRequest, pk: int) -> HttpResponse:
    """Show all that an input says, with its points marked, and make one point more."""
    found = _input_or_404(pk)
    programme = found.round.programme
    last = splitting.last_number(found)
    data = request.POST if request.method == "POST" else None
    form = SplitForm(data, programme=programme, initial={"seen": max(last, found.last_point)})

    def make() -> None:
        values = form.values()
        place = _ticked(found, request.POST.getlist("piece"))
        actions.split(request.user, contribution=found, **(values | {"place": place}))

    if form.is_valid() and accepted(form, make):
        messages.success(request, _("The point is made."))
        return _onwards(request, found)
    context = _page_of(found, form)
    if form.is_bound:
        # What somebody else made meanwhile stands on this page: now it is seen.
        context["seen"] = max(last, found.last_point)
    status = 422 if form.is_bound else 200
    return render(request, "consultation/desk_split.html", context, status=status)


@require_POST
@may_answer
def whole(request: StaffRequest, pk: int) -> HttpResponse:
    """Let the whole input be one point, and take the next that is to be split."""
    found = _input_or_404(pk)
    try:
        actions.split_whole(request.user, contribution=found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("consultation:desk_split", pk)
    messages.success(request, _("The whole input is one point."))
    return _to_next(found)


@require_POST
@may_answer
def take_back(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back a point that was made by mistake."""
    found = queries.point_for_desk(pk)
    if found is None:
        raise Http404
    try:
        actions.take_back_split(request.user, point=found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("consultation:desk_point", pk)
    messages.success(request, _("The point is taken back."))
    return redirect("consultation:desk_split", found.contribution_id)


def _ticked(found: Contribution, pieces: list[str]) -> passages.Place | None:
    if not pieces:
        return None
    place = passages.joined(passages.parts_of(found), pieces)
    if place is None:
        raise ValidationError(
            {"quote": _("Tick sentences that stand beside each other, in one of the texts.")}
        )
    return place


def _onwards(request: StaffRequest, found: Contribution) -> HttpResponse:
    if "following" in request.POST:
        return _to_next(found)
    return redirect("consultation:desk_split", found.pk)


def _to_next(found: Contribution) -> HttpResponse:
    """Go on to the input that is to be split next, or to the points where none is left."""
    following = splitting.next_unsplit(found)
    if following is not None:
        return redirect("consultation:desk_split", following.pk)
    return redirect("consultation:desk_split", found.pk)


def _page_of(found: Contribution, form: SplitForm) -> dict[str, Any]:
    around = splitting.around(found)
    points = queries.points_of(found)
    return {
        "form": form,
        "input": found,
        "round": found.round,
        "record": found.record,
        "state": input_state(found),
        "parts": passages.marked(passages.parts_of(found), points),
        "points": points,
        "before": around.before,
        "after": around.after,
        "following": splitting.next_unsplit(found),
        "left": splitting.unsplit(found.round).count(),
    }


def _input_or_404(pk: int) -> Contribution:
    found = desk_queries.input_for_desk(pk)
    if found is None:
        raise Http404
    return found
