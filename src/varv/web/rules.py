"""Who may do what on the pages that belong to no single app."""

import rules

from varv.people.rules import is_coordinator

rules.add_perm("web.rehearse", is_coordinator)
rules.add_perm("web.view_backups", is_coordinator)
