"""The mails about meetings: who gets which one, with what in it.

What a visitor typed (a name, an organisation) is never repeated in the text: anybody can type
anybody's address, and the region must not deliver their words. Neither is it in the To header.
"""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import override

from varv import clock
from varv.cycles.models import Area
from varv.meetings import calendar, handouts, queries
from varv.meetings.models import Meeting, MeetingChange, Registration
from varv.people.actions import taken_back
from varv.people.identity import my_page_link
from varv.people.models import Region
from varv.registry.actions import Attachment, Letter, Recipient, queue, queue_many
from varv.text import dates

CONFIRMED = Registration.State.CONFIRMED


def confirm(
    registrations: Sequence[Registration],
    region: Region,
    *,
    occasion: int,
    joined: Sequence[Area] = (),
) -> None:
    """Confirm a sign-up in one mail, with each meeting, its state, and when the link comes."""
    first = registrations[0]
    with _voice(region, first.language):
        context = _common(first, region) | {
            "meetings": _blocks(registrations, region),
            "partnership": _partnership(joined),
        }
    queue(
        kind="meetings.confirmation",
        occasion=f"meetings.confirmation:{occasion}",
        recipient=recipient(first),
        context=context,
        about=first,
        attachments=_entries(registrations, region),
    )


def is_told_today(registration: Registration) -> bool:
    """Tell whether somebody has heard today that their address was typed again."""
    return queries.is_written(_typed_again(registration), recipient(registration).email)


def _typed_again(registration: Registration) -> str:
    return f"meetings.already_signed_up:{registration.pk}:{clock.today()}"


def tell_already_signed_up(
    registrations: Sequence[Registration], region: Region, *, told: bool
) -> None:
    """Tell somebody whose address was typed again that nothing changed; at most once a day.

    Where they were ``told`` today, the mail is written all the same and taken back, so that the
    time it takes does not tell what the address is known for; see ADR 7.
    """
    first = registrations[0]
    to = recipient(first)
    occasion = _typed_again(first)
    with _voice(region, first.language):
        context = _common(first, region) | {"meetings": _blocks(registrations, region)}
    with taken_back() if told else nullcontext():
        queue(
            kind="meetings.already_signed_up",
            occasion=f"{occasion}:{secrets.token_hex(8)}" if told else occasion,
            recipient=to,
            context=context,
            about=first,
            attachments=_entries(registrations, region),
        )


def send_links(registrations: Iterable[Registration], region: Region) -> int:
    """Write the mails with the link to one meeting; a correction for whoever holds an older one.

    ``registrations`` come from ``queries.awaiting_link``. The mail is useless after the meeting.
    """
    entries: dict[str, Attachment] = {}  # the same for all who read a language
    letters = []
    for registration in registrations:
        language, meeting = registration.language, registration.meeting
        if language not in entries:
            entries[language] = calendar.attachment(meeting, region, language, link=meeting.link)
        letters.append(_link_letter(registration, region, entries[language]))
    return len(queue_many(letters))


def _link_letter(registration: Registration, region: Region, entry: Attachment) -> Letter:
    meeting = registration.meeting
    return Letter(
        kind=link_kind(registration),
        occasion=registration.occasion,  # type: ignore[attr-defined]
        recipient=recipient(registration),
        context=link_context(registration, region),
        about=registration,
        due_at=min(clock.now(), _last_moment(meeting)),
        deliver_before=meeting.ends_at,
        attachments=[entry],
    )


def link_kind(registration: Registration) -> str:
    """Return the kind of the mail with the link for somebody out of ``queries.awaiting_link``."""
    corrects = queries.holds_older_link(registration)
    return "meetings.link_corrected" if corrects else "meetings.link"


def _last_moment(meeting: Meeting) -> datetime:
    """Return when it is too late: written later, the mail is on record as one that was missed."""
    return meeting.ends_at - timedelta(seconds=1)


def link_context(registration: Registration, region: Region) -> dict[str, str]:
    """Return what the mail with the link says, also for the forecast."""
    meeting = registration.meeting
    with _voice(region, registration.language):
        return _about(registration, region) | {"link": meeting.link}


def tell_promoted(registrations: Iterable[Registration], region: Region) -> None:
    """Tell people on the waiting list that they have a place now."""
    queue_many(_promoted_letter(registration, region) for registration in registrations)


def _promoted_letter(registration: Registration, region: Region) -> Letter:
    with _voice(region, registration.language):
        context = _about(registration, region) | {"link_rule": _link_rule(registration, region)}
    return Letter(
        kind="meetings.promoted",
        occasion=f"meetings.promoted:{registration.pk}",
        recipient=recipient(registration),
        context=context,
        about=registration,
        deliver_before=registration.meeting.ends_at,
        attachments=[calendar.attachment(registration.meeting, region, registration.language)],
    )


def tell_cancelled_by_you(registration: Registration, region: Region, *, had_place: bool) -> None:
    """Confirm to somebody that their registration is cancelled."""
    with _voice(region, registration.language):
        context = _about(registration, region)
    queue(
        kind="meetings.cancelled_by_you",
        occasion=f"meetings.cancelled_by_you:{registration.pk}",
        recipient=recipient(registration),
        context=context,
        about=registration,
        attachments=_cancellation(registration, region) if had_place else [],
    )


def tell_moved(meeting: Meeting, region: Region, change: MeetingChange) -> None:
    """Tell everybody who has signed up or waits that the meeting has a new time, and why."""
    queue_many(_moved_letter(one, region, change) for one in _everybody(meeting))


