"""Planning a meeting: making it, publishing it, its link, moving and cancelling it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from varv import clock
from varv.cycles.queries import areas_to_choose
from varv.cycles.views.shared import programme_or_404
from varv.meetings import actions
from varv.meetings.desk_lines import Line
from varv.meetings.forms_desk.planning import (
    LinkForm,
    MeetingForm,
    MoveForm,
    ReasonForm,
    ReopenForm,
)
from varv.meetings.models import Meeting
from varv.meetings.views.desk.shared import do, line_or_404, page_of, show_form, to_meeting
from varv.people.access import staff
from varv.people.queries import staff as staff_members
from varv.people.requests import StaffRequest, region_of
from varv.text.refusals import RefusableForm, accepted

may_change = staff("meetings.change_meeting")


@may_change
def new(request: StaffRequest) -> HttpResponse:
    """Make a draft."""
    programme = programme_or_404()
    now = clock.now().astimezone(region_of(request).tz)
    opens = {"opens_day": now.date(), "opens": now.time()}
    form = _meeting_form(request, initial=opens | {"kind": Meeting.Kind.DIALOGUE, "online": True})
    made: list[Meeting] = []

    def make() -> None:
        values = form.values()
        made.append(actions.create_meeting(request.user, programme=programme, **values))

    if request.method == "POST" and form.is_valid() and accepted(form, make):
        messages.success(request, _("The draft is saved. Only staff sees it."))
        return to_meeting(made[0].pk)
    context = {"heading": _("New meeting"), "send": _("Save the draft")}
    return show_form(request, form, context, template="meeting_form")


@may_change
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change what is said about a meeting; its time is changed by moving it."""
    line = line_or_404(request, pk)
    initial = MeetingForm.initial_of(line.meeting, region_of(request))
    form = _meeting_form(request, initial=initial, with_times=False)

    def change() -> None:
        actions.edit_meeting(request.user, meeting=line.meeting, **form.values())

    if request.method == "POST" and form.is_valid() and accepted(form, change):
        messages.success(request, _("The changes are saved."))
        return to_meeting(pk)
    context = page_of(request, line) | {
        "heading": _("Edit the meeting"),
        "send": _("Save the changes"),
        "lead": _("To change the time, choose “Move” on the page of the meeting."),
    }
    return show_form(request, form, context, template="meeting_form")


@require_POST
@may_change
def publish(request: StaffRequest, pk: int) -> HttpResponse:
    """Let everybody see the meeting and sign up."""
    meeting = line_or_404(request, pk).meeting
    return do(
        request,
        pk,
        lambda: actions.publish(request.user, meeting=meeting),
        _("The meeting is published."),
    )


@require_POST
@may_change
def close(request: StaffRequest, pk: int) -> HttpResponse:
    """Take no more sign-ups."""
    meeting = line_or_404(request, pk).meeting
    return do(
        request,
        pk,
        lambda: actions.close_sign_up(request.user, meeting=meeting),
        _("Sign-up is closed."),
    )


@may_change
def reopen(request: StaffRequest, pk: int) -> HttpResponse:
    """Take sign-ups again, until a new moment."""
    line, region = line_or_404(request, pk), region_of(request)
    shown = MeetingForm.initial_of(line.meeting, region)
    initial = {"closes_day": shown["day"], "closes": shown["starts"]}
    form = ReopenForm(request.POST or None, region=region, initial=initial)

    def open_again() -> None:
        closes_at = form.cleaned_data["sign_up_closes_at"]
        actions.reopen_sign_up(request.user, meeting=line.meeting, sign_up_closes_at=closes_at)

    if request.method == "POST" and form.is_valid() and accepted(form, open_again):
        messages.success(request, _("Sign-up is open again."))
        return to_meeting(pk)
    context = page_of(request, line) | {
        "heading": _("Open sign-up again"),
        "send": _("Open sign-up"),
    }
    return show_form(request, form, context)


