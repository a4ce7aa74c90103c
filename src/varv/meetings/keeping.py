"""How long meetings keep who signed up, who came and what support they asked for."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from varv.meetings.models import Attendance, Registration
from varv.people.actions import stand_ins
from varv.registry import retention
from varv.registry.keeping import NO_LONGER_NEEDED

COUNTS = _("That somebody of a sector and a municipality signed up or came: the figures hold.")


def _registrations(before: datetime) -> QuerySet[Registration]:
    found = Registration.objects.filter(meeting__ends_at__lt=before, person__is_active=True)
    return found.select_related("meeting").order_by("pk")


def _needs(before: datetime) -> QuerySet[Registration]:
    found = Registration.objects.filter(meeting__ends_at__lt=before).exclude(needs="")
    return found.select_related("meeting").order_by("pk")


def _walk_ins(before: datetime) -> QuerySet[Attendance]:
    found = Attendance.objects.filter(meeting__ends_at__lt=before, registration=None)
    return found.exclude(name="").select_related("meeting").order_by("pk")


def _forget_registrations(ids: Sequence[int]) -> int:
    """Put a nameless person in place of each; the attendance goes with its registration."""
    rows = list(Registration.objects.select_for_update(no_key=True).filter(pk__in=ids))
    for row, nobody in zip(rows, stand_ins(len(rows)), strict=True):
        row.person, row.name, row.organisation, row.needs = nobody, "", None, ""
        row.entered_by = None
    fields = ["person", "name", "organisation", "needs", "entered_by"]
    Registration.objects.bulk_update(rows, fields, batch_size=500)
    _forget_attendances(Attendance.objects.filter(registration__in=ids))
    return len(rows)


def _forget_attendances(found: QuerySet[Attendance]) -> int:
    return found.update(name="", organisation=None, person=None)


def _forget_walk_ins(ids: Sequence[int]) -> int:
    return _forget_attendances(Attendance.objects.filter(pk__in=ids))


def _forget_needs(ids: Sequence[int]) -> int:
    return Registration.objects.filter(pk__in=ids).update(needs="")


def register() -> None:
    """Add the rules, and what ends by itself."""
    for rule in (
        retention.Rule(
            key="meetings.needs",
            kind="registration",
            label=_("Accessibility and language needs"),
            begins=_("the meeting was over"),
            ground=NO_LONGER_NEEDED,
            remains=_("The registration, without the needs."),
            months=1,
            begun=_needs,
            destroy=_forget_needs,
        ),
        retention.Rule(
            key="meetings.registrations",
            kind="registration",
            label=_("Who signed up for meetings"),
            begins=_("the meeting was over"),
            ground=NO_LONGER_NEEDED,
            remains=COUNTS,
            months=24,
            begun=_registrations,
            destroy=_forget_registrations,
        ),
        retention.Rule(
            key="meetings.walk_ins",
            kind="attendance",
            label=_("Who came to meetings without having signed up"),
            begins=_("the meeting was over"),
            ground=NO_LONGER_NEEDED,
            remains=COUNTS,
            months=24,
            begun=_walk_ins,
            destroy=_forget_walk_ins,
        ),
    ):
        retention.register(rule)
    retention.passing.register(
        "meetings.guest_lists",
        retention.Passing(_("Guest lists that were read but not entered"), _("After two hours.")),
    )
