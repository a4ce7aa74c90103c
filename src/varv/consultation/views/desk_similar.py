"""The desk: points that say much the same, side by side; staff decide what becomes of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from varv.consultation import actions, similarity
from varv.consultation.forms_desk.point_list import PointFilter, ids_of
from varv.consultation.models import Disposition, Point
from varv.consultation.queries import alike
from varv.consultation.queries import points as queries
from varv.consultation.queries.rounds import rounds_that_take_input
from varv.consultation.shown import Shown, point_state
from varv.consultation.views.desk_splitting import may_answer
from varv.cycles.views.shared import programme_or_404
from varv.people.requests import StaffRequest

PER_PAGE = 10
SIDE_AT_MOST = similarity.JOINED_AT_MOST + 1
#: Of a long group so many are shown in the list, and so many side by side before the rest unfolds.
LISTED, UNFOLDED = 4, 12


@dataclass(frozen=True)
class Column:
    """One of the points that stand side by side."""

    point: Point
    holds: Disposition | None
    state: Shown
    percent: int | None
    words: str


@require_safe
@may_answer
def similar(request: StaffRequest) -> HttpResponse:
    """Suggest which points of a round say much the same, those first that are most alike."""
    rounds = rounds_that_take_input()
    asked = request.GET.copy()
    first = rounds.first()
    if not asked and first is not None:
        asked["round"] = str(first.pk)
    form = PointFilter(asked, programme=programme_or_404(), rounds=rounds)
    wanted = form.wanted()
    compared = alike.compared(wanted)
    page = Paginator(compared.groups, PER_PAGE).get_page(request.GET.get("page"))
    words = similarity.words_of([pk for group in page for pk in group.ids[:LISTED]])
    context = {
        "form": form,
        "page": page,
        "groups": [_listed(words, group) for group in page],
        "compared": compared,
        "round": wanted.round,
    }
    return render(request, "consultation/desk_points_similar.html", context)


@require_safe
@may_answer
def side(request: StaffRequest) -> HttpResponse:
    """Show points side by side: those that were chosen, or one and those most like it."""
    ids = ids_of(request.GET.getlist("point"))[:SIDE_AT_MOST]
    one = ids_of([request.GET.get("like", "")])
    scores: dict[int, float] = {}
    if one:
        found = queries.point_for_desk(one[0])
        if found is None:
            raise Http404
        scores = dict(alike.like(found))
        ids = [found.pk, *scores]
    if not ids:
        messages.error(request, _("Tick the points first."))
        return redirect("consultation:desk_points")
    words = similarity.words_of(ids)
    others = [(pk, scores.get(pk, 0.0)) for pk in ids[1:]]
    columns = _columns(words, similarity.Group(ids[0], others), told=bool(one))
    context = {
        "columns": columns,
        "unfolded": columns[:UNFOLDED],
        "folded": columns[UNFOLDED:],
    }
    return render(request, "consultation/desk_points_side.html", context)


@require_POST
@may_answer
def merge(request: StaffRequest) -> HttpResponse:
    """Merge the ticked points into the one that is chosen as their head."""
    ids = ids_of(request.POST.getlist("point"))[:SIDE_AT_MOST]
    head = queries.point_for_desk((ids_of([request.POST.get("head", "")]) or [0])[0])
    if head is None or not ids:
        messages.error(request, _("Tick at least two points, and say which one the others follow."))
        return redirect("consultation:desk_points_similar")
    try:
        count = actions.merge_points(request.user, head=head, points=ids)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("consultation:desk_point", head.pk)
    text = ngettext("%(n)s point follows this one now.", "%(n)s points follow this one now.", count)
    messages.success(request, text % {"n": count})
    return redirect("consultation:desk_point", head.pk)


@require_POST
@may_answer
def part(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a merged point stand for itself again."""
    found = queries.point_for_desk(pk)
    if found is None:
        raise Http404
    try:
        actions.part_point(request.user, point=found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The point stands for itself again."))
    return redirect("consultation:desk_point", pk)


@dataclass(frozen=True)
class Listed:
    """A group as the list of groups shows it: the first of its points, and how many more."""

    ids: Sequence[int]
    columns: Sequence[Column]

    @property
    def more(self) -> int:
        """How many of its points are not shown."""
        return len(self.ids) - len(self.columns)


def _listed(words: similarity.Words, group: similarity.Group) -> Listed:
    first = similarity.Group(group.head, group.others[: LISTED - 1])
    return Listed(group.ids, _columns(words, first))


def _columns(
    words: similarity.Words, group: similarity.Group, *, told: bool = True
) -> Sequence[Column]:
    found = queries.by_ids(queries.chosen(group.ids), group.ids)
    scores = dict(group.others)
    known = set(words.ids)
    stems = {
        one.pk: words.in_common(group.head, one.pk) if {group.head, one.pk} <= known else []
        for one in found[1:]
    }
    spelled = similarity.spelled(
        [stem for some in stems.values() for stem in some],
        [f"{one.heading} {one.text}" for one in found],
    )
    return [
        Column(
            one,
            queries.holds_for(one),
            point_state(one),
            round(scores[one.pk] * 100) if told and one.pk in scores else None,
            ", ".join(spelled[stem] for stem in stems.get(one.pk, ())),
        )
        for one in found
    ]
