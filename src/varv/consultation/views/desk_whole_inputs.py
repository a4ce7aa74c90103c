"""The desk: making each of many inputs one point in one act, and taking that act back."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from varv.consultation import actions
from varv.consultation.forms_desk.contributions import chosen_inputs
from varv.consultation.queries import points as queries
from varv.consultation.queries import splitting
from varv.consultation.queries.rounds import rounds_that_take_input
from varv.consultation.views.desk_contributions import back
from varv.consultation.views.desk_splitting import may_answer, methods
from varv.people.requests import StaffRequest

#: So many of the points are shown with their words; of the others how many there are.
SHOWN = 20


@require_POST
@may_answer
def make(request: StaffRequest) -> HttpResponse:
    """Make each of the ticked inputs one point, or each that the list shows."""
    ids = chosen_inputs(request.POST, rounds_that_take_input())
    try:
        done = actions.split_wholes(request.user, contributions=ids)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        _tell(request, done)
    return back(request)


@methods
@may_answer
def undo(request: StaffRequest, batch: uuid.UUID) -> HttpResponse:
    """Take one act back, after showing what it was."""
    made = splitting.made_whole(batch)
    if not made.exists():
        raise Http404
    if request.method != "POST":
        return _show(request, batch)
    try:
        done = actions.take_back_wholes(request.user, batch=batch)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("consultation:desk_contributions")
    text = ngettext("%(n)s point is taken back.", "%(n)s points are taken back.", done.count)
    messages.success(request, text % {"n": done.count})
    if done.stay:
        text = ngettext(
            "%(n)s stays: somebody has worked with it since.",
            "%(n)s stay: somebody has worked with them since.",
            done.stay,
        )
        messages.warning(request, text % {"n": done.stay})
    return redirect("consultation:desk_contributions")


def _show(request: StaffRequest, batch: uuid.UUID) -> HttpResponse:
    free = splitting.untouched(batch)
    count = free.count()
    context = {
        "count": count,
        "stay": splitting.made_whole(batch).count() - count,
        "points": queries.chosen(list(free.values_list("pk", flat=True)[:SHOWN])),
        "more": max(0, count - SHOWN),
    }
    return render(request, "consultation/desk_inputs_whole_undo.html", context)


def _tell(request: StaffRequest, done: actions.Wholes) -> None:
    if done.count:
        text = ngettext(
            "%(n)s input is one point now.", "%(n)s inputs are one point each now.", done.count
        )
        undo_url = reverse("consultation:desk_inputs_whole_undo", args=[done.batch])
        said = format_html(
            '{} <a href="{}">{}</a>', text % {"n": done.count}, undo_url, _("Take it back")
        )
        messages.success(request, said)
    left = (
        (
            done.has_points,
            ngettext("%(n)s has points already.", "%(n)s have points already.", done.has_points),
        ),
        (
            done.does_not_stand,
            ngettext("%(n)s is withdrawn.", "%(n)s are withdrawn.", done.does_not_stand),
        ),
        (
            done.only_files,
            ngettext(
                "%(n)s says nothing but its files. Write off what they say.",
                "%(n)s say nothing but their files. Write off what they say.",
                done.only_files,
            ),
        ),
    )
    for number, why in left:
        if number:
            messages.warning(request, why % {"n": number})
