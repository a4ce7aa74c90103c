"""Persons: known by an e-mail address, whether or not they ever sign in."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.hashers import make_password
from django.db import transaction

from varv.people import identity
from varv.people.models import User
from varv.people.queries import person_by_email, recipient_of, silent_recipient
from varv.registry.actions import log, queue


@transaction.atomic
def person_for(email: str, name: str = "", language: str = "") -> User:
    """Return the person with this address, added if new.

    What is known already is not overwritten: anybody can type somebody else's address in a form.
    """
    person, new = User.objects.get_or_create(
        email=email.strip().lower(),
        defaults={"name": name, "language": language, "password": make_password(None)},
    )
    if new:
        log(None, "people.add_person", person)
    elif name and not person.name:
        person.name = name
        person.save(update_fields=["name"])
    return person


def stand_ins(number: int) -> list[User]:
    """Return so many nameless persons, to stand where somebody stood whose time is over.

    What counted one person still counts one, and two rows of the same person no longer tell that
    they are of the same. It is part of a larger act (a disposal).
    """
    return User.objects.bulk_create(
        (
            User(
                email=f"erased-{secrets.token_hex(16)}@invalid.example",
                password=make_password(None),
                is_active=False,
            )
            for _ in range(number)
        ),
        batch_size=1000,
    )


@contextmanager
def taken_back() -> Iterator[None]:
    """Undo what is done in the block when it ends; only the time that it takes is left."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def for_nobody(language: str = "") -> Iterator[User]:
    """Give a new person for as long as the block lasts; then all that was done in it is undone.

    A public form does so for a known address what it does for a new one, and the time it takes
    tells nothing; see ADR 7.
    """
    with taken_back():
        nobody = User.objects.create(
            email=f"{secrets.token_hex(16)}@invalid.example",
            name="-",
            language=language,
            password=make_password(None),
        )
        log(None, "people.add_person", nobody)
        yield nobody


@transaction.atomic
def send_my_link(*, email: str, language: str) -> None:
    """Mail the way to their own page to whoever is known by ``email``.

    For an unknown address all the same work is done and then taken back, so that the time it takes
    tells nothing; see ADR 7. A stranger gets no mail: else anyone could have varv write to anyone.
    """
    person = person_by_email(email)
    log(None, "people.ask_for_link", person)
    with transaction.atomic():
        queue(
            kind="people.my_link",
            occasion=f"people.my_link:{secrets.token_hex(8)}",
            recipient=recipient_of(person) if person else silent_recipient(email, language),
            context={"link": identity.my_page_link(person or User(pk=0, email=email))},
        )
        if person is None:
            transaction.set_rollback(True)
