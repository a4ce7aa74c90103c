"""The desk: a contact list, read, looked through row by row, and entered as a whole or not."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from varv.consultation.actions import invitation_lists as actions
from varv.consultation.forms_desk.invitations import ContactListForm
from varv.consultation.invitations import contact_list, kept_lists, sheets
from varv.consultation.models import InvitationList, Round
from varv.consultation.views import invitation_pages as shared
from varv.people.access import staff
from varv.people.requests import StaffRequest, region_of

PER_PAGE = 50
STATES = ("wrong", "new", "merged", "doubtful", "known")

may_change = staff("consultation.change_invitation")


@may_change
def choose(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a file and read it; what was read waits for a while to be entered."""
    round_ = shared.round_or_404(pk)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ContactListForm(*sent)
    if form.is_valid() and _keep(request, round_, form):
        return redirect("consultation:desk_invitation_list_preview", pk)
    context = shared.page_of(request, round_) | {"form": form}
    status = 422 if form.is_bound else 200
    return render(request, "consultation/desk/invitation_list.html", context, status=status)


@require_safe
@may_change
def template(request: StaffRequest, pk: int) -> HttpResponse:
    """Send an empty contact list with the right headings."""
    round_ = shared.round_or_404(pk)
    return shared.as_download(sheets.template(), _("Contact list"), round_)


@require_safe
@may_change
def preview(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what entering the list would do, and what in it is wrong, as things are now."""
    round_ = shared.round_or_404(pk)
    waiting = kept_lists.kept(request.user, round_)
    if waiting is None:
        return redirect("consultation:desk_invitation_list", pk)
    return _show(request, round_, waiting)


@require_POST
@may_change
def enter(request: StaffRequest, pk: int) -> HttpResponse:
    """Enter the list that was shown, or nothing."""
    round_ = shared.round_or_404(pk)
    try:
        number = actions.enter_list(
            request.user,
            round=round_,
            upload=request.POST.get("upload", ""),
            shown=request.POST.get("shown", ""),
            without_wrong="without_wrong" in request.POST,
        )
    except ValidationError as error:
        waiting = kept_lists.kept(request.user, round_)
        if waiting is None:
            messages.error(request, " ".join(error.messages))
            return redirect("consultation:desk_invitation_list", pk)
        return _show(request, round_, waiting, refused=error.messages)
    text = ngettext("%(n)s is new on the list.", "%(n)s are new on the list.", number)
    messages.success(request, text % {"n": number})
    return shared.to_list(pk)


@require_POST
@may_change
def drop(request: StaffRequest, pk: int) -> HttpResponse:
    """Throw the list away."""
    round_ = shared.round_or_404(pk)
    actions.drop_list(request.user, round=round_)
    messages.success(request, _("The list is thrown away. Nothing was entered."))
    return redirect("consultation:desk_invitation_list", pk)


def _keep(request: StaffRequest, round_: Round, form: ContactListForm) -> bool:
    """Read the file and keep its rows; the file itself is not kept anywhere."""
    file = form.cleaned_data["file"]
    try:
        rows = contact_list.read(file.read(), region_of(request))
    except ValidationError as error:
        form.take_errors(error)
        return False
    kept_lists.keep(request.user, round_, file.name or "", rows)
    return True


def _show(
    request: StaffRequest,
    round_: Round,
    waiting: InvitationList,
    *,
    refused: list[str] | None = None,
) -> HttpResponse:
    rows = kept_lists.rows_of(waiting)
    plan = contact_list.plan(round_, rows, region_of(request), likes=True)
    shown = {state: plan.of(state) for state in STATES}
    first = next((state for state in STATES if shown[state]), "new")
    state = request.GET.get("state", "")
    state = state if state in shown else first
    context = shared.page_of(request, round_) | {
        "waiting": waiting,
        "plan": plan,
        "state": state,
        "counts": {name: len(found) for name, found in shown.items()},
        "columns": list(contact_list.COLUMNS.values()),
        "lines": Paginator(shown[state], PER_PAGE).get_page(request.GET.get("page")),
        "refused": refused,
    }
    status = 422 if refused else 200
    return render(request, "consultation/desk/invitation_list_check.html", context, status=status)
