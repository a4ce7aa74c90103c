"""What the tests of meetings share."""

from datetime import datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar

from tests.varv.factories import the_programme
from varv import clock
from varv.clock import timed
from varv.cycles.models import Area
from varv.meetings import actions
from varv.meetings.actions import ActorDetails
from varv.registry.models import Message
from varv.text.translated import Translated

TZ = ZoneInfo("Europe/Stockholm")
LINK = "https://meet.example/hemlig-lank"


def local(day: str, time: str = "09:00") -> datetime:
    """Return a moment as clocks in Sweden show it: ``local("2020-06-05", "13:00")``."""
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=TZ)


def an_area(name="Hållbar energi", slug="hallbar-energi"):
    return Area.objects.create(programme=the_programme(), slug=slug, name=Translated(sv=name))


def details(email="anna@example.org", **values):
    given = {"name": "Anna Berg", "sector": "business", "organisation": "Fjällkraft AB"}
    return ActorDetails(email=email, **(given | values))


def sign_up(*meetings, email="anna@example.org", language="sv", needs="", **values):
    """Sign somebody up on the web."""
    extra = {
        key: values.pop(key) for key in ("actor", "join_partnership", "source") if key in values
    }
    return actions.sign_up(
        extra.pop("actor", None),
        meetings=list(meetings),
        person=details(email, **values),
        language=language,
        needs=needs,
        **extra,
    )


def run_due(moment: datetime) -> None:
    """Let the clock stand at ``moment`` and do the timed work of meetings."""
    with clock.pinned(moment):
        for name in ("meetings.close", "meetings.links"):
            timed.work[name].run(moment)


def mails(kind="", email=""):
    """Return the messages of a kind (without "meetings."), oldest first."""
    found = Message.objects.order_by("pk")
    if kind:
        found = found.filter(kind=f"meetings.{kind}")
    return list(found.filter(recipient=email) if email else found)


def event_of(message: Message):
    """Return the method of a mail's calendar file and the event in it."""
    attachment = message.attachments.get()
    calendar = Calendar.from_ical(bytes(attachment.content))
    return str(calendar["METHOD"]), calendar.walk("VEVENT")[0]
