"""The desk: reading what somebody else has answered, and signing it or giving it back."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varv.consultation import actions
from varv.consultation.actions.dispositions import MOST_AT_ONCE
from varv.consultation.forms_desk.dispositions import ReturnForm
from varv.consultation.forms_desk.point_list import ids_of
from varv.consultation.models import Disposition, Point
from varv.consultation.queries import points as queries
from varv.consultation.queries.answered import changed_by
from varv.consultation.views.desk_splitting import may_answer, methods
from varv.people.requests import StaffRequest
from varv.registry.kinds import Thing
from varv.text.refusals import accepted

#: So many points of an act are shown at once, the rest when one asks.
SHOWN = 3


@dataclass(frozen=True)
class Act:
    """What was answered in one act, with the points that it answers and what it changed."""

    holds: Disposition
    points: Sequence[Point]
    changed: Sequence[Thing]
    is_own: bool

    @property
    def count(self) -> int:
        """How many points it answers."""
        return len(self.points)

    @property
    def first(self) -> Sequence[Point]:
        """The points that are shown at once."""
        return self.points[:SHOWN]

    @property
    def folded(self) -> Sequence[Point]:
        """The points that are shown to who asks."""
        return self.points[SHOWN:]


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
    # The page of what is to be signed sends only which answers; the note is asked for here.
    data = request.POST if "note" in request.POST else None
    asked = request.POST.get("dispositions") or ",".join(request.GET.getlist("disposition"))
    form = ReturnForm(data, initial={"dispositions": ",".join(map(str, ids_of(asked.split(","))))})
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
    acts = acts_of(request, Disposition.objects.filter(pk__in=ids_of(text.split(","))))
    context = {"form": form, "acts": acts, "next": request.POST.get("next", "")}
    status = 422 if form.is_bound else 200
    return render(request, "consultation/desk_points_return.html", context, status=status)


def show_sign(request: StaffRequest, ids: Sequence[int]) -> HttpResponse:
    """Show what awaits a second reader among these points: each answer once, with its points."""
    waits = Disposition.objects.filter(
        point__in=ids, replaced_at=None, signed_at=None, returned_at=None
    )
    acts = acts_of(request, waits)
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


def acts_of(request: StaffRequest, found: Any) -> list[Act]:
    """Return dispositions as the acts that they were given in, with the points of each."""
    rows = list(found.select_related("made_by").order_by("batch", "point"))
    by_act: dict[tuple[uuid.UUID, int | None], list[Disposition]] = {}
    for one in rows:
        by_act.setdefault((one.batch, one.made_by_id), []).append(one)
    points = {one.pk: one for one in queries.chosen([one.point_id for one in rows])}
    changed = changed_by([some[0] for some in by_act.values()], request.user)
    return [
        Act(
            some[0],
            [points[one.point_id] for one in some if one.point_id in points],
            changed[some[0].pk],
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


def _back(request: StaffRequest) -> HttpResponse:
    to = request.POST.get("next", "")
    return redirect(to if to.startswith("/desk/points/") else "consultation:desk_points")
