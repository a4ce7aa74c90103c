"""Who may do what with the process."""

import rules

from varv.people.models import User
from varv.people.rules import is_coordinator, is_editor, is_staff_member


@rules.predicate
def owns_interest(user: object, interest: object) -> bool:
    """Tell whether the interest is the person's own."""
    return isinstance(user, User) and getattr(interest, "person_id", None) == user.pk


rules.add_perm("cycles.view_process", is_staff_member)
rules.add_perm("cycles.change_area", is_coordinator)
rules.add_perm("cycles.change_version", is_coordinator)
rules.add_perm("cycles.adopt_version", is_coordinator)
rules.add_perm("cycles.change_step", is_coordinator)
rules.add_perm("cycles.change_milestone", is_coordinator)
# Who is interested is personal data: for those who work with it.
rules.add_perm("cycles.view_interest", is_editor)
rules.add_perm("cycles.change_interest", is_coordinator | owns_interest)
