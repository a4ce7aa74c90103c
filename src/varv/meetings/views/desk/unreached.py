"""Those whom the link did not reach: one button each, or one for all."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from varv.meetings import actions, queries
from varv.meetings.models import Registration
from varv.meetings.views.desk.shared import do, line_or_404, to_meeting
from varv.people.access import staff
from varv.people.requests import StaffRequest

may_change = staff("meetings.change_meeting")


@require_POST
@may_change
def send_anew(request: StaffRequest, pk: int, registration: int) -> HttpResponse:
    """Send the link again to one person."""
    found = _registration_or_404(request, pk, registration)
    return do(
        request,
        pk,
        lambda: actions.send_link_anew(request.user, registration=found),
        _("The link is on its way to %(name)s again.") % {"name": found.name},
    )


@require_POST
@may_change
def send_all_anew(request: StaffRequest, pk: int) -> HttpResponse:
    """Send the link again to all whose mail failed."""
    meeting = line_or_404(request, pk).meeting
    try:
        number = actions.send_links_anew(request.user, meeting=meeting)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return to_meeting(pk)
    text = ngettext(
        "The link is on its way to %(n)s person again.",
        "The link is on its way to %(n)s people again.",
        number,
    )
    messages.success(request, text % {"n": number})
    return to_meeting(pk)


@require_POST
@may_change
def called(request: StaffRequest, pk: int, registration: int) -> HttpResponse:
    """Note that somebody was told the link by phone, or take that back."""
    found = _registration_or_404(request, pk, registration)
    was = "undo" not in request.POST
    done = _("%(name)s is noted as called.") if was else _("%(name)s is not noted as called.")
    return do(
        request,
        pk,
        lambda: actions.mark_called(request.user, registration=found, called=was),
        done % {"name": found.name},
    )


def _registration_or_404(request: StaffRequest, pk: int, registration: int) -> Registration:
    meeting = line_or_404(request, pk).meeting
    found = queries.registrations(meeting).filter(pk=registration).first()
    if found is None:
        raise Http404
    return found
