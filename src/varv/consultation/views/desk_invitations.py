"""The desk: who is asked to take part in a round, and what became of it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from varv.consultation.actions import invitation_lists as actions
from varv.consultation.forms_desk.invitations import InvitationFilter, InviteForm, SourceForm
from varv.consultation.invitations import check, sheets
from varv.consultation.invitations.sources import sources
from varv.consultation.models import Invitation, Round
from varv.consultation.queries import invitations as queries
from varv.consultation.queries.invitations import State
from varv.consultation.views import invitation_pages as shared
from varv.people.access import staff
from varv.people.requests import StaffRequest

PER_PAGE = 50
#: The look of each state; see the classes of ``tag``.
LOOKS = {
    State.WAITING: "draft",
    State.ASKED: "waiting",
    State.OPENED: "published",
    State.ANSWERED: "done",
    State.DECLINED: "closed",
    State.UNREACHABLE: "failed",
}

may_see = staff("consultation.view_invitation")
may_change = staff("consultation.change_invitation")


@require_safe
@may_see
def listing(request: StaffRequest, pk: int) -> HttpResponse:
    """List who is asked, narrowed by what became of it, sector and municipality."""
    round_ = shared.round_or_404(pk)
    form = InvitationFilter(request.GET or None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = queries.invitations(round_)
    numbers = queries.counts(rows)
    found = queries.narrowed(
        rows,
        text=wanted.get("q", ""),
        state=wanted.get("state", ""),
        sector=wanted.get("sector", ""),
        municipality=wanted.get("municipality", ""),
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = shared.page_of(request, round_) | {
        "form": form,
        "page": page,
        "lines": _lines(list(page.object_list)),
        "counts": [(state, State(state).label, number) for state, number in numbers.items()],
        "total": sum(numbers.values()),
        "numbers": numbers,
        "to_mail": queries.narrowed(rows, state=State.WAITING).exclude(person=None).count(),
        "letters": queries.letters(round_).count(),
        "findings": check.findings(round_),
    }
    return render(request, "consultation/desk/invitations.html", context)


@may_change
def add(request: StaffRequest, pk: int) -> HttpResponse:
    """Put one on the list by hand; beside it stands whom varv knows already."""
    round_ = shared.round_or_404(pk)
    posted = request.method == "POST"
    form = InviteForm(request.POST) if posted else InviteForm.draft(request.GET)
    if form.is_valid():
        try:
            made = actions.invite_by_hand(request.user, round=round_, cells=form.cleaned_data)
        except ValidationError as error:
            form.take_errors(error)
        else:
            who = made.name or made.organisation or (made.person.email if made.person else "")
            messages.success(request, _("%(name)s is on the list.") % {"name": who})
            return redirect("consultation:desk_invitations_add", pk)
    return _show_add(request, round_, form=form)


@require_POST
@may_change
def add_known(request: StaffRequest, pk: int) -> HttpResponse:
    """Put all of one source on the list."""
    round_ = shared.round_or_404(pk)
    found = {one.key: one for one in sources(round_)}
    form = SourceForm(request.POST, numbers=[(one.key, "") for one in found.values()])
    if not form.is_valid():
        return _show_add(request, round_, source_error=form.errors["source"])
    chosen = found[form.cleaned_data["source"]]
    number = actions.invite_all(
        request.user, round=round_, invitees=chosen.invitees, source=chosen.key
    )
    text = ngettext("%(n)s is new on the list.", "%(n)s are new on the list.", number)
    messages.success(request, text % {"n": number})
    return shared.to_list(pk)


@require_POST
@may_change
def remove(request: StaffRequest, pk: int, invitation: int) -> HttpResponse:
    """Take somebody off the list."""
    found = get_object_or_404(Invitation.objects.select_related("round"), round=pk, pk=invitation)
    actions.remove_invitation(request.user, invitation=found)
    messages.success(request, _("The invitation is removed, and its link no longer works."))
    return shared.to_list(pk)


@require_safe
@may_see
def export(request: StaffRequest, pk: int) -> HttpResponse:
    """Send the list as a workbook."""
    round_ = shared.round_or_404(pk)
    content = sheets.export_invitations(request.user, round=round_)
    return shared.as_download(content, _("Invitations"), round_)


def _lines(found: list[Invitation]) -> list[dict[str, Any]]:
    """Return what the page shows of each: its state, its answer, and whether mail is stopped."""
    given, stops = queries.answers(found), queries.stopped(found)
    return [
        {
            "invitation": one,
            "state": State(one.shown_state),  # type: ignore[attr-defined]
            "look": LOOKS[State(one.shown_state)],  # type: ignore[attr-defined]
            "answer": given.get(one.pk),
            "stopped": one.pk in stops,
        }
        for one in found
    ]


def _show_add(
    request: StaffRequest,
    round_: Round,
    *,
    form: InviteForm | None = None,
    source_error: object = None,
) -> HttpResponse:
    wrong = bool(source_error or (form and form.is_bound))
    context = shared.page_of(request, round_) | {
        "form": form or InviteForm(),
        "sources": sources(round_),
        "source_error": source_error,
    }
    return render(
        request, "consultation/desk/invitations_add.html", context, status=422 if wrong else 200
    )
