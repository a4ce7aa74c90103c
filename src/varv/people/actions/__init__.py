"""What can be done with people; each act is one function."""

from varv.people.actions.organisations import (
    add_alias,
    add_representative,
    check_organisation,
    edit_organisation,
    organisation_for,
    remove_alias,
    represent,
    stop_representing,
)
from varv.people.actions.persons import for_nobody, person_for, send_my_link
from varv.people.actions.rights import erase_person, export_person, forget
from varv.people.actions.sign_in import make_sign_in_link, send_sign_in_code, use_sign_in_link
from varv.people.actions.staff import change_role, hand_over, invite_staff, remove_staff

__all__ = [
    "add_alias",
    "add_representative",
    "change_role",
    "check_organisation",
    "edit_organisation",
    "erase_person",
    "export_person",
    "for_nobody",
    "forget",
    "hand_over",
    "invite_staff",
    "make_sign_in_link",
    "organisation_for",
    "person_for",
    "remove_alias",
    "remove_staff",
    "represent",
    "send_my_link",
    "send_sign_in_code",
    "stop_representing",
    "use_sign_in_link",
]