@may_change
def link(request: StaffRequest, pk: int) -> HttpResponse:
    """Set the secret link, or correct it."""
    line = line_or_404(request, pk)
    form = LinkForm(request.POST or None, initial={"link": line.meeting.link})

    def put() -> None:
        actions.set_link(request.user, meeting=line.meeting, link=form.cleaned_data["link"])

    if request.method == "POST" and form.is_valid() and accepted(form, put):
        messages.success(request, _("The link is saved."))
        return to_meeting(pk)
    context = page_of(request, line) | {
        "heading": _("The secret link"),
        "send": _("Save the link"),
        "notice": _correction_notice(line),
    }
    return show_form(request, form, context)


@may_change
def move(request: StaffRequest, pk: int) -> HttpResponse:
    """Move the meeting to another time and tell everybody."""
    line, region = line_or_404(request, pk), region_of(request)
    initial = MeetingForm.initial_of(line.meeting, region)
    draft = line.meeting.state == Meeting.State.DRAFT
    form = MoveForm(request.POST or None, region=region, draft=draft, initial=initial)

    def shift() -> None:
        data = form.cleaned_data
        actions.move_meeting(
            request.user,
            meeting=line.meeting,
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
            reason=data.get("reason", ""),
        )

    if request.method == "POST" and form.is_valid() and accepted(form, shift):
        messages.success(
            request,
            _("The draft is moved.")
            if draft
            else _("The meeting is moved, and those signed up are told."),
        )
        return to_meeting(pk)
    context = page_of(request, line) | {
        "heading": _("Move the meeting"),
        "send": _("Move the meeting"),
        "notice": "" if draft else _told(line),
    }
    return show_form(request, form, context)


@may_change
def cancel(request: StaffRequest, pk: int) -> HttpResponse:
    """Cancel the meeting for good and tell everybody."""
    line = line_or_404(request, pk)
    form = ReasonForm(request.POST or None)

    def call_off() -> None:
        reason = form.cleaned_data["reason"]
        actions.cancel_meeting(request.user, meeting=line.meeting, reason=reason)

    if request.method == "POST" and form.is_valid() and accepted(form, call_off):
        messages.success(request, _("The meeting is cancelled, and those signed up are told."))
        return to_meeting(pk)
    context = page_of(request, line) | {
        "heading": _("Cancel the meeting"),
        "send": _("Cancel the meeting"),
        "notice": _told(line),
        "lead": _("A cancelled meeting cannot be opened again."),
        "danger": True,
    }
    return show_form(request, form, context)


@may_change
def delete(request: StaffRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    line = line_or_404(request, pk)
    form = RefusableForm(request.POST if request.method == "POST" else None)

    def throw_away() -> None:
        actions.delete_draft(request.user, meeting=line.meeting)

    if request.method == "POST" and form.is_valid() and accepted(form, throw_away):
        messages.success(request, _("The draft is deleted."))
        return redirect("meetings:desk_meetings")
    context = page_of(request, line) | {
        "heading": _("Delete the draft"),
        "lead": _("The draft is gone for good. Nobody outside has seen it."),
        "send": _("Delete the draft"),
        "danger": True,
    }
    return show_form(request, form, context)


def _meeting_form(request: StaffRequest, **options: Any) -> MeetingForm:
    return MeetingForm(
        request.POST or None,
        region=region_of(request),
        areas=areas_to_choose(),
        staff=staff_members(),
        **options,
    )


def _told(line: Line) -> str:
    """Say how many will get an e-mail."""
    number = line.confirmed + line.waiting
    if not number:
        return _("Nobody has signed up, so nobody will be told.")
    text = ngettext(
        "%(number)s person has signed up and will be told by e-mail at once.",
        "%(number)s people have signed up and will be told by e-mail at once.",
        number,
    )
    return text % {"number": number}


def _correction_notice(line: Line) -> str:
    """Warn that those who have the old link will get the new one."""
    if not line.link.sent:
        return ""
    text = ngettext(
        "%(number)s person has got the link. If you change it, a correction is sent at once.",
        "%(number)s people have got the link. If you change it, a correction is sent at once.",
        line.link.sent,
    )
    return text % {"number": line.link.sent}
