"""The desk: sending invitations and reminders, and the letters to those whom no mail reaches."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from varv.consultation.actions import invitations as actions
from varv.consultation.invitations import sending
from varv.consultation.invitations.letters import as_pdf
from varv.consultation.invitations.sending import Recipients
from varv.consultation.models import Round
from varv.consultation.queries import invitations as queries
from varv.consultation.queries.unheard import Among
from varv.consultation.views import invitation_pages as shared
from varv.consultation.views.desk_unheard import among_of
from varv.files import pdf
from varv.people.access import staff
from varv.people.requests import StaffRequest, region_of

NAMES_SHOWN = 20

may_change = staff("consultation.change_invitation")


@may_change
def send(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the very mail, who gets it and who does not; then send it."""
    round_ = shared.round_or_404(pk)
    refused: list[str] = []
    if request.method == "POST":
        try:
            sent = actions.send_invitations(
                request.user, round=round_, shown=request.POST.get("shown", "")
            )
        except ValidationError as error:
            refused = error.messages
        else:
            return _tell(request, pk, sent)
    found = sending.to_invite(round_)
    return _show(request, round_, found, refused, sooner=False)


@may_change
def remind(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the reminder, who gets it and who does not; then send it."""
    round_ = shared.round_or_404(pk)
    sooner = "sooner" in (request.POST if request.method == "POST" else request.GET)
    among = among_of(request)
    refused: list[str] = []
    if request.method == "POST":
        try:
            sent = actions.remind(
                request.user,
                round=round_,
                shown=request.POST.get("shown", ""),
                sooner=sooner,
                among=among,
            )
        except ValidationError as error:
            refused = error.messages
        else:
            return _tell(request, pk, sent)
    found = sending.to_remind(round_, sooner=sooner, among=among)
    return _show(request, round_, found, refused, sooner=sooner, among=among)


@require_safe
@may_change
def letters(request: StaffRequest, pk: int) -> HttpResponse:
    """List who waits for a letter, to print them and note which were posted."""
    round_ = shared.round_or_404(pk)
    context = shared.page_of(request, round_) | {"waiting": list(queries.letters(round_))}
    return render(request, "consultation/desk/invitation_letters.html", context)


@require_safe
@may_change
def letters_file(request: StaffRequest, pk: int) -> HttpResponse:
    """Send the letters that wait as one PDF, or the one that is named."""
    round_ = shared.round_or_404(pk)
    waiting = queries.letters(round_)
    one = request.GET.get("invitation", "")
    if one:
        waiting = waiting.filter(pk=int(one)) if one.isascii() and one.isdigit() else waiting.none()
    if not waiting:
        messages.error(request, _("Nobody waits for a letter."))
        return redirect("consultation:desk_invitations_letters", pk)
    content = as_pdf(round_, waiting, region_of(request))
    return shared.as_download(
        content, _("Letters"), round_, content_type=pdf.CONTENT_TYPE, ending="pdf"
    )


@require_POST
@may_change
def posted(request: StaffRequest, pk: int) -> HttpResponse:
    """Note to whom a letter was posted."""
    round_ = shared.round_or_404(pk)
    chosen = [
        int(one)
        for one in request.POST.getlist("invitation")
        if one.isascii() and one.isdigit() and len(one) < 19
    ]
    number = actions.mark_posted(request.user, round=round_, ids=chosen)
    if not number:
        messages.error(request, _("Choose those to whom a letter was posted."))
        return redirect("consultation:desk_invitations_letters", pk)
    text = ngettext(
        "%(n)s letter is noted as posted.", "%(n)s letters are noted as posted.", number
    )
    messages.success(request, text % {"n": number})
    return shared.to_list(pk)


def _tell(request: StaffRequest, pk: int, sent: actions.Sent) -> HttpResponse:
    text = ngettext("%(n)s mail is on its way.", "%(n)s mails are on their way.", sent.written)
    messages.success(request, text % {"n": sent.written - sent.failed})
    if sent.failed:
        text = ngettext("%(n)s mail cannot be sent.", "%(n)s mails cannot be sent.", sent.failed)
        messages.error(request, text % {"n": sent.failed})
    return shared.to_list(pk)


def _show(
    request: StaffRequest,
    round_: Round,
    found: Recipients,
    refused: list[str],
    *,
    sooner: bool,
    among: Among | None = None,
) -> HttpResponse:
    samples: list[dict[str, Any]] = []
    if found.ready and round_.closes_at:
        for language, number, mail in sending.samples(found, round_, region_of(request)):
            name = get_language_info(language)["name_local"]
            samples.append({"language": language, "name": name, "number": number, "mail": mail})
    context = shared.page_of(request, round_) | {
        "is_reminder": found.kind == queries.REMINDER,
        "found": found,
        "samples": samples,
        "refused": refused,
        "sooner": sooner,
        "among": among,
        "lately": any(one.reason is sending.LATELY for one in found.left_out),
        "names_shown": NAMES_SHOWN,
    }
    status = 422 if refused else 200
    return render(request, "consultation/desk/invitations_send.html", context, status=status)
