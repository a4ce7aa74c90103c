"""What meetings adds to the extension points of the apps below."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, Model, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from varv import clock
from varv.clock import timed
from varv.cycles import checks, occasions, panels
from varv.cycles.models import Area, Programme, Step, StepKind
from varv.cycles.queries import lineage, lineages
from varv.meetings import (
    desk,
    due,
    folder,
    inventory_entries,
    keeping,
    limits,
    mail_texts,
    personal,
    queries,
    reach,
    search,
)
from varv.meetings.models import Meeting, MeetingChange, Minutes, Registration
from varv.people import belongings, handover
from varv.people import desk as people_desk
from varv.people.folder import sections
from varv.people.limits import known as known_limits
from varv.reach import sources
from varv.registry import forecast, kinds, log_actions, mailtexts, masking, relations, ties
from varv.registry.guard import may
from varv.registry.models import Record

# The page of an area is about the area; all meetings are a click away.
MEETINGS_IN_PANEL = 8


def register() -> None:
    """Add everything; called once, when the apps are ready."""
    for action, label in LOG_ACTIONS.items():
        log_actions.register(action, label)
    for kind in mail_texts.KINDS:
        mailtexts.register(kind)
    _register_kinds()
    timed.work.register("meetings.close", timed.TimedWork(due.close_sign_ups, due.next_closing))
    timed.work.register("meetings.links", timed.TimedWork(due.send_links, due.next_links))
    forecast.point.register(
        "meetings.links", forecast.Forecast(due.planned_links, due.soonest_links)
    )
    people_desk.items.register("meetings", desk.items)
    handover.point.register(
        "meetings",
        handover.Responsibility(gettext_lazy("Meetings"), desk.responsible_for, desk.hand_over),
    )
    for limit in limits.ALL:
        known_limits.register(limit.name, limit)
    timed.work.register(
        "meetings.guest_lists", timed.TimedWork(due.drop_guest_lists, due.next_guest_list)
    )
    relations.register(
        relations.Relation("about", gettext_lazy("was about"), gettext_lazy("was spoken of at"))
    )
    ties.register(
        "meetings.areas",
        ties.Tie("meetings.Meeting", ties.End("meeting"), ties.End("area", "area_id"), "about"),
    )
    _register_masking()
    personal.register()
    keeping.register()
    inventory_entries.register()
    sections.register(folder.section())
    search.register_all()
    _register_for_cycles()
    belongings.point.register(
        "meetings.registrations",
        belongings.Belonging(gettext_lazy("registrations"), "meetings.Registration"),
    )
    belongings.point.register(
        "meetings.attendances",
        belongings.Belonging(gettext_lazy("attendances"), "meetings.Attendance"),
    )
    sources.point.register("meetings.registrations", reach.signed_up)
    sources.point.register("meetings.attendances", reach.came)


LOG_ACTIONS = {
    "meetings.sign_up": gettext_lazy("Signed up for meetings"),
    "meetings.change_registration": gettext_lazy("Registration changed"),
    "meetings.cancel_registration": gettext_lazy("Registration cancelled"),
    "meetings.create_meeting": gettext_lazy("Meeting planned"),
    "meetings.edit_meeting": gettext_lazy("Meeting changed"),
    "meetings.delete_draft": gettext_lazy("Draft of a meeting deleted"),
    "meetings.publish": gettext_lazy("Meeting published"),
    "meetings.close_sign_up": gettext_lazy("Sign-up closed"),
    "meetings.reopen_sign_up": gettext_lazy("Sign-up reopened"),
    "meetings.set_link": gettext_lazy("Link to a meeting set"),
    "meetings.send_link_anew": gettext_lazy("Link sent anew"),
    "meetings.mark_called": gettext_lazy("Called about the link"),
    "meetings.move_meeting": gettext_lazy("Meeting moved"),
    "meetings.cancel_meeting": gettext_lazy("Meeting cancelled"),
    "meetings.mark_held": gettext_lazy("Meeting held"),
    "meetings.record_attendance": gettext_lazy("Attendance recorded"),
    "meetings.save_minutes": gettext_lazy("Minutes saved"),
    "meetings.publish_minutes": gettext_lazy("Minutes published"),
    "meetings.correct_minutes": gettext_lazy("Minutes corrected"),
    "meetings.hand_over": gettext_lazy("Meetings handed over"),
    "meetings.export": gettext_lazy("List of participants taken out"),
}


def _register_kinds() -> None:
    kinds.register(
        kinds.Kind("meeting", "meetings.Meeting", gettext_lazy("meeting"), describe_meetings)
    )
    kinds.register(
        kinds.Kind(
            "registration",
            "meetings.Registration",
            gettext_lazy("registration"),
            describe_registrations,
        )
    )
    kinds.register(
        kinds.Kind(
            "minutes",
            "meetings.Minutes",
            gettext_lazy("minutes"),
            describe_minutes,
            own_titles=True,
        )
    )
    kinds.register(
        kinds.Kind(
            "meeting_change",
            "meetings.MeetingChange",
            gettext_lazy("change of a meeting"),
            describe_changes,
        )
    )


def _register_masking() -> None:
    text = gettext_lazy("Text")
    masking.point.register(
        "meeting",
        masking.Maskable(
            {
                "title": gettext_lazy("Title"),
                "summary": gettext_lazy("Summary"),
                "place": gettext_lazy("Place"),
            }
        ),
    )
    masking.point.register("minutes", masking.Maskable({"text": text}))
    masking.point.register("meeting_change", masking.Maskable({"reason": gettext_lazy("Reason")}))
    masking.copies.register("meetings.minutes", minutes_and_records)


def minutes_and_records(thing: Model, field: str) -> Iterable[tuple[Model, str]]:
    """Tell where the text of minutes stands: on the page, and in the register for each version."""
    if isinstance(thing, Minutes) and field == "text":
        records = Record.objects.filter(
            kind="minutes", subject_kind="meeting", subject_id=thing.meeting_id
        )
        yield from ((record, "text") for record in records)
    if isinstance(thing, Record) and field == "text" and thing.kind == "minutes":
        minutes = Minutes.objects.filter(meeting=thing.subject_id)
        yield from ((one, "text") for one in minutes)


def describe_changes(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:  # noqa: ARG001 - public
    """Name the changes of meetings."""
    found = MeetingChange.objects.filter(pk__in=ids).select_related("meeting")
    return {one.pk: kinds.Thing(str(one), one.meeting.get_absolute_url()) for one in found}


def describe_meetings(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:
    """Name meetings; drafts only to staff."""
    found = Meeting.objects.filter(pk__in=ids)
    if not may(user, "meetings.view_desk"):
        found = found.exclude(state=Meeting.State.DRAFT)
    return {one.pk: kinds.Thing(str(one), one.get_absolute_url()) for one in found}


def describe_registrations(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:
    """Name registrations to those who may see them, and to whoever made them."""
    found = Registration.objects.filter(pk__in=ids).select_related("meeting")
    if not may(user, "meetings.view_registrations"):
        found = found.filter(person=getattr(user, "pk", None))
    return {one.pk: kinds.Thing(str(one), one.meeting.get_absolute_url()) for one in found}


def describe_minutes(ids: Iterable[int], user: object) -> Mapping[int, kinds.Thing]:
    """Name minutes; unpublished ones only to staff."""
    found = Minutes.objects.filter(pk__in=ids).select_related("meeting")
    if not may(user, "meetings.view_desk"):
        found = found.exclude(published_at=None)
    return {
        one.pk: kinds.Thing(
            _("Minutes: %(meeting)s") % {"meeting": one.meeting}, one.meeting.get_absolute_url()
        )
        for one in found
    }


def _register_for_cycles() -> None:
    occasions.point.register("meetings", occasions_of)
    panels.point.register(
        "meetings",
        panels.Panel(gettext_lazy("Meetings"), "meetings/_area_panel.html", area_panel),
    )
    checks.point.register(
        "meetings.mobilisation_held",
        checks.StepCheck(
            StepKind.GOVERNANCE,
            gettext_lazy("A mobilisation meeting has been held and its minutes are public"),
            mobilisation_held,
        ),
    )
    checks.point.register(
        "meetings.dialogue_held",
        checks.StepCheck(
            StepKind.ANALYSIS,
            gettext_lazy("The areas have been discussed at meetings whose minutes are public"),
            dialogue_held,
        ),
    )


def occasions_of(programme: Programme) -> Iterable[occasions.Occasion]:
    """Tell of the meetings that have begun: what was said there may be entered as input."""
    for meeting in queries.begun(programme.pk, clock.now()):
        yield occasions.Occasion(kinds.ref(meeting), str(meeting), meeting.starts_at)


def area_panel(area: Area, _request: HttpRequest) -> dict[str, Any] | None:
    """Return the meetings of an area and of what it came of, those ahead first."""
    now = clock.now()
    meetings = queries.public_from_now_on(now).filter(area__in=lineage(area))
    found = list(meetings[: MEETINGS_IN_PANEL + 1])
    if not found:
        return None
    shown = [(one, queries.shown_state(one, now)) for one in found[:MEETINGS_IN_PANEL]]
    return {
        "coming": [(one, state) for one, state in shown if one.ends_at > now],
        "past": [(one, state) for one, state in shown if one.ends_at <= now],
        "more": len(found) > MEETINGS_IN_PANEL,
        "now": now,
    }


def mobilisation_held(step: Step) -> checks.CheckResult:
    """Look for a mobilisation meeting of the step's area, or of every area of the programme."""
    lap = step.lap
    if lap.area:
        return _held_of_kind(Meeting.Kind.MOBILISATION, area__in=lineage(lap.area))
    areas = list(lap.programme.areas.filter(state=Area.State.ACTIVE))
    held = set(_documented().filter(kind=Meeting.Kind.MOBILISATION).values_list("area", flat=True))
    lines = lineages(areas)
    missing = [str(area) for area in areas if not lines[area.pk] & held]
    if not areas:
        return checks.CheckResult(False, _("There are no areas yet."))
    if missing:
        return checks.CheckResult(
            False, _("Not yet for: %(areas)s.") % {"areas": ", ".join(missing)}
        )
    return checks.CheckResult(True, _("Held for every area, with public minutes."))


