"""What somebody has sent in themselves, for whoever opened a signed link or signed in."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from varv.consultation import actions, mail, receipts, wording
from varv.consultation.actions import drafts
from varv.consultation.answering.told import told
from varv.consultation.forms import ChangeForm, said_before
from varv.consultation.models import Contribution, Draft
from varv.consultation.queries import answers
from varv.consultation.queries.writing import (
    asked_in,
    draft_with,
    files_of_draft,
    own_contribution,
    own_file,
    until,
)
from varv.consultation.views.writing import chosen, enclose_all, mark_of, posted_key
from varv.files import access, pdf
from varv.files.views import as_download
from varv.people.identity import person_of
from varv.people.models import User
from varv.text.translated_forms import add_refusal


@never_cache
@require_safe
def own(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Show what was sent in, and how far it has come."""
    person, contribution = _own_or_404(request, key)
    content = wording.content_of(contribution)
    context = {
        "contribution": contribution,
        "round": contribution.round,
        "until": until(contribution.round),
        "content": content,
        "may_change": _may_change(person, contribution),
        "points": told(contribution),
        "answer": answers.sent_to(contribution),
        "confirm_token": "" if contribution.is_counted else mail.confirm_token(contribution),
    }
    return render(request, "consultation/own.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Let somebody say it otherwise, while the round is open."""
    person, contribution = _own_or_404(request, key)
    if not _may_change(person, contribution):
        return _too_late(request, contribution, _("This input can no longer be changed."))
    form = ChangeForm(
        request.POST if request.method == "POST" else None,
        request.FILES if request.method == "POST" else None,
        asked=asked_in(contribution.round),
        files=wording.content_of(contribution).files,
        initial=said_before(contribution),
    )
    if request.method != "POST":
        return _change_page(request, form, contribution, None)
    draft_key, mark = posted_key(request, contribution.round), mark_of(request, form)
    begun = _with_files(request, form, contribution, draft_key, mark)
    if drafts.was_sent(begun, mark):
        return redirect("consultation:own", key)
    if not form.is_valid():
        return _change_page(request, form, contribution, begun, status=422)
    try:
        made = drafts.send_change(
            person,
            contribution=contribution,
            key=draft_key,
            mark=mark,
            content=form.content(form.kept_files()),
        )
    except ValidationError as error:
        add_refusal(form, error)
        return _change_page(request, form, contribution, begun, status=422)
    if made is not None:
        messages.success(request, _("Your input is changed. A new receipt is on its way."))
    return redirect("consultation:own", key)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Ask once, then take it back."""
    person, contribution = _own_or_404(request, key)
    if not _may_change(person, contribution):
        return _too_late(request, contribution, _("This input can no longer be withdrawn."))
    if request.method == "POST":
        try:
            actions.withdraw(person, contribution=contribution)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Your input is withdrawn."))
        return redirect("consultation:own", key)
    context = {"contribution": contribution, "round": contribution.round}
    return render(request, "consultation/own_withdraw.html", context)


@never_cache
@require_safe
def receipt(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Give the copy of what was sent in, as a PDF."""
    _person, contribution = _own_or_404(request, key)
    if contribution.record is None:
        raise Http404
    content = receipts.as_pdf(contribution, contribution.record)
    name = receipts.file_name(contribution.record)
    return HttpResponse(
        content,
        content_type=pdf.CONTENT_TYPE,
        headers={"Content-Disposition": content_disposition_header(True, name) or "attachment"},
    )


@never_cache
@require_safe
def answer_letter(request: HttpRequest, key: uuid.UUID, number: int) -> HttpResponseBase:
    """Give the letter that an answer went as (0), or one of its corrections."""
    _person, contribution = _own_or_404(request, key)
    found = answers.letter_to(contribution, number)
    if found is None or any(withholds(found) for withholds in access.withheld):
        raise Http404
    return as_download(found, found.name)


@never_cache
@require_safe
def file(request: HttpRequest, key: uuid.UUID, file: uuid.UUID) -> HttpResponseBase:
    """Give back a file that the person sent in."""
    _person, contribution = _own_or_404(request, key)
    found = own_file(contribution, file)
    if found is None or any(withholds(found) for withholds in access.withheld):
        raise Http404
    return as_download(found, found.name)


def _with_files(
    request: HttpRequest, form: ChangeForm, contribution: Contribution, key: str, mark: str
) -> Draft | None:
    """Put files that were chosen where they are not lost when something else is wrong."""
    begun = draft_with(key, contribution.round)
    if drafts.was_sent(begun, mark) or not chosen(request, form):
        return begun
    kept = drafts.keep(round=contribution.round, key=key, typed={}, mark=mark)
    if not drafts.is_sent(kept):
        enclose_all(request, form, kept)
    return kept


def _change_page(
    request: HttpRequest,
    form: ChangeForm,
    contribution: Contribution,
    begun: Draft | None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "contribution": contribution,
        "round": contribution.round,
        "until": until(contribution.round),
        "draft_key": begun.key if begun else posted_key(request, contribution.round),
        "files": files_of_draft(begun),
    }
    return render(request, "consultation/own_change.html", context, status=status)


def _too_late(request: HttpRequest, contribution: Contribution, text: str) -> HttpResponse:
    messages.info(request, text)
    return redirect("consultation:own", contribution.key)


def _may_change(person: User, contribution: Contribution) -> bool:
    return person.has_perm("consultation.change_contribution", contribution)


def _own_or_404(request: HttpRequest, key: uuid.UUID) -> tuple[User, Contribution]:
    """Return the visitor and their own contribution; to everybody else it does not exist."""
    person = person_of(request)
    found = own_contribution(person, key)
    if person is None or found is None:
        raise Http404
    return person, found
