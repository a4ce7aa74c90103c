"""Those whom the mail with the link did not reach: sending it anew, and calling them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv import clock
from varv.meetings import mail, queries
from varv.meetings.actions import seats
from varv.meetings.models import Meeting, Registration
from varv.people.models import User
from varv.people.queries import the_region
from varv.registry.actions import cancel_unsent, log, retry_message
from varv.registry.models import Message


@transaction.atomic
def send_link_anew(actor: User | None, *, registration: Registration) -> Registration:
    """Send the link again to somebody whom it did not reach, at the address they have now."""
    meeting = seats.lock_one(registration.meeting)
    locked = _lock(registration)
    locked.meeting = meeting
    if clock.now() >= meeting.ends_at or meeting.state not in queries.AHEAD:
        raise ValidationError(_("The meeting is over: the link helps nobody any more."))
    message = queries.undelivered_link(locked)
    if message is None or locked.state != Registration.State.CONFIRMED:
        raise ValidationError(_("The mail with the link has left already, or waits to be sent."))
    if message.recipient == locked.person.email:
        retry_message(actor, message=message)
    else:
        _send_to_new_address(locked, message)
    log(actor, "meetings.send_link_anew", locked)
    return locked


@transaction.atomic
def send_links_anew(actor: User | None, *, meeting: Meeting) -> int:
    """Send the link again to all whose mail with it failed; return how many there are."""
    failed = [
        registration
        for registration in queries.not_reached(meeting, clock.now())
        if registration.mail_state == Message.State.FAILED  # type: ignore[attr-defined]
    ]
    for registration in failed:
        send_link_anew(actor, registration=registration)
    return len(failed)


@transaction.atomic
def mark_called(
    actor: User | None, *, registration: Registration, called: bool = True
) -> Registration:
    """Note that somebody was told the link by phone; or, by ``called=False``, that it was not so.

    If the link changes after that, they get the correction as all others do.
    """
    locked = _lock(registration)
    if locked.state != Registration.State.CONFIRMED:
        raise ValidationError(_("Only somebody with a place is told the link."))
    locked.called_about = queries.own_link_occasion(locked) if called else ""
    locked.called_at = clock.now() if called else None
    locked.save(update_fields=["called_about", "called_at"])
    log(actor, "meetings.mark_called", locked, called=called)
    return locked


def _lock(registration: Registration) -> Registration:
    rows = Registration.objects.select_related("meeting", "person")
    return rows.select_for_update(no_key=True, of=("self",)).get(pk=registration.pk)


def _send_to_new_address(registration: Registration, message: Message) -> None:
    """Write the link to the new address; the mail to the old one is over and done with."""
    cancel_unsent(Message.objects.filter(pk=message.pk))
    registration.occasion = message.occasion  # type: ignore[attr-defined]
    registration.got_earlier = False  # type: ignore[attr-defined]
    mail.send_links([registration], the_region())
