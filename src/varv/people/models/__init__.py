"""Users, organisations, who represents them, the region and its municipalities."""

from varv.people.models.doubles import OrganisationImport, OrganisationMerge, PossibleDouble
from varv.people.models.limits import Allowance
from varv.people.models.loaded import LoadedRow
from varv.people.models.organisations import (
    FormerPlace,
    Organisation,
    OrganisationAlias,
    Representation,
    Sector,
)
from varv.people.models.places import Municipality, Outline, Region
from varv.people.models.rights import Erasure, RightsRequest
from varv.people.models.users import BrowserSession, SignInLink, StaffRole, User, UserManager

__all__ = [
    "Allowance",
    "BrowserSession",
    "Erasure",
    "FormerPlace",
    "LoadedRow",
    "Municipality",
    "Organisation",
    "OrganisationAlias",
    "OrganisationImport",
    "OrganisationMerge",
    "Outline",
    "PossibleDouble",
    "Region",
    "Representation",
    "RightsRequest",
    "Sector",
    "SignInLink",
    "StaffRole",
    "User",
    "UserManager",
]
