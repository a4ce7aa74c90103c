"""Who may do what with bodies."""

import rules

from varv.people.rules import is_coordinator, is_staff_member

rules.add_perm("bodies.view_body", is_staff_member)
rules.add_perm("bodies.change_body", is_coordinator)
rules.add_perm("bodies.record_decision", is_coordinator)
