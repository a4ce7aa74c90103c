"""What is masked, what is due to be destroyed, and what was destroyed under which decision."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from varv import clock
from varv.registry import paging, retention
from varv.registry.models import Destroyed, Disposal, DisposalDecision, Event, KeepTime, Masking

SAMPLES = 20


@dataclass(frozen=True)
class Due:
    """One rule as it stands: the time it keeps, and what is past it.

    Among all rules it is counted up to ``paging.COUNTED``, and ``is_cut`` tells that there is more.
    """

    rule: retention.Rule
    months: int | None
    count: int
    samples: list[str]
    decision: DisposalDecision | None = None
    is_cut: bool = False


def maskings() -> QuerySet[Masking]:
    """Return all maskings, those in force first, latest first."""
    return Masking.objects.order_by("lifted_at", "-at", "-pk")


def maskings_of(kind: str, pk: int) -> QuerySet[Masking]:
    """Return the maskings in force of one thing."""
    return Masking.objects.filter(subject_kind=kind, subject_id=pk, lifted_at=None)


def looks_at(made: Masking) -> QuerySet[Event]:
    """Return who looked at the original of a masking, latest first."""
    return Event.objects.filter(
        action="registry.read_masked", subject_kind="masking", subject_id=made.pk
    ).order_by("-pk")


def decisions() -> QuerySet[DisposalDecision]:
    """Return the disposal decisions, latest first, each with how much was destroyed."""
    return DisposalDecision.objects.annotate(disposal_count=Count("disposals")).order_by(
        "-decided_on", "-pk"
    )


def decisions_in_force(rule: str) -> QuerySet[DisposalDecision]:
    """Return the decisions under which things of a rule may be destroyed today."""
    today = clock.today()
    lasts = Q(valid_to=None) | Q(valid_to__gte=today)
    return DisposalDecision.objects.filter(lasts, covers__contains=[rule], valid_from__lte=today)


def disposals() -> QuerySet[Disposal]:
    """Return what was destroyed, latest first."""
    return Disposal.objects.select_related("decision").order_by("-at", "-pk")


def destroyed(kind: str, ids: Iterable[int]) -> dict[int, Disposal]:
    """Return in which disposal things were destroyed, by id; the latest where it was in parts."""
    found = Destroyed.objects.filter(subject_kind=kind, subject_id__in=list(ids))
    return {
        stub.subject_id: stub.disposal
        for stub in found.select_related("disposal__decision").order_by("pk")
    }


@dataclass(frozen=True)
class Kept:
    """How long one kind is kept, for everybody to read."""

    label: str
    months: int | None
    begins: str
    remains: str


def keeping() -> list[Kept]:
    """Return how long each kind is kept, in the order of what they are called."""
    own = dict(KeepTime.objects.values_list("rule", "months"))
    found = [
        Kept(str(rule.label), own.get(rule.key, rule.months), str(rule.begins), str(rule.remains))
        for rule in retention.rules
    ]
    return sorted(found, key=lambda kept: kept.label)


def all_due(now: datetime) -> list[Due]:
    """Return every rule with how much is due, in the order of what they are called."""
    own = {one.rule: one for one in KeepTime.objects.select_related("decision")}
    found = []
    for rule in sorted(retention.rules, key=lambda rule: str(rule.label)):
        kept = own.get(rule.key)
        months = kept.months if kept else rule.months
        count = paging.count_up_to(retention.due(rule, now, months))
        is_cut = count > paging.COUNTED
        decision = kept.decision if kept else None
        found.append(Due(rule, months, min(count, paging.COUNTED), [], decision, is_cut))
    return found


def due_of(rule: retention.Rule, now: datetime) -> Due:
    """Return one rule with how much is due, and the first of it by name."""
    kept = KeepTime.objects.filter(rule=rule.key).select_related("decision").first()
    months = kept.months if kept else rule.months
    things = retention.due(rule, now, months)
    count = things.count()
    # A line that there is one more would take the place of the one.
    shown = things[: SAMPLES if count > SAMPLES + 1 else SAMPLES + 1]
    samples = [rule.sample(thing) for thing in shown]
    return Due(rule, months, count, samples, kept.decision if kept else None)
