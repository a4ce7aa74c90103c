"""What a round asks of those who write, and what somebody has sent in themselves."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time, timedelta

from django.db.models import QuerySet
from django.utils.timezone import localtime

from varv import clock
from varv.consultation import paragraphs
from varv.consultation.models import Contribution, Document, Draft, Question, Round
from varv.consultation.paragraphs import Paragraph
from varv.consultation.queries.answers import answered_at
from varv.consultation.rules import can_still_change
from varv.cycles.models import Area
from varv.cycles.queries import areas_to_choose
from varv.files.models import File
from varv.people.models import User
from varv.people.queries import the_region
from varv.text import dates


@dataclass(frozen=True)
class Asked:
    """A round with all that is asked and out for comment in it."""

    round: Round
    questions: Sequence[Question]
    areas: Sequence[Area]
    documents: Sequence[tuple[Document, Sequence[Paragraph]]]


@dataclass(frozen=True)
class OwnInput:
    """Something that a person sent in, and whether they may still change it or take it back."""

    contribution: Contribution
    may_change: bool


def until(round: Round) -> str:  # noqa: A002
    """Return the last day of a round in words, or the moment where it ends within a day."""
    if round.closes_at is None:
        return ""
    closes = localtime(round.closes_at)
    year = clock.today().year
    if closes.time() == time.min:
        return dates.day((closes - timedelta(days=1)).date(), this_year=year)
    return dates.moment(closes, this_year=year)


def asked_in(round: Round) -> Asked:  # noqa: A002 - the word of the house
    """Return what a round asks."""
    questions = list(round.questions.prefetch_related("options"))
    per_area = any(question.per_area for question in questions)
    language = the_region().language
    documents = round.documents.select_related("area_version", "programme_version")
    return Asked(
        round=round,
        questions=questions,
        areas=list(areas_to_choose(round.programme)) if per_area else [],
        documents=[(one, read) for one in documents if (read := paragraphs.of(one, language))],
    )


def draft_with(key: str, round: Round) -> Draft | None:  # noqa: A002
    """Return what was begun under ``key``, or None."""
    return Draft.objects.filter(key=key, round=round).first() if key else None


def files_of_draft(draft: Draft | None) -> Sequence[File]:
    """Return the files of a draft that are there, in the order in which they came."""
    return list(draft.files.filter(destroyed_at=None).order_by("pk")) if draft else []


def own_input(person: User) -> list[OwnInput]:
    """Return all that a person sent in, the latest first."""
    found = _of(person)
    return [OwnInput(one, can_still_change(person, one)) for one in found]


def own_contribution(person: User | None, key: uuid.UUID) -> Contribution | None:
    """Return one contribution of the person's own; another's does not exist for them."""
    return _of(person).filter(key=key).first() if person is not None else None


def own_file(contribution: Contribution, key: uuid.UUID) -> File | None:
    """Return a file that was sent in with a contribution, unless it is gone."""
    return contribution.files.filter(key=key, destroyed_at=None).first()


def _of(person: User) -> QuerySet[Contribution]:
    rows = Contribution.objects.filter(person=person).select_related(
        "round__case", "record__case", "organisation", "municipality", "person"
    )
    return rows.annotate(answered_at=answered_at())
