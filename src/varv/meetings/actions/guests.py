"""Signing many people up for one meeting in one go."""

from collections.abc import Sequence

from django.db import transaction

from varv.meetings.actions.sign_up import ActorDetails
from varv.people.actions import organisation_for, person_for
from varv.people.models import User
from varv.people.queries import organisation_key


@transaction.atomic
def lock_guests(actor: User | None, *, people: Sequence[ActorDetails], language: str) -> None:
    """Add and lock all the people and their organisations before the first is signed up.

    One sign-up locks person, organisation, meeting, in this order. Several in one transaction
    would hold the meeting while they ask for the next person, who may be signing up in person and
    wait for that very meeting. So all persons come first, then all organisations, each in an
    order that is the same for every list.
    """
    by_address = {person.email.strip().lower(): person for person in people}
    for email, person in sorted(by_address.items()):
        known = person_for(email, person.name, language)
        User.objects.select_for_update(no_key=True).get(pk=known.pk)
    by_name = {
        key: person for person in reversed(people) if (key := organisation_key(person.organisation))
    }
    for _key, person in sorted(by_name.items()):
        organisation_for(
            actor,
            name=person.organisation,
            sector=person.sector,
            municipality=person.municipality,
        )
