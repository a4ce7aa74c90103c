"""Who is to be answered in a round, and what is missing before they can be."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from varv.consultation.models import Answer, Contribution, Point, Round
from varv.people.models import User

Way = Answer.Way


@dataclass(frozen=True)
class Sender:
    """One who is to get one answer: a person, or who sent one input that no person is known of."""

    person: User | None
    contributions: list[Contribution] = field(default_factory=list)
    answer: Answer | None = None

    @property
    def name(self) -> str:
        """What the desk calls them."""
        first = self.contributions[0]
        named = str(first.organisation or first.name or "")
        return named or (self.person.email if self.person else "") or str(first)

    @property
    def fresh(self) -> list[Contribution]:
        """What is not in their answer, all of it where there is none."""
        covered = {one.pk for one in self.answer.contributions.all()} if self.answer else set()
        return [one for one in self.contributions if one.pk not in covered]

    @property
    def missing(self) -> str:
        """Why no answer can be made of it now, in words; nothing where one can, or there is one."""
        if self.person is not None and not self.person.is_active:
            return _("The person is erased: there is nobody to answer.")
        if self.answer is not None and self.answer.state == Answer.State.SENT:
            return self._came_after() if self.fresh else ""
        return "" if self.answer is not None else lacks(self.contributions)

    @property
    def can_be_drafted(self) -> bool:
        """Tell whether an answer can be made for them now."""
        return self.answer is None and not self.missing

    def _came_after(self) -> str:
        text = _("They have had an answer. %(inputs)s came after it: send an addition to it.")
        return text % {"inputs": ", ".join(map(str, self.fresh))}


def lacks(contributions: Sequence[Contribution]) -> str:
    """Return what inputs lack before they can be answered, in words; nothing where it is nothing.

    The inputs have ``points_number`` and ``unsigned_number``.
    """
    whole = [one for one in contributions if not one.points_number]  # type: ignore[attr-defined]
    if whole:
        text = _("Not split into points yet: %(inputs)s.")
        return text % {"inputs": ", ".join(map(str, whole))}
    number = sum(one.unsigned_number for one in contributions)  # type: ignore[attr-defined]
    if not number:
        return ""
    return ngettext(
        "%(n)s point has no signed disposition.",
        "%(n)s points have no signed disposition.",
        number,
    ) % {"n": number}


def senders(*rounds: Round) -> list[Sender]:
    """Return all who sent something that counts to a round, in the order of the register.

    Who wrote to several is one for each; the queries are as many for one round as for all.
    """
    rows = (
        Contribution.objects.filter(round__in=rounds, state=Contribution.State.RECEIVED)
        .select_related("record__case", "person", "organisation")
        .defer("text")
        .annotate(
            points_number=Count("points"),
            unsigned_number=Count("points", filter=~Q(points__state=Point.State.SIGNED)),
        )
        .order_by("received_at", "pk")
    )
    by_person, by_input = _answers(rounds)
    found: dict[tuple[int, object], Sender] = {}
    for one in rows:
        key = (one.round_id, one.person_id or f"input {one.pk}")
        if key not in found:
            answer = by_person.get((one.round_id, one.person_id or 0)) or by_input.get(one.pk)
            found[key] = Sender(one.person, answer=answer)
        found[key].contributions.append(one)
    return list(found.values())


def unanswered(found: Iterable[Sender]) -> list[Sender]:
    """Return those who have not had all of their answer, erased ones left out."""
    return [
        one
        for one in found
        if (one.person is None or one.person.is_active)
        and (one.answer is None or not one.answer.has_gone or one.fresh)
    ]


def _answers(
    rounds: Iterable[Round],
) -> tuple[dict[tuple[int, int], Answer], dict[int, Answer]]:
    rows = list(Answer.objects.filter(round__in=rounds).prefetch_related("contributions"))
    by_person = {(one.round_id, one.person_id): one for one in rows if one.person_id}
    by_input = {given.pk: one for one in rows for given in one.contributions.all()}
    return by_person, by_input
