"""What this app adds to the extension points, its own and those below."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from varv.cycles import (
    balance,
    changeables,
    checks,
    folder,
    grounds,
    inventory_entries,
    keeping,
    kinds_of_versions,
    limits,
    mails,
    personal,
    queries,
    search,
)
from varv.cycles.models import (
    Area,
    AreaSuccession,
    FrameItem,
    Interest,
    Lap,
    Milestone,
    Programme,
    Step,
    StepGuide,
    StepKind,
    StepTransition,
)
from varv.cycles.personal import named
from varv.people import belongings, desk, handover
from varv.people.folder import sections
from varv.people.limits import known as known_limits
from varv.people.models import User
from varv.reach import sources
from varv.registry import kinds, log_actions, mailtexts, masking, relations
from varv.registry.actions import log
from varv.registry.kinds import Kind, Thing
from varv.registry.models import Record

MILESTONE_NOTICE = timedelta(days=14)


def register() -> None:
    """Add everything; called once, when the apps are ready."""
    _register_words()
    _register_kinds()
    kinds_of_versions.register()
    changeables.register()
    search.register_all()
    for section in folder.sections():
        sections.register(section)
    for limit in limits.ALL:
        known_limits.register(limit.name, limit)
    checks.point.register(
        "cycles.all_sectors",
        checks.StepCheck(
            StepKind.GOVERNANCE, gettext_lazy("All four sectors take part"), balance.all_sectors
        ),
    )
    checks.point.register(
        "cycles.all_municipalities",
        checks.StepCheck(
            StepKind.GOVERNANCE,
            gettext_lazy("Every municipality takes part"),
            balance.all_municipalities,
        ),
    )
    for kind in (StepKind.VISION, StepKind.PRIORITISATION):
        checks.point.register(
            f"cycles.rests_on_input_{kind.value}",
            checks.StepCheck(
                kind,
                gettext_lazy("What the text says can be followed back to input"),
                grounds.text_rests_on_input,
            ),
        )
    mailtexts.register(mails.interest_confirmed)
    mailtexts.register(mails.already_interested)
    mailtexts.register(mails.area_became)
    belongings.point.register(
        "cycles.interests", belongings.Belonging(gettext_lazy("interests"), "cycles.Interest")
    )
    sources.point.register(
        "cycles.interests", sources.Source(gettext_lazy("Have shown interest"), balance.interested)
    )
    desk.items.register("cycles.steps", _step_items)
    desk.items.register("cycles.milestones", _milestone_items)
    handover.point.register(
        "cycles.steps",
        handover.Responsibility(gettext_lazy("Steps"), _count_steps, _hand_over_steps),
    )
    _register_masking()
    personal.register()
    keeping.register()
    inventory_entries.register()


def _register_words() -> None:
    for action, label in {
        "cycles.create_area": gettext_lazy("Area added"),
        "cycles.revise_area": gettext_lazy("Area worded anew"),
        "cycles.draft_version": gettext_lazy("Draft of a version begun"),
        "cycles.edit_draft": gettext_lazy("Draft of a version saved"),
        "cycles.discard_draft": gettext_lazy("Draft of a version thrown away"),
        "cycles.put_version_out": gettext_lazy("Version put out for comment"),
        "cycles.close_comment": gettext_lazy("Version no longer out for comment"),
        "cycles.compare_with_present": gettext_lazy("Draft compared with the present version"),
        "cycles.adopt_area_version": gettext_lazy("Version of an area adopted"),
        "cycles.adopt_programme_version": gettext_lazy("Version of the programme adopted"),
        "cycles.merge_areas": gettext_lazy("Areas merged"),
        "cycles.split_area": gettext_lazy("Area split"),
        "cycles.open_lap": gettext_lazy("Lap opened"),
        "cycles.close_lap": gettext_lazy("Lap closed"),
        "cycles.start_step": gettext_lazy("Step started"),
        "cycles.complete_step": gettext_lazy("Step completed"),
        "cycles.reopen_step": gettext_lazy("Step reopened"),
        "cycles.set_step_due": gettext_lazy("Due date of a step set"),
        "cycles.set_step_responsible": gettext_lazy("Responsible for a step set"),
        "cycles.create_milestone": gettext_lazy("Milestone added"),
        "cycles.edit_milestone": gettext_lazy("Milestone changed"),
        "cycles.delete_milestone": gettext_lazy("Milestone deleted"),
        "cycles.declare_interest": gettext_lazy("Interest shown"),
        "cycles.update_interest": gettext_lazy("Interest updated"),
        "cycles.withdraw_interest": gettext_lazy("Interest withdrawn"),
        "cycles.export_interests": gettext_lazy("List of interests taken out"),
        "cycles.hand_over_steps": gettext_lazy("Steps handed over"),
    }.items():
        log_actions.register(action, label)
    relations.register(
        relations.Relation("became", gettext_lazy("became"), gettext_lazy("came of"))
    )


def _register_kinds() -> None:
    for kind in (
        Kind("programme", "cycles.Programme", gettext_lazy("programme"), _programmes),
        Kind("area", "cycles.Area", gettext_lazy("area"), _areas),
        Kind("step_guide", "cycles.StepGuide", gettext_lazy("step"), _step_guides),
        Kind("lap", "cycles.Lap", gettext_lazy("lap"), _laps),
        Kind("step", "cycles.Step", gettext_lazy("step"), _steps),
        Kind("milestone", "cycles.Milestone", gettext_lazy("milestone"), _milestones),
        Kind("frame_item", "cycles.FrameItem", gettext_lazy("part of the frame"), _frame_items),
        Kind("interest", "cycles.Interest", gettext_lazy("interest"), _interests, own_titles=True),
        Kind(
            "area_succession",
            "cycles.AreaSuccession",
            gettext_lazy("what became of an area"),
            _area_successions,
        ),
        Kind(
            "step_change", "cycles.StepTransition", gettext_lazy("change of a step"), _step_changes
        ),
    ):
        kinds.register(kind)


def _register_masking() -> None:
    name, title = gettext_lazy("Name"), gettext_lazy("Title")
    summary, text = gettext_lazy("Summary"), gettext_lazy("Text")
    reason = gettext_lazy("Reason")
    for kind, fields in {
        "programme": {"name": name, "summary": summary},
        "area": {"name": name, "summary": summary, "text": text},
        "area_succession": {"reason": reason},
        "lap": {"title": title},
        "milestone": {"title": title, "text": text},
        "step_change": {"reason": reason},
    }.items():
        masking.point.register(kind, masking.Maskable(fields))
    masking.copies.register("cycles.interests", _interests_of_record)


def _interests_of_record(thing: Model, field: str) -> Iterable[tuple[Model, str]]:
    """Tell of the interests whose message stands in a record."""
    if isinstance(thing, Record) and field == "text":
        yield from ((interest, "message") for interest in thing.interests.all())


def _area_successions(ids: Iterable[int], user: object) -> dict[int, Thing]:  # noqa: ARG001
    rows = AreaSuccession.objects.filter(pk__in=ids).select_related("predecessor", "successor")
    return {row.pk: Thing(str(row), row.successor.get_absolute_url()) for row in rows}


def _step_changes(ids: Iterable[int], user: object) -> dict[int, Thing]:  # noqa: ARG001 - public
    rows = StepTransition.objects.filter(pk__in=ids).select_related(
        "step__lap__area", "step__lap__programme"
    )
    return {row.pk: Thing(named(row.step), row.step.url) for row in rows}


def _programmes(ids: Iterable[int], user: object) -> dict[int, Thing]:  # noqa: ARG001 - public
    url = reverse("cycles:programme")
    return {row.pk: Thing(str(row), url) for row in Programme.objects.filter(pk__in=ids)}


def _areas(ids: Iterable[int], user: object) -> dict[int, Thing]:  # noqa: ARG001 - public
    return {
        row.pk: Thing(str(row), row.get_absolute_url()) for row in Area.objects.filter(pk__in=ids)
    }


def _step_guides(ids: Iterable[int], user: object) -> dict[int, Thing]:  # noqa: ARG001 - public
    return {
        row.pk: Thing(str(row), reverse("cycles:step", args=[row.kind]))
        for row in StepGuide.objects.filter(pk__in=ids)
    }


def _laps(ids: Iterable[int], user: object) -> dict[int, Thing]:  # noqa: ARG001 - public
    rows = Lap.objects.filter(pk__in=ids).select_related("area", "programme")
    return {row.pk: Thing(f"{row.area or row.programme}: {row}", row.url) for row in rows}


def _steps(ids: Iterable[int], user: object) -> dict[int, Thing]:  # noqa: ARG001 - public
    rows = Step.objects.filter(pk__in=ids).select_related("lap__area", "lap__programme")
    return {row.pk: Thing(f"{row.lap.area or row.lap.programme}: {row}", row.url) for row in rows}


def _milestones(ids: Iterable[int], user: object) -> dict[int, Thing]:  # noqa: ARG001 - public
    url = reverse("cycles:programme")
    return {
        row.pk: Thing(str(row), f"{url}#milestone-{row.pk}")
        for row in Milestone.objects.filter(pk__in=ids)
    }


def _frame_items(ids: Iterable[int], user: object) -> dict[int, Thing]:  # noqa: ARG001 - public
    url = reverse("cycles:frame")
    return {
        row.pk: Thing(str(row), f"{url}#{row.key}") for row in FrameItem.objects.filter(pk__in=ids)
    }


def _interests(ids: Iterable[int], user: object) -> dict[int, Thing]:
    """Name interests to the staff who work with them, and their own to the persons themselves."""
    rows = Interest.objects.filter(pk__in=ids).select_related("area")
    sees_all = user is None or (isinstance(user, User) and user.has_perm("cycles.view_interest"))
    if not sees_all:
        rows = rows.filter(person_id=getattr(user, "pk", None))
    url = reverse("cycles:desk_interests") if sees_all else ""
    return {
        row.pk: Thing(
            _("%(name)s in %(area)s") % {"name": row.name, "area": row.area},
            f"{url}?area={row.area_id}" if url else "",
        )
        for row in rows
    }


def _end_of(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(23, 59)))


def _step_items(user: User, now: datetime) -> Iterable[desk.DeskItem]:
    """Tell of steps that are late, and of steps under way that nobody answers for."""
    coordinates = user.has_perm("cycles.change_step")
    today = timezone.localdate(now)
    for step in queries.late_steps(today):
        if coordinates or step.responsible_id == user.pk:
            yield desk.DeskItem(
                title=_("%(step)s is late") % {"step": named(step)},
                url=step.desk_url,
                due=_end_of(step.due_on),
                urgent=True,
                detail=_("Complete it, or set a new day."),
            )
    if coordinates:
        for step in queries.unassigned_open_steps():
            yield desk.DeskItem(
                title=_("Nobody answers for %(step)s") % {"step": named(step)},
                url=step.desk_url,
                due=_end_of(step.due_on) if step.due_on else None,
                detail=_("Choose somebody on the staff."),
            )


def _milestone_items(user: User, now: datetime) -> Iterable[desk.DeskItem]:
    """Tell of milestones within two weeks."""
    if not user.has_perm("cycles.view_process"):
        return
    today = timezone.localdate(now)
    coming = Milestone.objects.filter(
        on__range=(today, today + MILESTONE_NOTICE), precision="day"
    ).select_related("area")
    for milestone in coming:
        yield desk.DeskItem(
            title=str(milestone),
            url=reverse("cycles:desk_milestones"),
            due=_end_of(milestone.on),
            detail=str(milestone.area or _("All areas")),
        )


def _count_steps(user: User) -> int:
    return queries.open_steps_of([user.pk]).count()


@transaction.atomic
def _hand_over_steps(actor: User | None, *, from_user: User, to_user: User) -> int:
    steps = queries.open_steps_of([from_user.pk])
    moved = Step.objects.filter(pk__in=steps.values("pk")).update(responsible=to_user)
    if moved:
        log(
            actor,
            "cycles.hand_over_steps",
            None,
            from_user=from_user.pk,
            to=to_user.pk,
            count=moved,
        )
    return moved
