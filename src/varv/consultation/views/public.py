"""Rounds and the input to them, as everybody sees them. No private person is named on any page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import rules
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from varv import clock
from varv.consultation import describing, paragraphs, standing
from varv.consultation.models import Contribution, Document, Round
from varv.consultation.paragraphs import Paragraph
from varv.consultation.queries import answers, papers
from varv.consultation.queries import public as queries
from varv.consultation.queries.answered import answers_to, public_points_of
from varv.consultation.queries.outcomes import outcomes_of
from varv.registry import kinds
from varv.registry.queries import beside

PER_PAGE = 30


@dataclass(frozen=True)
class Text:
    """A document out for comment, with its paragraphs."""

    document: Document
    paragraphs: Sequence[Paragraph]


@dataclass(frozen=True)
class Row:
    """One contribution as the public sees it, and why its text is ``left_out``, if it is."""

    contribution: Contribution
    sender: str
    left_out: str


@require_safe
def rounds(request: HttpRequest) -> HttpResponse:
    """List the rounds: open, coming, closed, and those held before varv."""
    found = queries.rounds_at(clock.now())
    return render(request, "consultation/rounds.html", {"rounds": found, "now": clock.now()})


@require_safe
def round(request: HttpRequest, slug: str) -> HttpResponse:  # noqa: A001 - the word of the house
    """Show one round: what is asked, how to answer, by when."""
    found = _round_or_404(slug)
    now = clock.now()
    texts = [Text(one, paragraphs.of(one)) for one in queries.documents_of(found)]
    context = {
        "round": found,
        "is_open": rules.has_perm("consultation.contribute", None, found),
        "state": state_of(found, now),
        "days_left": _days_left(found, now),
        "texts": texts,
        "questions": queries.questions_of(found),
        "figures": queries.figures(found),
        "outcomes": outcomes_of(found),
        "papers": list(papers.published_of(found)),
        "thread": beside(kinds.ref(found), request.user),
    }
    return render(request, "consultation/round.html", context)


@require_safe
def contributions(request: HttpRequest, slug: str) -> HttpResponse:
    """List the input to a round in the order of the register: all, or only what can be read."""
    found = _round_or_404(slug)
    only_readable = request.GET.get("show") == "readable"
    inputs = queries.contributions_of(found)
    if only_readable:
        inputs = inputs.filter(standing.readable())
    page = Paginator(inputs, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "round": found,
        "page": page,
        "rows": _rows(found, list(page)),
        "only_readable": only_readable,
    }
    return render(request, "consultation/contributions.html", context)


@require_safe
def contribution(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show one contribution: all that it says, or why that is not shown."""
    found = _round_or_404(slug)
    one = queries.contribution_of(found, number)
    if one is None:
        raise Http404("no contribution of this round has this number")
    (row,) = _rows(found, [one])
    answered = [] if row.left_out else public_points_of(one)
    context = {
        "round": found,
        "row": row,
        "answers": answers_to(answered, request.user),
        "answer_record": answers.open_record_of(one),
        "thread": beside(kinds.ref(one), request.user),
    }
    return render(request, "consultation/contribution.html", context)


def state_of(found: Round, now: datetime) -> str:
    """Return in which state the public sees a round."""
    if found.state in {Round.State.CANCELLED, Round.State.EARLIER}:
        return str(found.state)
    if found.is_open_at(now):
        return "open"
    return "closed" if found.is_late_at(now) else "coming"


def _rows(found: Round, rows: Sequence[Contribution]) -> list[Row]:
    for one in rows:
        one.round = found
    return [Row(one, describing.organisation(one), standing.why_not(one)) for one in rows]


#: A round closes at the end of its last day, which is the beginning of the next one.
_A_MOMENT = timedelta(microseconds=1)


def _days_left(found: Round, now: datetime) -> int | None:
    """Return how many days there are after today; 0 on the last day, None where it is not open."""
    if found.closes_at is None or not found.is_open_at(now):
        return None
    return (timezone.localdate(found.closes_at - _A_MOMENT) - timezone.localdate(now)).days


def _round_or_404(slug: str) -> Round:
    found = queries.public_round(slug)
    if found is None:
        raise Http404("no public round has this address")
    return found
