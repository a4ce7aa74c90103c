"""The guest list: choose a file, see every row checked, and only then enter them all."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from varv.meetings import guest_list, queries, sheets
from varv.meetings.desk_lines import Line
from varv.meetings.forms_desk.participants import GuestListForm
from varv.meetings.guest_list import CheckedRow
from varv.meetings.models import Meeting
from varv.meetings.views.desk.shared import line_or_404, page_of, show_form, to_meeting
from varv.people.access import staff
from varv.people.requests import StaffRequest, region_of

may_change = staff("meetings.change_meeting")


@may_change
def choose(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a file and read it; what was read waits for a while to be entered."""
    line = line_or_404(request, pk)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = GuestListForm(*sent)
    if form.is_valid() and _keep(request, line.meeting, form):
        return redirect("meetings:desk_guest_list_check", pk)
    return show_form(request, form, page_of(request, line), template="guest_list")


@require_safe
@may_change
def template(request: StaffRequest, pk: int) -> HttpResponse:
    """Send an empty guest list with the right headings."""
    line = line_or_404(request, pk)
    content = sheets.guest_list_template()
    return sheets.as_download(content, _("Guest list"), line.meeting)


@require_safe
@may_change
def check(request: StaffRequest, pk: int) -> HttpResponse:
    """Show every row with what is wrong in it, as things are now."""
    line = line_or_404(request, pk)
    kept = guest_list.kept(request.user, line.meeting)
    if kept is None:
        return redirect("meetings:desk_guest_list", pk)
    upload, rows = kept
    checked = guest_list.check(line.meeting, rows, region_of(request))
    return _show_check(request, line, upload, checked)


@require_POST
@may_change
def enter(request: StaffRequest, pk: int) -> HttpResponse:
    """Enter all the guests of the list that was shown, or none."""
    line = line_or_404(request, pk)
    kept = guest_list.kept(request.user, line.meeting)
    # Another window may have put another list in its place: only what was shown is entered.
    if kept is None or kept[0] != request.POST.get("upload"):
        messages.error(request, _("The list is no longer here. Choose the file again."))
        return redirect("meetings:desk_guest_list", pk)
    upload, rows = kept
    region = region_of(request)
    checked = guest_list.check(line.meeting, rows, region)
    if any(row.problems for row in checked):
        return _show_check(request, line, upload, checked, status=422)
    try:
        number = guest_list.enter(request.user, meeting=line.meeting, rows=checked, region=region)
    except ValidationError as error:
        return _show_check(request, line, upload, checked, refused=error.messages, status=422)
    guest_list.drop(request.user, line.meeting)
    text = ngettext("%(n)s guest is entered.", "%(n)s guests are entered.", number)
    messages.success(request, text % {"n": number})
    return to_meeting(pk)


def _show_check(
    request: StaffRequest,
    line: Line,
    upload: str,
    rows: list[CheckedRow],
    *,
    refused: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    left = queries.seats_left(line.meeting)
    context = page_of(request, line) | {
        "upload": upload,
        "rows": rows,
        "columns": list(guest_list.COLUMNS.values()),
        "faulty": [row for row in rows if row.problems],
        "to_wait": 0 if left is None else max(0, len(rows) - left),
        "refused": refused,
    }
    return render(request, "meetings/desk/guest_list_check.html", context, status=status)


def _keep(request: StaffRequest, meeting: Meeting, form: GuestListForm) -> bool:
    """Read the file and keep its rows; the file itself is not kept anywhere."""
    try:
        rows = guest_list.read(form.cleaned_data["file"].read(), region_of(request))
    except ValidationError as error:
        form.take_errors(error)
        return False
    guest_list.keep(request.user, meeting, rows)
    return True