def dialogue_held(step: Step) -> checks.CheckResult:
    """Look for dialogue meetings of the programme, or any meeting of the step's area."""
    lap = step.lap
    if lap.area:
        return _held_of_kind(None, area__in=lineage(lap.area))
    return _held_of_kind(Meeting.Kind.DIALOGUE, programme=lap.programme_id)


def _documented() -> Any:
    return Meeting.objects.filter(
        state=Meeting.State.HELD, minutes__published_at__isnull=False
    ).order_by()


def _held_of_kind(kind: str | None, **where: Any) -> checks.CheckResult:
    meetings = Meeting.objects.filter(**where).exclude(
        state__in=[Meeting.State.DRAFT, Meeting.State.CANCELLED]
    )
    if kind:
        meetings = meetings.filter(kind=kind)
    over = Q(state=Meeting.State.HELD) | Q(ends_at__lte=clock.now())
    public = Q(state=Meeting.State.HELD, minutes__published_at__isnull=False)
    numbers = meetings.aggregate(
        planned=Count("pk"), held=Count("pk", filter=over), public=Count("pk", filter=public)
    )
    if not numbers["planned"]:
        return checks.CheckResult(False, _("No such meeting is planned."))
    text = ngettext(
        "%(planned)s meeting: %(held)s held, %(public)s with public minutes.",
        "%(planned)s meetings: %(held)s held, %(public)s with public minutes.",
        numbers["planned"],
    )
    return checks.CheckResult(numbers["public"] > 0, text % numbers)
