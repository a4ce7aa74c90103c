"""The rehearsal: see all that will happen, step the clock to it, begin again.

Nothing here works outside rehearsal mode, and in rehearsal mode no mail leaves the house.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _
from psycopg.errors import LockNotAvailable

from varv import clock
from varv.bodies.models import Precision
from varv.clock import timed
from varv.clock.models import RehearsalClock
from varv.cycles import queries as cycles
from varv.cycles.models import Milestone
from varv.meetings import queries as meetings
from varv.meetings.models import Meeting
from varv.people.folder.load import load_folder
from varv.people.models import BrowserSession, SignInLink, StaffRole, User
from varv.people.queries import current_region
from varv.registry import actions as registry
from varv.registry import forecast
from varv.registry import queries as register
from varv.registry.forecast import Planned
from varv.registry.models import ChainHead, Event, MailText

# What staff prepared by rehearsing is kept when it is started over: who they are, where they are
# signed in, and the texts.
KEPT = {User, StaffRole, SignInLink, BrowserSession, MailText, Event, ChainHead}


TRIES = 20


@dataclass
class PlannedGroup:
    """Mails of one kind that go out at one moment for one occasion."""

    at: datetime
    kind: str
    occasion: str
    mails: list[Planned] = field(default_factory=list)

    @property
    def count(self) -> int:
        """How many people get it."""
        return len(self.mails)

    @property
    def first(self) -> Planned:
        """The mail that stands for the others."""
        return self.mails[0]


@dataclass(frozen=True)
class Happening:
    """Something that happens by itself, and to what."""

    at: datetime
    what: str
    thing: Meeting | Milestone


def group_planned(planned: Iterable[Planned]) -> list[PlannedGroup]:
    """Return the planned mails by moment and occasion, in order of time."""
    groups: dict[tuple[datetime, str], PlannedGroup] = {}
    for mail in planned:
        key = (mail.at, mail.occasion)
        group = groups.setdefault(
            key, PlannedGroup(at=mail.at, kind=mail.kind, occasion=mail.occasion)
        )
        group.mails.append(mail)
    return sorted(groups.values(), key=lambda group: (group.at, group.occasion))


def planned_groups(now: datetime) -> list[PlannedGroup]:
    """Return all mail that will go out after ``now`` if nothing more happens."""
    return group_planned(forecast.planned(now))


@dataclass
class Moment:
    """What is to come at one moment: mail that goes out, and what else happens."""

    at: datetime
    mails: list[PlannedGroup] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)


def moments_to_come(now: datetime) -> list[Moment]:
    """Return all that will happen after ``now`` if nobody does anything, in order of time."""
    found: dict[datetime, Moment] = {}
    for group in planned_groups(now):
        found.setdefault(group.at, Moment(group.at)).mails.append(group)
    for happening in _happenings():
        if happening.at > now:
            found.setdefault(happening.at, Moment(happening.at)).happenings.append(happening)
    return [found[at] for at in sorted(found)]


def _happenings() -> Iterator[Happening]:
    for meeting in meetings.public_meetings():
        if meeting.state != meeting.State.CANCELLED:
            yield Happening(meeting.ends_at, _("The meeting is over"), meeting)
    programme, region = cycles.current_programme(), current_region()
    if programme is None or region is None:
        return
    for milestone in cycles.timetable(programme):
        if milestone.precision == Precision.DAY:
            end = datetime.combine(milestone.on, time(23, 59), tzinfo=region.tz)
            yield Happening(end, _("The day is over"), milestone)


def step_to(actor: User, *, moment: datetime) -> int:
    """Move the clock to ``moment``, halting at every moment at which something is due on the way.

    Returns the number of mails that were captured. Raises ValidationError for a moment that is not
    ahead and PermissionDenied outside rehearsal mode.
    """
    _only_in_rehearsal()
    # One after the other: a step is many transactions, and the worker may be at the same work.
    with timed.when_free():
        start = current = RehearsalClock.objects.read()
        if moment <= current:
            raise ValidationError(_("Choose a moment later than the one the clock stands at."))
        while (due := timed.next_due(current)) is not None and due < moment:
            _arrive(due)
            current = due
        _arrive(moment)
        registry.log(
            actor, "rehearsal.step", None, started=start.isoformat(), arrived=moment.isoformat()
        )
    # Counted afterwards: the worker may have captured some of it before we came to it.
    return register.captured_between(start, moment)


def _arrive(moment: datetime) -> None:
    RehearsalClock.objects.write(moment)
    timed.run_due(moment)


def start_over(actor: User) -> None:
    """Set everything back to the start: the clock, and all that was done since.

    The staff's accounts and their mail texts are kept; the region is loaded afresh. Raises
    PermissionDenied outside rehearsal mode, and ValidationError where there is no folder to load
    again or the tables stay busy.
    """
    _only_in_rehearsal()
    if not settings.REGION_FOLDER:
        raise ValidationError(
            _("The rehearsal was started without a region's folder to go back to.")
        )
    for _attempt in range(TRIES):
        try:
            return _empty_and_load(actor)
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise
    raise ValidationError(_("Somebody is writing right now. Try again in a moment."))


@transaction.atomic
def _empty_and_load(actor: User) -> None:
    emptied = [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("varv.") and model not in KEPT
    ]
    names = ", ".join(connection.ops.quote_name(table) for table in emptied)
    with connection.cursor() as cursor:
        # Shorter than PostgreSQL's patience with a deadlock: a visitor's sign-up never loses to us.
        cursor.execute("SET LOCAL lock_timeout = '400ms'")
        cursor.execute(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE")
        registry.forget_rehearsed_log()
        cursor.execute(f"TRUNCATE {names} RESTART IDENTITY")
    User.objects.exclude(staff_roles__until=None, staff_roles__isnull=False).delete()
    RehearsalClock.objects.begin()
    start = RehearsalClock.objects.read()
    StaffRole.objects.filter(since__gt=start).update(since=start)
    with clock.pinned(start):  # the request still holds the hour that is being left
        load_folder(Path(settings.REGION_FOLDER))
        registry.log(actor, "rehearsal.start_over", None)


def _only_in_rehearsal() -> None:
    if not (settings.REHEARSAL and RehearsalClock.objects.exists()):
        raise PermissionDenied
