"""The desk: answering points, taking answers back, and signing what somebody else has answered."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varv.consultation import actions
from varv.consultation.actions.dispositions import MOST_AT_ONCE, group_of, token_of
from varv.consultation.forms_desk.dispositions import DisposeForm, ReturnForm, written
from varv.consultation.forms_desk.point_list import ids_of
from varv.consultation.models import Disposition, Point
from varv.consultation.queries import points as queries
from varv.consultation.views.desk_splitting import may_answer, methods
from varv.cycles.views.shared import programme_or_404
from varv.people.requests import StaffRequest
from varv.text.refusals import accepted

#: So many of the chosen points are shown with their words; of the others how many there are.
SHOWN = 20


@methods
@may_answer
def dispose(request: StaffRequest) -> HttpResponse:
    """Answer the chosen points, all in one act."""
    if request.method != "POST":
        return show_dispose(request, ids_of(request.GET.getlist("point")))
    form = DisposeForm(request.POST, programme=programme_or_404())
    if "fill" in request.POST:
        return _fill(request, form)
    done: list[actions.Disposed] = []
    try:
        if form.is_valid() and accepted(form, lambda: done.append(_give(request, form))):
            return _done(request, done[0])
    except _Meanwhile as meanwhile:
        return _show_meanwhile(request, meanwhile.points)
    seen = form.cleaned_data.get("seen") or {}
    return _show(request, form, list(seen), status=422)


class _Meanwhile(Exception):  # noqa: N818 - it goes past the form, which shows other refusals
    def __init__(self, points: Sequence[int]) -> None:
        super().__init__()
        self.points = points


def _give(request: StaffRequest, form: DisposeForm) -> actions.Disposed:
    try:
        return actions.dispose(request.user, **form.values())
    except actions.MeanwhileError as error:
        raise _Meanwhile(error.points) from error


def _done(request: StaffRequest, done: actions.Disposed) -> HttpResponse:
    text = ngettext(
        "%(n)s point is answered. A second reader signs it.",
        "%(n)s points are answered. A second reader signs them.",
        done.count,
    )
    undo_url = reverse("consultation:desk_points_undo", args=[done.batch])
    said = format_html(
        '{} <a href="{}">{}</a>', text % {"n": done.count}, undo_url, _("Take it back")
    )
    messages.success(request, said)
    if done.unpublished:
        text = ngettext(
            "%(n)s answer left the web until the new one is signed.",
            "%(n)s answers left the web until the new ones are signed.",
            done.unpublished,
        )
        messages.warning(request, text % {"n": done.unpublished})
    to = request.POST.get("next", "")
    return redirect(to if to.startswith("/desk/points/") else "consultation:desk_points")


def show_dispose(request: StaffRequest, ids: Sequence[int]) -> HttpResponse:
    """Show the form for these points and all that share their disposition."""
    group = sorted(group_of(ids[: MOST_AT_ONCE + 1]))
    seen = _seen(group)
    if not seen:
        messages.error(request, _("Tick the points first."))
        return redirect("consultation:desk_points")
    holds = _one_answer(group)
    initial = DisposeForm.initial_of(holds) | {"seen": written(seen)}
    form = DisposeForm(programme=programme_or_404(), initial=initial)
    return _show(request, form, group)


def _fill(request: StaffRequest, form: DisposeForm) -> HttpResponse:
    """Put the chosen wording into the form; what was typed besides stays."""
    data = request.POST.copy()
    template = getattr(form, "templates", {}).get(data.get("template", ""))
    if template is not None:
        data["outcome"], data["reason"] = template.outcome, template.text
    filled = DisposeForm(
        programme=programme_or_404(),
        initial={**data.dict(), "changed": data.getlist("changed")},
    )
    form.is_valid()
    return _show(request, filled, list(form.cleaned_data.get("seen") or {}))


def _show_meanwhile(request: StaffRequest, points: Sequence[int]) -> HttpResponse:
    """Show what somebody else did, beside what was typed; saving again knows of it."""
    data: QueryDict = request.POST.copy()
    before = DisposeForm(request.POST, programme=programme_or_404())
    before.is_valid()
    group = sorted(group_of(list(before.cleaned_data.get("seen") or {})))
    data["seen"] = written(_seen(group))
    form = DisposeForm(data, programme=programme_or_404())
    more = {"meanwhile": list(queries.chosen(list(points)[:SHOWN]))}
    return _show(request, form, group, status=409, more=more)


def _show(
    request: StaffRequest,
    form: DisposeForm,
    ids: Sequence[int],
    *,
    status: int = 200,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    shown = list(queries.chosen(list(ids)[:SHOWN]))
    signed = Point.objects.filter(pk__in=ids, state=Point.State.SIGNED).count()
    context = {
        "form": form,
        "count": len(ids),
        "points": [(one, queries.holds_for(one)) for one in shown],
        "more": len(ids) - len(shown),
        "signed": signed,
        "next": request.POST.get("next", ""),
        "back_to": request.POST.get("next", "") or reverse("consultation:desk_points"),
    }
    return render(request, "consultation/desk_dispose.html", context | (more or {}), status=status)


def _seen(group: Sequence[int]) -> dict[int, str]:
    there = Point.objects.filter(pk__in=group).order_by("pk").values_list("pk", flat=True)
    holds = {
        one.point_id: one for one in Disposition.objects.filter(point__in=group, replaced_at=None)
    }
    return {pk: token_of(holds.get(pk)) for pk in there}


def _one_answer(group: Sequence[int]) -> Disposition | None:
    """Return what holds where it is one and the same for all: then it is what one goes on from."""
    found = list(
        Disposition.objects.filter(point__in=group, replaced_at=None)
        .distinct("batch")
        .order_by("batch")[:2]
    )
    return found[0] if len(found) == 1 else None


# --- the second reader --------------------------------------------------------------------------


@dataclass(frozen=True)
class Act:
    """What was answered in one act, with some of the points that it answers."""

    holds: Disposition
    points: Sequence[Point]
    count: int
    is_own: bool


@methods
@may_answer
def sign(request: StaffRequest) -> HttpResponse:
    """Sign the answers that were read, or show those to the chosen points."""
    if request.method != "POST":
        return show_sign(request, ids_of(request.GET.getlist("point")))
    ids = ids_of(request.POST.get("dispositions", "").split(","))[:MOST_AT_ONCE]
    done = actions.sign(request.user, dispositions=ids)
    _tell(
        request,
        done,
        ngettext(
            "%(n)s answer is signed. Everybody who may read the input reads it.",
            "%(n)s answers are signed. Everybody who may read the input reads them.",
            done.count,
        ),
    )
    return _back(request)


@methods
@may_answer
def give_back(request: StaffRequest) -> HttpResponse:
    """Return answers to who wrote them, and say why."""
    data = request.POST if request.method == "POST" else None
    asked = ",".join(map(str, ids_of(request.GET.getlist("disposition"))))
    form = ReturnForm(data, initial={"dispositions": asked})
    done: list[actions.Signed] = []

    def give() -> None:
        note = form.cleaned_data["note"]
        done.append(actions.give_back(request.user, dispositions=form.ids(), note=note))

    if form.is_valid() and accepted(form, give):
        _tell(
            request,
            done[0],
            ngettext("%(n)s answer is returned.", "%(n)s answers are returned.", done[0].count),
        )
        return _back(request)
    text = str(form["dispositions"].value() or "")
    acts = _acts(request, Disposition.objects.filter(pk__in=ids_of(text.split(","))))
    context = {"form": form, "acts": acts, "next": request.POST.get("next", "")}
    status = 422 if form.is_bound else 200
    return render(request, "consultation/desk_points_return.html", context, status=status)


def show_sign(request: StaffRequest, ids: Sequence[int]) -> HttpResponse:
    """Show what awaits a second reader among these points: each answer once, with its points."""
    waits = Disposition.objects.filter(
        point__in=ids, replaced_at=None, signed_at=None, returned_at=None
    )
    acts = _acts(request, waits)
    if not acts:
        messages.info(request, _("None of these points awaits a second reader."))
        return _back(request)
    others = waits.exclude(made_by=request.user).values_list("pk", flat=True)
    context = {
        "acts": acts,
        "dispositions": ",".join(map(str, others)),
        "count": len(others),
        "next": request.POST.get("next", ""),
    }
    return render(request, "consultation/desk_points_sign.html", context)


def _acts(request: StaffRequest, found: Any) -> list[Act]:
    rows = list(found.select_related("made_by").order_by("batch", "point"))
    by_act: dict[tuple[uuid.UUID, int | None], list[Disposition]] = {}
    for one in rows:
        by_act.setdefault((one.batch, one.made_by_id), []).append(one)
    ids = [one.point_id for some in by_act.values() for one in some[:3]]
    points = {one.pk: one for one in queries.chosen(ids)}
    return [
        Act(
            some[0],
            [points[one.point_id] for one in some[:3] if one.point_id in points],
            len(some),
            some[0].made_by_id == request.user.pk,
        )
        for some in by_act.values()
    ]


def _tell(request: StaffRequest, done: actions.Signed, said: str) -> None:
    if done.count:
        messages.success(request, said % {"n": done.count})
    if done.own:
        text = ngettext(
            "%(n)s is your own. Somebody else signs it.",
            "%(n)s are your own. Somebody else signs them.",
            done.own,
        )
        messages.warning(request, text % {"n": done.own})
    if done.changed:
        text = ngettext(
            "%(n)s was changed, signed or returned meanwhile, and is left as it is.",
            "%(n)s were changed, signed or returned meanwhile, and are left as they are.",
            done.changed,
        )
        messages.warning(request, text % {"n": done.changed})
    if not (done.count or done.own or done.changed):
        messages.error(request, _("Choose at least one point."))


@methods
@may_answer
def undo(request: StaffRequest, batch: uuid.UUID) -> HttpResponse:
    """Take one act back, after showing what it was."""
    holds = Disposition.objects.filter(batch=batch).select_related("made_by").first()
    if holds is None:
        raise Http404
    if request.method != "POST":
        acts = _acts(request, Disposition.objects.filter(batch=batch, replaced_at=None))
        return render(request, "consultation/desk_points_undo.html", {"acts": acts, "batch": batch})
    try:
        done = actions.undo(request.user, batch=batch)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("consultation:desk_points")
    text = ngettext(
        "%(n)s point has what it had before.", "%(n)s points have what they had before.", done.count
    )
    messages.success(request, text % {"n": done.count})
    if done.signed or done.replaced:
        messages.warning(
            request,
            _("Left as they are: %(signed)s signed since, %(replaced)s answered anew since.")
            % {"signed": done.signed, "replaced": done.replaced},
        )
    return redirect("consultation:desk_points")


def _back(request: StaffRequest) -> HttpResponse:
    to = request.POST.get("next", "")
    return redirect(to if to.startswith("/desk/points/") else "consultation:desk_points")
