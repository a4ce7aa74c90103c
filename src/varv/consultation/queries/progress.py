"""How far the points of an input, or of a round, are, and whom they wait for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, OuterRef, Q

from varv.consultation.models import Contribution, Disposition, Point, Round
from varv.consultation.queries.by_round import number_in_round
from varv.consultation.queries.points import counted_points
from varv.people.models import User

State = Point.State


@dataclass(frozen=True)
class Progress:
    """How far one input, or a whole round, is: how many points, and how many of each state."""

    open: int = 0
    proposed: int = 0
    signed: int = 0

    @property
    def total(self) -> int:
        """How many points there are."""
        return self.open + self.proposed + self.signed

    @property
    def key(self) -> str:
        """Say it in one word: unsplit, open, proposed or signed."""
        if not self.total:
            return "unsplit"
        if self.open:
            return "open"
        return "proposed" if self.proposed else "signed"


def progress_of(ids: Collection[int]) -> dict[int, Progress]:
    """Return how far each of these inputs is, in one query; all of them are in the answer."""
    rows = Point.objects.filter(contribution__in=ids).order_by().values("contribution")
    found = {row["contribution"]: row for row in rows.annotate(**_by_state())}
    return {pk: _progress(found.get(pk)) for pk in ids}


def progress_of_round(round_: Round) -> Progress:
    """Return how far the points of a round are, in one query."""
    return _progress(counted_points().filter(round=round_).aggregate(**_by_state()))


def _by_state() -> dict[str, Count]:
    return {state.value: Count("pk", filter=Q(state=state)) for state in State}


def _progress(row: Mapping[str, Any] | None) -> Progress:
    return Progress(**{state.value: row[state.value] for state in State}) if row else Progress()


@dataclass(frozen=True)
class Waits:
    """What waits in one round: for a second reader, for an answer, and for being split."""

    round: Round
    to_sign: int
    returned: int


def waiting_for(user: User) -> list[Waits]:
    """Return the rounds in which answers wait for this reader, or came back to them."""
    holds = Disposition.objects.filter(
        replaced_at=None,
        signed_at=None,
        point__contribution__state=Contribution.State.RECEIVED,
        point__round=OuterRef("pk"),
    )
    to_sign = holds.filter(Q(made_by=None) | ~Q(made_by=user), returned_at=None)
    returned = holds.filter(returned_at__isnull=False, made_by=user)
    found = Round.objects.annotate(
        to_sign=number_in_round(to_sign, "point__round"),
        returned=number_in_round(returned, "point__round"),
    )
    found = found.filter(Q(to_sign__gt=0) | Q(returned__gt=0)).order_by("closes_at", "pk")
    return [Waits(one, one.to_sign, one.returned) for one in found]


@dataclass(frozen=True)
class Left:
    """What a closed round still owes those who wrote: points to answer, and inputs to split."""

    round: Round
    points: int
    inputs: int


def left_in_closed(now: datetime) -> list[Left]:
    """Return the closed rounds in which something waits for an answer, in one query."""
    stands = Contribution.objects.filter(state=Contribution.State.RECEIVED, round=OuterRef("pk"))
    points = Point.objects.filter(
        state=State.OPEN,
        contribution__state=Contribution.State.RECEIVED,
        round=OuterRef("pk"),
    )
    closed = Round.objects.filter(closes_at__lte=now).annotate(
        to_answer=number_in_round(points), to_split=number_in_round(stands.filter(points=None))
    )
    found = closed.filter(Q(to_answer__gt=0) | Q(to_split__gt=0)).order_by("closes_at", "pk")
    return [Left(one, one.to_answer, one.to_split) for one in found]
