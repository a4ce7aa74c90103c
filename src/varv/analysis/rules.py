"""Who may do what with evidence and datasets."""

import rules

from varv.people.rules import is_editor, is_staff_member

rules.add_perm("analysis.view_evidence", is_staff_member)
rules.add_perm("analysis.cite_evidence", is_editor)
rules.add_perm("analysis.view_dataset", is_staff_member)
# Reading a file in, storing it, asking a service.
rules.add_perm("analysis.import_dataset", is_editor)
