"""Somebody who is to be asked, before the invitation is stored; and when two are the same."""

from dataclasses import dataclass

from varv.consultation.models import Invitation
from varv.people.actions import NewOrganisation
from varv.people.models import Municipality, Organisation, User
from varv.people.queries import organisation_key

#: What makes two of a round the same: one address, or one name at one organisation or address.
Key = tuple[str, ...]


@dataclass(frozen=True)
class Invitee:
    """Who is asked: a person known by an address, or somebody who gets a letter.

    ``organisation`` is one of the register, or one that is added with the invitation.
    """

    name: str = ""
    email: str = ""
    organisation: Organisation | NewOrganisation | None = None
    sector: str = ""
    municipality: Municipality | None = None
    postal_address: str = ""

    @property
    def organisation_key(self) -> str:
        """The key of the organisation's name, or ""."""
        one = self.organisation
        if one is None:
            return ""
        return one.sort_key if isinstance(one, Organisation) else one.key

    @property
    def key(self) -> Key:
        """What tells whether the same is asked already."""
        return _key(self.email, self.organisation_key, self.name, self.postal_address)


def key_of(invitation: Invitation) -> Key:
    """Return the key of one who is on the list."""
    person, organisation = invitation.person, invitation.organisation
    return _key(
        person.email if person else "",
        organisation.sort_key if organisation else "",
        invitation.name,
        invitation.postal_address,
    )


def from_person(
    person: User,
    *,
    name: str = "",
    organisation: Organisation | None = None,
    sector: str = "",
    municipality: Municipality | None = None,
) -> Invitee:
    """Return a person who is known as one to be asked; an organisation knows its own place."""
    return Invitee(
        name=name or person.name,
        email=person.email,
        organisation=organisation,
        sector=organisation.sector if organisation else sector,
        municipality=municipality or (organisation.municipality if organisation else None),
    )


def _key(email: str, organisation: str, name: str, address: str) -> Key:
    if email:
        return ("mail", email)
    where = organisation or " ".join(address.casefold().split())
    return ("letter", where, organisation_key(name))
