"""Who may do what with evidence."""

import rules

from varv.people.rules import is_editor, is_staff_member

rules.add_perm("analysis.view_evidence", is_staff_member)
rules.add_perm("analysis.cite_evidence", is_editor)
