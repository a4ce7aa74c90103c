"""Ending the sessions of browsers in which somebody is in."""

from django.db import transaction
from django.utils import timezone

from varv.people import sessions
from varv.people.models import BrowserSession, User
from varv.registry.actions import log


@transaction.atomic
def end_session(actor: User, *, session: BrowserSession) -> int:
    """End one of one's own sessions; return how many were ended."""
    ended = sessions.end(BrowserSession.objects.filter(person=actor, pk=session.pk))
    log(actor, "people.end_session")
    return ended


@transaction.atomic
def sign_out_everywhere(actor: User | None, *, person: User) -> int:
    """End all sessions of a person and let all their signed links die; return how many ended."""
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    person.links_since = timezone.now()  # real time, see the model
    person.save(update_fields=["links_since"])
    ended = sessions.end(BrowserSession.objects.filter(person=person))
    log(actor, "people.sign_out_everywhere", person, sessions=ended)
    return ended
