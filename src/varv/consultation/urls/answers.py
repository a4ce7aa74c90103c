"""Addresses of answers: the desk's, and the letter that a sender gets."""

from django.urls import path

from varv.consultation.views import desk_answer as one
from varv.consultation.views import desk_answer_letters as letters
from varv.consultation.views import desk_answers as desk
from varv.consultation.views import own

_DESK = "desk/rounds/<int:pk>/answers/"
_ONE = f"{_DESK}<int:answer>/"

urlpatterns = [
    path(_DESK, desk.listing, name="desk_answers"),
    path(f"{_DESK}missing/", desk.missing, name="desk_answers_missing"),
    path(f"{_DESK}draft/", desk.draft, name="desk_answers_draft"),
    path(f"{_DESK}text/<slug:language>/", desk.text, name="desk_answers_text"),
    path(f"{_DESK}approve/", desk.approve, name="desk_answers_approve"),
    path(f"{_DESK}send/", desk.send, name="desk_answers_send"),
    path(f"{_DESK}letters/", letters.letters, name="desk_answers_letters"),
    path(f"{_DESK}posting/", letters.posting, name="desk_answers_posting"),
    path(f"{_DESK}export.<slug:form>", desk.export, name="desk_answers_export"),
    path(_ONE, one.answer, name="desk_answer"),
    path(f"{_ONE}edit/", one.edit, name="desk_answer_edit"),
    path(f"{_ONE}approve/", one.approve, name="desk_answer_approve"),
    path(f"{_ONE}take-back/", one.take_back, name="desk_answer_take_back"),
    path(f"{_ONE}correct/", one.correct, name="desk_answer_correct"),
    path(f"{_ONE}posting/undo/", letters.undo, name="desk_answers_posting_undo"),
    path(f"{_ONE}letter.pdf", one.letter, name="desk_answer_letter"),
    path(
        "my/contributions/<uuid:key>/answer/<int:number>.pdf", own.answer_letter, name="own_answer"
    ),
]
