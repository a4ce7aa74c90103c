"""The desk: one answer, as it will be sent or as it was; corrected, approved, taken back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from varv.consultation.actions import answer_sending as sending
from varv.consultation.actions import answers as actions
from varv.consultation.answering import letters, mails
from varv.consultation.answering.content import Content, content_of
from varv.consultation.forms_desk.answers import AnswerForm, CorrectionForm
from varv.consultation.models import Answer
from varv.consultation.queries import answers as queries
from varv.consultation.views import answer_pages as shared
from varv.consultation.views.desk_rounds import sent, show_form
from varv.files import access, pdf
from varv.files.views import as_download
from varv.people.access import staff
from varv.people.last_saved import last_saved
from varv.people.models import Region
from varv.people.requests import StaffRequest, region_of
from varv.registry import mailtexts
from varv.registry.mailtexts import Rendered
from varv.text.refusals import accepted, is_refused_for, standing_otherwise

methods = require_http_methods(["GET", "HEAD", "POST"])
may_see = staff("consultation.view_answer")
may_change = staff("consultation.change_answer")


@require_safe
@may_see
def answer(request: StaffRequest, pk: int, answer: int) -> HttpResponse:
    """Show one answer exactly as it will be sent, or as it was."""
    found = shared.answer_or_404(pk, answer)
    return _show(request, found)


@methods
@may_change
def edit(request: StaffRequest, pk: int, answer: int) -> HttpResponse:
    """Word one answer by hand."""
    found = shared.answer_or_404(pk, answer)
    if found.state == Answer.State.SENT:
        messages.info(request, _("The answer is sent. You can send a correction of it."))
        return _to(found)
    form = AnswerForm(
        sent(request),
        by_letter=found.way == Answer.Way.LETTER,
        initial={
            "subject": found.subject,
            "opening": found.opening,
            "closing": found.closing,
            "postal_address": found.postal_address,
            "seen": actions.seen_as(found),
        },
    )
    if form.is_valid() and accepted(
        form,
        lambda: actions.correct_answer(
            request.user,
            answer=found,
            wording=form.wording(),
            postal_address=form.cleaned_data.get("postal_address", found.postal_address),
            seen=form.cleaned_data["seen"],
        ),
    ):
        messages.success(request, _("The answer is changed. It has to be approved."))
        return _to(found)
    context = {
        "heading": _("Change the answer"),
        "lead": _("The points and what became of them stand between the two texts."),
        "send": _("Save"),
    }
    return _form(request, found, form, context | _meanwhile(form, found))


@require_POST
@may_change
def approve(request: StaffRequest, pk: int, answer: int) -> HttpResponse:
    """Approve one answer as it was seen, and go on to the next."""
    found = shared.answer_or_404(pk, answer)
    try:
        number = actions.approve_answers(
            request.user,
            round=found.round,
            ids=[found.pk],
            digest=request.POST.get("shown", "-")[:64],
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return _to(found)
    if not number:
        messages.error(request, _("Not approved: it is approved already, or something is missing."))
        return _to(found)
    messages.success(request, _("The answer is approved."))
    after = queries.next_draft(found)
    return _to(after) if after else shared.to_list(pk)


@require_POST
@may_change
def take_back(request: StaffRequest, pk: int, answer: int) -> HttpResponse:
    """Make an approved answer a draft again."""
    found = shared.answer_or_404(pk, answer)
    try:
        actions.take_back_approval(request.user, answer=found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The approval is taken back."))
    return _to(found)


@methods
@may_change
def correct(request: StaffRequest, pk: int, answer: int) -> HttpResponse:
    """Send a correction of an answer that has gone."""
    found = shared.answer_or_404(pk, answer)
    if found.state != Answer.State.SENT:
        messages.info(request, _("The answer is not sent yet. Change it instead."))
        return _to(found)
    form = CorrectionForm(sent(request), initial={"number": len(found.corrections.all()) + 1})
    if form.is_valid() and accepted(
        form,
        lambda: sending.send_correction(
            request.user,
            answer=found,
            number=form.cleaned_data["number"] or 0,
            reason=form.cleaned_data["reason"],
            text=form.cleaned_data["text"],
        ),
    ):
        messages.success(request, _("The correction is sent."))
        return _to(found)
    context = {
        "heading": _("Send a correction"),
        "lead": _(
            "The answer stays as it was sent. The correction goes at once, as a record of its own."
        ),
        "send": _("Send the correction"),
    }
    return _form(request, found, form, context)


@require_safe
@may_see
def letter(request: StaffRequest, pk: int, answer: int) -> HttpResponseBase:
    """Give the letter: as it went, or as it would go now."""
    found = shared.answer_or_404(pk, answer)
    if found.letter is not None:
        if any(withholds(found.letter) for withholds in access.withheld):
            raise Http404
        return as_download(found.letter, found.letter.name)
    if found.state == Answer.State.SENT:
        raise Http404
    number = found.round.case.number
    made = letters.answer_pdf(found, content_of(found), region_of(request), number=number)
    name = letters.file_name(number)
    return HttpResponse(
        made,
        content_type=pdf.CONTENT_TYPE,
        headers={"Content-Disposition": content_disposition_header(True, name) or "attachment"},
    )


def _show(request: StaffRequest, found: Answer) -> HttpResponse:
    before, after = queries.neighbours(found)
    is_sent = found.state == Answer.State.SENT
    content = None if is_sent else content_of(found)
    approved = found.state == Answer.State.APPROVED
    context = (
        shared.page_of(request, found.round)
        | shared.shown(found)
        | {
            "answer": found,
            "given": list(found.contributions.all()),
            "corrections": list(found.corrections.all()),
            "content": content,
            "digest": content.digest if content else "",
            "has_changed": bool(approved and content and content.digest != found.approved_digest),
            "mail": _rendered(found, content, region_of(request)) if content else None,
            "before": before,
            "after": after,
            "may_read_record": request.user.has_perm("registry.view_record"),
            "may_mend_mail": request.user.has_perm("registry.view_message"),
        }
    )
    return render(request, "consultation/desk/answer.html", context)


def _rendered(answer: Answer, content: Content, region: Region) -> Rendered:
    """Return the mail as it will be; the recipient's own link is left open: it is theirs alone."""
    if answer.way == Answer.Way.LETTER:
        return Rendered(content.subject, content.text)
    with override(answer.language):
        link = _("[the recipient's own link]")
    context = mails.answer_context(answer, content, region) | {"link": link}
    return mailtexts.render(mails.ANSWER, answer.language, context)


def _form(
    request: StaffRequest, answer: Answer, form: Any, context: dict[str, Any]
) -> HttpResponse:
    known = shared.page_of(request, answer.round) | {"answer": answer}
    return show_form(request, form, known | context, template="desk/answer_form")


def _meanwhile(form: AnswerForm, found: Answer) -> dict[str, Any]:
    """Return what somebody else has saved, for who was refused; saving again goes on top of it."""
    if not is_refused_for(form, actions.CHANGED_MEANWHILE):
        return {}
    typed = form.data.copy()  # type: ignore[attr-defined]
    typed["seen"] = actions.seen_as(found)
    form.data = typed
    return {
        "theirs": standing_otherwise(form),
        "saved": last_saved(found, "consultation.correct_answer"),
        "standing_url": reverse("consultation:desk_answer", args=[found.round_id, found.pk]),
    }


def _to(answer: Answer) -> HttpResponse:
    return redirect("consultation:desk_answer", answer.round_id, answer.pk)
