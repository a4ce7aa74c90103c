"""The desk: the answers of a round, from drafting them to letting them go."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from varv import clock
from varv.consultation.actions import answer_sending as sending
from varv.consultation.actions import answers as actions
from varv.consultation.answering import sheets, wordings
from varv.consultation.answering.content import contents_of
from varv.consultation.answering.senders import senders
from varv.consultation.forms_desk.answers import AnswerFilter, WordingForm
from varv.consultation.models import Answer
from varv.consultation.queries import answers as queries
from varv.consultation.queries.answers import Stage
from varv.consultation.views import answer_pages as shared
from varv.consultation.views.desk_rounds import sent, show_form
from varv.consultation.views.invitation_pages import as_download
from varv.files import plain
from varv.people.access import staff
from varv.people.requests import StaffRequest, region_of
from varv.text.refusals import accepted
from varv.text.translated_forms import in_language

PER_PAGE = 50
methods = require_http_methods(["GET", "HEAD", "POST"])
may_see = staff("consultation.view_answer")
may_change = staff("consultation.change_answer")


@require_safe
@may_see
def listing(request: StaffRequest, pk: int) -> HttpResponse:
    """List the answers of a round by how far they have come, and what hinders them."""
    round_ = shared.round_or_404(pk)
    form = AnswerFilter(request.GET or None)
    wanted = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = queries.narrowed(
        queries.answers(round_),
        text=wanted.get("q", ""),
        stage=wanted.get("stage", ""),
        way=wanted.get("way", ""),
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    numbers, everybody = queries.counts(round_), senders(round_)
    context = shared.page_of(request, round_) | {
        "form": form,
        "page": page,
        "lines": _lines(list(page.object_list)),
        "counts": [(stage, Stage(stage).label, number) for stage, number in numbers.items()],
        "numbers": numbers,
        "total": sum(numbers.values()),
        "to_draft": sum(one.can_be_drafted for one in everybody),
        "missing": sum(bool(one.missing) for one in everybody),
        "wrote": len(everybody),
        "letters": queries.letters(round_).exists(),
        "languages": [
            (code, in_language(_("Wording of answers"), code))
            for code in region_of(request).languages
        ],
        "all_ticked": request.GET.get("ticked") == "all",
    }
    return render(request, "consultation/desk/answers.html", context)


@require_safe
@may_see
def missing(request: StaffRequest, pk: int) -> HttpResponse:
    """List those who cannot be answered yet, and what is missing."""
    round_ = shared.round_or_404(pk)
    found = [one for one in senders(round_) if one.missing]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = shared.page_of(request, round_) | {"page": page}
    return render(request, "consultation/desk/answers_missing.html", context)


@require_POST
@may_change
def draft(request: StaffRequest, pk: int) -> HttpResponse:
    """Draft an answer for everybody who can be answered."""
    done = actions.draft_answers(request.user, round=shared.round_or_404(pk))
    if done.made:
        text = ngettext("%(n)s answer is drafted.", "%(n)s answers are drafted.", done.made)
        messages.success(request, text % {"n": done.made})
    if done.changed:
        text = ngettext(
            "%(n)s draft follows what has come or gone since.",
            "%(n)s drafts follow what has come or gone since.",
            done.changed,
        )
        messages.info(request, text % {"n": done.changed})
    if not done.made and not done.changed:
        messages.info(request, _("There was nothing new to draft."))
    return shared.to_list(pk)


@methods
@may_change
def text(request: StaffRequest, pk: int, language: str) -> HttpResponse:
    """Word the answers of a round in one language."""
    round_ = shared.round_or_404(pk)
    if language not in region_of(request).languages:
        raise Http404
    worded = wordings.wording(round_, language)._asdict()
    form = WordingForm(sent(request), initial=worded)
    if form.is_valid() and accepted(
        form,
        lambda: actions.word_answers(
            request.user, round=round_, language=language, wording=form.wording()
        ),
    ):
        messages.success(request, _("The wording is saved. The drafts follow it."))
        return shared.to_list(pk)
    context = {
        "round": round_,
        "heading": in_language(_("Wording of answers"), language),
        "lead": _(
            "Goes to everybody who wrote in this language. Answers that were corrected by hand, "
            "approved or sent stay as they are."
        ),
        "send": _("Save the wording"),
        "back": "consultation:desk_answers",
    }
    return show_form(request, form, context)


@require_POST
@may_change
def approve(request: StaffRequest, pk: int) -> HttpResponse:
    """Approve what was ticked, or all drafts."""
    round_ = shared.round_or_404(pk)
    if "all" in request.POST:
        chosen = list(queries.drafts(round_).values_list("pk", flat=True))
    else:
        chosen = shared.ticked(request)
    if not chosen:
        messages.error(request, _("Tick what is to be approved first."))
        return shared.to_list(pk)
    number = actions.approve_answers(request.user, round=round_, ids=chosen)
    text_ = ngettext("%(n)s answer is approved.", "%(n)s answers are approved.", number)
    messages.success(request, text_ % {"n": number})
    if left := len(chosen) - number:
        text_ = ngettext(
            "%(n)s could not be approved: it is approved already, or something is missing.",
            "%(n)s could not be approved: they are approved already, or something is missing.",
            left,
        )
        messages.warning(request, text_ % {"n": left})
    return shared.to_list(pk)


@methods
@may_change
def send(request: StaffRequest, pk: int) -> HttpResponse:
    """Show how many go, and how; then let them go."""
    round_ = shared.round_or_404(pk)
    refused: list[str] = []
    if request.method == "POST":
        try:
            number = sending.order_answers(
                request.user, round=round_, shown=request.POST.get("shown", "")
            )
        except ValidationError as error:
            refused = error.messages
        else:
            told = ngettext(
                "%(n)s answer is on its way.", "%(n)s answers are on their way.", number
            )
            messages.success(request, told % {"n": number})
            return shared.to_list(pk)
    found = list(queries.to_send(round_))
    ways = Counter(one.way for one in found)
    context = shared.page_of(request, round_) | {
        "found": found,
        "mails": ways[Answer.Way.MAIL],
        "letters": ways[Answer.Way.LETTER],
        "digest": sending.digest_of(found),
        "refused": refused,
        "counts": queries.counts(round_),
        "without_address": queries.without_address(round_),
    }
    status = 422 if refused else 200
    return render(request, "consultation/desk/answers_send.html", context, status=status)


@require_POST
@may_see
def export(request: StaffRequest, pk: int, form: str) -> HttpResponseBase:
    """Send the state of all answers as a file; that it was taken out is logged."""
    round_ = shared.round_or_404(pk)
    if form not in {"csv", "xlsx"}:
        raise Http404
    content = sheets.export_answers(request.user, round=round_, form=form)
    if form == "xlsx":
        return as_download(content, _("Answers"), round_)
    name = f"{_('Answers')} {round_.slug} {clock.today().isoformat()}.csv"
    response = StreamingHttpResponse(
        (line.encode() for line in content), content_type=plain.CSV_TYPE
    )
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


def _lines(found: list[Answer]) -> list[dict[str, Any]]:
    """Return what the page shows of each, in a number of queries that does not grow with them."""
    contents = contents_of(found)
    return [
        shared.shown(one)
        | {
            "answer": one,
            "given": list(one.contributions.all()),
            "waiting": contents[one.pk].waiting,
            "points": sum(len(part.points) for part in contents[one.pk].parts),
            "has_changed": one.state == Answer.State.APPROVED
            and contents[one.pk].digest != one.approved_digest,
        }
        for one in found
    ]
