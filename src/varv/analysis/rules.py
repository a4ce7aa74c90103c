"""Who may do what with evidence, runs and findings."""

import rules

from varv.people.rules import is_editor, is_staff_member

rules.add_perm("analysis.view_evidence", is_staff_member)
rules.add_perm("analysis.cite_evidence", is_editor)

# A run tells nothing of persons; what is not public yet is only not looked through.
rules.add_perm("analysis.view_run", is_staff_member)
rules.add_perm("analysis.change_run", is_editor)
rules.add_perm("analysis.view_finding", is_staff_member)
rules.add_perm("analysis.change_finding", is_editor)
