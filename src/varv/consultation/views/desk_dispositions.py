"""The desk: answering points, and taking answers back."""

import uuid
from collections.abc import Sequence
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
from varv.consultation.forms_desk.dispositions import DisposeForm, written
from varv.consultation.forms_desk.point_list import ids_of
from varv.consultation.models import Disposition, Point
from varv.consultation.queries import points as queries
from varv.consultation.views.desk_signing import acts_of
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


@methods
@may_answer
def undo(request: StaffRequest, batch: uuid.UUID) -> HttpResponse:
    """Take one act back, after showing what it was."""
    holds = Disposition.objects.filter(batch=batch).select_related("made_by").first()
    if holds is None:
        raise Http404
    if request.method != "POST":
        acts = acts_of(request, Disposition.objects.filter(batch=batch, replaced_at=None))
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
