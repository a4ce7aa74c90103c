"""The desk: the register of organisations in and out of Excel."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from varv import clock
from varv.files import excel
from varv.people import actions, organisation_list
from varv.people.access import staff
from varv.people.forms import OrganisationListForm
from varv.people.models import OrganisationImport
from varv.people.requests import StaffRequest
from varv.people.views.desk_staff import add_errors

PER_PAGE = 50
may_change = staff("people.change_organisation")


@may_change
def choose(request: StaffRequest) -> HttpResponse:
    """Take a file and read it; its rows wait until somebody has seen what they would do."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = OrganisationListForm(*sent)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            draft = actions.read_organisations(
                request.user, name=file.name or "", content=file.read()
            )
        except ValidationError as error:
            add_errors(form, error)
        else:
            return redirect("people:desk_list_check", key=draft.key)
    status = 422 if form.errors else 200
    return render(request, "people/desk/list_choose.html", {"form": form}, status=status)


@require_safe
@may_change
def template(request: StaffRequest) -> HttpResponse:
    """Send an empty list with the right headings."""
    return _download(organisation_list.template(), _("Organisations, template"))


@require_safe
@may_change
def export(request: StaffRequest) -> HttpResponse:
    """Send the whole register, as a list that can be read in again."""
    return _download(actions.export_organisations(request.user), _("Organisations"))


@require_safe
@may_change
def check(request: StaffRequest, key: UUID) -> HttpResponse:
    """Show what entering the list would do, or what in it is wrong."""
    return _show(request, _draft(request, key))


@require_POST
@may_change
def enter(request: StaffRequest, key: UUID) -> HttpResponse:
    """Enter all of the list that was shown, or nothing."""
    draft = _draft(request, key)
    try:
        plan = actions.enter_organisations(request.user, draft=draft)
    except ValidationError as error:
        actions.look_at_list_again(request.user, draft=draft)
        return _show(request, _draft(request, key), refused=error.messages)
    new, changed = len(plan.of("new")), len(plan.of("changed"))
    texts = [
        ngettext("%(n)s organisation is new.", "%(n)s organisations are new.", new) % {"n": new},
        ngettext("%(n)s is changed.", "%(n)s are changed.", changed) % {"n": changed},
    ]
    messages.success(request, " ".join(texts))
    return redirect("people:desk_organisations")


@require_POST
@may_change
def drop(request: StaffRequest, key: UUID) -> HttpResponse:
    """Throw the list away."""
    actions.drop_organisations(request.user, draft=_draft(request, key))
    messages.success(request, _("The list is thrown away. Nothing was entered."))
    return redirect("people:desk_list")


def _draft(request: StaffRequest, key: UUID) -> OrganisationImport:
    """Return a list that waits; only who chose the file sees it, for it holds addresses."""
    waiting = OrganisationImport.objects.filter(by_id=request.user.pk, entered_at=None)
    # The rows are read only where they are needed: they may be many.
    waiting = waiting.defer("rows")
    return get_object_or_404(waiting, key=key)


def _show(
    request: StaffRequest, draft: OrganisationImport, *, refused: list[str] | None = None
) -> HttpResponse:
    plan = organisation_list.shown(draft)
    shown = {state: plan.of(state) for state in ("new", "changed", "doubtful", "known")}
    first = next((state for state, found in shown.items() if found), "known")
    state = request.GET.get("state", "")
    state = state if state in shown else ("doubtful" if shown["doubtful"] else first)
    found = plan.problems or shown[state]
    context = {
        "draft": draft,
        "plan": plan,
        "state": state,
        "counts": {name: len(entries) for name, entries in shown.items()},
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "to_enter": len(shown["new"]) + len(shown["changed"]),
        "refused": refused,
    }
    status = 422 if refused else 200
    return render(request, "people/desk/list_check.html", context, status=status)


def _download(content: bytes, title: str) -> HttpResponse:
    response = HttpResponse(content, content_type=excel.CONTENT_TYPE)
    name = f"{title} {clock.today().isoformat()}.xlsx"
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response
