"""Calendar files (RFC 5545 and 5546): what people's own calendars know about a meeting.

The files are published, not requests: nobody's answer is asked for, and no participant's name or
address is in them. A meeting keeps its UID for ever and its SEQUENCE only grows, so that a later
file replaces an earlier one.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event, Timezone, vCalAddress, vUri

from varv import clock
from varv.meetings import handouts
from varv.meetings.models import Meeting
from varv.people.models import Region
from varv.registry.actions import Attachment

PUBLISH, CANCEL = "PUBLISH", "CANCEL"


def calendar(
    meetings: Iterable[Meeting],
    *,
    region: Region,
    language: str,
    method: str = PUBLISH,
    link: str = "",
) -> bytes:
    """Return one calendar file with ``meetings``.

    ``link`` is given only for the mail that carries it; ``method`` CANCEL takes the meetings out of
    the reader's calendar even if they take place without the reader.
    """
    found = list(meetings)
    file = Calendar()
    file.add("prodid", "-//varv//meetings//EN")
    file.add("version", "2.0")
    file.add("calscale", "GREGORIAN")
    file.add("method", method)
    papers = handouts.of_all(found)
    years = {moment.year for meeting in found for moment in (meeting.starts_at, meeting.ends_at)}
    if years:
        file.add_component(_time_zone(region.time_zone, min(years), max(years)))
    for meeting in found:
        file.add_component(_event(meeting, region, language, method, link, papers[meeting.pk]))
    return file.to_ical()


def attachment(
    meeting: Meeting, region: Region, language: str, *, method: str = PUBLISH, link: str = ""
) -> Attachment:
    """Return the calendar file of one meeting to go with a mail."""
    content = calendar([meeting], region=region, language=language, method=method, link=link)
    return Attachment(f"{meeting.slug}.ics", f"text/calendar; method={method}", content)


def _event(
    meeting: Meeting,
    region: Region,
    language: str,
    method: str,
    link: str,
    papers: Iterable[handouts.Handout],
) -> Event:
    page = f"{settings.BASE_URL}{meeting.get_absolute_url()}"
    cancelled = method == CANCEL or meeting.state == Meeting.State.CANCELLED
    event = Event()
    event.add("uid", f"meeting-{meeting.pk}@{region.key}.varv")
    event.add("sequence", meeting.calendar_sequence)
    event.add("dtstamp", clock.now())
    event.add("dtstart", meeting.starts_at.astimezone(region.tz))
    event.add("dtend", meeting.ends_at.astimezone(region.tz))
    event.add("summary", meeting.title.text(language))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("organizer", _organizer(region, language))
    event.add("url", vUri(page))
    with override(language):
        event.add("location", _location(meeting, link))
        event.add("description", _description(meeting, language, link, page, papers))
    return event


def _organizer(region: Region, language: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{region.contact_email}")
    address.params["CN"] = region.name.text(language)
    return address


def _location(meeting: Meeting, link: str) -> str:
    where = [meeting.place, (link or _("Online")) if meeting.online else ""]
    return ", ".join(part for part in where if part)


def _description(
    meeting: Meeting, language: str, link: str, page: str, papers: Iterable[handouts.Handout]
) -> str:
    parts = [meeting.summary.text(language)]
    if meeting.online:
        parts.append(
            _("Link to the meeting: %s") % link
            if link
            else _("You get the link to the meeting by e-mail before it starts.")
        )
    parts += [
        _("To read before the meeting: %(title)s, %(url)s")
        % {"title": one.title, "url": f"{settings.BASE_URL}{one.url}"}
        for one in papers
    ]
    parts.append(_("About the meeting: %s") % page)
    return "\n\n".join(part for part in parts if part)


@lru_cache(maxsize=32)
def _time_zone(name: str, first: int, last: int) -> Timezone:
    """Return the VTIMEZONE for these years; a longer one would weigh down every mail."""
    return Timezone.from_tzid(
        name, first_date=date(first - 1, 1, 1), last_date=date(last + 1, 12, 31)
    )
