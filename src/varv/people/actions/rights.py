"""The rights of a person: a copy of what is kept about them, and its erasure."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from varv.people import identity, queries
from varv.people.actions.lists import forget_in_lists
from varv.people.models import SignInLink, User
from varv.registry import rights
from varv.registry.actions import log


@transaction.atomic
def export_person(actor: User | None, *, person: User) -> dict[str, dict[str, Any]]:
    """Return a copy of all that is kept about a person, by owner; that it was taken is logged."""
    log(actor, "people.export_person", person)
    return rights.export_person(person.pk)


@transaction.atomic
def erase_person(actor: User | None, *, person: User) -> User:
    """Erase what may be erased about a person, everywhere, and end their sessions.

    Who is on the staff must be taken off it first, so that somebody takes over what they answer
    for.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not person.is_active:
        raise ValidationError(_("The person is erased already."))
    if queries.current_roles().filter(user=person).exists():
        raise ValidationError(_("The person is on the staff. Take them off it first."))
    changed = rights.erase_person(person.pk)
    _end_sessions(person)
    log(actor, "people.erase_person", person, changed=changed)
    person.refresh_from_db()
    return person


def forget(person: User) -> None:
    """Make the row nameless; what points at it stays true but says nothing about anybody.

    This is the people app's part; ``registry.rights.erase_person`` calls it among all others.
    """
    from allauth.account.models import EmailAddress  # only this act knows how allauth keeps them

    EmailAddress.objects.filter(user=person).delete()
    SignInLink.objects.filter(user=person).delete()
    person.representations.all().delete()
    forget_in_lists(person.email)
    person.email = f"erased-{person.pk}@invalid.example"
    person.name = ""
    person.language = ""
    person.is_active = False
    person.save(update_fields=["email", "name", "language", "is_active"])


def _end_sessions(person: User) -> None:
    """Delete the sessions of a person; whose they are can be read only by opening each."""
    theirs = [
        session.pk
        for session in Session.objects.iterator(chunk_size=500)
        if _is_of(session.get_decoded(), person)
    ]
    Session.objects.filter(pk__in=theirs).delete()


def _is_of(kept: dict[str, Any], person: User) -> bool:
    by_link = (kept.get(identity.SESSION_KEY) or [None])[0]
    return kept.get(SESSION_KEY) == str(person.pk) or by_link == person.pk
