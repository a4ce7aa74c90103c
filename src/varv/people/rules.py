"""Who may do what with people, and with the register below, which knows no roles itself."""

import rules

from varv.people.models import StaffRole, User


def _has(user: object, role: str) -> bool:
    return isinstance(user, User) and user.is_active and role in user.roles


@rules.predicate
def is_coordinator(user: object) -> bool:
    """Tell whether the user coordinates the process."""
    return _has(user, StaffRole.Role.COORDINATOR)


@rules.predicate
def is_analyst(user: object) -> bool:
    """Tell whether the user makes the analyses."""
    return _has(user, StaffRole.Role.ANALYST)


@rules.predicate
def is_reader(user: object) -> bool:
    """Tell whether the user is on the staff to read along."""
    return _has(user, StaffRole.Role.READER)


def speaks_for(actor: User | None, person: User) -> bool:
    """Tell whether the actor may change what is known of the person: themselves, or the staff.

    Who only typed an address has proved nothing.
    """
    return actor is not None and (actor.pk == person.pk or is_staff_member(actor))


is_staff_member = is_coordinator | is_analyst | is_reader
is_editor = is_coordinator | is_analyst

rules.add_perm("people.view_desk", is_staff_member)
rules.add_perm("people.view_staff", is_staff_member)
rules.add_perm("people.change_staff", is_coordinator)
rules.add_perm("people.view_organisation", is_staff_member)
rules.add_perm("people.change_organisation", is_editor)
# Who represents an organisation is personal data: for those who write to them.
rules.add_perm("people.view_person", is_editor)
rules.add_perm("people.export_person", is_coordinator)
rules.add_perm("people.erase_person", is_coordinator)

# A message may hold a secret meeting link or a sign-in code, so only coordinators open it.
rules.add_perm("registry.view_message", is_coordinator)
rules.add_perm("registry.change_message", is_coordinator)
rules.add_perm("registry.view_mailtext", is_editor)
rules.add_perm("registry.change_mailtext", is_coordinator)
rules.add_perm("registry.view_event", is_editor)
rules.add_perm("registry.view_case", is_staff_member)
rules.add_perm("registry.change_case", is_coordinator)
rules.add_perm("registry.view_record", is_editor)
rules.add_perm("registry.change_record", is_coordinator)
# What is masked is secret, and what is destroyed is gone: for those who answer for it.
rules.add_perm("registry.mask", is_coordinator)
rules.add_perm("registry.view_disposal", is_editor)
rules.add_perm("registry.dispose", is_coordinator)
