"""Many persons, organisations and representatives at once, in a number of queries that stays.

Each is part of a larger act, such as the entering of a list, which says what is in it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction

from varv import clock
from varv.people.actions import register_lock
from varv.people.models import Organisation, Representation, User
from varv.registry.actions import log_many

_BATCH = 1000


@dataclass(frozen=True)
class NewOrganisation:
    """An organisation that staff enter, so its name is checked; ``key`` is that of its name."""

    key: str
    name: str
    sector: str
    municipality_id: int | None = None
    number: str | None = None


@transaction.atomic
def people_for(names: Mapping[str, str]) -> dict[str, User]:
    """Return the persons with these addresses (in lower case), added if new; nobody is renamed."""
    known = {one.email: one for one in User.objects.filter(email__in=names)}
    missing = sorted(names.keys() - known.keys())
    User.objects.bulk_create(
        [User(email=email, name=names[email], password=make_password(None)) for email in missing],
        batch_size=_BATCH,
        # Somebody may be signing up with the same address at this moment.
        ignore_conflicts=True,
    )
    added = list(User.objects.filter(email__in=missing))
    log_many(None, "people.add_person", [(person, {}) for person in added])
    return known | {person.email: person for person in added}


@transaction.atomic
def add_organisations(
    actor: User | None, wanted: Collection[NewOrganisation]
) -> dict[str, Organisation]:
    """Add organisations whose names mean nobody yet; return them by the keys of their names."""
    register_lock.have_alone()
    now = clock.now()
    made = Organisation.objects.bulk_create(
        [
            Organisation(
                name=one.name,
                sort_key=one.key,
                sector=one.sector,
                municipality_id=one.municipality_id,
                number=one.number,
                checked_at=now,
            )
            for one in wanted
        ],
        batch_size=_BATCH,
    )
    log_many(actor, "people.add_organisation", [(row, {}) for row in made])
    return {row.sort_key: row for row in made}


@transaction.atomic
def represent_many(actor: User | None, pairs: Iterable[tuple[User, Organisation]]) -> None:
    """Let each person speak for the organisation beside them; who does already is left as is."""
    wanted = {(person.pk, one.pk): (person, one) for person, one in pairs}
    held = set(
        Representation.objects.filter(
            until=None, person__in={person for person, _one in wanted}
        ).values_list("person", "organisation")
    )
    new = [
        pair for key, pair in sorted(wanted.items(), key=lambda item: item[0]) if key not in held
    ]
    now = clock.now()
    Representation.objects.bulk_create(
        [Representation(person=person, organisation=one, since=now) for person, one in new],
        batch_size=_BATCH,
        ignore_conflicts=True,
    )
    log_many(actor, "people.represent", [(one, {"person": person.pk}) for person, one in new])
