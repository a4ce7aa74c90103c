"""What the desk's pages about the answers of one round share."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from varv.consultation.models import Answer, Round
from varv.consultation.queries import answers as queries
from varv.consultation.queries.answers import Stage
from varv.consultation.views.invitation_pages import round_or_404
from varv.people.requests import StaffRequest

MOST_AT_ONCE = 500
#: The look of each stage; see the classes of ``tag``.
LOOKS = {
    Stage.HINDERED: "cancelled",
    Stage.DRAFT: "draft",
    Stage.APPROVED: "active",
    Stage.SENDING: "sending",
    Stage.TO_POST: "active",
    Stage.SENT: "sent",
    Stage.LOST: "failed",
}


def answer_or_404(pk: int, answer: int) -> Answer:
    """Return one answer of a round."""
    found = queries.answer_for_desk(pk, answer)
    if found is None:
        raise Http404
    return found


def page_of(request: StaffRequest, round_: Round) -> dict[str, Any]:
    """Return what every page about a round's answers knows."""
    return {"round": round_, "may_change": request.user.has_perm("consultation.change_answer")}


def shown(answer: Answer) -> dict[str, Any]:
    """Return how the stage of an answer looks and reads."""
    stage = Stage(answer.stage)  # type: ignore[attr-defined]
    return {"stage": stage, "look": LOOKS[stage]}


def ticked(request: StaffRequest) -> list[int]:
    """Return which answers were ticked; what is no number is left out."""
    given = request.POST.getlist("answer")[:MOST_AT_ONCE]
    return [int(one) for one in given if one.isascii() and one.isdigit() and len(one) < 19]


def to_list(pk: int) -> HttpResponse:
    """Go back to the list."""
    return redirect("consultation:desk_answers", pk)


__all__ = [
    "LOOKS",
    "MOST_AT_ONCE",
    "answer_or_404",
    "page_of",
    "round_or_404",
    "shown",
    "ticked",
    "to_list",
]
