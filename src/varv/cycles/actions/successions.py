"""Merging and splitting areas: nothing is lost, everything leads on.

The areas that were are retired, not deleted: their pages stay and tell what became of them. Steps
under way go on in the new areas, and whoever was interested in the old is interested in the new.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import override

from varv import clock
from varv.cycles.actions.areas import add_area, check_active, check_reason, lock_programme
from varv.cycles.actions.interests import LEVELS
from varv.cycles.actions.laps import add_lap
from varv.cycles.models import Area, AreaSuccession, Interest, Lap, Programme, Step, StepTransition
from varv.people import identity
from varv.people.models import User
from varv.people.queries import current_region, recipient_of
from varv.registry.actions import Letter, log, queue_many, trace
from varv.registry.models import Case


@dataclass(frozen=True)
class Wording:
    """What a new area is called and how it is described, by language."""

    name: Mapping[str, str]
    summary: Mapping[str, str] = field(default_factory=dict)
    text: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def merge_areas(actor: User | None, *, areas: Sequence[Area], into: Wording, reason: str) -> Area:
    """Let several areas become one new area."""
    programme = _checked_programme(areas)
    predecessors = _locked(areas)
    if len(predecessors) < 2:
        raise ValidationError({"areas": _("Choose at least two areas to merge.")})
    check_active(predecessors)
    check_reason(reason)
    successor = _add(actor, programme, into, reason, predecessors)
    _succeed(actor, predecessors, [successor], AreaSuccession.Kind.MERGED, reason)
    log(actor, "cycles.merge_areas", successor, predecessors=[area.pk for area in predecessors])
    return successor


@transaction.atomic
def split_area(
    actor: User | None, *, area: Area, parts: Sequence[Wording], reason: str
) -> list[Area]:
    """Let one area become several new areas."""
    programme = _checked_programme([area])
    predecessors = _locked([area])
    if len(parts) < 2:
        raise ValidationError({"parts": _("Name at least two areas to split into.")})
    check_active(predecessors)
    check_reason(reason)
    successors = [_add(actor, programme, part, reason, predecessors) for part in parts]
    _succeed(actor, predecessors, successors, AreaSuccession.Kind.SPLIT, reason)
    log(actor, "cycles.split_area", predecessors[0], successors=[new.pk for new in successors])
    return successors


def _checked_programme(areas: Sequence[Area]) -> Programme:
    """Return the programme of all the areas, locked."""
    if len({area.programme_id for area in areas}) != 1:
        raise ValidationError({"areas": _("Choose areas of one and the same programme.")})
    programme = lock_programme(areas[0].programme)
    # Whoever shows interest holds the case; see declare_interests.
    Case.objects.select_for_update(no_key=True).get(pk=programme.case_id)
    return programme


def _locked(areas: Iterable[Area]) -> list[Area]:
    wanted = {area.pk for area in areas}
    return list(Area.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk"))


def _add(
    actor: User | None,
    programme: Programme,
    wording: Wording,
    reason: str,
    predecessors: Sequence[Area],
) -> Area:
    return add_area(
        actor,
        programme=programme,
        name=wording.name,
        summary=wording.summary,
        text=wording.text,
        reason=reason,
        replacing=[area.pk for area in predecessors],
    )


def _succeed(
    actor: User | None,
    predecessors: Sequence[Area],
    successors: Sequence[Area],
    kind: AreaSuccession.Kind,
    reason: str,
) -> None:
    now = clock.now()
    laps = list(
        Lap.objects.select_for_update(no_key=True)
        .filter(area__in=predecessors, closed_at=None)
        .order_by("pk")
    )
    for predecessor in predecessors:
        predecessor.state = Area.State.RETIRED
        predecessor.save(update_fields=["state"])
        for successor in successors:
            AreaSuccession.objects.create(
                predecessor=predecessor,
                successor=successor,
                kind=kind,
                reason=reason.strip(),
                at=now,
            )
            trace(actor, source=predecessor, target=successor, relation="became")
    Lap.objects.filter(pk__in=[lap.pk for lap in laps]).update(closed_at=now)
    if laps:
        for successor in successors:
            _carry_lap_on(actor, laps, successor, reason)
    _carry_interests_on(predecessors, successors, reason)


def _carry_lap_on(actor: User | None, laps: Sequence[Lap], successor: Area, reason: str) -> None:
    """Open a lap in which whatever had begun goes on; nothing counts as done for the new area."""
    lap = add_lap(
        programme=successor.programme,
        area=successor,
        title=laps[0].title,
        starts_on=clock.today(),
        ends_on=max((old.ends_on for old in laps if old.ends_on), default=None),
    )
    former = list(Step.objects.filter(lap__in=laps).select_related("responsible"))
    for step in lap.steps.all():
        _carry_step_on(actor, [old for old in former if old.kind == step.kind], step, reason)


def _carry_step_on(actor: User | None, former: Sequence[Step], step: Step, reason: str) -> None:
    unfinished = [old for old in former if old.state != Step.State.DONE]
    people = {old.responsible for old in former if old.responsible}
    step.due_on = min((old.due_on for old in unfinished if old.due_on), default=None)
    step.responsible = people.pop() if len(people) == 1 else None
    if any(old.state != Step.State.WAITING for old in former):
        step.state = Step.State.ACTIVE
        StepTransition.objects.create(
            step=step,
            from_state=Step.State.WAITING,
            to_state=Step.State.ACTIVE,
            reason=reason.strip(),
            at=clock.now(),
            by=actor,
        )
    step.save(update_fields=["state", "due_on", "responsible"])


def _carry_interests_on(
    predecessors: Sequence[Area], successors: Sequence[Area], reason: str
) -> None:
    """Copy each person's interest, the strongest of several, and tell them."""
    standing = (
        Interest.objects.select_for_update(no_key=True, of=("self",))
        .filter(area__in=predecessors, withdrawn_at=None)
        .select_related("person", "area")
        .order_by("created_at", "pk")
    )
    by_person: dict[int, list[Interest]] = {}
    for interest in standing:
        by_person.setdefault(interest.person_id, []).append(interest)
    for interests in by_person.values():
        for successor in successors:
            _copy_interest(interests, successor)
    told = [interests for interests in by_person.values() if interests[0].person.is_active]
    queue_many(_letter(interests, successors, reason) for interests in told)


def _copy_interest(interests: Sequence[Interest], successor: Area) -> Interest:
    latest = interests[-1]
    return Interest.objects.create(
        area=successor,
        person=latest.person,
        name=latest.name,
        organisation_id=latest.organisation_id,
        sector=latest.sector,
        municipality_id=latest.municipality_id,
        level=max((one.level for one in interests), key=LEVELS.index),
        message="\n\n".join(one.message for one in interests if one.message),
        record_id=latest.record_id,
        carried_from=latest,
        created_at=interests[0].created_at,
    )


def _letter(interests: Sequence[Interest], successors: Sequence[Area], reason: str) -> Letter:
    person = interests[0].person
    recipient = recipient_of(person)
    with override(recipient.language):
        old = get_text_list([str(one.area) for one in interests], _("and"))
        new = get_text_list([str(area) for area in successors], _("and"))
        region = current_region()
        contact = str(region.contact_email) if region else ""
    return Letter(
        kind="cycles.area_became",
        occasion="cycles.area_became:" + "-".join(str(area.pk) for area in successors),
        recipient=recipient,
        context={
            "old": old,
            "new": new,
            "reason": reason.strip(),
            "link": identity.my_page_link(person),
            "contact": contact,
        },
        about=successors[0],
    )
