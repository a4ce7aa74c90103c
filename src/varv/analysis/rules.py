"""Who may do what with evidence, activity sets and the figures of the county."""

import rules

from varv.people.rules import is_editor, is_staff_member

rules.add_perm("analysis.view_evidence", is_staff_member)
rules.add_perm("analysis.cite_evidence", is_editor)
rules.add_perm("analysis.view_activities", is_staff_member)
rules.add_perm("analysis.set_activities", is_editor)
rules.add_perm("analysis.choose_profile_source", is_editor)
rules.add_perm("analysis.view_county", is_staff_member)
rules.add_perm("analysis.write_county_text", is_editor)
rules.add_perm("analysis.sign_county", is_editor)
rules.add_perm("analysis.choose_county_series", is_editor)
