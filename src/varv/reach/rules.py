"""Who may see all figures, also those that point at a few people."""

import rules

from varv.people.rules import is_staff_member

rules.add_perm("reach.view_all", is_staff_member)
