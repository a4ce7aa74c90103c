"""Where those who are to be asked can be taken from: what varv knows already."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from varv.consultation.invitations.invitees import Invitee, from_person, key_of
from varv.consultation.models import Round
from varv.consultation.queries import invitations as queries
from varv.cycles.queries import standing_interests
from varv.people.models import Representation


@dataclass(frozen=True)
class Source:
    """Some whom varv knows; ``new`` of them are not on the round's list."""

    key: str
    label: str | Promise
    invitees: tuple[Invitee, ...]
    new: int


def sources(round: Round) -> list[Source]:  # noqa: A002 - the word of the house
    """Return what there is to take from, with how many would be new on the list."""
    listed = round.invitations.select_related("person", "organisation")
    known = {key_of(one) for one in listed.order_by("pk")}
    found = []
    for key, (label, tell) in _all(round).items():
        by_key = {one.key: one for one in tell()}
        fresh = len(by_key.keys() - known)
        found.append(Source(key, label, tuple(by_key.values()), fresh))
    return found


def _all(round: Round) -> Mapping[str, tuple[str | Promise, Callable[[], Iterator[Invitee]]]]:  # noqa: A002
    known: dict[str, tuple[str | Promise, Callable[[], Iterator[Invitee]]]] = {
        "interests": (
            _("All who have shown interest in the areas"),
            partial(_interested, round),
        ),
        "representatives": (
            _("All who represent a checked organisation"),
            _representatives,
        ),
    }
    for one in queries.earlier_rounds(round):
        known[f"round-{one.pk}"] = (
            _("All who were asked in %(round)s") % {"round": one},
            partial(_asked_in, one),
        )
    return known


def _interested(round: Round) -> Iterator[Invitee]:  # noqa: A002
    rows = standing_interests(round.programme).filter(person__is_active=True)
    rows = rows.select_related("person", "organisation__municipality", "municipality")
    for one in rows.order_by("pk"):
        yield from_person(
            one.person,
            name=one.name,
            organisation=one.organisation,
            sector=one.sector,
            municipality=one.municipality,
        )


def _representatives() -> Iterator[Invitee]:
    rows = Representation.objects.filter(
        until=None, person__is_active=True, organisation__checked_at__isnull=False
    )
    for one in rows.select_related("person", "organisation__municipality").order_by("pk"):
        yield from_person(one.person, organisation=one.organisation)


def _asked_in(round: Round) -> Iterator[Invitee]:  # noqa: A002
    rows = round.invitations.exclude(invited_at=None).exclude(person__is_active=False)
    rows = rows.select_related("person", "organisation__municipality", "municipality")
    for one in rows.order_by("pk"):
        if one.person is None and not one.postal_address:
            continue  # what was known of them is gone
        yield Invitee(
            name=one.name,
            email=one.person.email if one.person else "",
            organisation=one.organisation,
            sector=one.sector,
            municipality=one.municipality,
            postal_address=one.postal_address,
        )
