"""Whether the owner of an address wants mail."""

from django.db import transaction

from varv import clock
from varv.registry.actions.events import log
from varv.registry.actions.messages import cancel_unsent
from varv.registry.mail_stops import fingerprint
from varv.registry.models import MailStop, Message


@transaction.atomic
def stop_mail(actor: None, *, fingerprint_of: str) -> None:
    """Send nothing more to an address, what waits included; doing it twice changes nothing."""
    _stop, new = MailStop.objects.get_or_create(
        fingerprint=fingerprint_of, defaults={"stopped_at": clock.now()}
    )
    waiting = Message.objects.filter(state__in=[Message.State.QUEUED, Message.State.SENDING])
    theirs = [
        pk
        for pk, email in waiting.values_list("pk", "recipient")
        if fingerprint(email) == fingerprint_of
    ]
    cancelled = cancel_unsent(Message.objects.filter(pk__in=theirs))
    if new:
        log(actor, "registry.stop_mail", None, cancelled=cancelled)


@transaction.atomic
def allow_mail(actor: None, *, fingerprint_of: str) -> None:
    """Send mail to an address again; what was not sent meanwhile stays unsent."""
    gone, _rows = MailStop.objects.filter(fingerprint=fingerprint_of).delete()
    if gone:
        log(actor, "registry.allow_mail", None)