def _moved_letter(registration: Registration, region: Region, change: MeetingChange) -> Letter:
    with _voice(region, registration.language):
        context = _about(registration, region) | {
            "old_when": dates.span(change.old_starts_at, change.old_ends_at),
            "reason": change.reason,
            "standing": _standing(registration, region),
        }
    return Letter(
        kind="meetings.moved",
        occasion=f"meetings.moved:{change.pk}",
        recipient=recipient(registration),
        context=context,
        about=registration,
        attachments=_entry(registration, region),
    )


def tell_new_place(meeting: Meeting, region: Region) -> None:
    """Tell everybody who has signed up or waits that the meeting is somewhere else now."""
    queue_many(_new_place_letter(one, region) for one in _everybody(meeting))


def _new_place_letter(registration: Registration, region: Region) -> Letter:
    meeting = registration.meeting
    with _voice(region, registration.language):
        context = _about(registration, region) | {"standing": _standing(registration, region)}
    return Letter(
        kind="meetings.new_place",
        occasion=f"meetings.new_place:{meeting.pk}:{meeting.calendar_sequence}",
        recipient=recipient(registration),
        context=context,
        about=registration,
        deliver_before=meeting.ends_at,
        attachments=_entry(registration, region),
    )


def tell_called_off(meeting: Meeting, region: Region, change: MeetingChange) -> None:
    """Tell everybody who has signed up or waits that the meeting is cancelled, and why."""
    queue_many(_called_off_letter(one, region, change) for one in _everybody(meeting))


def _called_off_letter(registration: Registration, region: Region, change: MeetingChange) -> Letter:
    with _voice(region, registration.language):
        context = _about(registration, region) | {"reason": change.reason}
    has_entry = registration.state == CONFIRMED
    return Letter(
        kind="meetings.called_off",
        occasion=f"meetings.called_off:{change.pk}",
        recipient=recipient(registration),
        context=context,
        about=registration,
        attachments=_cancellation(registration, region) if has_entry else [],
    )


def recipient(registration: Registration) -> Recipient:
    """Return who gets mail about a registration, and in which language."""
    return Recipient(
        email=registration.person.email, name=registration.name, language=registration.language
    )


def where(meeting: Meeting) -> str:
    """Return the place in words, in the active language."""
    online = _("Online") if meeting.online else ""
    return ", ".join(part for part in (meeting.place, online) if part)


@contextmanager
def _voice(region: Region, language: str) -> Iterator[None]:
    """Speak the recipient's language in the region's time zone."""
    with override(language), timezone.override(region.tz):
        yield


def _everybody(meeting: Meeting) -> Iterator[Registration]:
    rows = meeting.registrations.exclude(state=Registration.State.CANCELLED)
    for registration in rows.select_related("person").order_by("pk"):
        registration.meeting = meeting
        yield registration


def _common(registration: Registration, region: Region) -> dict[str, str]:
    contact = [region.contact_name.text(), region.contact_email, region.contact_phone]
    return {
        "manage_link": my_page_link(registration.person),
        "contact": ", ".join(part for part in contact if part),
    }


def _about(registration: Registration, region: Region) -> dict[str, str]:
    meeting = registration.meeting
    return _common(registration, region) | {
        "meeting": meeting.title.text(),
        "when": dates.span(meeting.starts_at, meeting.ends_at),
        "place": where(meeting),
    }


def _blocks(registrations: Sequence[Registration], region: Region) -> str:
    return "\n\n".join(_block(registration, region) for registration in registrations)


def _block(registration: Registration, region: Region) -> str:
    meeting = registration.meeting
    lines = [
        meeting.title.text(),
        dates.span(meeting.starts_at, meeting.ends_at),
        where(meeting),
        _standing(registration, region),
        *_to_read(meeting),
    ]
    return "\n".join(line for line in lines if line)


def _to_read(meeting: Meeting) -> list[str]:
    return [
        _("To read before the meeting: %(title)s, %(url)s")
        % {"title": one.title, "url": f"{settings.BASE_URL}{one.url}"}
        for one in handouts.of(meeting)
    ]


def _standing(registration: Registration, region: Region) -> str:
    """Say whether the person has a place, and when the link comes."""
    if registration.state != CONFIRMED:
        return _(
            "The meeting is full. You are on the waiting list and get an e-mail if a place "
            "becomes free."
        )
    return " ".join(filter(None, [_("You have a place."), _link_rule(registration, region)]))


def _link_rule(registration: Registration, region: Region) -> str:
    meeting = registration.meeting
    if not meeting.online:
        return ""
    due = queries.link_due_at(meeting, region)
    if clock.now() < due:
        return _("The link to the meeting comes by e-mail %(when)s.") % {"when": dates.moment(due)}
    return _("The link to the meeting comes in an e-mail of its own.")


def _partnership(areas: Sequence[Area]) -> str:
    if not areas:
        return ""
    names = get_text_list([area.name.text() for area in areas], _("and"))
    return _("You have also said that you want to join the partnership for %(areas)s.") % {
        "areas": names
    }


def _entry(registration: Registration, region: Region) -> list[Attachment]:
    if registration.state != CONFIRMED:
        return []
    return [calendar.attachment(registration.meeting, region, registration.language)]


def _entries(registrations: Sequence[Registration], region: Region) -> list[Attachment]:
    return [
        calendar.attachment(one.meeting, region, registrations[0].language)
        for one in registrations
        if one.state == CONFIRMED
    ]


def _cancellation(registration: Registration, region: Region) -> list[Attachment]:
    return [
        calendar.attachment(
            registration.meeting, region, registration.language, method=calendar.CANCEL
        )
    ]
