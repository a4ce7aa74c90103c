"""The desk: the letters of a round's answers, to be printed, posted and noted as posted."""

import io
import zipfile

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from varv import clock
from varv.consultation.actions import answer_posting as actions
from varv.consultation.forms_desk.answers import PostingForm
from varv.consultation.models import Round
from varv.consultation.queries import answers as queries
from varv.consultation.views import answer_pages as shared
from varv.consultation.views.desk_rounds import sent, show_form
from varv.consultation.views.invitation_pages import as_download
from varv.files import blobs
from varv.people.access import staff
from varv.people.requests import StaffRequest
from varv.text.refusals import accepted

methods = require_http_methods(["GET", "HEAD", "POST"])
may_see = staff("consultation.view_answer")
may_change = staff("consultation.change_answer")


@require_safe
@may_see
def letters(request: StaffRequest, pk: int) -> HttpResponse:
    """Send the letters that wait for the post as they went, in one file to print from."""
    round_ = shared.round_or_404(pk)
    found = queries.letters_to_print(round_)
    if not found:
        messages.error(request, _("There is no letter to print."))
        return shared.to_list(pk)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for number, file in enumerate(found, start=1):
            packed.writestr(f"{number:04}-{file.name}", blobs.read(file.sha256))
    return as_download(
        stream.getvalue(), _("Letters"), round_, content_type="application/zip", ending="zip"
    )


@methods
@may_change
def posting(request: StaffRequest, pk: int) -> HttpResponse:
    """Show which letters wait for the post and which went; note on which day some were posted."""
    round_ = shared.round_or_404(pk)
    form = PostingForm(sent(request), initial={"day": clock.today()})
    chosen = shared.ticked(request) if request.method == "POST" else None
    if form.is_valid() and chosen and _noted(request, form, round_, chosen):
        return _to_letters(pk)
    if chosen == []:
        messages.error(request, _("Tick those that were posted first."))
    now = clock.now()
    waiting = queries.letters_to_post(round_)
    context = shared.page_of(request, round_) | {
        "count": waiting.count(),
        "waiting": [
            {"answer": one, "given": list(one.contributions.all())}
            for one in waiting[: shared.MOST_AT_ONCE]
        ],
        "chosen": chosen,
        "postings": [
            dict(one)
            | {
                "may_undo": actions.may_be_taken_back(one["posting_noted_at"], now),
                "until": one["posting_noted_at"] + actions.TAKEN_BACK_WITHIN,
            }
            for one in queries.postings(round_)
        ],
    }
    return show_form(request, form, context, template="desk/answers_posting")


@require_POST
@may_change
def undo(request: StaffRequest, pk: int, answer: int) -> HttpResponse:
    """Take back what was noted as posted with one letter."""
    found = shared.answer_or_404(pk, answer)
    try:
        number = actions.take_back_posting(request.user, answer=found)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        text = ngettext(
            "%(n)s letter waits for the post again.",
            "%(n)s letters wait for the post again.",
            number,
        )
        messages.success(request, text % {"n": number})
    return _to_letters(pk)


def _noted(request: StaffRequest, form: PostingForm, round_: Round, chosen: list[int]) -> bool:
    """Note the letters, and tell how many were; False where it was refused, which the form says."""
    noted: list[int] = []

    def note() -> None:
        day = form.cleaned_data["day"]
        noted.append(actions.note_posted(request.user, round=round_, day=day, ids=chosen))

    if not accepted(form, note):
        return False
    text = ngettext(
        "%(n)s letter is noted as posted.", "%(n)s letters are noted as posted.", noted[0]
    )
    messages.success(request, text % {"n": noted[0]})
    return True


def _to_letters(pk: int) -> HttpResponse:
    return redirect("consultation:desk_answers_posting", pk)
