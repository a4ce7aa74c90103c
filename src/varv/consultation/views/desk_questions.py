"""The desk: what a round asks, and what is out for comment in it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from varv.consultation import actions
from varv.consultation.forms_desk.questions import DocumentsForm, QuestionForm
from varv.consultation.models import Question, Round
from varv.consultation.queries import rounds as queries
from varv.consultation.views.desk_rounds import (
    may_change,
    methods,
    page_of,
    round_or_404,
    sent,
    show_form,
)
from varv.people.requests import StaffRequest, region_of
from varv.text.refusals import accepted

WAYS = {"up": -1, "down": 1}


@methods
@may_change
def questions(request: StaffRequest, pk: int) -> HttpResponse:
    """Show what a round asks, and ask one thing more."""
    found, languages = round_or_404(pk), region_of(request).languages
    form = QuestionForm(sent(request), languages=languages)

    def add() -> None:
        actions.add_question(request.user, round=found, **form.values())

    if form.is_valid() and accepted(form, add):
        messages.success(request, _("The question is added."))
        return redirect("consultation:desk_questions", pk)
    context = page_of(request, found) | {"questions": list(queries.questions_of(found))}
    return show_form(request, form, context, template="desk_questions")


@methods
@may_change
def edit(request: StaffRequest, pk: int, question: int) -> HttpResponse:
    """Reword one question."""
    found, languages = round_or_404(pk), region_of(request).languages
    asked = _question_or_404(found, question)
    initial = QuestionForm.initial_of(asked, languages)
    form = QuestionForm(sent(request), languages=languages, initial=initial)

    def change() -> None:
        actions.edit_question(request.user, question=asked, **form.values())

    if form.is_valid() and accepted(form, change):
        messages.success(request, _("The question is saved."))
        return redirect("consultation:desk_questions", pk)
    context = page_of(request, found) | {
        "heading": _("Edit the question"),
        "send": _("Save the question"),
        "notice": _answered() if asked.is_answered else "",  # type: ignore[attr-defined]
        "back": "consultation:desk_questions",
    }
    return show_form(request, form, context)


@require_POST
@may_change
def remove(request: StaffRequest, pk: int, question: int) -> HttpResponse:
    """Ask one question no more."""
    asked = _question_or_404(round_or_404(pk), question)
    if _in_words(request, lambda: actions.remove_question(request.user, question=asked)):
        messages.success(request, _("The question is removed."))
    return redirect("consultation:desk_questions", pk)


@require_POST
@may_change
def order(request: StaffRequest, pk: int, question: int) -> HttpResponse:
    """Ask one question earlier or later."""
    asked = _question_or_404(round_or_404(pk), question)
    _in_words(
        request,
        lambda: actions.move_question(request.user, question=asked, by=_way(request)),
    )
    return redirect("consultation:desk_questions", pk)


@methods
@may_change
def documents(request: StaffRequest, pk: int) -> HttpResponse:
    """Choose what is out for comment."""
    found = round_or_404(pk)
    out = list(queries.documents_of(found))
    form = DocumentsForm(
        sent(request),
        programme_versions=queries.programme_versions_to_choose(found.programme),
        area_versions=queries.area_versions_to_choose(
            found.programme, [one.area_version_id for one in out if one.area_version_id]
        ),
        out=out,
    )

    def put_out() -> None:
        actions.put_out(request.user, round=found, versions=form.versions())

    if form.is_valid() and accepted(form, put_out):
        messages.success(request, _("What is out for comment is saved."))
        return redirect("consultation:desk_documents", pk)
    context = page_of(request, found) | {"documents": out}
    return show_form(request, form, context, template="desk_documents")


@require_POST
@may_change
def order_document(request: StaffRequest, pk: int, document: int) -> HttpResponse:
    """Show one document earlier or later."""
    chosen = queries.document_of(round_or_404(pk), document)
    if chosen is None:
        raise Http404
    _in_words(
        request,
        lambda: actions.move_document(request.user, document=chosen, by=_way(request)),
    )
    return redirect("consultation:desk_documents", pk)


def _in_words(request: StaffRequest, act: Callable[[], object]) -> bool:
    """Do what one button asks for and tell whether it was let through; else the page says why."""
    try:
        act()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return False
    return True


def _way(request: StaffRequest) -> int:
    return WAYS.get(request.POST.get("way", ""), 0)


def _question_or_404(found: Round, pk: int) -> Question:
    question = queries.question_of(found, pk)
    if question is None:
        raise Http404
    return question


def _answered() -> str:
    return _("This has been answered, so only the help and whether it must be answered can change.")
