"""Participants: adding one on behalf, cancelling one, taking the list out."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from varv.meetings import actions, queries, sheets
from varv.meetings.forms_desk.participants import ParticipantForm
from varv.meetings.models import Registration
from varv.meetings.views.desk.shared import line_or_404, page_of, show_form, to_meeting
from varv.people.access import staff
from varv.people.requests import StaffRequest, region_of
from varv.text.refusals import RefusableForm, accepted

may_change = staff("meetings.change_meeting")


@may_change
def new(request: StaffRequest, pk: int) -> HttpResponse:
    """Sign somebody up who called or wrote."""
    line, region = line_or_404(request, pk), region_of(request)
    form = ParticipantForm(request.POST or None, region=region)

    def sign_up() -> None:
        actions.sign_up(
            request.user,
            meetings=[line.meeting],
            person=form.details(),
            language=form.cleaned_data["language"],
            needs=form.cleaned_data["needs"],
            source=Registration.Source.STAFF,
        )

    if request.method == "POST" and form.is_valid() and accepted(form, sign_up):
        messages.success(request, _("The participant is added and gets a confirmation by e-mail."))
        return to_meeting(pk)
    full = queries.seats_left(line.meeting) == 0
    notice = _("All places are taken: the participant comes on the waiting list.") if full else ""
    context = page_of(request, line) | {"notice": notice}
    return show_form(request, form, context, template="participant_new")


@may_change
def cancel(request: StaffRequest, pk: int, registration: int) -> HttpResponse:
    """Cancel somebody's place for them; the next in line gets it."""
    line = line_or_404(request, pk)
    found = queries.registrations(line.meeting).filter(pk=registration).first()
    if found is None:
        raise Http404
    form = RefusableForm(request.POST if request.method == "POST" else None)

    def call_off() -> None:
        actions.cancel_registration(request.user, registration=found)

    if request.method == "POST" and form.is_valid() and accepted(form, call_off):
        messages.success(request, _("The participant is taken off the list and told by e-mail."))
        return to_meeting(pk)
    context = page_of(request, line) | {
        "heading": _("Take %(name)s off the list") % {"name": found.name},
        "lead": _("An e-mail about it goes out at once. A free place goes to whoever waits first."),
        "send": _("Take off the list"),
        "danger": True,
    }
    return show_form(request, form, context)


@require_POST
@staff("meetings.view_registrations")
def export(request: StaffRequest, pk: int) -> HttpResponse:
    """Send the participants as a workbook."""
    line = line_or_404(request, pk)
    content = sheets.export_participants(request.user, meeting=line.meeting)
    return sheets.as_download(content, _("Participants"), line.meeting)
