"""After the meeting: who was there, and the minutes."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from varv.meetings import actions, queries
from varv.meetings.actions import WalkIn
from varv.meetings.desk_lines import comparison, next_reference
from varv.meetings.forms_desk.afterwards import CameForm, MinutesForm, WalkInRows, walk_in_shown
from varv.meetings.models import Meeting, Minutes
from varv.meetings.views.desk.shared import line_or_404, page_of, show_form, to_meeting
from varv.people.access import staff
from varv.people.requests import StaffRequest
from varv.text.refusals import RefusableForm, accepted


@staff("meetings.view_registrations")
def attendance(request: StaffRequest, pk: int) -> HttpResponse:
    """Note who came, and see by municipality and sector who came and who had signed up."""
    line = line_or_404(request, pk)
    registrations = list(queries.registrations(line.meeting))
    known = [registration.pk for registration in registrations]
    to_save = request.method == "POST" and "save" in request.POST
    if request.method == "POST":
        _refuse_readers(request)
        form, walk_ins = _sent(request, known)
    else:
        form, walk_ins = _noted(line.meeting, known)
    if to_save and _note(request, line.meeting, form, walk_ins):
        messages.success(request, _("The attendance is saved."))
        return redirect("meetings:desk_attendance", pk)
    context = page_of(request, line) | {
        "form": form,
        "walk_ins": walk_ins,
        "registrations": registrations,
        "ticked": _ticked(request, form, known),
        "comparison": comparison(line.meeting),
    }
    status = 422 if to_save else 200
    return render(request, "meetings/desk/attendance.html", context, status=status)


@staff("meetings.view_desk")
def minutes(request: StaffRequest, pk: int) -> HttpResponse:
    """Write the minutes; once published, a new text is a correction and a record of its own.

    A draft is for those who write it: readers see the minutes as everybody does, once published.
    """
    line = line_or_404(request, pk)
    written = getattr(line.meeting, "minutes", None)
    published = bool(written and written.published_at)
    context = page_of(request, line) | {"minutes": written, "published": published}
    context["next_reference"] = next_reference(line.meeting)
    if request.method == "POST":
        _refuse_readers(request)
    if not context["may_change"]:
        context["minutes"] = written if published else None
        return render(request, "meetings/desk/minutes.html", context)
    form = _minutes_form(request, written)
    write = actions.correct_minutes if published else actions.save_minutes

    def save() -> None:
        write(request.user, meeting=line.meeting, text=form.cleaned_data["text"])

    then = request.POST.get("then")
    if published and then != "publish" and form.is_valid():
        # What cannot be taken back is read once more first.
        context["text"] = form.cleaned_data["text"]
        return render(request, "meetings/desk/minutes_correct.html", context)
    if request.method == "POST" and form.is_valid() and accepted(form, save):
        if published:
            messages.success(request, _("The correction is published as a new record."))
            return to_meeting(pk)
        if then == "publish":
            return redirect("meetings:desk_minutes_publish", pk)
        messages.success(request, _("The draft of the minutes is saved."))
        return redirect("meetings:desk_minutes", pk)
    return show_form(request, form, context, template="minutes")


@staff("meetings.change_meeting")
def publish_minutes(request: StaffRequest, pk: int) -> HttpResponse:
    """Read the minutes once more, told what publishing means, and then publish them."""
    line = line_or_404(request, pk)
    written = getattr(line.meeting, "minutes", None)
    if written is None:
        raise Http404
    if written.published_at:
        return redirect("meetings:desk_minutes", pk)
    form = RefusableForm(request.POST if request.method == "POST" else None)

    def publish() -> None:
        actions.publish_minutes(request.user, meeting=line.meeting)

    if request.method == "POST" and form.is_valid() and accepted(form, publish):
        messages.success(request, _("The minutes are published."))
        return to_meeting(pk)
    context = page_of(request, line) | {
        "minutes": written,
        "reference": next_reference(line.meeting),
    }
    return show_form(request, form, context, template="minutes_publish")


def _minutes_form(request: StaffRequest, written: Minutes | None) -> MinutesForm:
    """Return what was sent to be judged, or what is written, or typed, to be worked on."""
    if request.method == "POST" and request.POST.get("then") != "edit":
        return MinutesForm(request.POST)
    text = request.POST.get("text", written.text if written else "")
    return MinutesForm(initial={"text": text})


def _refuse_readers(request: StaffRequest) -> None:
    if not request.user.has_perm("meetings.change_meeting"):
        raise PermissionDenied


def _sent(request: StaffRequest, known: list[int]) -> tuple[CameForm, WalkInRows]:
    """Return what was sent; when the button was not to save, nothing is judged yet."""
    form = CameForm(request.POST, registrations=known)
    if "save" in request.POST:
        return form, WalkInRows(request.POST)
    return form, WalkInRows(initial=_typed(request))


def _typed(request: StaffRequest) -> list[dict[str, Any]]:
    """Return the walk-ins as they were typed, to show them again with more empty rows."""
    sent = WalkInRows(request.POST)
    names = ("id", "name", "organisation", "sector", "municipality")
    if not sent.management_form.is_valid():
        return []
    typed = [{name: row[name].value() or "" for name in names} for row in sent.forms]
    return [row for row in typed if any(row.values())]


def _noted(meeting: Meeting, known: list[int]) -> tuple[CameForm, WalkInRows]:
    """Return what was noted before."""
    there = list(queries.attendances(meeting))
    came = [row.registration_id for row in there if row.registration_id]
    walk_ins = [walk_in_shown(row) for row in there if not row.registration_id]
    form = CameForm(initial={"came": came}, registrations=known)
    return form, WalkInRows(initial=walk_ins)


def _note(request: StaffRequest, meeting: Meeting, form: CameForm, walk_ins: WalkInRows) -> bool:
    """Save the attendance if all of it is right."""
    if not (form.is_valid() and walk_ins.is_valid()):
        return False
    guests = [WalkIn(**row) for row in walk_ins.rows()]

    def note() -> None:
        present = form.cleaned_data["came"]
        actions.record_attendance(request.user, meeting=meeting, present=present, walk_ins=guests)

    return accepted(form, note)


def _ticked(request: StaffRequest, form: CameForm, known: list[int]) -> set[int]:
    wanted = request.POST.get("tick")
    if wanted in {"all", "none"}:
        return set(known) if wanted == "all" else set()
    sent = {str(value) for value in form["came"].value() or []}
    return {pk for pk in known if str(pk) in sent}
